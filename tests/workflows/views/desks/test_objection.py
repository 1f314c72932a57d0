"""The objection desk: taken, read, judged, decided; who objected is known to the handler alone."""

import pytest

from evaluations.models import Application, Objection
from evaluations.status import Status
from journal.models import Entry
from tests import cast, visits
from tests.clock import at
from tests.workflows.views.desks.sitting import address, page
from tests.worlds import world

pytestmark = pytest.mark.django_db
NOW = at("2026-04-24 09:00")


@world
def city() -> cast.City:
    return cast.City()


@world
def case(city) -> Application:
    return cast.walked(city, city.call(), Status.CONTESTED)


@world
def objection(case) -> Objection:
    return case.objections.get()


def act(user, case, objection, what: str, **answers):
    prefixed = {f"o{objection.pk}-{name}": value for name, value in answers.items()}
    hidden = {f"o{objection.pk}-key": "7c8ad5f0-0a45-4d43-8f3e-6c8d6d0f7a01",
              f"o{objection.pk}-seen": str(cast.fresh(case).version)}  # fmt: skip
    url = address(case, f"objection/{objection.pk}/{what}/")
    return visits.post(user, url, hidden | prefixed, NOW)


def taken(city, case, objection) -> None:
    assert act(city.office, case, objection, "take").status_code == 302


def admitted(city, case, objection) -> None:
    taken(city, case, objection)
    answer = act(city.office, case, objection, "decide", admissible="yes", reason="实名且在期限内")
    assert answer.status_code == 302


def test_the_page_shows_the_facts_and_hides_the_objector(city, case, objection) -> None:
    text = visits.text(page(city.office, case, NOW))
    assert objection.facts in text
    assert "常举证" not in text


def test_the_handler_reads_who_objected_and_every_reading_is_recorded(
    city, case, objection
) -> None:
    taken(city, case, objection)
    for times in (1, 2):
        answer = act(city.office, case, objection, "objector")
        assert answer.status_code == 200
        assert "常举证" in visits.text(answer)
        assert Entry.objects.filter(verb="objection.read_objector").count() == times
    assert "常举证" not in visits.text(page(city.office, case, NOW))


def test_nobody_else_reads_who_objected(city, case, objection) -> None:
    taken(city, case, objection)
    answer = act(city.second_officer, case, objection, "objector")
    assert answer.status_code == 403
    assert "常举证" not in visits.text(answer)


def test_a_second_officer_is_told_who_has_it(city, case, objection) -> None:
    taken(city, case, objection)
    answer = act(city.second_officer, case, objection, "take")
    assert answer.status_code == 422
    assert "评审办甲" in visits.text(answer)


def test_whoever_checked_the_case_may_not_examine_the_objection(city, case, objection) -> None:
    checked = case.opinions.last().given_by
    cast.grant(checked, "review_office")
    assert page(checked, case, NOW).context["act"]["state"] == "barred"
    assert act(checked, case, objection, "take").status_code == 403


def test_an_objection_that_is_not_admitted_ends(city, case, objection) -> None:
    taken(city, case, objection)
    act(city.office, case, objection, "decide", admissible="no", reason="与名单无关")
    assert cast.fresh(case).status == Status.PUBLICISED
    assert Objection.objects.get().outcome == "dismissed"


@pytest.mark.parametrize(
    ("outcome", "strike", "status"),
    [
        ("dismissed", "", Status.PUBLICISED),
        ("unverifiable", "", Status.PUBLICISED),
        ("upheld", "on", Status.STRUCK_OFF),
        ("partly", "", Status.PUBLICISED),
    ],
)
def test_each_outcome_moves_the_candidate(city, case, objection, outcome, strike, status) -> None:
    admitted(city, case, objection)
    answers = {"outcome": outcome, "finding": "已核查"} | ({"strike_off": strike} if strike else {})
    assert act(city.office, case, objection, "decide", **answers).status_code == 302
    assert cast.fresh(case).status == status


@pytest.mark.parametrize(
    "answers",
    [
        {"outcome": "dismissed", "finding": ""},
        {"outcome": "x", "finding": "已核查"},
        {"outcome": "dismissed", "finding": "已核查", "strike_off": "on"},
    ],
)
def test_an_unlawful_outcome_is_a_sentence_and_keeps_the_words(
    city, case, objection, answers
) -> None:
    admitted(city, case, objection)
    answer = act(city.office, case, objection, "decide", **answers)
    assert answer.status_code == 422
    assert answers["finding"] in visits.text(answer)
    assert cast.fresh(case).status == Status.CONTESTED


@pytest.mark.parametrize("what", ["take", "objector", "decide"])
def test_an_objection_of_another_case_is_not_found(city, case, objection, what) -> None:
    other = cast.file(cast.draft(city, city.call(year=2027)))
    assert act(city.office, other, objection, what).status_code == 404


@pytest.mark.parametrize("who", ["clerk", "leader", "stranger"])
def test_only_the_office_handles_objections(city, case, objection, who) -> None:
    answer = act(getattr(city, who), case, objection, "take")
    assert answer.status_code == (404 if who == "stranger" else 403)
    assert Objection.objects.get().handler is None
