"""What must be true of the whole house, whatever has happened: asked of the rows, not of the code.

Each invariant is one sentence and one question; it names the rows for which it does not hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.invariants import desks, law, lists, paper, record
from workflows.invariants.invariant import Invariant

ALL: tuple[Invariant, ...] = (
    *law.INVARIANTS,
    *lists.INVARIANTS,
    *desks.INVARIANTS,
    *record.INVARIANTS,
    *paper.INVARIANTS,
)
MOST_NAMED = 20


@dataclass(frozen=True)
class Broken:
    """``rows``: the first ones found, by name; ``more``: there are others."""

    invariant: Invariant
    rows: tuple[str, ...]
    more: bool


def broken() -> Iterator[Broken]:
    """Every invariant that does not hold."""
    for invariant in ALL:
        rows = []
        for row in invariant.exceptions():
            rows.append(row)
            if len(rows) > MOST_NAMED:
                break
        if rows:
            yield Broken(invariant, tuple(rows[:MOST_NAMED]), len(rows) > MOST_NAMED)
