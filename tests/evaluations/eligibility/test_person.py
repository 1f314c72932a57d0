"""Ages, answers, numbers, employment: when they pass, fail, or need a human."""

from datetime import date
from typing import Any

import pytest

from evaluations.eligibility import EmployerFacts, Verdict
from evaluations.rules import (
    AgeAtLeast,
    AgeAtMost,
    AnswerIs,
    Condition,
    DateWithin,
    EmployedInCity,
    MinimumNumber,
    Text,
)
from tests.evaluations.eligibility.cases import FAIL, HUMAN, PASS, WORDS, examined, facts, finding

BIRTH = "profile.birth_date"
AT_LEAST = AgeAtLeast(**WORDS, years=16)
AT_MOST = AgeAtMost(**WORDS, years=60)
AGES = [
    (AT_LEAST, date(2010, 9, 30), PASS, "Born 2010-09-30, 16 on 2026-09-30; the least is 16."),
    (AT_LEAST, date(2010, 10, 1), FAIL, "Born 2010-10-01, 15 on 2026-09-30; the least is 16."),
    (AT_LEAST, None, HUMAN, "The date of birth is not known."),
    (
        AT_MOST,
        date(1965, 10, 1),
        PASS,
        "Born 1965-10-01, 60 on 2026-09-30; the limit is 60 (born after 1965-09-30).",
    ),
    (
        AT_MOST,
        date(1965, 9, 30),
        FAIL,
        "Born 1965-09-30, 61 on 2026-09-30; the limit is 60 (born after 1965-09-30).",
    ),
    (
        AT_MOST,
        date(1961, 3, 2),
        FAIL,
        "Born 1961-03-02, 65 on 2026-09-30; the limit is 60 (born after 1965-09-30).",
    ),
    (AT_MOST, None, HUMAN, "The date of birth is not known."),
]


@pytest.mark.parametrize(("rule", "born", "verdict", "sentence"), AGES)
def test_ages_run_to_the_cut_off_date(
    rule: Condition, born: date | None, verdict: Verdict, sentence: str
) -> None:
    known = facts(birth_date=born, filed_on=date(2027, 3, 1))
    assert examined(rule, known) == finding(verdict, sentence, BIRTH)


POST = AnswerIs(**WORDS, question="post", values=("line",), human=("leader",))
YEARS = MinimumNumber(**WORDS, question="years", minimum=10, unit=Text("年", "years"))
PROVED = MinimumNumber(**WORDS, question="years", minimum=10, proof=("contract",))
RECENT = DateWithin(**WORDS, question="since", within_years=3)
ANSWER_CASES = [
    (POST, {"post": "line"}, PASS, "“Post”: Front line."),
    (POST, {"post": "leader"}, HUMAN, "“Post”: Team leader. An officer must decide."),
    (POST, {"post": "office"}, FAIL, "“Post”: Office; allowed: Front line."),
    (POST, {}, HUMAN, "“Post” is not answered."),
    (YEARS, {"years": 10}, PASS, "“Years”: 10 years; the least is 10 years."),
    (YEARS, {"years": 0}, FAIL, "“Years”: 0 years; the least is 10 years."),
    (YEARS, {"years": "ten"}, HUMAN, "“Years”: “ten” is not a number."),
    (YEARS, {}, HUMAN, "“Years” is not answered."),
    (
        PROVED,
        {"years": 12},
        HUMAN,
        "“Years”: 12; the least is 10. No proof is attached (Contract).",
    ),
    (
        RECENT,
        {"since": "2023-10-01"},
        PASS,
        "“Since”: 2023-10-01; only 2023-10-01 to 2026-09-30 counts.",
    ),
    (
        RECENT,
        {"since": "2023-09-30"},
        FAIL,
        "“Since”: 2023-09-30; only 2023-10-01 to 2026-09-30 counts.",
    ),
    (RECENT, {}, HUMAN, "“Since” is not answered."),
]


@pytest.mark.parametrize(("rule", "answers", "verdict", "sentence"), ANSWER_CASES)
def test_answers(rule: Any, answers: dict[str, Any], verdict: Verdict, sentence: str) -> None:
    path = f"answers.{rule.question}"
    assert examined(rule, facts(answers=answers)) == finding(verdict, sentence, path)


def test_a_proved_number_names_its_proof() -> None:
    known = facts(answers={"years": 12}, uploads=frozenset({"contract"}))
    expected = finding(PASS, "“Years”: 12; the least is 10.", "answers.years", "uploads.contract")
    assert examined(PROVED, known) == expected


def test_a_hidden_answer_counts_for_nothing() -> None:
    rule = AnswerIs(**WORDS, question="room", values=("12",))
    known = facts(answers={"post": "line", "room": "12"})
    assert examined(rule, known) == finding(HUMAN, "“Room” is not answered.", "answers.room")


EMPLOYED = EmployedInCity(**WORDS, proof=("contract",))
LOCAL_ONLY = EmployedInCity(**WORDS, proof=("contract",), stationed=False)
EMPLOYERS = [
    (EMPLOYED, None, HUMAN, "The employer is not known."),
    (
        EMPLOYED,
        EmployerFacts(name="湖心机械", in_city=True),
        PASS,
        "湖心机械 is registered in the city. Employment is shown by: Contract.",
    ),
    (
        EMPLOYED,
        EmployerFacts(name="勘察院", in_city=False, stationed=True),
        PASS,
        "勘察院 is stationed in the city. Employment is shown by: Contract.",
    ),
    (
        LOCAL_ONLY,
        EmployerFacts(name="勘察院", in_city=False, stationed=True),
        FAIL,
        "勘察院 is a unit stationed in the city.",
    ),
    (
        EMPLOYED,
        EmployerFacts(name="远方厂", in_city=False),
        FAIL,
        "远方厂 is neither registered nor stationed in the city.",
    ),
    (EMPLOYED, EmployerFacts(name="某厂"), HUMAN, "It is not known where 某厂 is registered."),
]


@pytest.mark.parametrize(("rule", "employer", "verdict", "sentence"), EMPLOYERS)
def test_employment_in_the_city(
    rule: Condition, employer: EmployerFacts | None, verdict: Verdict, sentence: str
) -> None:
    known = facts(employer=employer, uploads=frozenset({"contract"}))
    evidence = ("employer", "uploads.contract") if verdict is PASS else ("employer",)
    assert examined(rule, known) == finding(verdict, sentence, *evidence)


def test_employment_without_proof_needs_a_human() -> None:
    known = facts(employer=EmployerFacts(name="湖心机械", in_city=True))
    sentence = "湖心机械 is registered in the city. No proof is attached (Contract)."
    assert examined(EMPLOYED, known) == finding(HUMAN, sentence, "employer")
