"""Issuing: intent first, then the file, then the record. Killed anywhere, run again, same bytes."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction

from certificates import impressions, storage
from certificates.allocate import Conflict, allocate, subject
from certificates.designs import DESIGNS
from certificates.facts import commitment
from certificates.models import Certificate
from certificates.produce import produce
from certificates.standing import Refused, change_status, reissue
from journal.record import Act, record_many

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


def intend(certificate: Certificate, *, by: str, at: datetime) -> Certificate:
    return intend_all([certificate], by=by, at=at)[0]


@transaction.atomic
def intend_all(certificates: Sequence[Certificate], *, by: str, at: datetime) -> list[Certificate]:
    """Say what is about to be made before anything is made; a second run finds the first intent.

    Raises :class:`Refused` where an issuer has no seal that may be used.
    """
    by_pk = {row.pk: row for row in _locked([certificate.pk for certificate in certificates])}
    fresh = [row for row in by_pk.values() if row.intended_at is None]
    for (issuers, design), alike in groupby(sorted(fresh, key=_kind), key=_kind):
        rows = list(alike)
        intent: dict[str, Any] = {
            "intended_at": at, "intended_by": by,
            "seals_used": impressions.chosen(issuers), "layout": DESIGNS[design].name,
        }  # fmt: skip
        Certificate.objects.filter(pk__in=[row.pk for row in rows]).update(**intent)
        for row in rows:
            vars(row).update(intent)
    return [by_pk[certificate.pk] for certificate in certificates]


def _kind(row: Certificate) -> tuple[tuple[str, ...], str]:
    return tuple(row.facts["issuers"]), row.facts["design"]


def record_issue(certificate: Certificate, content: bytes, *, by: str, at: datetime) -> Certificate:
    with transaction.atomic():
        return record_issues([certificate], [storage.digest(content)], by=by, at=at)[0]


def record_issues(
    certificates: Sequence[Certificate], digests: Sequence[str], *, by: str, at: datetime
) -> list[Certificate]:
    """Say that the files are stored; inside a transaction. Rows issued meanwhile stay as they are."""
    by_pk = {row.pk: row for row in _locked([certificate.pk for certificate in certificates])}
    acts = []
    for certificate, digest in zip(certificates, digests, strict=True):
        row = by_pk[certificate.pk]
        if row.issued_at:
            continue
        row.issued_at, row.issued_by = at, by
        row.sha256, row.path = digest, storage.path_of(row)
        acts.append(_issue_act(row, by=by, at=at))
    fresh = [row for row in by_pk.values() if row.issued_at == at and row.issued_by == by]
    Certificate.objects.bulk_update(fresh, ["issued_at", "issued_by", "sha256", "path"], 100)
    record_many(acts)
    return [by_pk[certificate.pk] for certificate in certificates]


def _locked(keys: list[int]) -> list[Certificate]:
    rows = Certificate.objects.select_for_update().filter(pk__in=keys)
    return list(rows.order_by("pk"))


def _issue_act(row: Certificate, *, by: str, at: datetime) -> Act:
    return Act(
        verb="certificate.issue",
        subject=subject(row),
        actor=by,
        at=at,
        after=row.status,
        version=row.version,
        commitment=commitment(row.facts, code=row.code),
        detail={"sha256": row.sha256, "seals": row.seals_used},
    )


def read_pdf(certificate: Certificate) -> bytes:
    """The issued file; raises :class:`storage.Damaged` when it is not what was issued."""
    content = storage.get(certificate.path)
    if hashlib.sha256(content).hexdigest() != certificate.sha256:
        raise storage.Damaged(certificate.path)
    return content
