"""Worlds are shared and yet nobody's: what a test does to its world is gone for the next one."""

import pytest

from evaluations.models import Organisation
from tests import cast, worlds
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def employer():
    return cast.organisation()


@world
def pair(employer):
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


def test_a_world_is_built_once_for_those_in_a_row(request, monkeypatch):
    built = []

    def first():
        built.append("first")

    def second(first):
        built.append("second")

    monkeypatch.setattr(worlds, "builds_of", lambda _test: [first, second])
    for _test in range(3):
        worlds.enter(request.node)
    worlds.leave()
    assert built == ["first", "second"]
