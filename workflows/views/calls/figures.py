"""Where the files of a call lie, what is late, and what keeps the next step waiting."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.calendar import CalendarNotPublished
from evaluations.desks import Desk
from evaluations.models import Application, Call, Objection, work_calendar
from evaluations.public_list import local_day
from evaluations.status import BEFORE_LIST, CALL_BEFORE_LIST, CLOSED, CallStatus, Status
from workflows import promulgation
from workflows.models import OPEN, DeskTask
from workflows.views.calls import readiness
from workflows.views.calls.frame import url

SHOWN = 15


def at_desk() -> Subquery:
    """The open desk of an application, as a column."""
    tasks = DeskTask.objects.filter(process__application=OuterRef("pk"), status__in=OPEN)
    return Subquery(tasks.exclude(desk="").values("desk")[:1])


def counts(call: Call) -> list[tuple[str, str | None, int]]:
    """(status, open desk, how many) of all applications of the call: one query."""
    rows = Application.objects.filter(call=call).annotate(desk=at_desk()).order_by()
    return list(rows.values_list("status", "desk").annotate(n=Count("pk")))


@dataclass
class Funnel:
    total: int
    filed: int
    stages: list[dict[str, Any]]
    ends: list[dict[str, Any]]


_ENDS_TONE = {
    Status.CERTIFIED: "laurel",
    Status.WITHDRAWN: "neutral",
    Status.LAPSED: "neutral",
    Status.CALLED_OFF: "neutral",
}


def funnel(call: Call, counted: list[tuple[str, str | None, int]]) -> Funnel:
    """``parts/funnel.html``: the desks in the order of the route, then how cases ended."""
    desks: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    for status, desk, n in counted:
        statuses[status] += n
        if desk:
            desks[desk] += n
    here = url("call_applications", call)
    stages = [
        {"label": _label(desk, call), "value": desks[desk], "url": f"{here}?desk={desk}"}
        for desk in _route(call)
        if desks[desk] or desk in _core(call)
    ]
    ends = [
        {
            "label": status.label,
            "value": statuses[status],
            "tone": _ENDS_TONE.get(status, "cinnabar"),
            "url": f"{here}?status={status}",
        }
        for status in Status
        if status in CLOSED and statuses[status]
    ]
    if statuses[Status.DRAFT]:
        draft = {"label": Status.DRAFT.label, "value": statuses[Status.DRAFT], "tone": "neutral"}
        stages.insert(0, draft)
    total = sum(statuses.values())
    return Funnel(total, total - statuses[Status.DRAFT], stages, ends)


def gate_label(call: Call) -> str:
    """What it means to be through every desk: before the list is made, and after."""
    if call.status in CALL_BEFORE_LIST:
        return str(Desk.LIST.label)
    return _("Goes with the list")


def _label(desk: str, call: Call) -> str:
    return gate_label(call) if desk == Desk.LIST else str(Desk(desk).label)


def _core(call: Call) -> set[str]:
    return {step.desk for track in call.rules.tracks for step in track.route} | {Desk.LIST}


def _route(call: Call) -> list[str]:
    """Every desk in the order of ``Desk``, which is the order of the routes."""
    return [desk.value for desk in Desk]


def open_tasks(call: Call) -> QuerySet[DeskTask]:
    tasks = DeskTask.objects.filter(process__application__call=call, status__in=OPEN)
    return tasks.exclude(desk="")


_TASK = {
    "at_desk": F("desk"),
    "lies_at": F("place"),
    "due": F("due_at"),
    "since": F("created"),
    "holder": F("owner__name"),
    "case": F("process__application__public_id"),
    "reference": F("process__application__reference"),
    "state": F("process__application__status"),
    "name": F("process__application__person__name"),
    "employer": F("process__application__employer__name"),
}


def task_rows(tasks: QuerySet[DeskTask]) -> list[dict[str, Any]]:
    """Rows of ``parts/work_list.html``, the most urgent first."""
    found = tasks.order_by("due_order", "pk").values(**_TASK)[:SHOWN]
    return [
        {
            "title": row["name"],
            "sub": f"{row['reference']} · {row['employer'] or '—'}",
            "url": reverse("desk", args=[row["case"]]),
            "desk": Desk(row["at_desk"]).label,
            "holder": row["holder"] or "",
            "since": row["since"],
            "due": localtime(row["due"]).date() if row["due"] else "",
            "status": row["state"],
        }
        for row in found
    ]


def overdue(call: Call, at: datetime) -> QuerySet[DeskTask]:
    return open_tasks(call).filter(due_order__lt=at).exclude(desk=Desk.LIST)


@dataclass
class Block:
    """Why the next step waits, and where that is mended."""

    sentence: str
    url: str = ""
    label: str = ""
    stops: bool = True
    tasks: list[dict[str, Any]] = field(default_factory=list)


def blocking(call: Call, *, at: datetime) -> list[Block]:
    """What the next step of this call waits for; [] when it can be taken now."""
    match CallStatus(call.status):
        case CallStatus.DRAFT:
            return [
                Block(item.sentence, item.url, _("Mend"), item.stops)
                for item in readiness.check(call, at=at)
            ]
        case CallStatus.OPEN:
            closes = date_format(localtime(call.closes_at), "Y-m-d H:i")
            return [Block(_("The window closes by itself on %(day)s.") % {"day": closes})]
        case CallStatus.CLOSED | CallStatus.REVIEWING:
            return _before_list(call)
        case CallStatus.PROPOSED:
            return _before_notice(call, at)
        case CallStatus.PUBLICISED:
            return [*_notice_runs(call, at), *_objections(call), *_again(call)]
        case CallStatus.DECIDED | CallStatus.PROMULGATED:
            return [
                *_moved_up(call, at), *_objections(call), *_again(call), *_certificates(call)
            ]  # fmt: skip
        case _:
            return []


def _before_list(call: Call) -> list[Block]:
    tasks = open_tasks(call).exclude(desk=Desk.LIST)
    n = tasks.count()
    if not n:
        return []
    sentence = ngettext(
        "%(n)d application still lies at a desk. The list can be made when it is done.",
        "%(n)d applications still lie at a desk. The list can be made when they are done.",
        n,
    )
    return [Block(sentence % {"n": n}, tasks=task_rows(tasks))]


def _before_notice(call: Call, at: datetime) -> list[Block]:
    try:
        work_calendar().publicity_days(local_day(at), call.rules.publicity)
    except CalendarNotPublished as unknown:
        return [Block(str(unknown), reverse("office_calendar"), _("Open the calendar"))]
    return []


def _notice_runs(call: Call, at: datetime) -> list[Block]:
    notice = call.notices.filter(supplementary=False).order_by("-edition").first()
    if notice is None or at > notice.ends_at:
        return []
    sentence = _("The notice runs until the end of %(day)s. Nothing can be decided before.")
    page = reverse("notice", args=[notice.public_id])
    return [Block(sentence % {"day": notice.days[-1]}, page, _("Open the notice"))]


def _moved_up(call: Call, at: datetime) -> list[Block]:
    """Who came to the list later is decided later."""
    waiting = call.applications.filter(status=Status.PUBLICISED).count()
    if not waiting:
        return []
    running = call.notices.filter(supplementary=True, closed_at=None, ends_at__gte=at).last()
    if running is not None:
        sentence = _("The notice of who came to the list later runs until the end of %(day)s.")
        page = reverse("notice", args=[running.public_id])
        return [Block(sentence % {"day": running.days[-1]}, page, _("Open the notice"))]
    sentence = ngettext(
        "%(n)d candidate of the list still waits for a decision.",
        "%(n)d candidates of the list still wait for a decision.",
        waiting,
    )
    return [Block(sentence % {"n": waiting}, url("call_decision", call), _("Decide"))]


def _objections(call: Call) -> list[Block]:
    waiting = Objection.objects.filter(application__call=call, decided_at=None)
    n = waiting.values("application").distinct().count()
    if not n:
        return []
    sentence = ngettext(
        "%(n)d candidate waits for the examination of an objection and is decided later.",
        "%(n)d candidates wait for the examination of an objection and are decided later.",
        n,
    )
    tasks = open_tasks(call).filter(desk=Desk.OBJECTION)
    return [Block(sentence % {"n": n}, stops=False, tasks=task_rows(tasks))]


def _again(call: Call) -> list[Block]:
    """Refused in error: examined again while the list goes its way."""
    tasks = open_tasks(call).filter(process__application__status__in=BEFORE_LIST)
    n = tasks.count()
    if not n:
        return []
    sentence = ngettext(
        "%(n)d application is examined again after a recheck.",
        "%(n)d applications are examined again after a recheck.",
        n,
    )
    page = url("call_list", call)
    return [Block(sentence % {"n": n}, page, _("Open the list"), stops=False)]


def _certificates(call: Call) -> list[Block]:
    n = len(promulgation.waiting(call)) if call.status == CallStatus.PROMULGATED else 0
    if not n:
        return []
    sentence = ngettext(
        "%(n)d certificate waits to be issued.", "%(n)d certificates wait to be issued.", n
    )
    page = url("call_certificates", call)
    return [Block(sentence % {"n": n}, page, _("Open the certificates"))]
