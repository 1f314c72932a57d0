"""Worlds are shared and yet nobody's: what a test does to its world is gone for the next one."""

import pytest

from evaluations.models import Organisation
from tests import cast
from tests.worlds import world

pytestmark = pytest.mark.django_db
BUILT = []


@world
def employer():
    BUILT.append("employer")
    return cast.organisation()


@world
def pair(employer):
    BUILT.append("pair")
    return employer, cast.organisation("星湖市第二机床厂")


def names():
    return sorted(Organisation.objects.values_list("name", flat=True))


@pytest.mark.parametrize("again", range(2))
def test_a_test_changes_its_own_copy(pair, employer, again):
    assert names() == ["星湖市第二机床厂", "星湖精密机械有限公司"]
    assert pair[0] is employer
    Organisation.objects.all().delete()
    employer.name = "改名"
    assert pair[0].name == "改名"


@pytest.mark.parametrize("again", range(2))
def test_a_test_sees_no_world_that_it_does_not_name(employer, again):
    assert names() == ["星湖精密机械有限公司"]
    assert employer == Organisation.objects.get()


def test_without_a_world_there_is_nothing():
    assert names() == []


def test_a_world_is_built_once_for_those_in_a_row():
    assert BUILT in ([], ["employer"], ["employer", "pair"])
