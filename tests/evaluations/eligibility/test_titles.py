"""Titles held before (X1 to X3), registered or declared."""

from datetime import date

import pytest

from evaluations.eligibility import TitleHeld, Verdict
from evaluations.rules import Condition, NoTitleHeld, RenewedByResults
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

X1 = NoTitleHeld(**WORDS, titles=("expert_city", "expert_nation"), declared_in="titles")
X2 = NoTitleHeld(**WORDS, titles=("expert_city",), declared_in="titles", in_force_only=True)
HELD = TitleHeld(code="expert_city", since=date(2020, 1, 1), until=date(2024, 1, 1))
IN_FORCE = TitleHeld(code="expert_city", since=date(2024, 1, 1), until=CUT_OFF)
BOTH = ("registry.titles", "answers.titles")
TITLE_CASES = [
    (X1, (), [], PASS, "None of the excluding titles is registered or declared.", BOTH),
    (
        X1,
        (HELD,),
        [],
        FAIL,
        "Holds the title “Municipal Expert” (2020-01-01 to 2024-01-01).",
        BOTH[:1],
    ),
    (
        X1,
        (TitleHeld(code="expert_nation", since=date(2020, 1, 1)),),
        [],
        FAIL,
        "Holds the title “National Expert” since 2020-01-01.",
        BOTH[:1],
    ),
    (
        X1,
        (),
        [{"title": "expert_nation"}],
        FAIL,
        "The applicant declares the title “National Expert”.",
        BOTH[1:],
    ),
    (X1, None, [], HUMAN, "Nobody has looked in the register of titles yet.", BOTH),
    (X1, (), None, HUMAN, "“Titles” is not answered.", BOTH),
    (X1, (), [{"title": ""}], HUMAN, "A row of “Titles” names no title.", BOTH),
    (X2, (HELD,), [], PASS, "The title “Municipal Expert” expired on 2024-01-01.", BOTH),
    (
        X2,
        (IN_FORCE,),
        [],
        FAIL,
        "Holds the title “Municipal Expert” (2024-01-01 to 2026-09-30).",
        BOTH[:1],
    ),
    (
        X2,
        (),
        [{"title": "expert_city", "until": "2026-09-30"}],
        FAIL,
        "The applicant declares the title “Municipal Expert”, in force until 2026-09-30.",
        BOTH[1:],
    ),
    (
        X2,
        (),
        [{"title": "expert_city", "until": "2026-09-29"}],
        PASS,
        "“Municipal Expert” expired before 2026-09-30.",
        BOTH[1:],
    ),
    (
        X2,
        (),
        [{"title": "expert_city", "until": ""}],
        HUMAN,
        "The applicant declares the title “Municipal Expert”; when it expires is not known.",
        BOTH[1:],
    ),
]


@pytest.mark.parametrize(
    ("rule", "held", "declared", "verdict", "sentence", "evidence"), TITLE_CASES
)
def test_titles_held(
    rule: Condition,
    held: tuple[TitleHeld, ...] | None,
    declared: list[dict[str, str]] | None,
    verdict: Verdict,
    sentence: str,
    evidence: tuple[str, ...],
) -> None:
    answers = {} if declared is None else {"titles": declared}
    known = facts(titles_held=held, answers=answers)
    assert examined(rule, known) == finding(verdict, sentence, *evidence)


X3 = RenewedByResults(
    **WORDS,
    titles=("expert_city",),
    declared_in="titles",
    tables=("results",),
    within_years=4,
)
RENEWED = "Held the title before; new results since 2022-10-01: {}; the least is 1."


@pytest.mark.parametrize(
    ("held", "results", "verdict", "sentence"),
    [
        ((), [], PASS, "Never held this title before."),
        (None, [], HUMAN, "Nobody has looked in the register of titles yet."),
        ((HELD,), [{"date": "2022-10-01"}], PASS, RENEWED.format(1)),
        ((HELD,), [{"date": "2022-09-30"}], FAIL, RENEWED.format(0)),
        ((HELD,), [{"date": ""}], HUMAN, RENEWED.format(0) + " Rows without a clear date: 1."),
        ((HELD,), None, HUMAN, RENEWED.format(0) + " “Results” is not answered."),
    ],
)
def test_x3_asks_a_former_holder_for_new_results(
    held: tuple[TitleHeld, ...] | None,
    results: list[dict[str, str]] | None,
    verdict: Verdict,
    sentence: str,
) -> None:
    answers = {"titles": []} | ({} if results is None else {"results": results})
    evidence = ("registry.titles",) + (("answers.results",) if held else ())
    known = facts(titles_held=held, answers=answers)
    assert examined(X3, known) == finding(verdict, sentence, *evidence)
