"""The way from a page to the law and back to the desks, in one transaction.

``perform`` runs one legal act and lets the file go where the law then says. It serves a desk's
own act and a legal change that no task asked for (withdraw, lapse, strike off) alike, so there
is no second door. Lock order is always process, then case.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.db.models import QuerySet
from viewflow.workflow.status import PROCESS, STATUS

from evaluations import whereabouts
from evaluations.actions import written
from evaluations.actions.written import Written
from evaluations.desks import Desk
from evaluations.models import Application, Call, User
from evaluations.status import CLOSED
from workflows import afterwards, moment, notices, subjects
from workflows.flow import CallFlow, TalentFlow
from workflows.models import OPEN, CaseProcess, DeskTask
from workflows.subjects import Found

type Subject = Application | Call
_CHUNK = 200


def perform[T](subject: Subject, act: Callable[[], T], *, by: User | None, at: datetime) -> T:
    """Run ``act`` on ``subject`` and move its file. Act, history and next task exist together
    or not at all. Whatever ``act`` raises rolls everything back and passes through."""
    with transaction.atomic(), moment.acting(at):
        if isinstance(subject, Call):
            return _on_list(subject, act, by=by, at=at)
        return _on_case(subject, act, by=by, at=at)


def _on_case[T](case: Application, act: Callable[[], T], *, by: User | None, at: datetime) -> T:
    process = _lock_running(case)
    with written.noting() as done:
        result = act()
        came_to = _moved(case, process, done, by=by)
        follow(process.found.subject if process else case, done, came_to=came_to, at=at)
    return result


def _on_list[T](call: Call, act: Callable[[], T], *, by: User | None, at: datetime) -> T:
    """An act on a list closes some of its cases: their processes come first in the lock order.
    What it writes may be thousands of cases, so they are not kept in hand."""
    process = _lock_running(call)
    list(_files_of(call).select_for_update(of=("self",)).values_list("pk", flat=True))
    result = act()
    _moved(call, process, None, by=by)
    _settle_closed_files(process.found.subject if process else call, by=by)
    notices.call_acted(call, at=at)
    return result


def _moved(
    subject: Subject, process: CaseProcess | None, done: Written | None, *, by: User | None
) -> str:
    if process is not None:
        return settle(process, subjects.found(subject, done), by=by)
    # Looked up again: on PostgreSQL the second of two clicks has waited for the first inside
    # the act, and finds the file already on its way.
    if running(subject) is None:
        start(subject, done)
    return ""


def follow(case: Application, done: Written, *, came_to: str, at: datetime) -> None:
    """What an act on a case sets going, and who is told of it."""
    case = done.cases.get(case.pk, case)
    afterwards.moved(case, came_to=came_to, at=at)
    # What follows may have written the case once more.
    case = done.cases.get(case.pk, case)
    notices.acted(case, at=at, came_to=came_to, change=done.changes.get(case.pk))


def _files_of(call: Call):
    return CaseProcess.objects.filter(application__call=call, finished=None).order_by("pk")


def _settle_closed_files(call: Call, *, by: User | None) -> None:
    closed = _files_of(call).filter(application__status__in=CLOSED)
    related = ("application__person", "application__employer")
    for chunk in batched(list(closed.values_list("pk", flat=True)), _CHUNK, strict=False):
        rows = CaseProcess.objects.filter(pk__in=chunk).select_related(*related)
        for process in rows.defer("application__answers").order_by("pk"):
            process.application.call = call  # not once for each: its rules are long
            settle(process, subjects.asked(process.application), by=by)


def running(subject: Subject) -> CaseProcess | None:
    """The unfinished process of this case, if any."""
    key = "application" if isinstance(subject, Application) else "call"
    return CaseProcess.objects.filter(**{key: subject.pk}, finished=None).first()


def open_task(subject: Subject) -> DeskTask | None:
    """The file's present desk, if it lies on one."""
    key = "application" if isinstance(subject, Application) else "call"
    return _lying(DeskTask.objects.filter(**{f"process__{key}": subject.pk}))


def _lying(rows: QuerySet[DeskTask]) -> DeskTask | None:
    """The one that is open on a desk: a unique constraint sees to it, so that no order is asked for."""
    return next(iter(rows.filter(status__in=OPEN, desk__gt="")), None)


def start(subject: Subject, done: Written | None = None) -> CaseProcess | None:
    """Put the file on its first desk; None when the law names no desk (a draft, a closed case)."""
    found = subjects.found(subject, done)
    if found.desk is None:
        return None
    flow = CallFlow if isinstance(subject, Call) else TalentFlow
    return flow.start.run(found=found)


def settle(process: CaseProcess, found: Found, *, by: User | None) -> str:
    """Let the open task follow the law: nothing when the file stays, else on through the gate.
    The desk the file has come to; "" when it stays, or has no desk any more."""
    task = _lying(process.tasks)
    process.found = found
    subject, desk = found
    if task is not None and task.desk == desk:
        _refresh_due(task, subject)
        return ""
    if task is not None:
        _complete(task, by)
    return desk or ""


def _refresh_due(task: DeskTask, subject: Subject) -> None:
    due_at = subjects.due(subject, task.desk, since=task.created)
    if due_at != task.due_at:
        # Another date is called to mind, and missed, anew.
        fresh = {"reminded_at": None, "escalated_at": None}
        DeskTask.objects.filter(pk=task.pk).update(due_at=due_at, **fresh)


def date_undated() -> int:
    """Dates for files that came to their desk while the working days of a year were not known.

    Each of them needs a year that was missing: while one of them still lacks it, the rest wait.
    """
    rows = DeskTask.objects.filter(status__in=OPEN, due_at=None, process__application__isnull=False)
    related = ("process__application__call", "process__application__employer")
    dated = 0
    for task in rows.exclude(desk__in=["", Desk.LIST]).select_related(*related).order_by("pk"):
        case = task.process.application
        if subjects.clock(case, task.desk) is None:
            continue
        due_at = subjects.due(case, task.desk, since=task.created)
        if due_at is None:
            break
        dated += DeskTask.objects.filter(pk=task.pk, status__in=OPEN).update(due_at=due_at)
    return dated


def _complete(task: DeskTask, by: User | None) -> None:
    activation = task.flow_task.activation_class(task)
    activation.settle(by)
    activation.activate_next()


def _lock_running(subject: Subject) -> CaseProcess | None:
    key = "application" if isinstance(subject, Application) else "call"
    rows = CaseProcess.objects.select_for_update().filter(**{key: subject.pk}, finished=None)
    return next(iter(rows), None)  # the only one, by a unique constraint


def rebuild(subject: Subject) -> CaseProcess | None:
    """Throw the engine's side away and start anew from the legal record: nothing is lost."""
    with transaction.atomic():
        process = _lock_running(subject)
        if process is not None:
            cancel(process)
        return start(subject)


def cancel(process: CaseProcess) -> None:
    process.tasks.filter(status__in=OPEN).update(status=STATUS.CANCELED, finished=moment.now())
    process.status, process.finished = PROCESS.CANCELED, moment.now()
    process.save()


def disagreeing() -> Iterator[tuple[Subject, str]]:
    """Each case whose open desk is not the one the law names, with a sentence. Few queries a call."""
    for call in Call.objects.order_by("pk"):
        if sentence := _difference(call, subjects.desk(call), open_task(call)):
            yield call, sentence
        yield from _disagreeing_files(call)


def disagreements() -> Iterator[str]:
    """The sentences of ``disagreeing``."""
    return (sentence for _subject, sentence in disagreeing())


def _disagreeing_files(call: Call) -> Iterator[tuple[Application, str]]:
    wanted = whereabouts.desks_in(call)
    tasks = DeskTask.objects.filter(process__application__call=call, status__in=OPEN)
    rows = tasks.exclude(desk="").select_related("process")
    lying = {task.process.application_id: task for task in rows}
    cases = call.applications.select_related("employer", "person").defer("answers")
    for case in cases.order_by("pk").iterator(chunk_size=500):
        if sentence := _difference(case, wanted.get(case.pk), lying.get(case.pk)):
            yield case, sentence


def _difference(subject: Subject, wanted: str | None, task: DeskTask | None) -> str:
    found = task.desk if task else None
    if found != wanted:
        return f"{subject.subject}: the law names {wanted}, the open desk is {found}"
    if task and task.place != subjects.place(subject, task.desk):
        return f"{subject.subject}: the file lies at {task.place}, a wrong place"
    return ""
