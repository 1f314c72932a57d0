"""Recorded exceptions (破格), conditional rules, tracks and waivers."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from evaluations.eligibility import Facts, TitleHeld, Verdict, examine
from evaluations.rules import (
    AgeAtLeast,
    AgeAtMost,
    AnswerIs,
    MinimumNumber,
    NoTitleHeld,
    SkillGradeAtLeast,
    When,
)
from tests.evaluations.eligibility.cases import (
    CUT_OFF,
    FAIL,
    HUMAN,
    PASS,
    WORDS,
    examined,
    facts,
    finding,
)
from tests.evaluations.small_programme import programme

APPROVED = {"R": "张局长 2026-10-08 星评〔2026〕1号"}
OLD = facts(birth_date=date(1961, 3, 2))
TOO_OLD = "Born 1961-03-02, 65 on 2026-09-30; the limit is 60 (born after 1965-09-30)."
SENIOR = facts(answers={"grades": [{"grade": "senior"}]})
TOO_LOW = (
    "Highest skill grade: Senior worker; the least is Technician. "
    "It can pass only with a recorded exception."
)
AGE = AgeAtMost(**WORDS, years=60, exception=True)
SKILL = SkillGradeAtLeast(
    **WORDS, table="grades", grade="technician", lower_with_exception="senior"
)


def granted(known: Facts) -> Facts:
    return replace(known, exceptions=APPROVED)


@pytest.mark.parametrize(
    ("rule", "known", "sentence", "path"),
    [
        (AGE, OLD, TOO_OLD, "profile.birth_date"),
        (SKILL, SENIOR, TOO_LOW, "answers.grades"),
    ],
)
def test_a_granted_exception_passes_and_names_its_approver(
    rule: Any, known: Facts, sentence: str, path: str
) -> None:
    expected = f"{sentence} Exception recorded: 张局长 2026-10-08 星评〔2026〕1号."
    assert examined(rule, granted(known)) == finding(PASS, expected, path, "exceptions.R")


def test_without_the_exception_a_lower_grade_needs_a_human_and_age_fails() -> None:
    assert examined(SKILL, SENIOR) == finding(HUMAN, TOO_LOW, "answers.grades")
    assert examined(AGE, OLD) == finding(FAIL, TOO_OLD, "profile.birth_date")


def test_a_rule_that_admits_no_exception_fails_all_the_same() -> None:
    strict = AgeAtMost(**WORDS, years=60)
    expected = f"{TOO_OLD} An exception was recorded, but this rule admits none."
    assert examined(strict, granted(OLD)) == finding(FAIL, expected, "profile.birth_date")


def test_an_exception_never_stands_in_for_missing_facts() -> None:
    sentence = "The date of birth is not known."
    assert examined(AGE, granted(facts())) == finding(HUMAN, sentence, "profile.birth_date")


def test_an_exception_leaves_a_passing_rule_as_it_is() -> None:
    young = granted(facts(birth_date=date(1990, 1, 1)))
    sentence = "Born 1990-01-01, 36 on 2026-09-30; the limit is 60 (born after 1965-09-30)."
    assert examined(AGE, young) == finding(PASS, sentence, "profile.birth_date")


CONDITIONAL = MinimumNumber(**WORDS, question="years", minimum=10, when=When("post", ("office",)))


@pytest.mark.parametrize(
    ("answers", "verdicts"),
    [
        ({"post": "office", "years": 3}, [FAIL]),
        ({"post": "line", "years": 3}, []),
        ({"years": 3}, [HUMAN]),
    ],
)
def test_a_conditional_rule_binds_only_who_it_is_for(
    answers: dict[str, Any], verdicts: list[Verdict]
) -> None:
    assert [f.verdict for f in examined(CONDITIONAL, facts(answers=answers))] == verdicts


def test_while_it_is_open_whether_a_rule_binds_a_human_decides() -> None:
    expected = finding(HUMAN, "“Post” is not answered.", "answers.post")
    assert examined(CONDITIONAL, facts()) == expected


def test_each_track_has_its_own_rules_and_waivers() -> None:
    rules = (
        AgeAtLeast(**(WORDS | {"id": "all"}), years=16),
        AgeAtLeast(**(WORDS | {"id": "second"}), years=18, tracks=("second",)),
        AgeAtLeast(**(WORDS | {"id": "waived"}), years=20),
    )
    small = programme(*rules)
    first, second = small.tracks
    small = replace(small, tracks=(first, replace(second, waives=("waived",))))
    found = {
        track: [f.rule_id for f in examine(small, Facts(track=track, cut_off=CUT_OFF))]
        for track in ("first", "second")
    }
    assert found == {"first": ["all", "waived"], "second": ["all", "second"]}


def test_an_unknown_track_is_named() -> None:
    with pytest.raises(KeyError, match="small has no track 'third'"):
        examine(programme(), Facts(track="third", cut_off=CUT_OFF))


def test_findings_come_in_the_order_of_the_programme() -> None:
    rules = (
        NoTitleHeld(**(WORDS | {"id": "X1"}), titles=("expert_city",)),
        AnswerIs(**(WORDS | {"id": "post"}), question="post", values=("line",)),
    )
    held = (TitleHeld(code="expert_city"),)
    found = examine(programme(*rules), facts(answers={"post": "line"}, titles_held=held))
    assert [(f.rule_id, f.verdict, f.sentence) for f in found] == [
        ("X1", FAIL, "Holds the title “expert_city”."),
        ("post", PASS, "“Post”: Front line."),
    ]
