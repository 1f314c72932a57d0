"""What time itself does: windows close, unanswered corrections lapse, people are reminded.

Run every minute. Everything happens once however often it is run: the law's own conditions and
the marks on the tasks see to that. One bad case stops nothing but itself.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from itertools import batched

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localtime

from evaluations.actions import call as calls
from evaluations.actions import filing
from evaluations.calendar import CalendarNotPublished
from evaluations.models import Application, Call, Correction, User, work_calendar
from evaluations.permissions import grant_for
from evaluations.roles import Role, Scope
from evaluations.status import CORRECTABLE, CallStatus, Status
from workflows import blinding, desk, inbox, notices, print_job, title_clock
from workflows.models import DeskTask, Message

log = logging.getLogger("laurel.workflows")

# How many working days before its date a file is called to mind: a default, no rule of law.
REMIND_DAYS = 2
# New files are told in one message a day, not one a file.
DIGEST_EVERY = timedelta(hours=20)
_CHUNK = 200


@dataclass
class Done:
    """What one run did. ``problems``: the subjects that could not be dealt with."""

    closed: int = 0
    lapsed: int = 0
    reminded: int = 0
    escalated: int = 0
    told: int = 0
    expired: int = 0
    intents: int = 0
    departments: int = 0
    copies: int = 0
    dated: int = 0
    mailed: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"deadlines: {self.closed} calls closed, {self.lapsed} applications lapsed, "
            f"{self.reminded} files called to mind, {self.escalated} overdue, "
            f"{self.told} told of new files, {self.expired} tenures ended, "
            f"{self.intents} approvals on intent lapsed, {self.departments} departments reminded, "
            f"{self.copies} files queued for blind copies, "
            f"{self.dated} files dated, {self.mailed} mails tried again, "
            f"{len(self.problems)} problems"
        )


def run(at: datetime) -> Done:
    """Everything that is due at ``at``."""
    done = Done()
    done.closed = close_calls(at, done.problems)
    done.lapsed = lapse(at, done.problems)
    done.dated = desk.date_undated()
    done.reminded = remind(at)
    done.escalated = escalate(at)
    done.told = tell_arrivals(at)
    done.expired = title_clock.expire_titles(at, done.problems)
    done.intents = title_clock.lapse_intents(at, done.problems)
    done.departments = title_clock.departments(at, until=_horizon(at))
    done.copies = blinding.catch_up(at)
    done.mailed = notices.try_again(at)
    print_job.forget(at)
    return done


# --- the law's own clocks ---


def close_calls(at: datetime, problems: list[str]) -> int:
    """Close every call whose window is over."""
    due = Call.objects.filter(status=CallStatus.OPEN, closes_at__lte=at).order_by("pk")
    return _each(due, lambda call: calls.close_call(call_id=call.pk, at=at), at, problems)


def lapse(at: datetime, problems: list[str]) -> int:
    """Drafts after the window, and corrections past their date."""
    drafts = Application.objects.filter(status=Status.DRAFT, call__closes_at__lte=at)
    open_ones = Correction.objects.filter(
        answered_at=None,
        closed_unanswered=False,
        due_at__lt=at,
        application__status__in=CORRECTABLE,
    )
    late = Application.objects.filter(pk__in=open_ones.values("application"))
    found = (*_ids(drafts), *_ids(late))
    return _each(
        _cases(found), lambda case: filing.lapse(application_id=case.pk, at=at), at, problems
    )


def _ids(rows: QuerySet[Application]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _cases(ids: Iterable[int]) -> Iterator[Application]:
    for chunk in batched(ids, _CHUNK, strict=False):
        yield from Application.objects.filter(pk__in=chunk).order_by("pk")


def _each[S: (Application, Call)](
    subjects: Iterable[S], act: Callable[[S], object], at: datetime, problems: list[str]
) -> int:
    """Each in a transaction of its own; how many were really moved."""
    moved = 0
    for subject in subjects:
        try:
            if desk.perform(subject, partial(act, subject), by=None, at=at) is not None:
                moved += 1
        except Exception:
            # The other cases must not wait for this one; the log keeps the cause.
            log.exception("A deadline could not be carried out: %s", subject.subject)
            problems.append(subject.subject)
    return moved


# --- people ---


def remind(at: datetime) -> int:
    """Files due within ``REMIND_DAYS`` working days: told once to whoever has them."""
    soon = inbox.lying().filter(reminded_at=None, due_order__gte=at, due_order__lte=_horizon(at))
    return _tell_holders(soon, Message.Kind.REMINDER, "reminded_at", at)


def escalate(at: datetime) -> int:
    """Files past their date: told once to whoever has them, and to the office."""
    late = inbox.lying().filter(escalated_at=None, due_order__lt=at)
    n = _tell_holders(late, Message.Kind.OVERDUE, "escalated_at", at)
    if n:
        for officer in _office():
            notices.tell(officer, Message.Kind.OVERDUE, at=at, n=n, everywhere=True)
    return n


def _horizon(at: datetime) -> datetime:
    today = localtime(at).date()
    try:
        last = work_calendar().add_working_days(today, REMIND_DAYS)
    except CalendarNotPublished:
        last = today + timedelta(days=REMIND_DAYS)
    return datetime.combine(last, time.max, tzinfo=timezone.get_default_timezone())


@transaction.atomic
def _tell_holders(tasks: QuerySet[DeskTask], kind: Message.Kind, mark: str, at: datetime) -> int:
    """One message a person, whatever the number of files; the mark keeps it from being repeated."""
    found = list(tasks.select_for_update(of=("self",)).select_related(*_SUBJECT).order_by("pk"))
    counts: dict[User, int] = defaultdict(int)
    sitting = _Sitting()
    for task in found:
        for person in sitting.holders(task):
            counts[person] += 1
    for person, n in counts.items():
        notices.tell(person, kind, at=at, n=n)
    for chunk in batched(found, _CHUNK, strict=False):
        DeskTask.objects.filter(pk__in=[task.pk for task in chunk]).update(**{mark: at})
    return len(found)


_SUBJECT = ("owner", "process__application__employer", "process__application__person__user",
            "process__application__call", "process__call")  # fmt: skip


class _Sitting:
    """Who sits where, read once a run."""

    def __init__(self) -> None:
        active = User.objects.filter(is_active=True, grants__ended_at=None).distinct()
        self.people = list(active.order_by("pk"))
        self.queues = [(person, inbox.places_of(person)) for person in self.people]

    def holders(self, task: DeskTask) -> list[User]:
        """Whoever has the file in hand; else everybody at that desk; the applicant for the own."""
        if task.owner is not None:
            return [task.owner]
        case = task.process.application
        if case is not None and task.place == f"applicant:{case.person.user_id}":
            return [case.person.user]
        return [person for person, seats in self.queues if self._sits(person, seats, task)]

    def _sits(self, person: User, seats: tuple[inbox.Seat, ...], task: DeskTask) -> bool:
        here = any(s.place == task.place and task.desk in s.desks for s in seats)
        case = task.process.application
        if not here or case is None:
            return here
        return grant_for(person, task.desk, case) is not None


def _office() -> QuerySet[User]:
    grants = Q(grants__role=Role.REVIEW_OFFICE, grants__scope=Scope.CITY, grants__ended_at=None)
    return User.objects.filter(grants, is_active=True).distinct().order_by("pk")


def tell_arrivals(at: datetime) -> int:
    """Once a day, everybody with a desk hears how many files came since they last heard."""
    heard = dict(_last_digests())
    officers = User.objects.filter(is_active=True, grants__ended_at=None).distinct()
    due = [
        person
        for person in officers.order_by("pk")
        if heard.get(person.pk) is None or heard[person.pk] <= at - DIGEST_EVERY
    ]
    return sum(
        _tell_arrived(person, at)
        for person in due
        if _arrived(person, since=heard.get(person.pk), at=at)
    )


def _arrived(person: User, *, since: datetime | None, at: datetime) -> int:
    """Whoever never heard hears of everything that waits: a clock may have stood for a week."""
    came = inbox.queue(person).filter(created__lte=at).exclude(owner=person)
    return (came.filter(created__gt=since) if since else came).count()


@transaction.atomic
def _tell_arrived(person: User, at: datetime) -> bool:
    """Two clocks may run at once: the second one finds the first one's message."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    last = dict(_last_digests(recipient=person)).get(person.pk)
    if last is not None and last > at - DIGEST_EVERY:
        return False
    n = _arrived(person, since=last, at=at)
    if n:
        notices.tell(person, Message.Kind.ARRIVALS, at=at, n=n)
    return bool(n)


def _last_digests(**whose: User) -> Iterator[tuple[int, datetime]]:
    rows = Message.objects.filter(kind=Message.Kind.ARRIVALS, **whose).order_by("recipient", "pk")
    yield from rows.values_list("recipient", "created_at")
