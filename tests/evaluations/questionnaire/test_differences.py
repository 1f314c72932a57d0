from typing import Any

from django.utils import translation
from hypothesis import given

from evaluations.questionnaire import Difference, clean, differences
from tests.evaluations.questionnaire.answers import CONTEST, SMALL, complete, forms

SENIOR = {"grade": "senior", "number": "Y0", "date": "2015-01-01", "until": ""}
TECHNICIAN = {"grade": "technician", "number": "Y1", "date": "2020-06-01", "until": ""}


def lines(before: dict[str, Any], after: dict[str, Any], **how: Any) -> list[tuple[str, str, str]]:
    return [(d.label, d.before, d.after) for d in differences(SMALL, before, after, **how)]


def test_a_changed_answer_is_told_in_words() -> None:
    assert differences(SMALL, complete(), complete(post="office", room="12")) == [
        Difference(page="work", item="post", label="Post", before="Front line", after="Office"),
        Difference(page="work", item="room", label="Room", before="", after="12"),
    ]


def test_a_row_put_in_front_does_not_change_the_rows_behind_it() -> None:
    before, after = complete(grades=[TECHNICIAN]), complete(grades=[SENIOR, TECHNICIAN])
    assert lines(before, after) == [("Grades, row 1 added", "", "Senior worker · Y0 · 2015-01-01")]
    assert lines(after, before) == [
        ("Grades, row 1 removed", "Senior worker · Y0 · 2015-01-01", "")
    ]


def test_a_changed_row_names_its_column() -> None:
    before, after = complete(grades=[SENIOR]), complete(grades=[SENIOR | {"number": "Y9"}])
    assert lines(before, after) == [("Grades, row 1: Number", "Y0", "Y9")]


def test_a_contest_is_told_by_its_name() -> None:
    names = {CONTEST: "市赛 · 车工"}
    assert lines(complete(), complete(contest=CONTEST), contests=names) == [
        ("Contest", "", "市赛 · 车工")
    ]


def test_words_are_in_the_readers_language() -> None:
    with translation.override("zh-hans"):
        assert lines(complete(), complete(post="office")) == [("问post", "一线", "机关")]


@given(forms, forms)
def test_two_filings_differ_exactly_when_their_answers_do(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    before, after = clean(SMALL, "first", old), clean(SMALL, "first", new)
    assert differences(SMALL, before, before) == []
    changed = {d.item for d in differences(SMALL, before, after)}
    assert changed == {
        key for key in {*before, *after} if before.get(key, "") != after.get(key, "")
    }
