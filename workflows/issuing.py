"""Certificates in the background: the list of a call in chunks, by two workers, with a pause.

What is in hand is a batch of the paper room under the call's name; the law is told of each
certificate before its row is done, so the job can be killed anywhere and started again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates import batch as batches
from certificates import impressions, seal_service
from certificates.models import Batch, BatchRow, Certificate
from certificates.standing import Refused as PaperRefused
from certificates.tasks import seal_files
from evaluations.actions.case import actor_name
from evaluations.call_permissions import require
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Call, User
from journal.queries import history_of
from journal.record import record
from workflows import promulgation

START, PAUSE, END = "call.issue_start", "call.issue_pause", "call.issue_end"
#: One for each core of the smallest machine that we name.
WORKERS = 2
# A chunk takes seconds; workers that show nothing for so long are not there.
SILENCE = timedelta(minutes=1)


def start(call: Call, *, by: User, at: datetime) -> None:
    """Put everything that waits on the queue; rows that failed are tried again. A second start
    does no harm: issuing is idempotent. Raises NotPermitted, and Refused where a seal is missing."""
    role = require(by, "certify", call, at=at)
    _require_seals(call)
    with transaction.atomic():
        batch = batch_of(call) or batches.start([], label=call.subject, by=actor_name(by), at=at)
        batches.add(batch, list(_waiting(call)))
        batches.resume(batch)
        _note(call, START, by=by, role=role, at=at)
    for _worker in range(WORKERS):
        issue_waiting.enqueue(call_id=call.pk, user_id=by.pk)


def retry(call: Call, key: int, *, by: User, at: datetime) -> None:
    """Try one certificate again whose making failed; the other failures stay as they are.
    Raises NotPermitted, and Refused when there is nothing to try again."""
    role = require(by, "certify", call, at=at)
    _require_seals(call)
    batch = batch_of(call)
    with transaction.atomic():
        if batch is None or not batches.retry(batch, key):
            raise Refused(_("This certificate did not fail, or has been made meanwhile."))
        _note(call, START, by=by, role=role, at=at, detail={"certificates": 1})
    issue_waiting.enqueue(call_id=call.pk, user_id=by.pk)


def failed(call: Call, *, most: int) -> list[BatchRow]:
    """The first rows that could not be made, with their sentences, in list order."""
    batch = batch_of(call)
    if batch is None:
        return []
    rows = batch.rows.filter(done=False).exclude(error="").select_related("certificate")
    return list(rows.order_by("certificate__serial", "certificate__version")[:most])


def issuers_of(call: Call) -> list[str]:
    return [settings.CITY.issuer(key).name for key in call.rules.certificate.issuers]


def specimens(call: Call) -> list[str]:
    """Issuers whose certificates of this call would carry a specimen seal now."""
    issuers = issuers_of(call)
    found = impressions.in_use(issuers)
    return [issuer for issuer in issuers if issuer not in found]


def _require_seals(call: Call) -> None:
    """Once for the list: nobody wants to read the same sentence at a thousand rows."""
    try:
        impressions.chosen(issuers_of(call))
    except PaperRefused as problem:
        raise Refused(str(problem)) from problem


def pause(call: Call, *, by: User, at: datetime) -> None:
    """Workers stop after the chunk in hand. Raises NotPermitted, and Refused when none works."""
    role = require(by, "certify", call, at=at)
    batch = batch_of(call)
    if batch is None or batch.state != Batch.State.RUNNING:
        raise Refused(_("Nothing is being issued now."))
    with transaction.atomic():
        batches.pause(batch)
        _note(call, PAUSE, by=by, role=role, at=at)


def batch_of(call: Call) -> Batch | None:
    return Batch.objects.filter(label=call.subject).order_by("-pk").first()


def _waiting(call: Call) -> QuerySet[Certificate]:
    """What has no file yet, and what has one of which the law has not heard. It has heard of every
    case that has a title, whatever became of the title since."""
    told = call.applications.filter(holding__isnull=False)
    subjects = [f"application:{each}" for each in told.values_list("public_id", flat=True)]
    return certificates_of(call).exclude(issued_at__isnull=False, case__in=subjects)


@task()
def issue_waiting(call_id: int, user_id: int) -> dict[str, int]:
    """One worker: issue until nothing waits, the list is paused, or the officer lost the role."""
    call, by = Call.objects.get(pk=call_id), User.objects.get(pk=user_id)
    batch = batch_of(call)
    if batch is None:
        return {"issued": 0}
    hooks = batches.Hooks(
        chunk=lambda: require(by, "certify", call, at=timezone.now()),
        issued=lambda row: promulgation.tell(row, by=by, at=timezone.now()),
        finished=lambda: _end(call, batch, by=by),
    )
    try:
        issued = batches.work(batch, by=actor_name(by), clock=timezone.now, hooks=hooks)
    except NotPermitted:
        batches.pause(batch)
        return {"issued": 0}
    return {"issued": issued}


def _end(call: Call, batch: Batch, *, by: User) -> None:
    counted = batches.progress(batch)
    detail = {"issued": counted.done, "failed": counted.failed}
    with transaction.atomic():
        _note(call, END, by=by, role="certificate_officer", at=timezone.now(), detail=detail)
    if seal_service.configured():
        seal_files.enqueue(by=actor_name(by))


def _note(call: Call, verb: str, *, by: User, role: str, at: datetime, **entry: Any) -> None:
    record(
        verb=verb, subject=call.subject, actor=actor_name(by), role=role, at=at,
        version=call.version, rules=call.rules_hash, **entry,
    )  # fmt: skip


@dataclass(frozen=True)
class Progress:
    """``running``: started and not ended. ``stuck``: running, and nothing has moved for a while."""

    done: int
    total: int
    running: bool = False
    stuck: bool = False
    failed: int = 0
    paused: bool = False

    @property
    def waiting(self) -> int:
        return self.total - self.done


def certificates_of(call: Call) -> QuerySet[Certificate]:
    """All certificates of the call's promulgated cases, in order of number."""
    cases = call.applications.filter(decision__promulgated_at__isnull=False)
    subjects = [f"application:{each}" for each in cases.values_list("public_id", flat=True)]
    return Certificate.objects.filter(case__in=subjects).order_by("serial", "version")


def progress(call: Call, *, at: datetime) -> Progress:
    rows = list(certificates_of(call).values_list("issued_at", flat=True))
    issued = [moment for moment in rows if moment]
    batch, total = batch_of(call), len(rows)
    if batch is None:
        return Progress(len(issued), total)
    # A file of which the law has not heard is not done.
    done = len(issued) - batch.rows.filter(done=False, certificate__issued_at__isnull=False).count()
    if done == total:
        return Progress(done, total)
    failed = batches.progress(batch).failed
    if batch.state != Batch.State.RUNNING:
        return Progress(done, total, failed=failed, paused=batch.state == Batch.State.PAUSED)
    started = history_of(call.subject).filter(verb=START).order_by("-seq").first()
    moved = max([started.at if started else batch.started_at, *issued])
    return Progress(done, total, running=True, stuck=at - moved > SILENCE, failed=failed)


def problems(certificates: Iterable[Certificate]) -> dict[int, str]:
    """Certificate id -> sentence of its last failure, for those that still wait."""
    keys = [each.pk for each in certificates]
    rows = BatchRow.objects.filter(certificate__in=keys, done=False).exclude(error="")
    return dict(rows.order_by("pk").values_list("certificate_id", "error"))
