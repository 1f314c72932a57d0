"""The moment of the act in hand: the engine's tasks carry the same time as the law's rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_acting_at: ContextVar[datetime | None] = ContextVar("acting_at", default=None)


@contextmanager
def acting(at: datetime) -> Iterator[None]:
    token = _acting_at.set(at)
    try:
        yield
    finally:
        _acting_at.reset(token)


def now() -> datetime:
    """The act's own time; outside an act, the server's clock."""
    return _acting_at.get() or timezone.now()
