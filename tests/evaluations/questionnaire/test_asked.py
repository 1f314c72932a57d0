from evaluations.questionnaire import asked, blank, contests_named, visible_items, visible_pages
from tests.evaluations.questionnaire.answers import CONTEST, SMALL, complete


def visible(track: str, **answers: str) -> list[str]:
    return [item.id for item in visible_items(SMALL, track, answers)]


def test_a_question_appears_with_the_answer_that_calls_for_it() -> None:
    assert {"room", "plan"} & set(visible("first", post="line")) == set()
    assert {"room", "plan"} & set(visible("first", post="office")) == {"room", "plan"}


def test_pages_of_another_track_are_not_asked() -> None:
    assert [page.id for page in visible_pages(SMALL, "first", {})] == ["work", "record"]
    assert [page.id for page in visible_pages(SMALL, "second", {})] == ["work", "record", "other"]


def test_blank_answers_have_an_entry_for_every_question_and_table() -> None:
    assert blank(SMALL, "first") == complete(
        post="", years="", since="", phone="", graduated="", grades=[], honest=""
    )


def test_a_filing_carries_only_what_was_asked() -> None:
    typed = complete(
        room="hidden", only_second="x", titles=[{"title": "expert_city", "name": "hidden"}]
    )
    expected = complete(titles=[{"title": "expert_city", "until": ""}])
    del expected["room"]
    assert asked(SMALL, "first", typed) == expected


def test_contests_are_collected_from_questions_and_rows() -> None:
    second = CONTEST.replace("7f", "8f")
    rows = [{"contest": CONTEST}, {"contest": second}, {"contest": "no id"}, {}]
    answers = complete(contest=CONTEST, results=rows)
    assert contests_named(SMALL, "first", answers) == (CONTEST, second)
