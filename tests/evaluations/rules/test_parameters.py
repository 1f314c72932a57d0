"""The values an office may change for one call."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from msgspec.structs import replace

from evaluations.rules import (
    AgeAtLeast,
    AnyOf,
    Ballot,
    Bucket,
    Choice,
    Clock,
    Parameter,
    Places,
    Programme,
    RowsAtLeast,
    Text,
    UnfitParameters,
    canonical,
    read,
    value_at,
    with_parameters,
)
from tests.evaluations.small_programme import programme

WORDS: dict[str, Any] = {"text": Text("规则", "Rule"), "source": "测试"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def parameter(id: str, value: int | str, *sets: str, **more: Any) -> Parameter:
    label = Text(f"标{id}", id.capitalize())
    return Parameter(id=id, label=label, value=value, source="某市 [S30]", sets=sets, **more)


def small() -> Programme:
    rows = RowsAtLeast(id="rows", tables=("grades",), minimum=1, **WORDS)
    return programme(
        AgeAtLeast(id="X7", years=16, **WORDS),
        AnyOf(id="any", of=(rows,), **WORDS),
        places=Places(buckets=(Bucket(id="main", label=Text("总", "All"), places=60),)),
        ballot=Ballot(),
        parameters=(
            parameter("age", 16, "conditions.X7.years", minimum=16),
            parameter("rows", 1, "conditions.any.of.rows.minimum", maximum=9),
            parameter("places", 60, "places.buckets.main.places"),
            parameter("notice", 5, "publicity.n", "supplement.n"),
            parameter(
                "desk",
                5,
                "tracks.first.route.employer.clock.n",
                "tracks.second.route.employer.clock.n",
            ),
            parameter("majority", "2/3", "ballot.threshold"),
            parameter(
                "base",
                "PRESENT",
                "ballot.base",
                choices=(
                    Choice("PRESENT", Text("出席", "present")),
                    Choice("ELIGIBLE", Text("应到", "eligible")),
                ),
            ),
            parameter("wording", "授予“{title}”称号。", "certificate.wording"),
        ),
    )


def test_values_reach_their_places_and_say_that_the_office_set_them() -> None:
    changed = with_parameters(
        small(), {"age": 18, "rows": 2, "places": 50, "notice": 7, "desk": 3, "majority": "1/2"}
    )
    paths = (
        "conditions.X7.years",
        "conditions.any.of.rows.minimum",
        "places.buckets.main.places",
        "publicity.n",
        "supplement.n",
        "tracks.first.route.employer.clock.n",
        "tracks.second.route.employer.clock.n",
        "ballot.threshold",
    )
    assert [value_at(changed, path) for path in paths] == [18, 2, 50, 7, 7, 3, 3, "1/2"]
    assert changed.parameter("age") == replace(
        small().parameter("age"), value=18, standing="office"
    )
    assert changed.parameter("wording") == small().parameter("wording")


def test_nothing_else_changes() -> None:
    changed = with_parameters(small(), {"notice": 7})
    expected = replace(
        small(),
        publicity=Clock(7),
        supplement=Clock(7),
        parameters=tuple(
            replace(p, value=7, standing="office") if p.id == "notice" else p
            for p in small().parameters
        ),
    )
    assert changed == expected


def test_the_same_value_changes_nothing() -> None:
    same = {p.id: p.value for p in small().parameters}
    assert with_parameters(small(), same) == small()


def test_a_changed_programme_can_be_frozen_and_read_back() -> None:
    changed = with_parameters(small(), {"base": "ELIGIBLE", "wording": "授予{title}。"})
    assert read(canonical(changed)) == changed


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("nope", 1, "The programme has no value called “nope”."),
        ("age", "18", "Age: enter a whole number."),
        ("age", True, "Age: enter a whole number."),
        ("age", 15, "Age: 15 is too low; the least is 16 (某市 [S30])."),
        ("rows", 10, "Rows: 10 is too high; the most is 9 (某市 [S30])."),
        ("places", -1, "Places: -1 is too low; the least is 0 (某市 [S30])."),
        ("majority", "4/3", "Majority: enter a share of at most one whole, for example 2/3."),
        ("majority", "0/3", "Majority: enter a share of at most one whole, for example 2/3."),
        (
            "majority",
            "two thirds",
            "Majority: enter a share of at most one whole, for example 2/3.",
        ),
        ("base", "ALL", "Base: choose one of the listed values."),
        ("wording", 3, "Wording: enter words."),
        ("wording", " ", "Wording: enter words."),
    ],
)
def test_an_unfit_value_is_refused_with_a_sentence(name: str, value: Any, sentence: str) -> None:
    with pytest.raises(UnfitParameters) as refused:
        with_parameters(small(), {name: value})
    assert refused.value.sentences == (sentence,)


def test_all_unfit_values_are_named_at_once_and_none_is_set() -> None:
    with pytest.raises(UnfitParameters) as refused:
        with_parameters(small(), {"age": 15, "places": 50, "base": ""})
    assert str(refused.value) == (
        "Age: 15 is too low; the least is 16 (某市 [S30]). Base: enter words."
    )


def test_a_path_that_leads_nowhere_is_named() -> None:
    with pytest.raises(LookupError, match="there is no 'X9' in 'conditions.X9.years'"):
        value_at(small(), "conditions.X9.years")
