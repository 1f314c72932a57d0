"""When does a period end? Working days with the State Council's holidays and make-up days. Pure.

Every function takes its dates; none asks the clock. Units are whole calendar dates in the
city's own time zone (``settings.TIME_ZONE``).
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType

import chinese_calendar
from chinese_calendar.constants import holidays as _holidays
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.errors import Refused
from evaluations.rules import Clock

_DAY = timedelta(days=1)

# Years the package knows in full. A year is added to it after the State Council's notice.
PUBLISHED_YEARS = range(min(_holidays).year, max(_holidays).year + 1)

# Fixed-date statutory holidays that a complete year keeps free, from 2025 on. Source: Measures on
# Public Holidays for Annual Festivals and Memorial Days (全国年节及纪念日放假办法), 2024 revision.
_ALWAYS_OFF = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))


class CalendarNotPublished(Refused):
    """Nobody has told us the holidays of ``year``. ``str()`` is a sentence for the office."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            _(
                "The working days of %(year)s are not known yet. Ask the review office to enter the "
                "State Council's holiday notice for %(year)s in the calendar table and mark the year complete."
            )
            % {"year": year}
        )


@dataclass(frozen=True)
class WorkCalendar:
    """The working days that bind the city.

    ``overrides``: date -> is it a working day; the office's own entries, stronger than all else.
    ``complete``: years whose notice the office has entered in full. Such a year is Monday to
    Friday plus the overrides, whatever the package says of it. All other years come from the
    package, corrected by the overrides. Years known to neither raise CalendarNotPublished: one
    entered day of a year is not yet a calendar of that year.

    Danger: a notice for year Y+1 can also move the last days of December of year Y (29 December
    2018 was a working Saturday by the notice for 2019). Enter such days as overrides.
    """

    overrides: Mapping[date, bool] = field(default_factory=lambda: MappingProxyType({}))
    complete: frozenset[int] = frozenset()

    def knows(self, year: int) -> bool:
        return year in self.complete or year in PUBLISHED_YEARS

    def is_working_day(self, day: date) -> bool:
        """Raises CalendarNotPublished when nobody has told us about the year of ``day``."""
        day = _plain(day)
        if not self.knows(day.year):
            raise CalendarNotPublished(day.year)
        if day in self.overrides:
            return self.overrides[day]
        if day.year in self.complete:
            return day.weekday() < 5
        return _published_workday(day)

    def add_working_days(self, start: date, n: int) -> date:
        """The ``n``-th working day after ``start``; before it when ``n`` is negative.

        ``start`` itself is never counted, and is returned as it is for ``n == 0``.
        """
        day, step = _plain(start), _DAY if n > 0 else -_DAY
        for _counted in range(abs(n)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and including ``end``.

        Minus the days from ``end`` to ``start`` when ``end`` comes first (overdue since).
        """
        start, end = _plain(start), _plain(end)
        if end < start:
            return -self.working_days_between(end, start)
        return sum(map(self.is_working_day, _days(start + _DAY, end)))

    def publicity_days(self, posted_on: date, clock: Clock) -> tuple[date, ...]:
        """The days of a publicity period, first to last, to be stored with the notice.

        Counted from the day after posting (Civil Code art. 201; domain brief 1.5). WORKDAY: the
        working days only. DAY and MONTH: every calendar day of the period.
        """
        posted_on = _plain(posted_on)
        last = self.last_day(posted_on, clock)
        days = tuple(_days(posted_on + _DAY, last))
        if clock.unit == "WORKDAY":
            return tuple(day for day in days if self.is_working_day(day))
        return days

    def last_day(self, start: date, clock: Clock, *, roll: bool = False) -> date:
        """The last day of a period whose first day is the day after ``start``.

        ``roll``: a DAY or MONTH period that ends on a day off runs to the end of the next working
        day (Civil Code art. 203). Off by default, because publicity rules name plain days.
        Raises ValueError for a period of less than one unit.
        """
        if clock.n < 1:
            raise ValueError(f"a period has at least one {clock.unit}, not {clock.n}")
        start = _plain(start)
        match clock.unit:
            case "WORKDAY":
                return self.add_working_days(start, clock.n)
            case "DAY":
                last = start + clock.n * _DAY
            case "MONTH":
                last = add_months(start, clock.n)
        return self.add_working_days(last - _DAY, 1) if roll else last

    def due(self, at: datetime, clock: Clock, *, roll: bool = False) -> datetime:
        """The last microsecond of the period's last day, in the city's time zone.

        ``at`` must be aware; the day it falls on in the city is day 0. Inclusive: an act at the
        returned moment is in time. Raises ValueError for a naive ``at``.
        """
        if timezone.is_naive(at):
            raise ValueError("a deadline is counted from an aware datetime")
        zone = timezone.get_default_timezone()
        last = self.last_day(at.astimezone(zone).date(), clock, roll=roll)
        return datetime.combine(last, time.max, tzinfo=zone)

    def doubts(self, year: int) -> tuple[date, ...]:
        """Fixed statutory holidays (2025 rules) that ``year`` has as working days.

        Anything but () says that the table of that year is not complete; ask before marking it so.
        """
        fixed = (date(year, month, day) for month, day in _ALWAYS_OFF)
        return tuple(day for day in fixed if self.is_working_day(day))


def add_months(start: date, n: int) -> date:
    """The corresponding day ``n`` months later; the month's last day where there is none.

    Source: Civil Code art. 202.
    """
    year, month0 = divmod(start.year * 12 + start.month - 1 + n, 12)
    return date(year, month0 + 1, min(start.day, monthrange(year, month0 + 1)[1]))


def full_years_between(start: date, end: date) -> int:
    """Completed years from ``start`` to ``end``; negative when ``end`` comes first.

    A year is completed on the corresponding day. 29 February corresponds to 28 February in a
    common year (Civil Code art. 202).
    """
    start, end = _plain(start), _plain(end)
    years = end.year - start.year
    return years if add_months(start, 12 * years) <= end else years - 1


def age_on(birth: date, cutoff: date) -> int:
    """Age in completed years on the call's cut-off date, never on "today" (domain brief 1.5).

    Negative for somebody born after the cut-off, so that "at least 16" refuses without an error.
    """
    return full_years_between(birth, cutoff)


def born_after(birth: date, limit: date) -> bool:
    """Strictly after: "born after 31 December 1968" begins on 1 January 1969 [S67]."""
    return _plain(birth) > _plain(limit)


# The package checks its tables anew at each asking, and a deadline asks for each of its days.
_published_workday = lru_cache(maxsize=4096)(chinese_calendar.is_workday)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * _DAY for n in range((last - first).days + 1))


def _plain(day: date) -> date:
    """A datetime carries no day of the city: it would be compared in the wrong time zone."""
    if isinstance(day, datetime):
        raise TypeError("pass a date of the city, not a datetime")
    return day
