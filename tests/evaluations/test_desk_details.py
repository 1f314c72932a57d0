"""What desks ask before they may pass a file on, and every sentence of refusal. Pure."""

from typing import Any

import pytest

from evaluations import desk_details
from evaluations.calendar import WorkCalendar
from evaluations.desks import Desk, Verdict
from evaluations.rules import Ballot, Clock, Step
from tests.clock import on

POSTED = {
    "posted_on": "2026-03-02",
    "ended_on": "2026-03-09",
    "posted_where": "厂务公开栏",
    "objections": "none",
}
MET = {"meeting": "党委会第5次会议", "met_on": "2026-03-05", "attended": 7}
VOTE = {"voted_on": "2026-03-05", "eligible": 9, "present": 9, "yes": 6, "no": 2, "abstained": 1}


def step(desk: str, **more: Any) -> Step:
    return Step(desk=desk, clock=Clock(10), **more)


def paths(desk: str, detail: dict, *, verdict: str = Verdict.PASS, **more: Any) -> list[str]:
    setting = desk_details.Setting(
        step=more.pop("step", None) or step(desk),
        today=on("2026-03-10"),
        calendar=WorkCalendar,
        **{"proofs": 1} | more,
    )
    return [c.path for c in desk_details.problems(desk, verdict, detail, setting)]


def test_a_desk_without_a_form_asks_nothing() -> None:
    for desk in (Desk.EMPLOYER, Desk.SUPERVISOR, Desk.DISTRICT, Desk.FORMAL_CHECK, Desk.PANEL):
        assert desk_details.asks(desk, step(desk)) == ()
        assert paths(desk, {}) == []


@pytest.mark.parametrize("verdict", [v for v in Verdict if v != Verdict.PASS])
def test_only_a_file_that_goes_forward_needs_the_form(verdict) -> None:
    assert paths(Desk.VOTE, {}, verdict=verdict) == []


def test_a_collective_decision_names_meeting_day_and_number() -> None:
    where = step(Desk.EMPLOYER, collective=True)
    assert paths(Desk.EMPLOYER, MET, step=where) == []
    assert paths(Desk.EMPLOYER, {}, step=where) == [
        "detail.meeting",
        "detail.met_on",
        "detail.attended",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"attended": 1},  # one person is no meeting
        {"attended": "7"},
        {"met_on": "2026-03-11"},  # tomorrow
        {"met_on": "2026-02-30"},
        {"meeting": ""},
    ],
)
def test_each_answer_of_a_collective_decision_is_checked(change) -> None:
    where = step(Desk.EMPLOYER, collective=True)
    assert paths(Desk.EMPLOYER, MET | change, step=where) == [f"detail.{next(iter(change))}"]


@pytest.mark.parametrize(
    ("ended", "wrong"),
    [
        ("2026-03-09", []),  # 3, 4, 5, 6 and 9 March: five working days after posting
        ("2026-03-08", ["detail.ended_on"]),  # a Sunday adds nothing
        ("2026-03-06", ["detail.ended_on"]),
        ("2026-03-01", ["detail.ended_on"]),  # before it was posted
        ("2026-03-12", ["detail.ended_on"]),  # not over yet
    ],
)
def test_publicity_inside_the_unit_runs_its_full_working_days(ended, wrong) -> None:
    where = step(Desk.EMPLOYER_PUBLICITY, notice=Clock(5))
    detail = POSTED | {"ended_on": ended}
    assert paths(Desk.EMPLOYER_PUBLICITY, detail, step=where) == wrong


def test_publicity_inside_the_unit_has_a_proof() -> None:
    where = step(Desk.EMPLOYER_PUBLICITY, notice=Clock(5))
    assert paths(Desk.EMPLOYER_PUBLICITY, POSTED, step=where, proofs=0) == ["proof"]
    assert paths(Desk.EMPLOYER, {}, proofs=0) == []


def test_two_people_inspect_and_write_a_report() -> None:
    given = {"inspected_on": "2026-03-05", "inspectors": "周评审、吴评审", "report": "情况属实"}
    assert paths(Desk.INSPECTION, given) == []
    assert paths(Desk.INSPECTION, given | {"inspectors": "周评审"}) == ["detail.inspectors"]
    assert paths(Desk.INSPECTION, given | {"report": ""}) == ["detail.report"]


def test_a_place_in_the_order_is_asked_where_the_call_ranks() -> None:
    where = step(Desk.DISTRICT, ranked=True)
    assert paths(Desk.DISTRICT, {"rank": 1}, step=where) == []
    assert paths(Desk.DISTRICT, {"rank": 0}, step=where) == ["detail.rank"]
    assert paths(Desk.DISTRICT, {}, step=where) == ["detail.rank"]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, []),
        ({"yes": 5, "no": 3}, ["detail.yes"]),  # 5 of 9 is under two thirds
        ({"present": 8}, ["detail.present"]),  # nine votes of eight people
        ({"present": 5, "yes": 5, "no": 0, "abstained": 0}, ["detail.present"]),  # no quorum
        ({"eligible": 8}, ["detail.present"]),  # more present than entitled
        ({"yes": -1}, ["detail.yes"]),
    ],
)
def test_a_vote_adds_up_has_its_quorum_and_reaches_its_threshold(change, wrong) -> None:
    assert paths(Desk.VOTE, VOTE | change) == wrong


def test_the_threshold_is_the_calls_own() -> None:
    half = Ballot(threshold=(1, 2), base="ELIGIBLE")
    detail = VOTE | {"yes": 5, "no": 3}
    assert paths(Desk.VOTE, detail, ballot=half) == []
    assert paths(Desk.VOTE, detail | {"eligible": 11}, ballot=half) == ["detail.yes"]


@pytest.mark.parametrize(
    ("judged", "wrong"),
    [
        ({"X12": {"met": "yes", "note": "已向组织部门核实"}}, []),
        ({}, ["judged.X12"]),
        ({"X12": {"met": "yes", "note": " "}}, ["judged.X12"]),
        ({"X12": {"met": "no", "note": "有处分"}}, ["judged.X12"]),
        ({"X12": {"met": "maybe", "note": "x"}}, ["judged.X12"]),
    ],
)
def test_a_rule_that_needs_a_person_is_answered_with_what_it_rests_on(judged, wrong) -> None:
    assert paths(Desk.QUALIFICATION, {"judged": judged}, open_rules=["X12"]) == wrong


@pytest.mark.parametrize(
    ("people", "wrong"),
    [("甲、乙", []), ("甲\n乙", []), ("甲", ["detail.visitors"]), (" 、 ", ["detail.visitors"])],
)
def test_two_people_visit(people, wrong) -> None:
    assert paths(Desk.SITE_VISIT, {"visited_on": "2026-03-05", "visitors": people}) == wrong


def test_every_sentence_begins_with_what_it_is_about() -> None:
    setting = desk_details.Setting(step=None, today=on("2026-03-10"), calendar=WorkCalendar)
    complaints = desk_details.problems(Desk.INSPECTION, Verdict.PASS, {}, setting)
    asks = {f"detail.{ask.id}": ask for ask in desk_details.asks(Desk.INSPECTION, None)}
    assert [c.sentence.startswith(str(asks[c.path].label)) for c in complaints] == [True] * 3
