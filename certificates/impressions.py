"""The city's own seals: uploaded by one person, released by another, used from then on.

The picture makes a page look sealed and proves nothing: what proves is our signature over the
file and, in law, only the electronic seal of the office itself (:mod:`seal_service`).
"""

import functools
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from certificates import locked
from certificates.models import Certificate, Impression, SpecimenLeave
from certificates.refusals import Unusable
from certificates.standing import Refused
from journal.record import record


def upload(issuer: str, picture: bytes, *, by: str, at: datetime, role: str = "") -> Impression:
    """The next version of an issuer's seal, cleaned; nothing is sealed with it yet.

    Raises :class:`Refused` with what is wrong with the picture.
    """
    try:
        png = locked.strangers("cleaned", picture)
    except Unusable as problem:
        raise Refused(str(problem)) from problem
    digest = hashlib.sha256(png).hexdigest()
    with transaction.atomic():
        known = Impression.objects.select_for_update().filter(issuer=issuer)
        if known.filter(sha256=digest, withdrawn_at=None).exists():
            raise Refused(_("This very picture has been uploaded for this issuer already."))
        last = known.aggregate(last=Max("version"))["last"] or 0
        row = Impression.objects.create(
            issuer=issuer, version=last + 1, png=png, sha256=digest, uploaded_at=at, uploaded_by=by
        )
        _note("seal.upload", row, by=by, role=role, at=at, **_seal(row))
    return row


@transaction.atomic
def release(row: Impression, *, sha256: str, by: str, at: datetime, role: str = "") -> Impression:
    """The second person says: this is the seal. ``sha256`` is the picture that was looked at."""
    seal = Impression.objects.select_for_update().get(pk=row.pk)
    if seal.released_at or seal.withdrawn_at:
        raise Refused(_("This picture was already released or withdrawn. Open the page again."))
    if sha256 != seal.sha256:
        raise Refused(_("You looked at another picture. Open the page again."))
    if by == seal.uploaded_by:
        raise Refused(_("You uploaded this seal yourself. A second person has to release it."))
    seal.released_at, seal.released_by = at, by
    seal.save(update_fields=["released_at", "released_by"])
    _note("seal.release", seal, by=by, role=role, at=at, **_seal(seal))
    return seal


@transaction.atomic
def withdraw(row: Impression, *, reason: str, by: str, at: datetime, role: str = "") -> Impression:
    """Nothing more is sealed with it; what was, stays as it is."""
    seal = Impression.objects.select_for_update().get(pk=row.pk)
    if seal.withdrawn_at:
        return seal
    if not reason.strip():
        raise Refused(_("Say why this seal is withdrawn."))
    seal.withdrawn_at, seal.withdrawn_by, seal.reason = at, by, reason.strip()
    seal.save(update_fields=["withdrawn_at", "withdrawn_by", "reason"])
    _note("seal.withdraw", seal, by=by, role=role, at=at, **_seal(seal))
    return seal


def in_use(issuers: Iterable[str]) -> dict[str, Impression]:
    """The newest released seal of each issuer that has one, without its picture."""
    rows = Impression.objects.filter(
        issuer__in=list(issuers), released_at__isnull=False, withdrawn_at=None
    )
    return {row.issuer: row for row in rows.order_by("version").defer("png")}


def chosen(issuers: Sequence[str]) -> list[str]:
    """The digest of each issuer's seal, "" for a specimen; what a certificate is issued with.

    Raises :class:`Refused` in production when a seal is missing and nobody has given leave.
    """
    found = in_use(issuers)
    missing = [issuer for issuer in issuers if issuer not in found]
    if missing and settings.PRODUCTION:
        allowed = SpecimenLeave.objects.filter(issuer__in=missing, ended_at=None)
        if bare := set(missing) - set(allowed.values_list("issuer", flat=True)):
            raise Refused(
                _(
                    "There is no released seal of %(issuers)s. Upload and release it, or enter the document that allows issuing with a specimen."
                )
                % {"issuers": "、".join(sorted(bare))}
            )
    return [found[issuer].sha256 if issuer in found else "" for issuer in issuers]


def pictures(certificate: Certificate) -> tuple[bytes, ...]:
    """The seals that a certificate was issued with, in the order of its issuers; b"" a specimen."""
    return tuple(picture(digest) for digest in certificate.seals_used)


@functools.lru_cache(maxsize=64)
def picture(digest: str) -> bytes:
    """Kept by its content, so that a thousand pages of one list share one object."""
    if not digest:
        return b""
    row = Impression.objects.filter(sha256=digest).first()
    if row is None or hashlib.sha256(row.png).hexdigest() != digest:
        raise Refused(_("A stored seal is not what it was. Ask the administrator."))
    return bytes(row.png)


@transaction.atomic
def allow_specimen(
    issuer: str, *, document: str, by: str, at: datetime, role: str = ""
) -> SpecimenLeave:
    """Leave in writing: certificates of this issuer may go out with 样章 on them."""
    if not document.strip():
        raise Refused(_("Enter the number of the document that allows it."))
    leave, fresh = SpecimenLeave.objects.get_or_create(
        issuer=issuer,
        ended_at=None,
        defaults={"document": document.strip(), "given_at": at, "given_by": by},
    )
    if fresh:
        _note("seal.specimen", leave, by=by, role=role, at=at, document=leave.document)
    return leave


@transaction.atomic
def end_leave(leave: SpecimenLeave, *, by: str, at: datetime, role: str = "") -> SpecimenLeave:
    row = SpecimenLeave.objects.select_for_update().get(pk=leave.pk)
    if row.ended_at is None:
        row.ended_at, row.ended_by = at, by
        row.save(update_fields=["ended_at", "ended_by"])
        _note("seal.specimen_end", row, by=by, role=role, at=at)
    return row


def _note(
    verb: str, row: Impression | SpecimenLeave, *, by: str, role: str, at: datetime, **said: Any
) -> None:
    kind = "seal" if isinstance(row, Impression) else "specimen"
    record(
        verb=verb, subject=f"{kind}:{row.pk}", actor=by, role=role, at=at,
        detail={"issuer": row.issuer} | said,
    )  # fmt: skip


def _seal(row: Impression) -> dict[str, Any]:
    return {"version": row.version, "sha256": row.sha256}
