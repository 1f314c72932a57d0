"""Walking the chain: is the record whole, and if not, at which entry does it break?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import DatabaseError, connection, models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import triggers
from .canonical import GENESIS, entry_hash
from .models import Head, copies
from .queries import entries_after

COPIES = ("at", "actor", "role", "verb", "subject_type", "subject_id", "version")
# An entry smuggled in before the first one must not be overlooked.
BELOW_ALL = -(2**63)


class Fault(models.TextChoices):
    """What is wrong with an entry: a clause."""

    MISSING = "missing", gettext_lazy("it is missing")
    UNREADABLE = "unreadable", gettext_lazy("the database cannot read it")
    ALTERED = "altered", gettext_lazy("its content does not match its hash")
    UNLINKED = "unlinked", gettext_lazy("it does not follow from the entry before it")
    COPIES = "copies", gettext_lazy("its search columns do not match its content")
    HEAD = "head", gettext_lazy("the head of the record names another entry in its place")
    SURPLUS = "surplus", gettext_lazy("the head of the record does not know it")
    UNGUARDED = "unguarded", gettext_lazy("the database triggers that protect it are missing")


class Link(NamedTuple):
    seq: int
    hash: str


@dataclass(frozen=True)
class Verdict:
    """`entries` and `head`: how far the walk came. `seq`: the first broken entry, if any."""

    entries: int
    head: str
    fault: Fault | None = None
    seq: int = 0

    @property
    def ok(self) -> bool:
        return self.fault is None

    @property
    def sentence(self) -> str:
        match self.fault:
            case None:
                text = _("The record is intact: %(entries)d entries, last hash %(head)s.")
            case Fault.UNGUARDED:
                text = _(
                    "The record is intact, but the database triggers that protect it are missing. "
                    "Restore them with “migrate journal 0001” and then “migrate journal”."
                )
            case _fault:
                text = _("The record is broken at entry %(seq)d: %(fault)s.")
        fault = self.fault.label if self.fault else ""
        return text % {"entries": self.entries, "head": self.head, "seq": self.seq, "fault": fault}


def verify() -> Verdict:
    """Walk from the first entry to the head. Others may go on writing meanwhile."""
    head, last = _head(), Link(0, GENESIS)
    try:
        for row in _rows():
            if fault := _fault(row, last, head):
                # After a gap, the entry to name is the one that should stand there.
                seq = min(row.seq, last.seq + 1)
                return Verdict(last.seq, last.hash, fault, seq)
            last = Link(row.seq, row.hash)
    except (DatabaseError, ValueError):
        _head()  # raises too when it is the database that has gone, not one entry
        return Verdict(last.seq, last.hash, Fault.UNREADABLE, last.seq + 1)
    return Verdict(last.seq, last.hash, *_ending(last, head))


def _fault(row: Any, last: Link, head: Link) -> Fault | None:
    if row.seq != last.seq + 1:
        return Fault.MISSING if row.seq > last.seq else Fault.SURPLUS
    if not _hash_fits(row):
        return Fault.ALTERED
    if row.prev != last.hash:
        return Fault.UNLINKED
    if not _copies_fit(row):
        return Fault.COPIES
    return Fault.HEAD if row.seq == head.seq and row.hash != head.hash else None


def _ending(last: Link, head: Link) -> tuple[Fault | None, int]:
    if last.seq < head.seq:
        return Fault.MISSING, last.seq + 1
    # Entries beyond the head that was read first are honest if the head has moved on since.
    if last.seq > (now := _head()).seq:
        return Fault.SURPLUS, now.seq + 1
    return (Fault.UNGUARDED, 0) if triggers.missing(connection) else (None, 0)


def _hash_fits(row: Any) -> bool:
    try:
        return row.hash == entry_hash(prev=row.prev, seq=row.seq, body=row.body)
    except ValueError:
        return False


def _copies_fit(row: Any) -> bool:
    try:
        expected = copies(json.loads(row.body))
    except (ValueError, KeyError, TypeError, AttributeError):
        # A body with a fitting hash that is no act: written by somebody who knew the formula.
        return False
    return all(getattr(row, name) == value for name, value in expected.items())


def _head() -> Link:
    return Link(*Head.objects.values_list("seq", "hash").first() or (0, GENESIS))


def _rows() -> Iterator[Any]:
    """All entries; where a page cannot be read, row by row up to the one that is to blame."""
    columns = ("prev", "hash", "body", *COPIES)
    seq = BELOW_ALL
    try:
        for row in entries_after(seq, *columns):
            seq = row.seq
            yield row
    except (DatabaseError, ValueError):
        yield from entries_after(seq, *columns, chunk=1)
