"""Rows of tables and skill grades."""

from typing import Any

import pytest

from evaluations.eligibility import Verdict
from evaluations.rules import Condition, RowsAtLeast, SkillGradeAtLeast
from tests.evaluations.eligibility.cases import FAIL, HUMAN, PASS, WORDS, examined, facts, finding

ROWS = RowsAtLeast(
    **WORDS, tables=("results",), minimum=2, column="kind", values=("technician",), within_years=4
)
ROWS_BY_YEAR = RowsAtLeast(**WORDS, tables=("results",), within_years=4, date_column="year")
ANY_ROW = RowsAtLeast(**WORDS, tables=("results", "grades"))
COUNTED = "“Results”: {} counted from 2022-10-01 to 2026-09-30; the least is {}."
GOOD = {"kind": "technician", "date": "2024-05-01"}
ROW_CASES = [
    (ROWS, {"results": [GOOD, GOOD]}, PASS, COUNTED.format(2, 2)),
    (ROWS, {"results": [GOOD, GOOD | {"kind": "senior"}]}, FAIL, COUNTED.format(1, 2)),
    (ROWS, {"results": [GOOD, GOOD | {"date": "2026-10-01"}]}, FAIL, COUNTED.format(1, 2)),
    (
        ROWS,
        {"results": [GOOD, GOOD | {"date": ""}]},
        HUMAN,
        COUNTED.format(1, 2) + " Rows without a clear date: 1.",
    ),
    (ROWS, {}, HUMAN, COUNTED.format(0, 2) + " “Results” is not answered."),
    (ROWS_BY_YEAR, {"results": [{"year": 2023}]}, PASS, COUNTED.format(1, 1)),
    (ROWS_BY_YEAR, {"results": [{"year": 2021}]}, FAIL, COUNTED.format(0, 1)),
    (
        ROWS_BY_YEAR,
        {"results": [{"year": 2022}]},
        HUMAN,
        COUNTED.format(0, 1) + " Rows without a clear date: 1.",
    ),
    (
        ANY_ROW,
        {"results": [], "grades": [{}]},
        PASS,
        "“Results / Grades”: 1 counted; the least is 1.",
    ),
]


@pytest.mark.parametrize(("rule", "answers", "verdict", "sentence"), ROW_CASES)
def test_rows(rule: RowsAtLeast, answers: dict[str, Any], verdict: Verdict, sentence: str) -> None:
    paths = [f"answers.{table}" for table in rule.tables]
    assert examined(rule, facts(answers=answers)) == finding(verdict, sentence, *paths)


SKILL = SkillGradeAtLeast(
    **WORDS,
    table="grades",
    grade="technician",
    lower_with_exception="senior",
    proof=("contract",),
)
NO_LOWER = SkillGradeAtLeast(**WORDS, table="grades", grade="technician")
BEST = "Highest skill grade: {}; the least is Technician."
SKILL_CASES = [
    (SKILL, [{"grade": "senior"}, {"grade": "technician"}], PASS, BEST.format("Technician")),
    (
        SKILL,
        [{"grade": "senior"}],
        HUMAN,
        BEST.format("Senior worker") + " It can pass only with a recorded exception.",
    ),
    (NO_LOWER, [{"grade": "senior"}], FAIL, BEST.format("Senior worker")),
    (NO_LOWER, [], FAIL, "No skill grade is entered."),
    (NO_LOWER, [{"grade": ""}], HUMAN, "The skill grade is not stated."),
    (
        NO_LOWER,
        [{"grade": "technician", "date": "2026-10-01"}],
        FAIL,
        "No skill certificate is dated 2026-09-30 or earlier.",
    ),
    (NO_LOWER, None, HUMAN, "“Grades” is not answered."),
]


@pytest.mark.parametrize(("rule", "rows", "verdict", "sentence"), SKILL_CASES)
def test_skill_grades(
    rule: Condition, rows: list[dict[str, str]] | None, verdict: Verdict, sentence: str
) -> None:
    answers = {} if rows is None else {"grades": rows}
    known = facts(answers=answers, uploads=frozenset({"contract"}))
    evidence = ["answers.grades"] + (["uploads.contract"] if verdict is PASS else [])
    assert examined(rule, known) == finding(verdict, sentence, *evidence)


def test_a_skill_grade_without_certificate_needs_a_human() -> None:
    known = facts(answers={"grades": [{"grade": "technician"}]})
    sentence = BEST.format("Technician") + " No proof is attached (Contract)."
    assert examined(SKILL, known) == finding(HUMAN, sentence, "answers.grades")
