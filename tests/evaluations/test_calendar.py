"""Working days, deadlines and ages, against published calendars and against themselves."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.calendar import (
    PUBLISHED_YEARS,
    CalendarNotPublished,
    WorkCalendar,
    add_months,
    age_on,
    born_after,
    full_years_between,
)
from evaluations.rules import Clock

NATIONAL = WorkCalendar()
FIVE = Clock(5, "WORKDAY")
CITY = ZoneInfo("Asia/Shanghai")

# A made-up year after the published ones: only what the office typed is true of it.
AFTER = PUBLISHED_YEARS[-1] + 1
OFFICE = WorkCalendar(
    overrides={date(AFTER, 1, 1): False, date(AFTER, 1, 10): True},
    complete=frozenset({AFTER}),
)

published_days = st.dates(date(2004, 5, 1), date(PUBLISHED_YEARS[-1], 8, 31))
births = st.dates(date(1930, 1, 1), date(2030, 12, 31))


def days(*texts: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(text) for text in texts)


@pytest.mark.parametrize(
    ("posted_on", "expected"),
    [
        # National Day with its make-up days, 2023 to 2026.
        ("2023-09-28", "2023-10-07 2023-10-08 2023-10-09 2023-10-10 2023-10-11"),
        ("2024-09-27", "2024-09-29 2024-09-30 2024-10-08 2024-10-09 2024-10-10"),
        ("2025-09-26", "2025-09-28 2025-09-29 2025-09-30 2025-10-09 2025-10-10"),
        ("2026-09-30", "2026-10-08 2026-10-09 2026-10-10 2026-10-12 2026-10-13"),
        # The Sunday before Mid-Autumn 2026 is a working day.
        ("2026-09-18", "2026-09-20 2026-09-21 2026-09-22 2026-09-23 2026-09-24"),
        # Spring Festival with its make-up days, 2023 to 2026.
        ("2023-01-19", "2023-01-20 2023-01-28 2023-01-29 2023-01-30 2023-01-31"),
        ("2024-02-08", "2024-02-09 2024-02-18 2024-02-19 2024-02-20 2024-02-21"),
        ("2025-01-24", "2025-01-26 2025-01-27 2025-02-05 2025-02-06 2025-02-07"),
        ("2026-02-12", "2026-02-13 2026-02-14 2026-02-24 2026-02-25 2026-02-26"),
        # An ordinary week: 18 to 22 April are "five working days" in a real notice [S-yk].
        ("2022-04-17", "2022-04-18 2022-04-19 2022-04-20 2022-04-21 2022-04-22"),
    ],
)
def test_publicity_in_working_days_follows_the_published_calendar(posted_on, expected):
    found = NATIONAL.publicity_days(date.fromisoformat(posted_on), FIVE)
    assert found == days(*expected.split())


def test_publicity_in_calendar_days_counts_holidays_too():
    found = NATIONAL.publicity_days(date(2026, 9, 29), Clock(5, "DAY"))
    assert found == days("2026-09-30", "2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04")


def test_publicity_of_one_month_ends_on_the_corresponding_day():
    found = NATIONAL.publicity_days(date(2026, 1, 31), Clock(1, "MONTH"))
    assert (found[0], found[-1], len(found)) == (date(2026, 2, 1), date(2026, 2, 28), 28)


def test_calendar_days_need_no_published_calendar():
    assert NATIONAL.publicity_days(date(AFTER, 3, 1), Clock(2, "DAY")) == (
        date(AFTER, 3, 2),
        date(AFTER, 3, 3),
    )


@pytest.mark.parametrize("year", [PUBLISHED_YEARS[0] - 1, PUBLISHED_YEARS[-1] + 1])
def test_an_unpublished_year_is_never_guessed(year):
    with pytest.raises(CalendarNotPublished) as refused:
        NATIONAL.is_working_day(date(year, 6, 1))
    assert refused.value.year == year
    assert str(year) in str(refused.value)


def test_a_period_that_runs_into_an_unpublished_year_names_that_year():
    with pytest.raises(CalendarNotPublished) as refused:
        NATIONAL.publicity_days(date(PUBLISHED_YEARS[-1], 12, 30), FIVE)
    assert refused.value.year == AFTER


def test_single_entries_do_not_make_a_calendar_of_a_year():
    half_entered = WorkCalendar(overrides=OFFICE.overrides)
    with pytest.raises(CalendarNotPublished):
        half_entered.is_working_day(date(AFTER, 1, 1))


def test_a_complete_year_is_the_week_and_the_entries():
    january = [date(AFTER, 1, day) for day in range(1, 32)]
    expected = [
        day
        for day in january
        if (day.weekday() < 5 or day == date(AFTER, 1, 10)) and day != date(AFTER, 1, 1)
    ]
    assert [day for day in january if OFFICE.is_working_day(day)] == expected


def test_a_complete_year_is_stronger_than_the_package():
    own = WorkCalendar(overrides={date(2026, 10, 1): False}, complete=frozenset({2026}))
    assert [own.is_working_day(date(2026, 10, day)) for day in (1, 2)] == [False, True]


def test_an_entry_corrects_a_published_year():
    closed = WorkCalendar(overrides={date(2026, 11, 24): False})
    assert closed.add_working_days(date(2026, 11, 23), 1) == date(2026, 11, 25)


def test_doubts_name_holidays_missing_from_a_year_marked_complete():
    assert NATIONAL.doubts(2026) == ()
    assert OFFICE.doubts(AFTER) == tuple(
        day
        for day in (
            date(AFTER, 5, 1),
            date(AFTER, 5, 2),
            date(AFTER, 10, 1),
            date(AFTER, 10, 2),
            date(AFTER, 10, 3),
        )
        if day.weekday() < 5
    )


def test_due_is_the_end_of_the_last_day_in_the_city():
    at = datetime(2026, 9, 30, 9, 30, tzinfo=CITY)
    expected = datetime(2026, 10, 8, 23, 59, 59, 999999, tzinfo=CITY)
    assert NATIONAL.due(at, Clock(1, "WORKDAY")) == expected


def test_due_counts_from_the_city_day_not_the_utc_day():
    at = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # already 24 November in the city
    assert NATIONAL.due(at, Clock(1, "WORKDAY")).date() == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("clock", "roll", "expected"),
    [
        (Clock(7, "DAY"), False, date(2026, 10, 1)),
        (Clock(7, "DAY"), True, date(2026, 10, 8)),
        (Clock(3, "DAY"), True, date(2026, 9, 28)),
        (Clock(1, "MONTH"), False, date(2026, 10, 24)),
        (Clock(1, "MONTH"), True, date(2026, 10, 26)),
    ],
)
def test_a_period_ending_on_a_day_off_runs_on_only_where_asked(clock, roll, expected):
    assert NATIONAL.last_day(date(2026, 9, 24), clock, roll=roll) == expected


def test_due_refuses_a_naive_moment():
    with pytest.raises(ValueError, match="aware"):
        NATIONAL.due(datetime(2026, 11, 23, 9, 0), FIVE)


def test_a_moment_is_not_a_day():
    with pytest.raises(TypeError, match="not a datetime"):
        NATIONAL.is_working_day(datetime(2026, 11, 23, tzinfo=UTC))


@pytest.mark.parametrize("n", [0, -1])
def test_a_period_of_nothing_is_refused(n):
    with pytest.raises(ValueError, match="at least one WORKDAY"):
        NATIONAL.publicity_days(date(2026, 11, 23), Clock(n, "WORKDAY"))


@given(published_days, st.integers(1, 40))
def test_publicity_has_exactly_n_working_days_after_the_posting(posted_on, n):
    found = NATIONAL.publicity_days(posted_on, Clock(n, "WORKDAY"))
    assert len(found) == n
    assert found[0] > posted_on
    assert list(found) == sorted(set(found))
    assert all(map(NATIONAL.is_working_day, found))


@given(published_days, st.integers(1, 40))
def test_no_working_day_is_skipped(posted_on, n):
    found = NATIONAL.publicity_days(posted_on, Clock(n, "WORKDAY"))
    span = (found[-1] - posted_on).days
    between = [posted_on + timedelta(days=k) for k in range(1, span + 1)]
    assert [day for day in between if NATIONAL.is_working_day(day)] == list(found)


@given(published_days, st.integers(0, 40))
def test_adding_and_counting_undo_each_other(start, n):
    assert NATIONAL.working_days_between(start, NATIONAL.add_working_days(start, n)) == n


@given(published_days, st.integers(1, 40))
def test_counting_back_reaches_the_nth_working_day_before(start, n):
    end = NATIONAL.add_working_days(start, -n)
    assert NATIONAL.is_working_day(end)
    # Counted from the end, the start takes part only when it is itself a working day.
    own = NATIONAL.is_working_day(start)
    assert NATIONAL.working_days_between(end, start) == n - 1 + own
    assert NATIONAL.working_days_between(start, end) == -(n - 1 + own)


@given(published_days, st.integers(-90, 90), st.integers(-90, 90))
def test_counting_adds_up_over_any_middle(b, before, after):
    a, c = b + timedelta(days=before), b + timedelta(days=after)
    between = NATIONAL.working_days_between
    assert between(a, b) + between(b, c) == between(a, c)


@given(published_days, st.integers(0, 30), st.integers(0, 30))
def test_adding_is_monotone(start, n, m):
    few, many = sorted((n, m))
    assert NATIONAL.add_working_days(start, few) <= NATIONAL.add_working_days(start, many)


@pytest.mark.parametrize(
    ("birth", "cutoff", "age"),
    [
        ("1968-12-31", "2018-12-31", 50),
        ("1969-01-01", "2018-12-31", 49),
        ("2004-02-29", "2022-02-28", 18),
        ("2004-02-29", "2022-02-27", 17),
        ("2004-02-29", "2024-02-28", 19),
        ("2004-02-29", "2024-02-29", 20),
        ("2027-01-01", "2026-11-23", -1),
    ],
)
def test_age_is_counted_to_the_cutoff(birth, cutoff, age):
    assert age_on(date.fromisoformat(birth), date.fromisoformat(cutoff)) == age


def test_born_after_leaves_out_the_day_itself():
    limit = date(1968, 12, 31)
    assert [born_after(limit, limit), born_after(date(1969, 1, 1), limit)] == [False, True]


@given(births, st.integers(0, 80))
def test_age_grows_by_one_on_the_corresponding_day(birth, years):
    birthday = add_months(birth, 12 * years)
    assert age_on(birth, birthday) == years
    assert age_on(birth, birthday - timedelta(days=1)) == years - 1


@given(births, births, births)
def test_the_later_cutoff_never_makes_anybody_younger(start, one, other):
    early, late = sorted((one, other))
    assert full_years_between(start, early) <= full_years_between(start, late)


@given(births, st.integers(-600, 600))
def test_months_land_in_the_month_asked_for(start, n):
    found = add_months(start, n)
    assert found.year * 12 + found.month == start.year * 12 + start.month + n
    assert found.day <= start.day
