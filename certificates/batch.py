"""Issuing a whole list: in chunks, by several workers, with progress, pause and errors per row."""

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from certificates import issue as issuing
from certificates import storage
from certificates.fonts import Unprintable
from certificates.locked import Busy, Runaway
from certificates.models import Batch, BatchRow, Certificate
from certificates.produce import produce
from certificates.proofread import Unreadable
from certificates.refusals import Flawed
from certificates.sign import NoTimestamp

log = logging.getLogger("laurel.certificates")

CHUNK = 50
#: A worker that was killed gives its rows back after this time.
CLAIM = timedelta(minutes=10)
Clock = Callable[[], datetime]


def _nothing(*_given: object) -> None:
    """What a room above does not want to know."""


@dataclass(frozen=True)
class Hooks:
    """``chunk``: before each chunk, may raise to stop the work; ``issued``: after each certificate,
    before its row is done, may be called again; ``finished``: once, by the last worker."""

    chunk: Callable[[], object] = _nothing
    issued: Callable[[Certificate], object] = _nothing
    finished: Callable[[], object] = _nothing


NO_HOOKS = Hooks()


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


def add(batch: Batch, certificates: Sequence[Certificate]) -> None:
    """More rows for a list in hand; those that it has already stay as they are."""
    rows = [BatchRow(batch=batch, certificate=c) for c in certificates]
    BatchRow.objects.bulk_create(rows, ignore_conflicts=True)


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


def retry(batch: Batch, key: int) -> bool:
    """Another try for one row that failed, while the others wait; False when it did not fail."""
    failed = batch.rows.filter(certificate=key, done=False).exclude(error="")
    if not failed.update(error="", claim="", claimed_until=None):
        return False
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.RUNNING)
    return True


def work(
    batch: Batch, *, by: str, clock: Clock, chunk: int = CHUNK, hooks: Hooks = NO_HOOKS
) -> int:
    """Issue until nothing is open, or the batch is paused; returns how many were issued."""
    issued = 0
    while Batch.objects.filter(pk=batch.pk, state=Batch.State.RUNNING).exists():
        hooks.chunk()
        rows = _claim(batch, at=clock(), size=chunk)
        if not rows:
            if _finish(batch):
                hooks.finished()
            break
        issued += _issue(rows, by=by, at=clock(), hooks=hooks)
    return issued


def _claim(batch: Batch, *, at: datetime, size: int) -> list[BatchRow]:
    """Rows that this worker now has in hand; two workers never get the same one."""
    token = uuid.uuid4().hex
    free = Q(claim="") | Q(claimed_until__lt=at)
    open_rows = batch.rows.filter(free, done=False, error="")
    wanted = list(open_rows.values_list("pk", flat=True)[:size])
    batch.rows.filter(free, pk__in=wanted).update(claim=token, claimed_until=at + CLAIM)
    return list(batch.rows.filter(claim=token).select_related("certificate"))


def _finish(batch: Batch) -> bool:
    """Whether this worker was the last."""
    if batch.rows.filter(done=False, error="").exists():
        return False
    running = Batch.objects.filter(pk=batch.pk, state=Batch.State.RUNNING)
    return running.update(state=Batch.State.FINISHED) == 1


def _issue(rows: list[BatchRow], *, by: str, at: datetime, hooks: Hooks) -> int:
    """The chunk in one go; when one row spoils it, row by row, so that the rest goes through."""
    try:
        _issue_together([row.certificate for row in rows], by=by, at=at)
    except Exception:
        # Whatever is wrong with one paper must not hold up the other hundreds.
        log.info("chunk of batch %s goes on row by row", rows[0].batch_id, exc_info=True)
        return sum(_alone(row, by=by, at=at, hooks=hooks) for row in rows)
    return sum(_told(row, hooks=hooks) for row in rows)


def _issue_together(certificates: Sequence[Certificate], *, by: str, at: datetime) -> None:
    intended = issuing.intend_all(certificates, by=by, at=at)
    fresh = [certificate for certificate in intended if not certificate.issued_at]
    contents = list(produce(fresh))
    storage.put_all([(storage.path_of(c), made) for c, made in zip(fresh, contents, strict=True)])
    with transaction.atomic():
        issuing.record_issues(fresh, [storage.digest(made) for made in contents], by=by, at=at)


def _alone(row: BatchRow, *, by: str, at: datetime, hooks: Hooks) -> int:
    try:
        issuing.issue(row.certificate, by=by, at=at)
    except Exception as problem:
        return _parked(row, problem)
    return _told(row, hooks=hooks)


def _told(row: BatchRow, *, hooks: Hooks) -> int:
    try:
        with transaction.atomic():
            hooks.issued(row.certificate)
            BatchRow.objects.filter(pk=row.pk).update(done=True, error="")
    except Exception as problem:
        return _parked(row, problem)
    return 1


def _parked(row: BatchRow, problem: Exception) -> int:
    log.warning("certificate %s could not be issued", row.certificate_id, exc_info=problem)
    BatchRow.objects.filter(pk=row.pk).update(error=sentence(problem))
    return 0


_SENTENCES = (
    Unprintable,
    issuing.Refused,
    issuing.Conflict,
    Unreadable,
    Runaway,
    Busy,
    NoTimestamp,
)


def sentence(problem: Exception) -> str:
    """What the officer reads at the row, and what to do."""
    if isinstance(problem, _SENTENCES):
        return str(problem)
    if isinstance(problem, storage.Damaged):
        return _("A stored file is not what it was. Ask the administrator before going on.")
    if isinstance(problem, OSError):
        return _("The file could not be written. Is the disk full? Then issue again.")
    if isinstance(problem, Flawed):
        return _("The layout engine reported a fault. Ask the administrator; the log names it.")
    return _("It could not be made. Issue again; if that does not help, ask the administrator.")
