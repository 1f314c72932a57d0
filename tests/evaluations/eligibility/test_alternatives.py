"""One of several is enough."""

from typing import Any

import pytest

from evaluations.eligibility import Verdict
from evaluations.rules import AnswerIs, AnyOf, MinimumNumber
from tests.evaluations.eligibility.cases import FAIL, HUMAN, PASS, WORDS, examined, facts, finding

ANY = AnyOf(
    **WORDS,
    of=(
        AnswerIs(**(WORDS | {"id": "line"}), question="post", values=("line",)),
        MinimumNumber(**(WORDS | {"id": "long"}), question="years", minimum=10),
    ),
)


@pytest.mark.parametrize(
    ("answers", "verdict", "sentence", "evidence"),
    [
        ({"post": "office", "years": 10}, PASS, "“Years”: 10; the least is 10.", ("years",)),
        ({"years": 10}, PASS, "“Years”: 10; the least is 10.", ("years",)),
        (
            {"post": "office", "years": 9},
            FAIL,
            "“Post”: Office; allowed: Front line. “Years”: 9; the least is 10.",
            ("post", "years"),
        ),
        ({"post": "office"}, HUMAN, "“Years” is not answered.", ("years",)),
    ],
)
def test_one_of_several_is_enough(
    answers: dict[str, Any], verdict: Verdict, sentence: str, evidence: tuple[str, ...]
) -> None:
    paths = [f"answers.{name}" for name in evidence]
    assert examined(ANY, facts(answers=answers)) == finding(verdict, sentence, *paths)
