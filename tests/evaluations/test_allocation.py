"""Places go by rank within quotas and caps, ties are never broken in silence, all is explained."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from evaluations.allocation import (
    AllocationRefused,
    Because,
    Candidate,
    Outcome,
    Reason,
    Result,
    Tie,
    allocate,
)
from evaluations.errors import Refused
from evaluations.rules import Bucket, Places, Text


def bucket(name: str, places: int) -> Bucket:
    return Bucket(id=name, label=Text(name), places=places)


def ranked(*rows: tuple) -> list[Candidate]:
    """(key, place[, occupation[, district]]) in the bucket "main"."""
    return [
        Candidate(key, place, "main", *rest, **({} if rest else {"occupation": "焊工"}))
        for key, place, *rest in rows
    ]


def results(found) -> dict[str, Result]:
    return {outcome.candidate.key: outcome.result for outcome in found.outcomes}


TWO = Places(buckets=(bucket("main", 2),))


def test_the_best_ranks_get_the_places_and_each_is_told_why():
    a, b, c = ranked(("a", 1), ("b", 2), ("c", 3))
    found = allocate([c, a, b], TWO)
    assert found.outcomes == (
        Outcome(a, Result.SELECTED, Reason(Because.RANK, place=1, number=1, places=2), 1),
        Outcome(b, Result.SELECTED, Reason(Because.RANK, place=2, number=2, places=2), 2),
        Outcome(c, Result.NOT_REACHED, Reason(Because.PLACES_TAKEN, place=3, places=2)),
    )
    assert (found.ties, found.final) == ((), True)


def test_a_shared_rank_with_room_for_all_is_no_tie():
    found = allocate(ranked(("a", 1), ("b", 1), ("c", 3)), TWO)
    assert (found.keys(Result.SELECTED), found.final) == (("a", "b"), True)


def test_a_tie_at_the_cut_line_selects_nobody_of_it():
    found = allocate(ranked(("a", 1), ("b", 2), ("c", 2), ("d", 4)), TWO)
    assert results(found) == {
        "a": Result.SELECTED,
        "b": Result.TIED,
        "c": Result.TIED,
        "d": Result.WAITING,
    }
    assert (found.ties, found.final) == ((Tie("main", 2, ("b", "c")),), False)


def test_the_experts_order_decides_a_tie():
    found = allocate(ranked(("a", 1), ("b", 2), ("c", 2), ("d", 4)), TWO, tie_order=["c", "b"])
    assert (found.keys(Result.SELECTED), found.final) == (("a", "c"), True)
    assert {o.candidate.key: o.reason.because for o in found.outcomes} == {
        "a": Because.RANK,
        "b": Because.PLACES_TAKEN,
        "c": Because.EXPERTS_ORDER,
        "d": Because.PLACES_TAKEN,
    }


def test_an_order_that_leaves_one_out_decides_nothing():
    found = allocate(ranked(("a", 1), ("b", 1), ("c", 1)), TWO, tie_order=["b", "a"])
    assert found.ties == (Tie("main", 1, ("a", "b", "c")),)


def test_an_order_changes_nothing_where_there_is_no_tie():
    people = ranked(("a", 1), ("b", 2), ("c", 3))
    assert allocate(people, TWO, tie_order=["c", "b", "a"]) == allocate(people, TWO)


def test_who_meets_a_full_occupation_is_passed_over_and_the_place_goes_on():
    people = ranked(("a", 1, "焊工"), ("b", 2, "焊工"), ("c", 3, "钳工"), ("d", 4, "钳工"))
    found = allocate(people, Places(buckets=(bucket("main", 2),), max_per_occupation=1))
    assert results(found) == {
        "a": Result.SELECTED,
        "b": Result.PASSED_OVER,
        "c": Result.SELECTED,
        "d": Result.NOT_REACHED,
    }
    assert found.outcomes[1].reason == Reason(Because.OCCUPATION_FULL, limit=1, occupation="焊工")


def test_districts_have_their_own_caps_and_city_units_have_none():
    people = ranked(
        ("a", 1, "x", "east"),
        ("b", 2, "x", "east"),
        ("c", 3, "x", "west"),
        ("d", 4, "x", "west"),
        ("e", 5, "x", ""),
        ("f", 6, "x", ""),
    )
    rules = Places(buckets=(bucket("main", 9),), max_per_district=1)
    found = allocate(people, rules, district_caps={"west": 2})
    assert found.keys(Result.SELECTED) == ("a", "c", "d", "e", "f")
    assert found.outcomes[1].reason == Reason(Because.DISTRICT_FULL, limit=1, district="east")


def test_a_tie_for_the_last_place_of_an_occupation_holds_only_those_two():
    people = ranked(("a", 1, "焊工"), ("b", 1, "焊工"), ("c", 1, "钳工"), ("d", 4, "车工"))
    rules = Places(buckets=(bucket("main", 4),), max_per_occupation=1)
    found = allocate(people, rules)
    assert results(found) == {
        "a": Result.TIED,
        "b": Result.TIED,
        "c": Result.SELECTED,
        "d": Result.WAITING,
    }
    decided = allocate(people, rules, tie_order=["b", "a"])
    assert decided.keys(Result.SELECTED) == ("c", "b", "d")
    assert decided.keys(Result.PASSED_OVER) == ("a",)


def test_buckets_have_their_own_cut_lines_and_share_the_caps():
    people = [
        Candidate("a", 1, "workers", "焊工"),
        Candidate("b", 2, "workers", "焊工"),
        Candidate("e", 1, "engineers", "焊工"),
        Candidate("f", 2, "engineers", "钳工"),
    ]
    rules = Places(buckets=(bucket("engineers", 2), bucket("workers", 2)), max_per_occupation=2)
    found = allocate(people, rules)
    assert found.keys(Result.SELECTED) == ("e", "f", "a")
    assert found.keys(Result.PASSED_OVER) == ("b",)


def test_an_open_tie_holds_later_buckets_only_where_caps_join_them():
    people = [
        Candidate("a", 1, "first", "焊工"),
        Candidate("b", 1, "first", "焊工"),
        Candidate("c", 1, "second", "焊工"),
    ]
    buckets = (bucket("first", 1), bucket("second", 1))
    apart = allocate(people, Places(buckets=buckets))
    joined = allocate(people, Places(buckets=buckets, max_per_occupation=2))
    assert [results(found)["c"] for found in (apart, joined)] == [Result.SELECTED, Result.WAITING]


def test_the_floor_is_a_cut_line_of_its_own():
    people = [Candidate("a", 1, "main", value=Decimal("60.00")), Candidate("b", 2, "main")]
    people[1] = replace(people[1], value=Decimal("59.99"))
    found = allocate(people, TWO, floors={"main": Decimal(60)})
    assert found.keys(Result.SELECTED) == ("a",)
    assert found.outcomes[1].reason == Reason(Because.BELOW_FLOOR, value="59.99", floor="60")


def test_without_buckets_everyone_is_selected_within_the_caps():
    people = [Candidate(key, n, "", "焊工") for n, key in enumerate("abc", start=1)]
    assert allocate(people, Places()).keys(Result.SELECTED) == ("a", "b", "c")
    assert allocate(people, Places(max_per_occupation=2)).keys(Result.PASSED_OVER) == ("c",)


def test_the_reserve_list_follows_the_ranks_and_shares_numbers():
    people = ranked(("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 4), ("f", 6))
    found = allocate(people, Places(buckets=(bucket("main", 2),), reserve=True))
    reserve = [(o.candidate.key, o.number) for o in found.outcomes if o.result is Result.RESERVE]
    assert reserve == [("c", 1), ("d", 2), ("e", 2), ("f", 4)]


def test_losers_of_a_decided_tie_lead_the_reserve_in_the_experts_order():
    people = ranked(("a", 1), ("b", 1), ("c", 1), ("d", 4))
    rules = Places(buckets=(bucket("main", 1),), reserve=True)
    found = allocate(people, rules, tie_order=["c", "b", "a"])
    assert (found.keys(Result.SELECTED), found.keys(Result.RESERVE)) == (("c",), ("b", "a", "d"))


def test_there_is_no_reserve_while_a_tie_is_open():
    people = ranked(("a", 1), ("b", 1), ("c", 3))
    found = allocate(people, Places(buckets=(bucket("main", 1),), reserve=True))
    assert found.keys(Result.RESERVE) == ()


def test_who_meets_a_full_cap_is_not_on_the_reserve():
    people = ranked(("a", 1, "焊工"), ("b", 2, "焊工"), ("c", 3, "钳工"))
    rules = Places(buckets=(bucket("main", 1),), max_per_occupation=1, reserve=True)
    found = allocate(people, rules)
    assert (found.keys(Result.RESERVE), results(found)["b"]) == (("c",), Result.NOT_REACHED)


def test_no_places_select_nobody():
    found = allocate(ranked(("a", 1)), Places(buckets=(bucket("main", 0),)))
    assert results(found) == {"a": Result.NOT_REACHED}


def test_an_unknown_occupation_cannot_slip_under_a_cap():
    people = ranked(("a", 1, ""), ("b", 2, "焊工"))
    with pytest.raises(AllocationRefused, match="1"):
        allocate(people, Places(buckets=(bucket("main", 2),), max_per_occupation=4))


def test_a_missing_score_cannot_slip_under_a_floor():
    with pytest.raises(AllocationRefused, match="1"):
        allocate(ranked(("a", 1)), TWO, floors={"main": Decimal(60)})


def test_mistakes_of_the_caller_are_errors():
    with pytest.raises(ValueError, match="once"):
        allocate(ranked(("a", 1), ("a", 2)), TWO)
    with pytest.raises(ValueError, match="nowhere"):
        allocate([Candidate("a", 1, "nowhere")], TWO)


def test_a_refused_allocation_is_a_refusal_of_the_law():
    assert issubclass(AllocationRefused, Refused)


FACTS = {
    "place": 3,
    "number": 2,
    "places": 5,
    "shared": 2,
    "limit": 4,
    "occupation": "焊工",
    "district": "east",
    "value": "59.99",
    "floor": "60",
}


@pytest.mark.parametrize("because", Because)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_reason_has_its_sentence(because, language):
    with translation.override(language):
        sentence = Reason(because, **FACTS).sentence()
    assert (sentence[-1] in ".。", "%" in sentence) == (True, False)


def test_codes_in_a_sentence_can_be_replaced_by_names():
    reason = Reason(Because.DISTRICT_FULL, limit=1, district="east")
    with translation.override("en"):
        assert "星东区" in reason.sentence(district="星东区")
