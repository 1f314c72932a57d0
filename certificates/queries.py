"""The public register: who holds which honour, and whom the front door shows."""

from dataclasses import dataclass

from django.db.models import Q

from certificates import number as numbers
from certificates.models import Certificate, Series, Status

PAGE = 30


@dataclass(frozen=True)
class Page:
    rows: list[Certificate]
    after: str
    """Cursor of the next page, or "" on the last one."""


def register(*, search: str = "", after: str = "", size: int = PAGE) -> Page:
    """Holders, newest year first; one query whatever the size of the register.

    ``after`` is the cursor of the page before: paging by key costs the same on page 1,000.
    """
    rows = Certificate.objects.filter(issued_at__isnull=False).exclude(status=Status.SUPERSEDED)
    words = search.strip()[:60]
    if words:
        number = numbers.normalised(words)
        rows = rows.filter(Q(holder_name__contains=words) | Q(number__startswith=number))
    year, _dash, pk = after.partition("-")
    if year.isdecimal() and pk.isdecimal() and len(after) < 24:
        rows = rows.filter(Q(year__lt=int(year)) | Q(year=int(year), pk__lt=int(pk)))
    found = list(rows.order_by("-year", "-pk")[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Page(found, f"{found[-1].year}-{found[-1].pk}" if more else "")


@dataclass(frozen=True)
class Roll:
    """The first names of one list that was promulgated."""

    title: str
    year: int
    search: str
    """What finds the whole list in the register."""
    holders: list[Certificate]


def rolls(*, lists: int, names: int) -> list[Roll]:
    """The newest lists with a name in force; two queries whatever the size of the register."""
    series = list(Series.objects.filter(last__gt=0).order_by("-year", "-pk")[: 2 * lists])
    wanted = [number for one in series for number in _first_numbers(one, names)]
    found = Certificate.objects.filter(
        number__in=wanted, issued_at__isnull=False, status=Status.VALID
    )
    rows = list(found.order_by("serial"))
    shown = [_roll(one, rows) for one in series]
    return [roll for roll in shown if roll is not None][:lists]


def _first_numbers(series: Series, names: int) -> list[str]:
    return [_number(series, serial) for serial in range(1, min(series.last, names) + 1)]


def _number(series: Series, serial: int) -> str:
    return numbers.compose(
        city_code=series.city_code,
        programme_code=series.programme_code,
        year=series.year,
        serial=serial,
    )


def _roll(series: Series, rows: list[Certificate]) -> Roll | None:
    holders = [
        row
        for row in rows
        if (row.programme_code, row.year) == (series.programme_code, series.year)
    ]
    if not holders:
        return None
    search = _number(series, 1).rsplit("-", 2)[0]
    return Roll(holders[0].title, series.year, search, holders)
