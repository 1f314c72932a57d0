"""The signed list of standings for those who check without asking us."""

import base64
import gzip
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from certificates.authority import Authority
from certificates.models import Certificate, Status
from certificates.record import CONTEXT, status_list_url, token

#: Four bits each. 15 stands for a number that was never issued.
VALUES = {
    Status.VALID: 0,
    Status.SUSPENDED: 1,
    Status.REVOKED: 2,
    Status.EXPIRED: 3,
    Status.SUPERSEDED: 4,
}
NEVER = 15
#: W3C Bitstring Status List asks for at least 131,072 bits, so that a request reveals nobody.
SMALLEST = 131_072 // 8
LIFETIME = timedelta(hours=1)


def packed(standings: Iterable[tuple[int, str]]) -> bytes:
    """Nibbles by index, first index in the high half of the first byte."""
    values = {index: VALUES[Status(status)] for index, status in standings}
    size = max(SMALLEST, (max(values, default=0) + 2) // 2)
    cells = bytearray([NEVER << 4 | NEVER] * size)
    for index, value in values.items():
        keep = cells[index // 2] & (0x0F if index % 2 == 0 else 0xF0)
        cells[index // 2] = keep | (value << 4 if index % 2 == 0 else value)
    return bytes(cells)


def current() -> list[tuple[int, str]]:
    rows = Certificate.objects.filter(issued_at__isnull=False)
    return list(rows.values_list("pk", "status"))


def signed(standings: list[tuple[int, str]], *, authority: Authority, at: datetime) -> str:
    """A JWT that lapses after an hour: an older list proves nothing about today."""
    squeezed = gzip.compress(packed(standings), mtime=0)
    claims: dict[str, Any] = {
        "@context": CONTEXT[:1],
        "id": status_list_url(),
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "iat": int(at.timestamp()),
        "exp": int((at + LIFETIME).timestamp()),
        "credentialSubject": {
            "type": "BitstringStatusList",
            "statusPurpose": "message",
            "statusSize": 4,
            "encodedList": "u" + base64.urlsafe_b64encode(squeezed).decode().rstrip("="),
        },
    }
    return token(claims, authority=authority)
