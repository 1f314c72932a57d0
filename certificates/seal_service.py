"""The door to a city's electronic seal platform: a detached second signature over the file.

Our own signature proves that a file is unchanged. The platform's (SM2 with SM3, GB/T 38540) is
the seal of the office. Only digest and number leave the house, never the file.
"""

import base64
import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from certificates.allocate import subject
from certificates.issue import read_pdf
from certificates.models import Certificate, Seal, Status
from journal.record import record

TIMEOUT = 20


class SealFailed(RuntimeError):
    """The platform did not seal; ``str()`` says why. Nothing was stored: try again."""


@dataclass(frozen=True)
class Sealed:
    algorithm: str
    signature: bytes


class SealService(Protocol):
    """What a platform has to offer; one adapter per city."""

    @property
    def name(self) -> str: ...

    def seal(self, *, number: str, sha256: str, sm3: str) -> Sealed: ...


@dataclass(frozen=True)
class HttpSealService:
    """POSTs ``{"number", "sha256", "sm3"}`` with a bearer token, expects
    ``{"algorithm", "signature"}`` with the signature in base64."""

    name: str
    url: str
    token: str

    def seal(self, *, number: str, sha256: str, sm3: str) -> Sealed:
        body = json.dumps({"number": number, "sha256": sha256, "sm3": sm3}).encode()
        request = urllib.request.Request(
            self.url,
            data=body,
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
                answer = json.load(response)
            return Sealed(str(answer["algorithm"]), base64.b64decode(answer["signature"]))
        except (urllib.error.URLError, OSError, ValueError, KeyError, TypeError) as problem:
            raise SealFailed(
                _(
                    "The seal platform “%(name)s” did not answer properly (%(problem)s). Try again later."
                )
                % {"name": self.name, "problem": problem}
            ) from problem


def configured() -> HttpSealService | None:
    """The platform of this installation, if it has one."""
    url = str(getattr(settings, "LAUREL_SEAL_URL", ""))
    if not url:
        return None
    name = str(settings.LAUREL_SEAL_NAME) or urlsplit(url).netloc
    return HttpSealService(name[:60], url, str(settings.LAUREL_SEAL_TOKEN))


def waiting(service: SealService) -> QuerySet[Certificate]:
    """Issued files in force that the platform has not sealed yet, oldest first."""
    rows = Certificate.objects.filter(issued_at__isnull=False, status=Status.VALID)
    return rows.exclude(seals__platform=service.name).order_by("pk")


def seal_waiting(*, service: SealService, by: str, clock: Callable[[], datetime]) -> int:
    """Seal whatever waits; returns how many. Raises :class:`SealFailed` at the first refusal: what
    was sealed until then stays, and the next run goes on."""
    keys = list(waiting(service).values_list("pk", flat=True))
    for key in keys:
        seal(Certificate.objects.get(pk=key), service=service, by=by, at=clock())
    return len(keys)


def seal(certificate: Certificate, *, service: SealService, by: str, at: datetime) -> Seal:
    """Have an issued file sealed and keep the seal beside it; sealing twice is sealing once."""
    found = Seal.objects.filter(certificate=certificate, platform=service.name).first()
    if found:
        return found
    content = read_pdf(certificate)
    sealed = service.seal(
        number=str(certificate),
        sha256=hashlib.sha256(content).hexdigest(),
        sm3=hashlib.new("sm3", content).hexdigest(),
    )
    with transaction.atomic():
        row, _fresh = Seal.objects.get_or_create(
            certificate=certificate,
            platform=service.name,
            defaults={
                "algorithm": sealed.algorithm,
                "signature": base64.b64encode(sealed.signature).decode(),
                "sealed_at": at,
                "sealed_by": by,
            },
        )
        record(
            verb="certificate.seal",
            subject=subject(certificate),
            actor=by,
            at=at,
            version=certificate.version,
            detail={"platform": service.name, "algorithm": sealed.algorithm},
        )
    return row
