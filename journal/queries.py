"""Reading the journal."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from .models import Entry

CHUNK = 2000


def history_of(subject: str) -> QuerySet[Entry]:
    """All entries about “type:id”, oldest first."""
    subject_type, _, subject_id = subject.partition(":")
    return Entry.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("seq")


def entries_after(seq: int, *columns: str, chunk: int = CHUNK) -> Iterator[Any]:
    """Named tuples of the columns, in order of seq, in constant memory and without a long lock.

    By key rather than by cursor: a cursor kept open over a million rows would hold back
    PostgreSQL's vacuum and SQLite's checkpoint.
    """
    while True:
        rows = Entry.objects.filter(seq__gt=seq).order_by("seq")
        page = list(rows.values_list("seq", *columns, named=True)[:chunk])
        yield from page
        if len(page) < chunk:
            return
        seq = page[-1].seq
