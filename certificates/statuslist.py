"""The signed list of standings for those who check without asking us."""

import base64
import gzip
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from certificates.authority import Authority
from certificates.models import Certificate, Status, StatusChange
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
#: A list is signed anew when a standing has changed, and after so long: whoever fetches it has most
#: of its hour left.
RENEWAL = timedelta(minutes=10)


def packed(standings: Iterable[tuple[int, str]]) -> bytes:
    """Nibbles by index, first index in the high half of the first byte."""
    values = {index: VALUES[Status(status)] for index, status in standings}
    size = max(SMALLEST, (max(values, default=0) + 2) // 2)
    cells = bytearray([NEVER << 4 | NEVER] * size)
    for index, value in values.items():
        keep = cells[index // 2] & (0x0F if index % 2 == 0 else 0xF0)
        cells[index // 2] = keep | (value << 4 if index % 2 == 0 else value)
    return bytes(cells)


type State = tuple[int, int, str]


def state() -> State:
    """What the list was made from: changes and issued certificates so far, and the newest of these.

    Counted, because rows are never deleted: of two decisions the one with the lower number may be
    committed last, and the highest number alone would not show it.
    """
    issued = Certificate.objects.filter(issued_at__isnull=False)
    newest = issued.order_by("-pk").values_list("code", flat=True).first()
    return StatusChange.objects.count(), issued.count(), newest or ""


@dataclass(frozen=True)
class Signed:
    text: str
    key: str
    state: State
    at: datetime


class Kept:
    """The list as it was last signed in this process."""

    def __init__(self) -> None:
        self._last: Signed | None = None
        self._lock = threading.Lock()

    def text(self, *, authority: Authority, at: datetime) -> str:
        """Not older than the last decision, and never older than ``RENEWAL``."""
        with self._lock:
            # Asked before the standings are read: what is decided in between is seen next time.
            now, last = state(), self._last
            if last is None or not _serves(last, now, authority.statement_id, at):
                text = signed(current(), authority=authority, at=at)
                last = self._last = Signed(text, authority.statement_id, now, at)
            return last.text


def _serves(last: Signed, now: State, key: str, at: datetime) -> bool:
    return (last.key, last.state) == (key, now) and timedelta() <= at - last.at < RENEWAL


KEPT = Kept()


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
