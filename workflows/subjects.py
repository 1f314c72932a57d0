"""What the engine asks the law about a case: where it lies, whose desk that is, until when.

A subject is an application or a call. Everything here is derived; nothing is stored.
"""

from datetime import datetime
from typing import NamedTuple, assert_never

from evaluations import route, whereabouts
from evaluations.actions.written import Written
from evaluations.calendar import CalendarNotPublished
from evaluations.desks import CallDesk, Desk
from evaluations.models import Application, Call, work_calendar
from evaluations.rules import Clock

type Subject = Application | Call

# How long the office may take over a recheck request: a default, not a rule of law.
RECHECK_CLOCK = Clock(10, "WORKDAY")


class Found(NamedTuple):
    """The subject as it is now, and its desk: asked of the law once while a file is moved.

    Between the act and the new desk nothing changes the case, so the gate and the desk it leads
    to use the same answer.
    """

    subject: Subject
    desk: str | None


def found(subject: Subject, done: Written | None = None) -> Found:
    """``subject`` at hand may be older than the act: it is read again, unless the act in hand has
    written it (``done``)."""
    if isinstance(subject, Call):
        return asked(Call.objects.get(pk=subject.pk))
    return found_case(subject.pk, done)


def found_case(pk: int, done: Written | None) -> Found:
    case = done.cases.get(pk) if done else None
    if case is None:
        case = Application.objects.select_related("call", "person", "employer").get(pk=pk)
    return asked(case)


def asked(subject: Subject) -> Found:
    """What the law says of ``subject``, which is as it is in the database now."""
    return Found(subject, desk(subject))


def desk(subject: Subject) -> str | None:
    """The one desk where it lies; None when nobody has to move."""
    if isinstance(subject, Application):
        return whereabouts.desk_of(subject)
    return route.next_call_desk(subject.status)


def place(subject: Subject, at_desk: str) -> str:
    """Whose inbox shows it, as in ``evaluations.whereabouts.place_of``."""
    if isinstance(subject, Application):
        return whereabouts.place_of(subject, at_desk)
    return "city"


def due(subject: Subject, at_desk: str, *, since: datetime) -> datetime | None:
    """When the desk should be done; None without a clock, or while the calendar of that year
    is not known (the inbox then says so, and ``desk.date_undated`` comes back to it)."""
    if isinstance(subject, Call):
        return _call_due(subject, at_desk)
    if at_desk == Desk.CORRECTION:
        return subject.corrections.filter(answered_at=None).latest("id").due_at
    runs = clock(subject, at_desk)
    if runs is None:
        return None
    if at_desk == Desk.OBJECTION:
        extended = subject.objections.filter(decided_at=None, extended_until__isnull=False)
        if longer := extended.values_list("extended_until", flat=True).last():
            return longer
    try:
        return work_calendar().due(since, runs, roll=True)
    except CalendarNotPublished:
        return None


def clock(case: Application, at_desk: str) -> Clock | None:
    """How long this desk may take; None where nobody set a time."""
    if at_desk == Desk.OBJECTION:
        return case.call.rules.objection_handling
    if at_desk == Desk.RECHECK:
        return RECHECK_CLOCK
    step = whereabouts.step_of(case, at_desk)
    return step.clock if step else None


def _call_due(call: Call, at_desk: str) -> datetime | None:
    match CallDesk(at_desk):
        case CallDesk.SETUP:
            return call.opens_at
        case CallDesk.WINDOW:
            return call.closes_at
        case CallDesk.DECISION:
            return call.notices.filter(supplementary=False).latest("edition").ends_at
        case (
            CallDesk.PROPOSED_LIST | CallDesk.NOTICE | CallDesk.PROMULGATION | CallDesk.CERTIFICATES
        ):
            return None
        case never:
            assert_never(never)
