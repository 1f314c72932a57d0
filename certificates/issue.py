"""Issuing: intent first, then the file, then the record. Killed anywhere, run again, same bytes."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificates import conf, storage
from certificates.allocate import Conflict, allocate, subject
from certificates.facts import commitment
from certificates.models import MOVES, Certificate, Status, StatusChange
from certificates.render import render
from journal.record import record

__all__ = ["Conflict", "Refused", "allocate", "change_status", "issue", "read_pdf"]


class Refused(ValueError):
    """A move that the standing of the certificate does not allow; ``str()`` is the sentence."""


def issue(
    certificate: Certificate,
    *,
    by: str,
    at: datetime,
    produce: Callable[[Certificate], bytes] | None = None,
) -> Certificate:
    """Render, store and record one certificate; an issued one is returned as it is.

    ``produce`` makes the bytes and must be deterministic; the default renders and signs.
    """
    intended = _intend(certificate, by=by, at=at)
    if intended.issued_at:
        return intended
    content = (produce or make)(intended)
    relative = storage.path_of(intended)
    storage.put(relative, content)
    return _record_issue(intended, content, relative, by=by, at=at)


def make(certificate: Certificate) -> bytes:
    """The bytes of a certificate from its stored facts alone."""
    return render(
        certificate.award,
        str(certificate),
        certificate.code,
        verify_url=conf.verify_url(certificate.code),
    )


@transaction.atomic
def _intend(certificate: Certificate, *, by: str, at: datetime) -> Certificate:
    """Say what is about to be made before anything is made; a second run finds the first intent."""
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.intended_at is None:
        row.intended_at, row.intended_by = at, by
        row.save(update_fields=["intended_at", "intended_by"])
    return row


@transaction.atomic
def _record_issue(
    certificate: Certificate, content: bytes, relative: str, *, by: str, at: datetime
) -> Certificate:
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.issued_at:
        return row
    row.issued_at, row.issued_by = at, by
    row.sha256, row.path = hashlib.sha256(content).hexdigest(), relative
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


@transaction.atomic
def change_status(
    certificate: Certificate, *, to: str, reason: str, document: str, by: str, at: datetime
) -> Certificate:
    """Carry out a decision about a certificate; the register shows it with this commit.

    ``document`` is the decision that orders it: a clerk's button never revokes alone
    (domain 6.3). Raises :class:`Refused`.
    """
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.status == to:
        return row
    if to not in MOVES[row.status]:
        raise Refused(
            _("A certificate that is “%(now)s” cannot become “%(to)s”.")
            % {"now": Status(row.status).label, "to": Status(to).label}
        )
    if not reason.strip() or not document.strip():
        raise Refused(_("Give the reason and the number of the decision that orders this."))
    before, row.status = row.status, to
    row.save(update_fields=["status"])
    StatusChange.objects.create(
        certificate=row,
        before=before,
        after=to,
        reason=reason,
        document=document,
        changed_at=at,
        changed_by=by,
    )
    record(
        verb="certificate.status",
        subject=subject(row),
        actor=by,
        at=at,
        before=before,
        after=to,
        version=row.version,
        commitment=commitment({"reason": reason, "document": document}, code=row.code),
    )
    return row


def read_pdf(certificate: Certificate) -> bytes:
    """The issued file; raises :class:`storage.Damaged` when it is not what was issued."""
    content = storage.get(certificate.path)
    if hashlib.sha256(content).hexdigest() != certificate.sha256:
        raise storage.Damaged(certificate.path)
    return content
