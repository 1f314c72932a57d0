"""Copies for blind readers are made in the background: ordered when a file reaches the experts' desk,
drawn one file at a time in a locked process of its own, caught up with by the clock.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from evaluations.actions import blinding
from evaluations.blind_copies import is_blind
from evaluations.blots import in_documents, pattern
from evaluations.desks import Desk
from evaluations.models import Application, BlindCopy, Call
from evaluations.snapshot import read
from evaluations.uploads.files import Kind, UploadRefused
from evaluations.uploads.locked import NotDrawn, draw
from workflows.inbox import lying

log = logging.getLogger("laurel.workflows")

# A copy that nobody has made for so long was lost with its worker: it is put on the queue again.
SILENCE = timedelta(minutes=10)
_KINDS = {kind.content_type: kind for kind in Kind}


def order(case: Application, *, at: datetime) -> None:
    """Order what is missing and put it on the queue. Inside a transaction."""
    if is_blind(case) and blinding.order(application_id=case.pk, at=at):
        transaction.on_commit(lambda: make.enqueue(application_id=case.pk))


def order_all(call: Call, *, at: datetime) -> None:
    """For every file of the call at the experts' desk."""
    for case in _at_the_experts().filter(call=call):
        with transaction.atomic():
            order(case, at=at)


@task()
def make(application_id: int) -> int:
    """Make every copy of the case that is ordered and not made. How many were made."""
    rows = BlindCopy.objects.filter(
        attachment__application=application_id, made_at=None, problem=""
    )
    related = rows.select_related(
        "attachment__application__call", "attachment__application__person"
    )
    return sum(make_one(copy, at=timezone.now()) for copy in related)


def make_one(copy: BlindCopy, *, at: datetime) -> bool:
    """Draw one file; what cannot be drawn is written down for the office."""
    file = copy.attachment
    words = words_for(file.application)
    try:
        with file.file.open("rb") as stored:
            data = stored.read()
        kind = _KINDS.get(file.content_type, Kind.PDF)
        pages = draw(data, kind, pattern(words), pages=file.pages)
        blinding.keep(copy_id=copy.pk, pages=pages, at=at)
    except (NotDrawn, UploadRefused, OSError) as problem:
        log.warning("A blind copy could not be made: %s", copy.subject)
        blinding.fail(copy_id=copy.pk, problem=_code(problem), at=at)
        return False
    return True


def _code(problem: Exception) -> str:
    match problem:
        case NotDrawn():
            return str(problem)
        case UploadRefused():
            return problem.code
        case _:
            return "unreadable"


def words_for(case: Application) -> set[str]:
    """What the machine looks for in the papers of this case."""
    return in_documents(case, read(case.filings.latest("number").content))


def catch_up(at: datetime) -> int:
    """Files that came to the experts' desk by another way than an act, and copies whose worker was
    lost. How many files were put on the queue."""
    late = BlindCopy.objects.filter(made_at=None, problem="", asked_at__lte=at - SILENCE)
    waiting = set(late.values_list("attachment__application", flat=True))
    late.update(asked_at=at)
    for pk in waiting:
        make.enqueue(application_id=pk)
    without = _at_the_experts().exclude(attachments__blind_copy__isnull=False)
    return len(waiting) + _ordered(without, at=at)


def _ordered(cases: Iterable[Application], *, at: datetime) -> int:
    count = 0
    for case in cases:
        with transaction.atomic():
            order(case, at=at)
        count += 1
    return count


def _at_the_experts():
    there = lying().filter(desk=Desk.PANEL).values("process__application")
    return (
        Application.objects.filter(pk__in=there).select_related("call", "person").defer("answers")
    )
