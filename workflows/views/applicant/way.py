"""The applicant's way: which desk has the file, since when, until when, and what comes after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations import route, visibility, whereabouts
from evaluations.calendar import CalendarNotPublished
from evaluations.desks import Desk, Reach, reach_of
from evaluations.models import Application, Opinion, work_calendar
from evaluations.rules import Clock, Step
from evaluations.status import CORRECTABLE, FINAL, ON_LIST, Status
from workflows.models import OPEN, DeskTask

# What follows the desks of the route, in every programme.
_AFTER: tuple[tuple[str, frozenset[Status]], ...] = (
    ("notice", frozenset({Status.PUBLICISED, Status.CONTESTED})),
    ("decision", frozenset({Status.APPROVED})),
    ("certificate", frozenset({Status.CERTIFIED, Status.REVOKED})),
)


def holder(case: Application, desk: str) -> str:
    """Who sits at this desk for this case: an office, never a person."""
    employer = case.employer
    match reach_of(Desk(desk)):
        case Reach.APPLICANT:
            return _("You")
        case Reach.EMPLOYER:
            return str(employer or "")
        case Reach.SUPERVISOR:
            return str(employer.supervisor or "") if employer else ""
        case Reach.DISTRICT:
            return _district(employer.district) if employer and employer.district else ""
        case _:
            return settings.CITY.office.title


def _district(code: str) -> str:
    try:
        return settings.CITY.district(code).title
    except KeyError:
        return code


def open_tasks(cases: Sequence[Application]) -> dict[int, DeskTask]:
    """Application id -> its open desk, one query."""
    rows = DeskTask.objects.filter(process__application__in=cases, status__in=OPEN)
    rows = rows.exclude(desk="").select_related("process")
    return {task.process.application_id: task for task in rows}


@dataclass(frozen=True)
class Move:
    """Whose move it is: ``yours``, in words, what to do, where, and until when."""

    yours: bool
    who: str
    what: str
    url: str
    label: str
    due: date | None = None


def move_of(case: Application, task: DeskTask | None) -> Move:
    """The next move in a case, as its applicant should understand it."""
    url = reverse("application", args=[case.public_id])
    status = visibility.told_status(case)
    if status == Status.DRAFT:
        closes = localtime(case.call.closes_at - timedelta(microseconds=1))
        return Move(True, _("You"), _("Complete and file it."), url, _("Continue"), closes.date())
    if status in CORRECTABLE:
        due = localtime(task.due_at).date() if task and task.due_at else None
        what = _("Correct what was marked and file again.")
        return Move(True, _("You"), what, url, _("Correct"), due)
    if status == Status.CERTIFIED:
        return Move(False, _("Nobody"), _("The certificate is issued."), url, _("Open"))
    if task is None:
        return Move(False, _("Nobody"), _("The application is closed."), url, _("Open"))
    due = localtime(task.due_at).date() if task.due_at and task.desk != Desk.LIST else None
    what = Desk(task.desk).label
    return Move(False, holder(case, task.desk), str(what), url, _("Open"), due)


def way_of(
    case: Application, *, task: DeskTask | None, opinions: Sequence[Opinion]
) -> list[dict[str, Any]]:
    """The steps for parts/steps.html: filed, each desk of the route, then what follows."""
    first = case.filings.order_by("number").first()
    last: Mapping[str, Opinion] = {opinion.desk: opinion for opinion in opinions}
    said = [route.Said(o.desk, o.verdict, o.resume_at) for o in opinions]
    steps = whereabouts.steps_of(case)
    standing = route.standing(steps, said)
    line = [_filed(first)]
    line += [_desk_step(case, step, standing, last.get(step.desk), task) for step in steps]
    line += _afterwards(case, task)
    over = task is None and visibility.told_status(case) in FINAL
    # Where the way has ended, what would have followed is no news.
    return [step for step in line if step["state"] != "todo"] if over else line


def _filed(first: Any) -> dict[str, Any]:
    if first is None:
        return {"label": _("Filing"), "state": "current", "holder": _("You")}
    return {"label": _("Filing"), "state": "done", "at": first.filed_at, "holder": _("You")}


def _desk_step(
    case: Application,
    step: Step,
    standing: frozenset[str],
    last: Opinion | None,
    task: DeskTask | None,
) -> dict[str, Any]:
    shown = {"label": Desk(step.desk).label, "holder": holder(case, step.desk)}
    if case.status in CORRECTABLE and last and _asked(last, case):
        note = _("Returned to you for correction.")
        return shown | {"state": "returned", "at": last.given_at, "note": note}
    if task and task.desk == step.desk:
        return shown | {"state": "current", "at": task.created, "note": _until(task.due_at)}
    if step.desk in standing and last:
        return shown | {"state": "done", "at": last.given_at}
    if last and task is None and last.verdict == "decline":
        return shown | {"state": "refused", "at": last.given_at}
    return shown | {"state": "todo", "note": usual(step.clock)}


def _asked(last: Opinion, case: Application) -> bool:
    return last.verdict in {"return", "supplement"} and last.filing_id == max(
        filing.pk for filing in case.filings.all()
    )


def _until(due: datetime | None) -> str:
    if due is None:
        return ""
    return _("Has until %(day)s.") % {"day": localtime(due).date().isoformat()}


def usual(clock: Clock) -> str:
    """How long a desk may take, in words."""
    if clock.unit == "WORKDAY":
        return ngettext("at most %(n)d working day", "at most %(n)d working days", clock.n) % {
            "n": clock.n
        }
    if clock.unit == "MONTH":
        return ngettext("at most %(n)d month", "at most %(n)d months", clock.n) % {"n": clock.n}
    return ngettext("at most %(n)d day", "at most %(n)d days", clock.n) % {"n": clock.n}


def _afterwards(case: Application, task: DeskTask | None) -> list[dict[str, Any]]:
    status = visibility.told_status(case)
    words = {
        "notice": _("List and public notice"),
        "decision": _("Decision and promulgation"),
        "certificate": _("Certificate"),
    }
    order = [key for key, _statuses in _AFTER]
    reached = next((key for key, statuses in _AFTER if status in statuses), "")
    waiting = task is not None and task.desk == Desk.LIST and not reached
    done = order[: order.index(reached)] if reached else []
    if status in {Status.CERTIFIED, Status.REVOKED}:
        done = order
    now = "notice" if waiting else reached
    office = settings.CITY.office.title
    return [
        {
            "label": words[key],
            "state": "done" if key in done else "current" if key == now else "todo",
            "holder": office if key == now and key not in done else "",
            "note": _about(key, case) if key not in done else "",
        }
        for key in order
    ]


def _about(key: str, case: Application) -> str:
    if key == "notice":
        return usual_notice(case.call.rules.publicity)
    return ""


def usual_notice(clock: Clock) -> str:
    if clock.unit == "WORKDAY":
        return ngettext(
            "posted for %(n)d working day", "posted for %(n)d working days", clock.n
        ) % {"n": clock.n}
    return ngettext("posted for %(n)d day", "posted for %(n)d days", clock.n) % {"n": clock.n}


def expected_end(case: Application, *, since: datetime) -> date | None:
    """The last day by which the desks of the route should be done, each taking all its time.

    None while the calendar of that year is not published.
    """
    calendar, moment = work_calendar(), since
    try:
        for step in whereabouts.steps_of(case):
            moment = calendar.due(moment, step.clock, roll=True)
    except CalendarNotPublished:
        return None
    return localtime(moment).date()


def is_listed(case: Application) -> bool:
    return visibility.told_status(case) in ON_LIST
