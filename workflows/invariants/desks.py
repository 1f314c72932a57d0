"""Of desks: open tasks, processes, messages."""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from workflows import desk
from workflows.invariants.invariant import Invariant, named
from workflows.models import OPEN, CaseProcess, DeskTask, Message


def _open() -> Q:
    return Q(status__in=OPEN) & ~Q(desk="")


def _two_open_desks() -> Iterator[str]:
    rows = DeskTask.objects.filter(_open()).order_by().values("process")
    rows = rows.annotate(n=Count("pk")).filter(n__gt=1)
    return (f"process {row['process']}" for row in rows)


def _open_in_a_finished_process() -> Iterator[str]:
    rows = DeskTask.objects.filter(_open()).exclude(process__finished=None)
    return named("task", rows, "id", "desk")


def _nowhere() -> Iterator[str]:
    return named("task", DeskTask.objects.filter(_open(), place=""), "id", "desk")


def _open_and_finished() -> Iterator[str]:
    return named("task", DeskTask.objects.filter(_open()).exclude(finished=None), "id", "desk")


def _in_two_states() -> Iterator[str]:
    rows = DeskTask.objects.filter(_open())
    at_fault = rows.filter(Q(status="NEW", owner__isnull=False) | Q(status="ASSIGNED", owner=None))
    return named("task", at_fault, "id", "desk")


def _told_somebody_else() -> Iterator[str]:
    rows = Message.objects.exclude(application=None)
    return named("message", rows.exclude(recipient=F("application__person__user")), "id", "kind")


def _running_twice() -> Iterator[str]:
    rows = CaseProcess.objects.filter(finished=None).exclude(application=None).order_by()
    rows = rows.values("application").annotate(n=Count("pk")).filter(n__gt=1)
    return (f"application {row['application']}" for row in rows)


INVARIANTS = (
    Invariant("desks-follow-the-law", "Every open desk is the one the law names.", desk.disagreements),
    Invariant("one-open-desk", "A process has one open desk at most.", _two_open_desks),
    Invariant("closed-means-closed", "A finished process has no open desk.", _open_in_a_finished_process),
    Invariant("one-running-process", "An application has one running process at most.", _running_twice),
    Invariant("tasks-have-a-place", "An open task lies in somebody's inbox.", _nowhere),
    Invariant("open-is-unfinished", "An open task has no end.", _open_and_finished),
    Invariant("in-hand-has-a-hand", "A task in hand names whose hand, and no other does.", _in_two_states),
    Invariant("told-the-right-person", "A message about a case goes to its applicant.", _told_somebody_else),
)  # fmt: skip
