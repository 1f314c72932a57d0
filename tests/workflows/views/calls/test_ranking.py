"""An order and places become a list; trying writes nothing."""

import pytest
from django.http import QueryDict
from msgspec.structs import replace

from evaluations.desks import Desk
from tests import cast
from tests.remembered import remembered
from tests.worlds import world
from workflows import desk
from workflows.views.calls import ranking

pytestmark = pytest.mark.django_db


@world
def city():
    return cast.City()


@remembered
def waiting(city, call, name, rank=None, track="by_selection"):
    case = cast.file(cast.draft(city, call, person=cast.applicant(name), track=track))
    while (where := desk.open_task(case).desk) != Desk.LIST:
        more = {"detail": {"rank": rank}} if where == Desk.DISTRICT and rank else {}
        case = cast.opine(city, case, **more)
    return case


def with_places(call, n):
    """The rules with so many places by selection."""
    bucket = replace(call.rules.places.buckets[0], places=n)
    return replace(call.rules, places=replace(call.rules.places, buckets=(bucket,)))


def attempt(call, programme, data=""):
    typed = QueryDict(data) if data else None
    return ranking.allot(programme, ranking.begin(call, programme, typed))


def names(rows):
    return [row.case.person.name for row in rows]


def test_begins_with_the_districts_order(city):
    call = city.call()
    waiting(city, call, "第二", rank=2)
    waiting(city, call, "第一", rank=1)

    result = attempt(call, with_places(call, 1))

    assert [(row.case.person.name, row.selected) for row in result.rows] == [
        ("第一", True),
        ("第二", False),
    ]
    assert "1" in result.rows[1].sentence


def test_a_track_without_quota_takes_no_place(city):
    call = city.call()
    waiting(city, call, "评选", rank=1)
    waiting(city, call, "竞赛", track="by_contest")

    result = attempt(call, with_places(call, 1))

    assert names(result.rows) == ["竞赛", "评选"]  # in the order of the programme's tracks
    assert [row.selected for row in result.rows] == [True, True]


def test_an_equal_number_at_the_cut_is_a_tie_and_nobody_is_chosen_in_silence(city):
    call = city.call()
    one, two = waiting(city, call, "甲", rank=1), waiting(city, call, "乙", rank=2)

    result = attempt(
        call, with_places(call, 1), f"place-{one.pk}=1&place-{two.pk}=1&places-selection=1"
    )

    assert (result.ties, result.chosen()) == (1, [])


def test_tells_who_enters_and_who_leaves_with_other_places(city):
    call = city.call()
    one, two = waiting(city, call, "甲", rank=1), waiting(city, call, "乙", rank=2)
    order = f"place-{one.pk}=1&place-{two.pk}=2"

    more = attempt(call, with_places(call, 1), f"{order}&places-selection=2")
    fewer = attempt(call, with_places(call, 2), f"{order}&places-selection=1")

    assert [(row.case.person.name, row.moved) for row in more.rows] == [
        ("甲", ""),
        ("乙", "enters"),
    ]
    assert [(row.case.person.name, row.moved) for row in fewer.rows] == [
        ("甲", ""),
        ("乙", "leaves"),
    ]
    assert (more.tried, fewer.tried) == (True, True)
    assert call.rules.places.buckets[0].places == 60


def test_the_office_can_leave_somebody_out_with_a_reason(city):
    call = city.call()
    one, two = waiting(city, call, "甲", rank=1), waiting(city, call, "乙", rank=2)

    result = attempt(call, call.rules, f"place-{one.pk}=&why-{one.pk}=本人放弃&place-{two.pk}=1")

    assert names(result.chosen()) == ["乙"]
    assert result.notes() == {one.pk: "本人放弃"}


@pytest.mark.parametrize(
    "typed", ["place-{pk}=", "place-{pk}=x", "place-{pk}=0", "places-selection=many"]
)
def test_what_cannot_be_read_is_named(city, typed):
    call = city.call()
    case = waiting(city, call, "甲", rank=1)
    data = typed.format(pk=case.pk)
    if "place-" not in data:
        data += f"&place-{case.pk}=1"

    result = attempt(call, call.rules, data)

    assert len(result.problems) == 1


def test_a_name_that_cannot_be_printed_is_pointed_at_in_time(city):
    call = city.call()
    waiting(city, call, "甲", rank=1)

    (row,) = attempt(call, call.rules).rows
    assert row.unprintable == ""
