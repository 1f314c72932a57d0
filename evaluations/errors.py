"""How the law says no: always a sentence a person can act on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


class Refused(Exception):
    """An act is not allowed. ``str(error)`` is the sentence to show."""


class NotPermitted(Refused):
    """This user may not do this here."""


class NotFound(Refused):
    """Unknown, or hidden from this user: both answer alike."""


class Stale(Refused):
    """The case has changed since the user opened it."""

    def __init__(self, sentence: str, *, changed_by: str, changed_at: datetime):
        super().__init__(sentence)
        self.changed_by = changed_by
        self.changed_at = changed_at


class Busy(Refused):
    """Somebody else holds the case this very moment, longer than a page may wait."""


@dataclass(frozen=True)
class Complaint:
    """One thing wrong with what was filled in, and what to do.

    ``path``: the field ("skill_grades.0.grade"), "person", "signature" or "rules.<rule id>";
    ``page``: the page of the form that asks it, "" where no page does.
    """

    path: str
    sentence: str
    page: str = ""


class Incomplete(Refused):
    """What was filled in cannot be filed. All complaints at once."""

    def __init__(self, sentence: str, complaints: Sequence[Complaint]):
        super().__init__(sentence)
        self.complaints = tuple(complaints)
        for complaint in self.complaints:
            self.add_note(f"{complaint.path}: {complaint.sentence}")
