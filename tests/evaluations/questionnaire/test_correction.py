from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from evaluations.questionnaire import Restricted, clean, field_paths, opened, restrict
from tests.evaluations.questionnaire.answers import SMALL, complete, forms

PATHS = [field.path for field in field_paths(SMALL, "first")]


def test_everything_asked_can_be_opened_and_a_table_as_a_whole() -> None:
    assert PATHS == [
        "answers.post",
        "answers.room",
        "answers.years",
        "answers.since",
        "answers.until",
        "answers.phone",
        "answers.wage",
        "answers.graduated",
        "answers.story",
        "uploads.contract",
        "uploads.plan",
        "answers.grades",
        "answers.titles",
        "answers.results",
        "answers.contest",
        "answers.rank",
        "answers.honest",
    ]


def test_what_hangs_on_an_opened_answer_is_opened_with_it() -> None:
    assert opened(SMALL, "first", ["answers.post", "answers.nowhere"]) == {
        "answers.post",
        "answers.room",
        "uploads.plan",
    }
    assert opened(SMALL, "first", ["answers.years"]) == {"answers.years"}


def test_only_opened_answers_change_and_attempts_are_named() -> None:
    new = complete(years=20, post="office", grades=[])
    assert restrict(complete(), new, {"answers.years"}) == Restricted(
        answers=complete(years=20), attempts=("answers.grades", "answers.post")
    )


def test_a_page_saved_alone_keeps_the_rest() -> None:
    saved = restrict(complete(), {"years": 20}, {"answers.years", "answers.grades"})
    assert saved == Restricted(answers=complete(years=20), attempts=())


def test_no_answer_has_one_meaning() -> None:
    saved = restrict({}, {"years": "", "grades": [], "room": None}, ())
    assert saved == Restricted(answers={}, attempts=())


def test_zero_is_an_answer() -> None:
    assert restrict({"years": ""}, {"years": 0}, ()).attempts == ("answers.years",)


@given(forms, forms, st.sets(st.sampled_from(PATHS)))
def test_nothing_outside_the_opened_paths_ever_changes(
    old: dict[str, Any], new: dict[str, Any], paths: set[str]
) -> None:
    before, after = clean(SMALL, "first", old), clean(SMALL, "first", new)
    saved = restrict(before, after, paths)
    for key in before:
        expected = after if f"answers.{key}" in paths else before
        assert saved.answers[key] == expected.get(key)
    changed = {f"answers.{k}" for k in after if before.get(k, "") != after[k]}
    assert set(saved.attempts) == changed - paths
