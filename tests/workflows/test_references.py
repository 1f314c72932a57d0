"""A rule that looks at something the form does not ask is named."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation

from evaluations.rules import Programme
from tests.workflows.broken import SOUND, broken, named
from workflows.programme import get
from workflows.references import rule_complaints

Rules = dict[str, Any]
DIRECT, DOUBLE, CHIEF = get("direct_title"), get("double_hundred"), get("chief_technician")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def setting(rule: str, **values: Any) -> Callable[[Rules], object]:
    return lambda rules: named(rules["conditions"], rule).update(values)


def missing(rule: str, name: str, track: str) -> str:
    return f"{rule}: “{name}” is not asked in the track “{track}”."


def no_answer(rule: str, value: str, name: str) -> str:
    return f"{rule}: “{value}” is no answer to “{name}”."


BREAKS: list[tuple[Programme, Callable[[Rules], object], str]] = [
    (SOUND, setting("X7-age", source=""), "X7-age: a rule needs its words and its source."),
    (SOUND, setting("X7-age", tracks=["x"]), "X7-age: there is no track “x”."),
    (
        SOUND,
        setting("X7-age", when={"question": "nobody", "values": []}),
        missing("X7-age", "nobody", "by_contest"),
    ),
    (SOUND, setting("X1", titles=["knight"]), no_answer("X1", "knight", "honours.title")),
    (SOUND, setting("X1", declared_in="x"), missing("X1", "x.title", "by_contest")),
    (SOUND, setting("X5", values=["roof"]), no_answer("X5", "roof", "post_kind")),
    (
        SOUND,
        setting("X5", question="post"),
        "X5: “post” is not a question of the kind it needs.",
    ),
    (SOUND, setting("X12-record", values=["fine"]), no_answer("X12-record", "fine", "integrity")),
    (
        SOUND,
        setting("employed_in_city", proof=["x"]),
        missing("employed_in_city", "x", "by_contest"),
    ),
    (SOUND, setting("skill_grade", grade="wizard"), no_answer("skill_grade", "wizard", "grade")),
    (
        SOUND,
        setting("skill_grade", table="honours"),
        missing("skill_grade", "honours.grade", "by_selection"),
    ),
    (SOUND, setting("contest_rank", rank="x"), missing("contest_rank", "x", "by_contest")),
    (
        SOUND,
        setting("contest_rank", tracks=["by_selection"]),
        missing("contest_rank", "contest", "by_selection"),
    ),
    (CHIEF, setting("X3", tables=["x"]), missing("X3", "x", "recommended")),
    (CHIEF, setting("X3", date_column="x"), missing("X3", "innovations.x", "recommended")),
    (DIRECT, setting("X10", table="x"), missing("X10", "x", "by_card")),
    (
        DIRECT,
        setting("X10", postpones=[{"id": "poor", "years": 1}]),
        no_answer("X10", "poor", "appraisals.result"),
    ),
    (
        DIRECT,
        setting("continuing_education", table="x"),
        missing("continuing_education", "x", "by_recognition"),
    ),
    (
        DIRECT,
        setting("level_by_card", table=[{"id": "joker", "highest": "associate"}]),
        no_answer("level_by_card", "joker", "basis"),
    ),
    (
        DIRECT,
        setting("level_by_card", table=[{"id": "city_card", "highest": "king"}]),
        no_answer("level_by_card", "king", "level"),
    ),
    (
        DIRECT,
        setting("line_years", question="post_kind"),
        "line_years: “post_kind” is not a question of the kind it needs.",
    ),
    (
        DOUBLE,
        setting("start_up_age", question="share"),
        "start_up_age: “share” is not a question of the kind it needs.",
    ),
    (
        DOUBLE,
        setting("results", column="kind", values=["song"]),
        no_answer("results", "song", "results.kind"),
    ),
    (
        DOUBLE,
        lambda r: named(named(r["conditions"], "talent_level")["of"], "talent_title").update(
            question="nothing"
        ),
        missing("talent_title", "nothing", "top_talent"),
    ),
]


@pytest.mark.parametrize(
    ("programme", "break_it", "sentence"), BREAKS, ids=[line[2] for line in BREAKS]
)
def test_a_reference_that_leads_nowhere_is_named(
    programme: Programme, break_it: Callable[[Rules], object], sentence: str
) -> None:
    assert sentence in list(rule_complaints(broken(break_it, of=programme)))


def test_a_waived_rule_needs_no_question() -> None:
    assert "continuing_education" in DIRECT.track("by_card").waives
    assert list(rule_complaints(DIRECT)) == []
