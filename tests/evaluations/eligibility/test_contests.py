"""The rank table decides; a claim alone can fail but never pass."""

from datetime import date
from typing import Any

import pytest

from evaluations.eligibility import ContestFacts, Verdict
from evaluations.rules import ContestLine, ContestRank
from tests.evaluations.eligibility.cases import FAIL, HUMAN, PASS, WORDS, examined, facts, finding

RANK = ContestRank(
    **WORDS,
    question="contest",
    rank="rank",
    within_years=2,
    table=(ContestLine(level="city", grade="class_1", max_rank=2),),
)
REGISTERED = ContestFacts(
    name="市赛",
    event="车工",
    level="city",
    grade="class_1",
    filing_document="星人社字〔2025〕3号",
    held_on=date(2025, 10, 1),
    rank=2,
    passed_line=True,
)


def contest(**changes: Any) -> ContestFacts:
    return ContestFacts(
        **{f: getattr(REGISTERED, f) for f in REGISTERED.__struct_fields__} | changes
    )


LIST, FORM = ("registry.contests",), ("answers.contest",)
RANK_CASES = [
    (contest(), 2, PASS, "市赛 · 车工: rank 2; the table admits up to 2.", LIST),
    (contest(), None, PASS, "市赛 · 车工: rank 2; the table admits up to 2.", LIST),
    (contest(rank=3), 3, FAIL, "市赛 · 车工: rank 3; the table admits up to 2.", LIST),
    (contest(rank=3), 1, FAIL, "市赛 · 车工: rank 3; the table admits up to 2.", LIST),
    (
        contest(),
        1,
        HUMAN,
        "市赛 · 车工: rank 2; the table admits up to 2. The applicant claims rank 1.",
        FORM + LIST,
    ),
    (
        contest(rank=None),
        1,
        HUMAN,
        "市赛 · 车工: rank 1 claimed, but the registered results do not name the applicant.",
        FORM + LIST,
    ),
    (
        contest(rank=None),
        3,
        FAIL,
        "市赛 · 车工: rank 3 claimed; the table admits up to 2.",
        FORM,
    ),
    (contest(rank=None), None, HUMAN, "市赛 · 车工: no rank is known.", FORM),
    (contest(passed_line=False), 2, FAIL, "市赛 · 车工: the score is below the pass line.", LIST),
    (contest(filing_document=""), 2, HUMAN, "市赛 · 车工: no filing document is registered.", FORM),
    (
        contest(held_on=date(2024, 9, 30)),
        2,
        FAIL,
        "市赛 · 车工 was held on 2024-09-30; only 2024-10-01 to 2026-09-30 counts.",
        FORM,
    ),
    (
        contest(held_on=None),
        2,
        HUMAN,
        "市赛 · 车工: the date of the contest is not registered.",
        FORM,
    ),
    (
        contest(level="national"),
        2,
        HUMAN,
        "市赛 · 车工: the rank table has no line for this contest.",
        FORM,
    ),
    (None, 2, HUMAN, "The contest is not in the registry.", FORM),
]


@pytest.mark.parametrize(("registered", "claimed", "verdict", "sentence", "evidence"), RANK_CASES)
def test_the_rank_table_decides(
    registered: ContestFacts | None,
    claimed: int | None,
    verdict: Verdict,
    sentence: str,
    evidence: tuple[str, ...],
) -> None:
    known = facts(
        answers={"contest": "C1", "rank": "" if claimed is None else claimed},
        contests={"C1": registered} if registered else {},
    )
    assert examined(RANK, known) == finding(verdict, sentence, *evidence)


def test_no_contest_named_needs_a_human() -> None:
    expected = finding(HUMAN, "No registered contest is named.", "answers.contest")
    assert examined(RANK, facts()) == expected


@pytest.mark.parametrize(
    ("rows", "verdict", "sentence", "evidence"),
    [
        (
            [{"contest": "C9", "rank": 1}, {"contest": "C1", "rank": 2}],
            PASS,
            "市赛 · 车工: rank 2; the table admits up to 2.",
            "registry.contests",
        ),
        (
            [{"contest": "C9", "rank": 1}],
            HUMAN,
            "The contest is not in the registry.",
            "answers.results",
        ),
        ([], FAIL, "No contest is entered.", "answers.results"),
        (None, HUMAN, "“Results” is not answered.", "answers.results"),
    ],
)
def test_the_best_contest_of_a_table_decides(
    rows: list[dict[str, Any]] | None, verdict: Verdict, sentence: str, evidence: str
) -> None:
    rule = ContestRank(
        **WORDS, question="contest", rank="rank", table=RANK.table, in_table="results"
    )
    answers = {} if rows is None else {"results": rows}
    known = facts(answers=answers, contests={"C1": REGISTERED})
    assert examined(rule, known) == finding(verdict, sentence, evidence)
