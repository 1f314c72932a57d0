"""Issuing: intent first, then the file, then the record. Killed anywhere, run again, same bytes."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from certificates import storage
from certificates.allocate import Conflict, allocate, subject
from certificates.facts import commitment
from certificates.models import Certificate
from certificates.produce import produce
from certificates.standing import Refused, change_status, reissue
from journal.record import record

__all__ = [
    "Conflict",
    "Refused",
    "allocate",
    "change_status",
    "issue",
    "read_pdf",
    "reissue",
]


def issue(
    certificate: Certificate,
    *,
    by: str,
    at: datetime,
    make: Callable[[Certificate], bytes] | None = None,
) -> Certificate:
    """Render, store and record one certificate; an issued one is returned as it is.

    ``make`` gives the bytes and must be deterministic; the default renders and signs.
    """
    intended = intend(certificate, by=by, at=at)
    if intended.issued_at:
        return intended
    content = make(intended) if make else next(produce([intended]))
    storage.put(storage.path_of(intended), content)
    return record_issue(intended, content, by=by, at=at)


@transaction.atomic
def intend(certificate: Certificate, *, by: str, at: datetime) -> Certificate:
    """Say what is about to be made before anything is made; a second run finds the first intent."""
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.intended_at is None:
        row.intended_at, row.intended_by = at, by
        row.save(update_fields=["intended_at", "intended_by"])
    return row


@transaction.atomic
def record_issue(certificate: Certificate, content: bytes, *, by: str, at: datetime) -> Certificate:
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.issued_at:
        return row
    row.issued_at, row.issued_by = at, by
    row.sha256, row.path = hashlib.sha256(content).hexdigest(), storage.path_of(row)
    row.save(update_fields=["issued_at", "issued_by", "sha256", "path"])
    record(
        verb="certificate.issue",
        subject=subject(row),
        actor=by,
        at=at,
        after=row.status,
        version=row.version,
        commitment=commitment(row.facts, code=row.code),
        detail={"sha256": row.sha256},
    )
    return row


def read_pdf(certificate: Certificate) -> bytes:
    """The issued file; raises :class:`storage.Damaged` when it is not what was issued."""
    content = storage.get(certificate.path)
    if hashlib.sha256(content).hexdigest() != certificate.sha256:
        raise storage.Damaged(certificate.path)
    return content
