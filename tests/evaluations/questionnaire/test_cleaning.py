import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from evaluations.questionnaire import clean, problems
from tests.evaluations.questionnaire.answers import SMALL, complete, forms

SPELLINGS = [
    ("years", "１２", 12),
    ("years", " 1,200 ", 1200),
    ("years", "-3", -3),
    ("years", 12.0, 12),
    ("years", "12.5", "12.5"),
    ("years", "٣", "٣"),
    ("years", "9" * 5000, "9" * 5000),
    ("years", "", ""),
    ("years", None, ""),
    ("years", True, "True"),
    ("since", "2020/1/5", "2020-01-05"),
    ("since", "2020年1月5日", "2020-01-05"),
    ("since", "２０２０.０１.０５", "2020-01-05"),
    ("since", date(2020, 1, 5), "2020-01-05"),
    ("since", "2021-02-29", "2021-02-29"),
    ("phone", "１３８ ００００ ００００", "13800000000"),
    ("phone", "0535—1234567", "0535-1234567"),
    ("wage", "¥1,234.50", "1234.50"),
    ("wage", "1e3", "1e3"),
    ("honest", "YES", "yes"),
    ("honest", False, "no"),
    ("room", "  e\u0301  12\x00 ", "é 12"),
    ("story", "一\r\n二  \r三\ud800", "一\n二\n三"),
    ("post", ["line"], ""),
]


@pytest.mark.parametrize(("item", "typed", "cleaned"), SPELLINGS)
def test_each_answer_has_one_spelling(item: str, typed: Any, cleaned: Any) -> None:
    assert clean(SMALL, "first", {item: typed})[item] == cleaned


def test_empty_rows_and_unknown_ids_are_dropped() -> None:
    typed = complete(
        grades=[{"grade": " "}, "x", {"grade": "senior", "hacked": 1}], unknown=1, contract="file"
    )
    row = {"grade": "senior", "number": "", "date": "", "until": ""}
    assert clean(SMALL, "first", typed) == complete(grades=[row])


def test_answers_of_another_track_are_kept_when_the_applicant_changes_track() -> None:
    typed = complete(only_second="想法")
    assert clean(SMALL, "first", typed) == complete(only_second="想法")


def test_a_table_that_is_no_table_is_empty() -> None:
    assert clean(SMALL, "first", complete(grades="x")) == complete(grades=[])


@given(forms)
def test_cleaning_twice_changes_nothing_and_json_carries_it(form: dict[str, Any]) -> None:
    cleaned = clean(SMALL, "first", form)
    assert clean(SMALL, "first", cleaned) == cleaned
    assert json.loads(json.dumps(cleaned).encode()) == cleaned


@given(forms)
def test_whatever_was_sent_is_answered_with_sentences(form: dict[str, Any]) -> None:
    cleaned = clean(SMALL, "second", form)
    found = problems(SMALL, "second", cleaned, complete=True, uploads=(), contests=())
    draft = problems(SMALL, "second", cleaned, complete=False)
    assert all(problem.message for problem in found)
    assert {p.path for p in draft} <= {p.path for p in found}
