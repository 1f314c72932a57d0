"""What has the act in hand written? Asked by whoever performs it, who would else read it all again.

Why the instance is the row: it was read whole under the lock of its row (``case.locked``), nobody
else can write the row before the commit, and ``case.save`` has just written every field of it. Of
several instances the one saved last counts. An act that fails takes the whole transaction with it;
an act that swallowed the failure of another act within it would break this.

What hangs on the case (call, person, employer) is as the act found it under the lock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from evaluations.models import Application, StatusChange


@dataclass
class Written:
    """By the key of the application. ``changes``: the last move of each that was moved."""

    cases: dict[int, Application] = field(default_factory=dict)
    changes: dict[int, StatusChange] = field(default_factory=dict)


_acts: ContextVar[tuple[Written, ...]] = ContextVar("acts_in_hand", default=())


@contextmanager
def noting() -> Iterator[Written]:
    """What acts write within it. Of an act within an act both hear."""
    written = Written()
    token = _acts.set((*_acts.get(), written))
    try:
        yield written
    finally:
        _acts.reset(token)


def saved(case: Application) -> None:
    for written in _acts.get():
        written.cases[case.pk] = case


def moved(change: StatusChange) -> None:
    for written in _acts.get():
        written.changes[change.application_id] = change
