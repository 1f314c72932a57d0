from datetime import date
from typing import Any

import pytest

from evaluations.questionnaire import Problem, problems
from tests.evaluations.questionnaire.answers import CONTEST, SMALL, complete

GRADE = {"grade": "technician", "number": "Y1", "date": "2020-06-01", "until": ""}


def found(answers: dict[str, Any], **how: Any) -> list[tuple[str, str]]:
    given = {"complete": True, "uploads": ("contract",)} | how
    return [(p.path, p.message) for p in problems(SMALL, "first", answers, **given)]


def test_a_complete_form_has_no_problem() -> None:
    assert found(complete(), contests=(), on=date(2026, 9, 1)) == []


def test_everything_missing_is_said_at_once_in_the_order_of_the_form() -> None:
    assert found({}, uploads=()) == [
        ("post", "Post: choose an answer."),
        ("years", "Years: enter an answer."),
        ("since", "Since: enter an answer."),
        ("contract", "Contract: add this document."),
        ("grades", "Grades: add at least 1 row (certificate)."),
        ("honest", "Honest: choose an answer."),
    ]


def test_a_draft_may_have_gaps_but_no_nonsense() -> None:
    assert found({"years": "zwölf"}, complete=False) == [
        ("years", "Years: enter a whole number in digits.")
    ]


def test_one_page_is_checked_alone() -> None:
    assert found({}, page="record") == [
        ("grades", "Grades: add at least 1 row (certificate)."),
        ("honest", "Honest: choose an answer."),
    ]


@pytest.mark.parametrize(
    ("item", "value", "message"),
    [
        ("post", "roof", "Post: choose one of the listed answers."),
        ("years", 61, "Years: enter 60 or less."),
        ("years", -1, "Years: enter 0 or more."),
        ("since", "2021-02-29", "Since: enter a date such as 2020-06-30."),
        ("since", "20200630", "Since: enter a date such as 2020-06-30."),
        ("since", "1815-06-18", "Since: enter a date such as 2020-06-30."),
        ("since", "2026-09-02", "Since: 2026-09-02 is in the future."),
        (
            "phone",
            "12345",
            "Phone: enter a mobile number of 11 digits, or a landline with its area code.",
        ),
        ("wage", "1e3", "Wage: enter an amount in yuan, for example 12000.50."),
        ("graduated", "x", "Graduated: enter a year with four digits."),
        ("graduated", 1899, "Graduated: enter 1900 or more."),
        ("graduated", 2101, "Graduated: enter 2100 or less."),
        ("story", "长" * 21, "Story: 21 characters; at most 20 are allowed."),
        ("honest", "maybe", "Honest: choose yes or no."),
        ("contest", "C1", "Contest: choose a contest from the registry."),
        ("contest", CONTEST, "Contest: this contest is not in the registry; choose another."),
        ("rank", 0, "Rank: enter 1 or more."),
    ],
)
def test_each_kind_of_answer_says_what_to_do(item: str, value: Any, message: str) -> None:
    answers = complete(**{item: value})
    assert found(answers, contests=(), on=date(2026, 9, 1)) == [(item, message)]


@pytest.mark.parametrize("phone", ["13900000000", "+8613900000000", "0535-1234567", "+44-20-7946"])
def test_telephone_numbers_that_are_accepted(phone: str) -> None:
    assert found(complete(phone=phone)) == []


def test_length_is_counted_in_characters_not_in_code_units() -> None:
    """Peers' trap 13: the counter on the page and the validator must agree."""
    assert found(complete(story="𠮷" * 20)) == []
    assert found(complete(story="𠮷" * 21)) == [
        ("story", "Story: 21 characters; at most 20 are allowed.")
    ]


def test_a_hidden_question_asks_nothing_and_a_shown_one_does() -> None:
    assert found(complete(room="far too long")) == []
    assert found(complete(post="office")) == [
        ("room", "Room: enter an answer."),
        ("plan", "Plan: add this document."),
    ]


def test_a_contract_may_end_in_the_future_but_not_before_it_began() -> None:
    assert found(complete(until="2030-01-01"), on=date(2026, 9, 1)) == []
    assert found(complete(until="2014-06-30")) == [
        ("until", "Until: this cannot come before “Since”.")
    ]


def test_rows_name_their_table_row_and_column() -> None:
    rows = [GRADE, {"grade": "", "number": "12345678901", "date": "", "until": ""}]
    expected = [
        Problem(
            page="record",
            item="grades",
            row=1,
            column="grade",
            message="Grades, row 2. Grade: choose an answer.",
        ),
        Problem(
            page="record",
            item="grades",
            row=1,
            column="number",
            message="Grades, row 2. Number: 11 characters; at most 10 are allowed.",
        ),
    ]
    answers = complete(grades=rows)
    assert problems(SMALL, "first", answers, complete=True) == expected


def test_tables_have_a_size_no_repeats_and_an_order() -> None:
    early = GRADE | {"number": "Y2", "until": "2019-01-01"}
    rows = [GRADE, GRADE, early, GRADE | {"number": "Y3"}]
    assert found(complete(grades=rows)) == [
        ("grades", "Grades: 4 rows; at most 3 are allowed."),
        ("grades.2.until", "Grades, row 3. Until: this cannot come before “Date”."),
        ("grades.1", "Grades, row 2 repeats row 1."),
    ]


def test_a_column_can_depend_on_its_row() -> None:
    rows = [{"title": "other", "name": "", "until": ""}, {"title": "expert_city", "name": ""}]
    assert found(complete(titles=rows)) == [
        ("titles.0.name", "Titles, row 1. Name: enter an answer.")
    ]
