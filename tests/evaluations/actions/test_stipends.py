"""A frozen list of stipends is paid once, in time, by finance; the newest of its year."""

from datetime import date

import pytest

from evaluations.actions import stipends
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import Holding, StipendList
from evaluations.roles import Role
from journal.queries import history_of
from tests import cast
from tests.cast import titles
from tests.clock import at, on

pytestmark = pytest.mark.django_db

MADE, PAID = at("2027-03-01 09:00"), at("2027-03-20 09:00")


@pytest.fixture
def city():
    return cast.City()


@pytest.fixture
def finance():
    return cast.official("财务", Role.FINANCE)


@pytest.fixture
def made(city):
    titles.holders(city)
    return stipends.make_list(year=2027, by=city.office, at=MADE)


def pay(made: StipendList, by, **more):
    given = {"paid_on": on("2027-03-19"), "voucher": "2027-088", "at": PAID} | more
    return stipends.record_payment(list_id=made.pk, by=by, **given)


def overdue(day: date) -> list[StipendList]:
    return list(stipends.overdue(day))


def test_a_list_is_overdue_after_thirty_days_until_it_is_paid(made, finance):
    assert stipends.due_on(made) == on("2027-03-31")
    assert overdue(on("2027-03-31")) == []
    assert overdue(on("2027-04-01")) == [made]
    paid = pay(made, finance)
    assert (paid.paid_on, paid.voucher, paid.recorded_by) == (
        on("2027-03-19"), "2027-088", finance,
    )  # fmt: skip
    assert overdue(on("2027-04-01")) == []
    verbs = list(history_of("stipend_list:2027-1").values_list("verb", flat=True))
    assert verbs == ["stipend.list", "stipend.paid"]


def test_only_finance_records_a_payment(city, made):
    with pytest.raises(NotPermitted):
        pay(made, city.office)


@pytest.mark.parametrize(
    "more",
    [{"paid_on": on("2027-02-28")}, {"paid_on": on("2027-03-21")}, {"voucher": "  "}],
)
def test_a_payment_has_a_day_and_a_voucher(made, finance, more):
    with pytest.raises(Refused):
        pay(made, finance, **more)


def test_a_payment_is_recorded_once_and_for_a_list_that_exists(made, finance):
    pay(made, finance)
    with pytest.raises(Refused):
        pay(made, finance)
    with pytest.raises(NotFound):
        stipends.record_payment(
            list_id=made.pk + 1, paid_on=on("2027-03-19"), voucher="1", by=finance, at=PAID
        )


def test_a_newer_list_is_paid_instead(city, made, finance):
    Holding.objects.update(monthly_stipend=1200)  # what the city pays was raised
    again = stipends.make_list(year=2027, by=city.office, at=PAID)
    assert again.number == 2
    with pytest.raises(Refused):
        pay(made, finance)
    assert overdue(on("2027-06-01")) == [again]
