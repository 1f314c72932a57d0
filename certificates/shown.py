"""What a stranger may see of a certificate: what stands on the paper, the name masked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from certificates import layout
from certificates.masking import masked
from certificates.models import Certificate, Status


@dataclass(frozen=True)
class Shown:
    """What a stranger may see of a certificate. Never an ID number: there is none here."""

    number: str
    name: str
    title: str
    field: str
    issuers: tuple[str, ...]
    issued_on: date
    document: str
    tenure: str
    since: date | None
    seals: tuple[str, ...] = ()
    """Electronic seals over the file: platform and algorithm."""
    current: str = ""
    """Of a replaced version: number, day and standing of the one that stands in its place."""


def shown(certificate: Certificate) -> Shown:
    facts: dict[str, Any] = certificate.facts
    changes = [change.changed_at.date() for change in certificate.changes.all()]
    day = {
        key: facts[key] and date.fromisoformat(facts[key])
        for key in ("tenure_from", "tenure_until")
    }
    return Shown(
        number=str(certificate),
        name=masked(certificate.holder_name),
        title=certificate.title,
        field=facts["field"],
        issuers=tuple(facts["issuers"]),
        issued_on=date.fromisoformat(facts["issued_on"]),
        document=facts["document_number"],
        tenure=layout.span(day["tenure_from"], day["tenure_until"]),
        since=changes[-1] if changes else None,
        seals=tuple(f"{seal.platform} ({seal.algorithm})" for seal in certificate.seals.all()),
        current=_current(certificate),
    )


def _current(certificate: Certificate) -> str:
    """Which version is current, for whoever holds an older one; "" for one that is current itself,
    or whose successor is still being made."""
    if certificate.status != Status.SUPERSEDED:
        return ""
    versions = Certificate.objects.filter(number=certificate.number, issued_at__isnull=False)
    newest = versions.exclude(status=Status.SUPERSEDED).first()
    if newest is None or newest.issued_at is None:
        return ""
    day = timezone.localtime(newest.issued_at).date().isoformat()
    return f"{newest} · {day} · {Status(newest.status).label}"
