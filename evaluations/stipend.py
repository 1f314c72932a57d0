"""Who is paid what stipend for a year, and why not more? Pure: no table, no clock.

A person with several titles is paid for one of them, the highest, month by month (就高不重复).
The city's own rule: a monthly stipend, paid once a year, a new batch from the following year on
[S02]. It is the default here; ``Rule`` says what another city does otherwise.
"""

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True)
class Span:
    """Days, both included; ``until`` None: without an end."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Title:
    """One title of one person. ``key``: of the holding, unique. ``monthly``: whole yuan.

    ``tenure``: from the award to the last day that counts (end of tenure, exit, revocation).
    ``pauses``: suspended meanwhile.
    """

    key: str
    person: str
    monthly: int
    tenure: Span
    pauses: tuple[Span, ...] = ()

    def in_force(self, day: date) -> bool:
        return self.tenure.covers(day) and not any(pause.covers(day) for pause in self.pauses)


@dataclass(frozen=True)
class Rule:
    """``first_year_pays``: whether months of the year of the award are paid as well."""

    first_year_pays: bool = False


YANTAI = Rule()  # [S02]: the new batch starts the following year


@dataclass(frozen=True)
class Line:
    """``months`` of the year paid for this title; ``displaced``: months in force in which another
    title of the same person was higher, and so this one pays nothing."""

    key: str
    person: str
    monthly: int
    months: tuple[int, ...]
    displaced: tuple[int, ...] = ()

    @property
    def amount(self) -> int:
        return self.monthly * len(self.months)


def payable_months(title: Title, year: int, rule: Rule = YANTAI) -> tuple[int, ...]:
    """The months of ``year`` for which this title alone would be paid: in force on the first day."""
    if title.monthly <= 0 or (year <= title.tenure.since.year and not rule.first_year_pays):
        return ()
    return tuple(month for month in range(1, 13) if title.in_force(date(year, month, 1)))


def schedule(titles: Iterable[Title], year: int, rule: Rule = YANTAI) -> tuple[Line, ...]:
    """One line for each title with a month in force, by person and key, whatever the order given.

    Of titles with equal stipends the one awarded first pays. Raises ValueError when a key is given
    twice, or an amount is not a whole number from 0.
    """
    owned: dict[str, list[Title]] = defaultdict(list)
    for title in _checked(titles):
        owned[title.person].append(title)
    lines = [line for person in sorted(owned) for line in _lines(owned[person], year, rule)]
    return tuple(lines)


def _checked(titles: Iterable[Title]) -> Sequence[Title]:
    found = sorted(titles, key=lambda title: title.key)
    if len({title.key for title in found}) != len(found):
        raise ValueError("a title is paid once: a key is given twice")
    for title in found:
        if isinstance(title.monthly, bool) or not isinstance(title.monthly, int):
            raise TypeError(f"a stipend is a whole number of yuan, not {title.monthly!r}")
        if title.monthly < 0:
            raise ValueError(f"a stipend is not {title.monthly}")
    return found


def _lines(titles: Sequence[Title], year: int, rule: Rule) -> Iterable[Line]:
    months = {title.key: payable_months(title, year, rule) for title in titles}
    paid: dict[str, list[int]] = defaultdict(list)
    for month in range(1, 13):
        rivals = [title for title in titles if month in months[title.key]]
        if rivals:
            paid[min(rivals, key=_before).key].append(month)
    for title in titles:
        if months[title.key]:
            got = tuple(paid[title.key])
            lost = tuple(month for month in months[title.key] if month not in got)
            yield Line(title.key, title.person, title.monthly, got, lost)


def _before(title: Title) -> tuple[int, date, str]:
    return -title.monthly, title.tenure.since, title.key


def canonical(lines: Sequence[Line], facts: dict[str, dict[str, str]]) -> str:
    """The one spelling of a list as it went to finance. ``facts``: key -> words shown beside it."""
    rows = [asdict(line) | {"amount": line.amount} | facts.get(line.key, {}) for line in lines]
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def read(text: str) -> list[dict]:
    return json.loads(text)
