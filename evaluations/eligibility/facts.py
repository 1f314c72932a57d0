"""The facts that rules look at. Everything optional is None or absent when nobody knows it."""

from datetime import date
from typing import Any

import msgspec


class TitleHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A title in the holder registry. ``until`` is the last day of its management period;
    None: it does not expire. ``code`` is the awarding programme's ``title_code``."""

    code: str
    since: date | None = None
    until: date | None = None


class EmployerFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Where the employer stands. ``in_city``: registered in the city; None when not known.
    ``stationed``: a central or provincial unit located here."""

    name: str = ""
    kind: str = ""
    district: str = ""
    in_city: bool | None = None
    stationed: bool = False


class ContestFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the contest registry, and what its result list says of this person.

    ``rank`` and ``passed_line`` are None when the list does not name the person.
    """

    name: str
    event: str = ""
    level: str
    grade: str
    filing_document: str = ""
    held_on: date | None = None
    rank: int | None = None
    passed_line: bool | None = None

    @property
    def title(self) -> str:
        return f"{self.name} · {self.event}" if self.event else self.name


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one applicant on the call's cut-off date.

    ``answers`` as cleaned by the questionnaire; ``uploads`` the ids that have a file;
    ``titles_held`` None when the registry was not asked; ``contests`` by public id;
    ``outside`` fact -> value as reported (see ``FactIs``); ``exceptions`` rule id -> who
    approved it, when and by which document, as one phrase; ``claimed_exceptions`` rule id ->
    what the record of an exception still lacks.
    """

    track: str
    cut_off: date
    filed_on: date | None = None
    answers: dict[str, Any] = {}
    uploads: frozenset[str] = frozenset()
    birth_date: date | None = None
    sex: str = ""
    titles_held: tuple[TitleHeld, ...] | None = None
    employer: EmployerFacts | None = None
    contests: dict[str, ContestFacts] = {}
    outside: dict[str, str] = {}
    exceptions: dict[str, str] = {}
    claimed_exceptions: dict[str, str] = {}
