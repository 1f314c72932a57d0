"""Reports of others, levels opened, appraisals, continuing education."""

from typing import Any

import pytest

from evaluations.eligibility import Verdict
from evaluations.rules import (
    AppraisalsClear,
    Choice,
    FactIs,
    Hours,
    HoursEachYear,
    LevelOpened,
    OpensLevel,
    Postponement,
    Text,
)
from tests.evaluations.eligibility.cases import FAIL, HUMAN, PASS, WORDS, examined, facts, finding

CREDIT = FactIs(
    **WORDS,
    fact="credit",
    label=Text("信用", "Credit"),
    values=("no_issue",),
    human=("not_my_scope",),
    choices=(
        Choice("no_issue", Text("无", "no issue")),
        Choice("issue", Text("有", "an issue")),
        Choice("not_my_scope", Text("不属", "not our scope")),
    ),
)


@pytest.mark.parametrize(
    ("reported", "verdict", "sentence"),
    [
        ("no_issue", PASS, "“Credit”: no issue."),
        ("issue", FAIL, "“Credit”: an issue."),
        ("not_my_scope", HUMAN, "“Credit”: not our scope. An officer must decide."),
        ("maybe", HUMAN, "“Credit”: maybe. An officer must decide."),
        ("", HUMAN, "Nobody has reported on “Credit” yet."),
    ],
)
def test_a_fact_nobody_reported_is_never_a_pass(
    reported: str, verdict: Verdict, sentence: str
) -> None:
    known = facts(outside={"credit": reported} if reported else {})
    assert examined(CREDIT, known) == finding(verdict, sentence, "outside.credit")


OPENS = LevelOpened(
    **WORDS,
    question="level",
    basis="card",
    levels=("low", "high"),
    table=(OpensLevel(id="a", highest="low"), OpensLevel(id="b", highest="high")),
)


@pytest.mark.parametrize(
    ("level", "card", "verdict", "sentence"),
    [
        ("low", "a", PASS, "“A” opens “Low”."),
        ("low", "b", PASS, "“B” opens “Low”."),
        ("high", "a", FAIL, "“A” does not open “High”."),
        ("high", "z", HUMAN, "No rule says whether “Z” opens “High”."),
        ("top", "b", HUMAN, "No rule says whether “B” opens “Top”."),
        ("", "a", HUMAN, "“Level” is not answered."),
        ("low", "", HUMAN, "“Card” is not answered."),
    ],
)
def test_a_basis_opens_a_level(level: str, card: str, verdict: Verdict, sentence: str) -> None:
    known = facts(answers={"level": level, "card": card})
    expected = finding(verdict, sentence, "answers.level", "answers.card")
    assert examined(OPENS, known) == expected


X10 = AppraisalsClear(
    **WORDS, table="appraisals", last_years=2, postpones=(Postponement(id="basic", years=1),)
)


def appraisals(*lines: tuple[int, str]) -> dict[str, Any]:
    return {"appraisals": [{"year": year, "result": result} for year, result in lines]}


@pytest.mark.parametrize(
    ("answers", "verdict", "sentence"),
    [
        (
            appraisals((2024, "fine"), (2025, "fine")),
            PASS,
            "Annual appraisals from 2024 to 2025 postpone nothing.",
        ),
        (
            appraisals((2024, "basic"), (2025, "fine")),
            PASS,
            "Annual appraisals from 2024 to 2025 postpone nothing.",
        ),
        (
            appraisals((2024, "fine"), (2025, "basic")),
            FAIL,
            "Annual appraisals: 2025 basic. An application is possible from 2027 on.",
        ),
        (
            appraisals((2024, "basic"), (2025, "basic")),
            FAIL,
            "Annual appraisals: 2024 basic; 2025 basic. An application is possible from 2027 on.",
        ),
        (appraisals((2025, "fine")), HUMAN, "Annual appraisals are missing for: 2024."),
        ({}, HUMAN, "“Appraisals” is not answered."),
    ],
)
def test_x10_appraisals_postpone(answers: dict[str, Any], verdict: Verdict, sentence: str) -> None:
    expected = finding(verdict, sentence, "answers.appraisals")
    assert examined(X10, facts(answers=answers)) == expected


HOURS = HoursEachYear(
    **WORDS,
    table="courses",
    last_years=2,
    hours=(Hours(id="general", label=Text("公需", "general"), minimum=30),),
)


def courses(*lines: tuple[int, Any]) -> dict[str, Any]:
    return {"courses": [{"year": year, "general": hours} for year, hours in lines]}


@pytest.mark.parametrize(
    ("answers", "verdict", "sentence"),
    [
        (
            courses((2024, 30), (2025, 10), (2025, 20)),
            PASS,
            "Enough hours in each of the last 2 years.",
        ),
        (courses((2024, 30), (2025, 29)), FAIL, "2025 general: 29 of 30 hours."),
        (courses((2024, 30)), HUMAN, "2025 general: not answered."),
        (courses((2024, 30), (2025, "")), HUMAN, "2025 general: not answered."),
        ({}, HUMAN, "“Courses” is not answered."),
    ],
)
def test_continuing_education(answers: dict[str, Any], verdict: Verdict, sentence: str) -> None:
    assert examined(HOURS, facts(answers=answers)) == finding(verdict, sentence, "answers.courses")
