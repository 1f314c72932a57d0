"""What the office enters becomes the calendar, in one query."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from evaluations.calendar import CalendarNotPublished, WorkCalendar
from evaluations.models import User
from evaluations.models.calendar import CalendarDay, CalendarYear, work_calendar
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def officer():
    return User.objects.create_user("office", name="星小湖")


def notice(officer, year: int, *, complete: bool) -> CalendarYear:
    return CalendarYear.objects.create(
        year=year,
        complete=complete,
        source="节假日安排的通知(样例)〔2098〕1号",
        entered_at=datetime(2098, 11, 5, 9, 0, tzinfo=UTC),
        entered_by=officer,
    )


def test_an_empty_table_is_the_published_calendar(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert work_calendar() == WorkCalendar(overrides={})


def test_a_complete_year_is_known_with_its_days(officer, django_assert_num_queries):
    entered = notice(officer, 2099, complete=True)
    new_year, make_up = date(2099, 1, 1), date(2098, 12, 27)
    CalendarDay.objects.create(notice=entered, date=new_year, is_working=False, note="元旦")
    CalendarDay.objects.create(notice=entered, date=make_up, is_working=True)
    with django_assert_num_queries(1):
        found = work_calendar()
    assert found == WorkCalendar(
        overrides={new_year: False, make_up: True}, complete=frozenset({2099})
    )


def test_a_year_in_the_middle_of_being_entered_is_not_known_yet(officer):
    entered = notice(officer, 2099, complete=False)
    CalendarDay.objects.create(notice=entered, date=date(2099, 1, 1), is_working=False)
    with pytest.raises(CalendarNotPublished):
        work_calendar().is_working_day(date(2099, 1, 1))


def test_a_complete_year_without_days_is_read_too(officer):
    notice(officer, 2099, complete=True)
    assert work_calendar() == WorkCalendar(overrides={}, complete=frozenset({2099}))


def test_one_day_has_one_answer(officer):
    entered = notice(officer, 2099, complete=False)
    CalendarDay.objects.create(notice=entered, date=date(2099, 1, 1), is_working=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(notice=entered, date=date(2099, 1, 1), is_working=True)


def test_a_notice_names_its_source(officer):
    entered = notice(officer, 2099, complete=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarYear.objects.filter(pk=entered.pk).update(source="")


def test_texts_name_year_and_day(officer):
    entered = notice(officer, 2099, complete=False)
    holiday = CalendarDay(notice=entered, date=date(2099, 1, 1), is_working=False, note="元旦")
    assert [str(entered), str(holiday)] == [
        "2099: 节假日安排的通知(样例)〔2098〕1号",
        "2099-01-01 元旦",
    ]
