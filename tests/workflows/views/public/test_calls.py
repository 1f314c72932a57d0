"""The calls as the public reads them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations import rules as vocabulary
from evaluations.status import CallStatus
from tests import cast
from tests.clock import at
from tests.visits import get, id_numbers, leaks, text
from workflows import programme
from workflows.templatetags.words import cited
from workflows.views.public import calls as view
from workflows.views.public import words

pytestmark = pytest.mark.django_db

OPEN = at("2026-03-10 09:00")


def page(call, moment=OPEN, user=None, **headers):
    return get(user, reverse("call", args=[call.public_id]), moment, **headers)


def test_says_who_can_apply_with_the_source_of_every_rule():
    call = cast.City().call()

    answer = page(call)

    said = text(answer)
    assert answer.status_code == 200
    for rule in call.rules.conditions:
        assert rule.text.zh in said
        assert cited(rule.source) in said
    assert "[S" not in said
    assert [track.label.zh in said for track in call.rules.tracks] == [True, True]


def test_shows_edition_and_whole_hash_of_the_frozen_rules():
    call = cast.City().call()

    said = text(page(call))

    assert call.rules_hash in said
    assert call.rules.edition in said


def test_marks_what_is_another_citys_practice():
    rules = programme.get("technical_expert")
    standing = {rule.id: words.standing_of(rule, rules.parameters) for rule in rules.conditions}

    assert standing["skill_grade"] == "comparator"
    assert standing["in_service"] == "comparator"


def test_a_value_set_for_this_call_is_no_longer_marked_as_foreign():
    own = programme.get("technical_expert")
    changed = vocabulary.with_parameters(own, {"skill_grade": "senior"})
    rule = next(rule for rule in changed.conditions if rule.id == "skill_grade")

    assert words.standing_of(rule, changed.parameters) == "office"


def test_a_call_in_preparation_looks_like_an_unknown_one():
    city = cast.City()
    call = cast.desk_call(city, programme.get("technical_expert"), 2026)

    assert page(call).status_code == 404
    assert page(call, user=city.stranger).status_code == 404
    assert get(None, reverse("call_diagram", args=[call.public_id]), OPEN).status_code == 404


def test_one_can_apply_while_the_window_is_open_and_is_told_why_not_afterwards():
    call = cast.City().call()
    apply = reverse("start_application", args=[call.public_id])

    assert apply in text(page(call))
    for moment in (at("2026-02-28 09:00"), at("2026-04-01 00:00")):
        assert apply not in text(page(call, moment))
    assert "2026-03-01 00:00" in view.closed_because(call, at("2026-02-28 09:00"))
    assert "2026-04-01 00:00" in text(page(call, at("2026-04-02")))


def test_the_public_does_not_learn_of_a_list_before_its_notice():
    city = cast.City()
    call = city.call()
    cast.walked(city, call, "proposed")
    call = cast.fresh_call(call)

    assert call.status == CallStatus.PROPOSED
    assert view.told_status(call) == CallStatus.CLOSED
    assert [step["state"] for step in view.steps(call, cast.PROPOSED)] == [
        "done",
        "current",
        "todo",
        "todo",
        "todo",
    ]
    assert 'data-status="proposed"' not in text(page(call, cast.PROPOSED))


def test_officers_of_the_call_find_the_way_to_their_own_view():
    city = cast.City()
    call = city.call()
    office = reverse("call_office", args=[call.public_id])

    assert office in text(page(call, user=city.office))
    assert office not in text(page(call, user=city.stranger))
    assert office not in text(page(call))


def test_the_diagram_is_a_picture_in_both_languages():
    call = cast.City().call()
    url = reverse("call_diagram", args=[call.public_id])

    chinese, english = get(None, url, OPEN), get(None, f"{url}?language=en", OPEN)

    assert chinese["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert "单位推荐" in text(chinese)
    assert "Employer recommendation" in text(english)


def test_the_list_of_calls_shows_open_ones_and_pages_the_rest(monkeypatch):
    city = cast.City()
    monkeypatch.setattr(view, "PAGE", 1)
    running = city.call(year=2026)
    done = [city.call(year=year) for year in (2024, 2025)]
    for call in done:
        cast.close(call)

    first = text(get(None, reverse("calls"), at("2026-03-10")))
    second = text(get(None, f"{reverse('calls')}?after={done[1].pk}", at("2026-03-10")))

    assert (running.title in first, done[1].title in first, done[0].title in first) == (
        True,
        True,
        False,
    )
    assert (running.title in second, done[0].title in second) == (False, True)


@pytest.mark.parametrize("name", ["home", "calls", "notices"])
def test_public_lists_cost_the_same_for_one_and_for_three_rows(name):
    city = cast.City()
    first = city.call(year=2026)
    cast.publicise(city, _proposed(city, first))
    city.call(year=2027)
    alone = _queries(name)
    for year in (2028, 2029):
        cast.publicise(city, _proposed(city, city.call(year=year)))
        city.call(year=year + 10)

    assert _queries(name) == alone


def _proposed(city, call):
    case = cast.to_the_list(city, cast.draft(city, call))
    return cast.propose(city, cast.close(call), [case])


def _queries(name):
    with CaptureQueriesContext(connection) as queries:
        get(None, reverse(name), at("2026-04-22 09:00"))
    return len(queries)


def test_a_cancelled_call_has_no_step_and_says_so():
    city = cast.City()
    call = cast.desk_call(city, programme.get("technical_expert"), 2026)

    assert {step["state"] for step in view.steps(call, OPEN)} == {"todo"}


def test_no_public_page_holds_an_id_number():
    city = cast.City()
    call = city.call()
    case = cast.walked(city, call, "certified")
    notice = call.notices.get()
    number = case.person.id_number
    assert id_numbers(f"x {number} y") == [number]  # the nets catch
    assert leaks(number, number[5:13]) == [number[5:13]]

    for url in (
        reverse("home"),
        reverse("calls"),
        reverse("call", args=[call.public_id]),
        reverse("notices"),
        reverse("notice", args=[notice.public_id]),
        reverse("certificates:registry"),
    ):
        said = text(get(None, url, at("2026-05-20")))
        assert id_numbers(said) == [], url
        assert leaks(number, said) == [], url
