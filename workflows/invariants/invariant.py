"""One thing that must always be true."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet


@dataclass(frozen=True)
class Invariant:
    """``sentence``: what holds. ``exceptions``: the names of the rows for which it does not."""

    name: str
    sentence: str
    exceptions: Callable[[], Iterable[str]]


def named(kind: str, rows: QuerySet, *columns: str) -> Iterator[str]:
    """ "kind a b" for each row of few columns, in constant memory."""
    for values in rows.values_list(*columns).iterator(chunk_size=1000):
        yield " ".join([kind, *map(str, values)])
