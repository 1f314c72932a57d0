"""Issuing a whole list: in chunks, by several workers, with progress, pause and errors per row."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from certificates import issue as issuing
from certificates import storage
from certificates.engine import Blocked, Flawed
from certificates.fonts import Unprintable
from certificates.models import Batch, BatchRow, Certificate
from certificates.produce import produce

CHUNK = 50
#: A worker that was killed gives its rows back after this time.
CLAIM = timedelta(minutes=10)
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Progress:
    """Counts for the progress bar."""

    total: int
    done: int
    failed: int

    @property
    def open(self) -> int:
        return self.total - self.done - self.failed


@transaction.atomic
def start(certificates: Sequence[Certificate], *, label: str, by: str, at: datetime) -> Batch:
    """Put a list in hand. Enqueue ``tasks.issue_batch`` once per worker after the commit."""
    batch = Batch.objects.create(label=label, started_at=at, started_by=by)
    BatchRow.objects.bulk_create(BatchRow(batch=batch, certificate=c) for c in certificates)
    return batch


def progress(batch: Batch) -> Progress:
    counts = batch.rows.aggregate(
        all=Count("pk"),
        issued=Count("pk", filter=Q(done=True)),
        failed=Count("pk", filter=Q(done=False) & ~Q(error="")),
    )
    return Progress(total=counts["all"], done=counts["issued"], failed=counts["failed"])


def pause(batch: Batch) -> None:
    """Workers stop after the chunk they have in hand."""
    Batch.objects.filter(pk=batch.pk, state=Batch.State.RUNNING).update(state=Batch.State.PAUSED)


def resume(batch: Batch) -> None:
    """Go on, and give rows that failed another try."""
    batch.rows.filter(done=False).update(error="", claim="", claimed_until=None)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.RUNNING)


def work(batch: Batch, *, by: str, clock: Clock, chunk: int = CHUNK) -> int:
    """Issue until nothing is open, or the batch is paused; returns how many were issued."""
    issued = 0
    while Batch.objects.filter(pk=batch.pk, state=Batch.State.RUNNING).exists():
        rows = _claim(batch, at=clock(), size=chunk)
        if not rows:
            _finish(batch)
            break
        issued += _issue(rows, by=by, at=clock())
    return issued


def _claim(batch: Batch, *, at: datetime, size: int) -> list[BatchRow]:
    """Rows that this worker now has in hand; two workers never get the same one."""
    token = uuid.uuid4().hex
    free = Q(claim="") | Q(claimed_until__lt=at)
    open_rows = batch.rows.filter(free, done=False, error="")
    wanted = list(open_rows.values_list("pk", flat=True)[:size])
    batch.rows.filter(free, pk__in=wanted).update(claim=token, claimed_until=at + CLAIM)
    return list(batch.rows.filter(claim=token).select_related("certificate"))


def _finish(batch: Batch) -> None:
    if not batch.rows.filter(done=False, error="").exists():
        Batch.objects.filter(pk=batch.pk, state=Batch.State.RUNNING).update(
            state=Batch.State.FINISHED
        )


def _issue(rows: list[BatchRow], *, by: str, at: datetime) -> int:
    """The chunk in one go; when one row spoils it, row by row, so that the rest goes through."""
    try:
        _issue_together([row.certificate for row in rows], by=by, at=at)
    except (Unprintable, Blocked, Flawed):
        return sum(_issue_alone(row, by=by, at=at) for row in rows)
    BatchRow.objects.filter(pk__in=[row.pk for row in rows]).update(done=True)
    return len(rows)


def _issue_together(certificates: Sequence[Certificate], *, by: str, at: datetime) -> None:
    with transaction.atomic():
        intended = [issuing.intend(certificate, by=by, at=at) for certificate in certificates]
    fresh = [certificate for certificate in intended if not certificate.issued_at]
    contents = []
    for certificate, content in zip(fresh, produce(fresh), strict=True):
        storage.put(storage.path_of(certificate), content)
        contents.append(storage.digest(content))
    with transaction.atomic():
        issuing.record_issues(fresh, contents, by=by, at=at)


def _issue_alone(row: BatchRow, *, by: str, at: datetime) -> int:
    try:
        issuing.issue(row.certificate, by=by, at=at)
    except (Unprintable, Blocked, Flawed) as problem:
        BatchRow.objects.filter(pk=row.pk).update(error=str(problem) or type(problem).__name__)
        return 0
    BatchRow.objects.filter(pk=row.pk).update(done=True)
    return 1
