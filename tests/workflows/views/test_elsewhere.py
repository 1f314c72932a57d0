"""My work names what lies on other pages, counted in one query, and only for whom it concerns."""

import pytest

from evaluations.actions import granting, stipends
from evaluations.models import User
from evaluations.roles import Role, Scope
from tests import cast
from tests.cast import joint as stage
from tests.cast import titles
from tests.clock import at
from workflows.views import elsewhere

pytestmark = pytest.mark.django_db

MADE = at("2027-03-01 09:00")


@pytest.fixture
def city():
    return cast.City()


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def lines(user: User) -> dict[str, int]:
    return {each.url: each.count for each in elsewhere.waiting(fresh(user))}


def test_a_department_finds_its_requests_and_nobody_else_does(city):
    running = stage.call(city)
    tax = stage.department(city, "tax")
    for _ in range(2):
        stage.at_joint_desk(city, running)
    assert lines(tax) == {"/joint/": 2}
    assert "/joint/" not in lines(city.office) | lines(city.clerk)


def test_finance_finds_the_list_to_pay(city):
    titles.holders(city)
    stipends.make_list(year=2027, by=city.office, at=MADE)
    assert lines(cast.official("财务", Role.FINANCE)) == {"/office/stipends/": 1}


def test_a_second_administrator_finds_the_role_to_confirm(city):
    first, second = (cast.official(name, Role.SYSADMIN) for name in ("甲管", "乙管"))
    granting.propose_role(
        scope=Scope.CITY,
        user=city.office,
        role=Role.AUDITOR,
        by=fresh(first),
        at=MADE,
        reason="审计派驻",
    )
    assert lines(second) == {"/office/requests/": 1}
    assert lines(first) == {}


def test_it_costs_one_query_whatever_waits(city, django_assert_num_queries):
    titles.holders(city)
    stipends.make_list(year=2027, by=city.office, at=MADE)
    user = fresh(cast.official("财务", Role.FINANCE))
    assert user.live_grants
    with django_assert_num_queries(1):
        elsewhere.waiting(user)


def test_whoever_has_nothing_elsewhere_sees_no_box(city, client):
    client.force_login(city.clerk)
    assert b"waits-elsewhere" not in client.get("/inbox/").content
