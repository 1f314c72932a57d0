"""Certificates in the background: one after another, and the record says how far it came.

Nothing about the job is stored beside the journal and the certificates themselves: what waits is
what has a number and no file, so the job can be killed anywhere and started again.
"""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from certificates.allocate import subject
from certificates.models import Certificate
from evaluations.actions.case import actor_name
from evaluations.call_permissions import require
from evaluations.errors import NotPermitted
from evaluations.models import Call, User
from journal.models import Entry
from journal.queries import history_of
from journal.record import record
from workflows import promulgation

log = logging.getLogger("laurel.workflows")

START, END, FAILED = "call.issue_start", "call.issue_end", "certificate.issue_failed"
# A certificate takes about a second; a worker that shows nothing for so long is not there.
SILENCE = timedelta(minutes=1)


def start(call: Call, *, by: User, at: datetime) -> None:
    """Put the job on the queue. A second start does no harm: issuing is idempotent."""
    role = require(by, "certify", call, at=at)
    with transaction.atomic():
        _note(call, START, by=by, role=role, at=at)
    issue_waiting.enqueue(call_id=call.pk, user_id=by.pk)


@task()
def issue_waiting(call_id: int, user_id: int) -> dict[str, int]:
    """Issue whatever waits. One that fails is recorded and the next one goes on."""
    call, by = Call.objects.get(pk=call_id), User.objects.get(pk=user_id)
    issued = failed = 0
    for certificate in promulgation.waiting(call):
        try:
            promulgation.issue_one(certificate, call=call, by=by, at=timezone.now())
            issued += 1
        except NotPermitted:
            break
        except Exception as problem:
            # Whatever is wrong with one paper must not hold up the other hundreds.
            log.exception("certificate %s could not be issued", certificate.pk)
            _failed(certificate, problem, by=by)
            failed += 1
    with transaction.atomic():
        detail = {"issued": issued, "failed": failed}
        _note(call, END, by=by, role="certificate_officer", at=timezone.now(), detail=detail)
    return {"issued": issued, "failed": failed}


def _note(call: Call, verb: str, *, by: User, role: str, at: datetime, **entry: Any) -> None:
    record(
        verb=verb, subject=call.subject, actor=actor_name(by), role=role, at=at,
        version=call.version, rules=call.rules_hash, **entry,
    )  # fmt: skip


@transaction.atomic
def _failed(certificate: Certificate, problem: Exception, *, by: User) -> None:
    record(
        verb=FAILED,
        subject=subject(certificate),
        actor=actor_name(by),
        at=timezone.now(),
        version=certificate.version,
        reason=type(problem).__name__,
    )


@dataclass(frozen=True)
class Progress:
    """``running``: started and not ended. ``stuck``: running, and nothing has moved for a while."""

    done: int
    total: int
    running: bool = False
    stuck: bool = False
    failed: int = 0

    @property
    def waiting(self) -> int:
        return self.total - self.done


def certificates_of(call: Call):
    """All certificates of the call's promulgated cases, in order of number."""
    cases = call.applications.filter(decision__promulgated_at__isnull=False)
    subjects = [f"application:{each}" for each in cases.values_list("public_id", flat=True)]
    return Certificate.objects.filter(case__in=subjects).order_by("serial", "version")


def progress(call: Call, *, at: datetime) -> Progress:
    rows = list(certificates_of(call).values_list("issued_at", flat=True))
    issued = [moment for moment in rows if moment]
    last = history_of(call.subject).filter(verb__in=[START, END]).order_by("-seq").first()
    if last is None or len(issued) == len(rows):
        return Progress(len(issued), len(rows))
    if last.verb == END:
        failed = _detail(last).get("failed", 0)
        return Progress(len(issued), len(rows), failed=failed)
    moved = max([last.at, *issued])
    return Progress(len(issued), len(rows), running=True, stuck=at - moved > SILENCE)


def _detail(entry: Entry) -> dict[str, Any]:
    # The body is the record's own text; its copies in columns do not hold the detail.

    return json.loads(entry.body)["detail"]


def problems(certificates: Iterable[Certificate]) -> dict[int, str]:
    """Certificate id -> code of its last failure, for those that still wait."""
    waiting = {subject(each).partition(":")[2]: each.pk for each in certificates}
    rows = Entry.objects.filter(verb=FAILED, subject_id__in=waiting).order_by("seq")
    return {waiting[row.subject_id]: _reason(row) for row in rows}


def _reason(entry: Entry) -> str:

    return json.loads(entry.body)["reason"]
