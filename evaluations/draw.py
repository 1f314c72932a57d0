"""Who is drawn? Chance by a recorded seed, within terms, so that anybody can draw again. Pure.

Commit and reveal: the digest of the seed is written down with the frozen pool before the draw, the
seed after it. A word that the supervision observer names at the draw goes into the order too, so
that neither who keeps the seed nor who names the word decides alone. Terms: domain brief 2.4.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from evaluations.errors import Refused


class DrawRefused(Refused):
    """The terms cannot be met by this pool. ``str()`` is the sentence."""


@dataclass(frozen=True)
class Candidate:
    """``key``: the expert's public id; ``employer``: any spelling that is the same for colleagues."""

    key: str
    employer: str
    external: bool = False


@dataclass(frozen=True, kw_only=True)
class Terms:
    """``external_percent``: least share of members from outside the city, rounded up.
    ``specialty``, ``level`` and ``gap_months`` have already decided who is in the pool."""

    count: int
    reserves: int = 0
    max_per_employer: int | None = None
    external_percent: int = 0
    excluded_employers: tuple[int, ...] = ()
    specialty: str = ""
    level: str = ""
    gap_months: int = 0

    @property
    def externals(self) -> int:
        return -(-self.count * self.external_percent // 100)

    def plain(self) -> dict[str, Any]:
        return asdict(self) | {"excluded_employers": list(self.excluded_employers)}

    @classmethod
    def read(cls, plain: dict[str, Any]) -> "Terms":
        return cls(**plain | {"excluded_employers": tuple(plain["excluded_employers"])})


@dataclass(frozen=True)
class Drawn:
    """Keys in the order of the draw."""

    members: tuple[str, ...]
    reserves: tuple[str, ...]


def new_seed() -> str:
    return secrets.token_hex(32)


def seed_digest(seed: str) -> str:
    """What is written down before the draw: SHA-256 of the seed's text, in hex."""
    return hashlib.sha256(seed.encode()).hexdigest()


def in_order(candidates: Iterable[Candidate], *, seed: str, witness: str) -> list[Candidate]:
    """The order of the lot: by SHA-256 of "seed|witness|key". The order of the input is nothing."""

    def lot(candidate: Candidate) -> bytes:
        return hashlib.sha256(f"{seed}|{witness}|{candidate.key}".encode()).digest()

    return sorted(candidates, key=lot)


def draw(candidates: Iterable[Candidate], terms: Terms, *, seed: str, witness: str) -> Drawn:
    """Members, then reserves. Raises DrawRefused when the pool is too small under these terms.

    From the front of the order: first as many from outside as the terms ask, then the next ones,
    never more than ``max_per_employer`` of one employer. Reserves are the next in order; whether
    one fits is asked when one is needed.
    """
    ordered = in_order(candidates, seed=seed, witness=witness)
    chosen = _members(ordered, terms)
    taken = {candidate.key for candidate in chosen}
    if sum(candidate.external for candidate in chosen) < terms.externals:
        raise _too_few(sum(c.external for c in ordered), terms.externals, outside=True)
    if len(chosen) < terms.count:
        raise _too_few(len(chosen), terms.count)
    rest = [candidate.key for candidate in ordered if candidate.key not in taken]
    if len(rest) < terms.reserves:
        raise _too_few(len(ordered), terms.count + terms.reserves)
    members = tuple(candidate.key for candidate in ordered if candidate.key in taken)
    return Drawn(members, tuple(rest[: terms.reserves]))


def _members(ordered: Sequence[Candidate], terms: Terms) -> list[Candidate]:
    chosen: list[Candidate] = []
    per_employer: Counter[str] = Counter()
    outside = [candidate for candidate in ordered if candidate.external]

    def take(candidate: Candidate) -> None:
        if fits(per_employer, candidate.employer, terms):
            chosen.append(candidate)
            per_employer[candidate.employer] += 1

    for candidate in outside:
        if len(chosen) < min(terms.externals, terms.count):
            take(candidate)
    for candidate in ordered:
        if len(chosen) < terms.count and candidate not in chosen:
            take(candidate)
    return chosen


def fits(present: Counter[str], employer: str, terms: Terms) -> bool:
    """Whether one more of this employer may sit."""
    return terms.max_per_employer is None or present[employer] < terms.max_per_employer


def _too_few(found: int, wanted: int, *, outside: bool = False) -> DrawRefused:
    if outside:
        sentence = _(
            "Experts from outside that can be drawn: %(found)d; needed: %(wanted)d. "
            "Add experts to the pool, or change the terms."
        )
    else:
        sentence = _(
            "Experts that can be drawn under these terms: %(found)d; needed: %(wanted)d. "
            "Add experts to the pool, or change the terms."
        )
    return DrawRefused(sentence % {"found": found, "wanted": wanted})
