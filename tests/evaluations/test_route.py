"""Whose move is it? The pure route, case by case and as a property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations import route
from evaluations.desks import FORWARD, RULES, CallDesk, Desk, Verdict
from evaluations.route import Chain, Said
from evaluations.rules import Clock, Step, Text, Track
from evaluations.status import CallStatus, Status

ORDER = ("employer", "supervisor", "district", "formal_check", "qualification")
APPLIES = {"supervisor": "supervised", "district": "district"}
TRACK = Track(
    id="t",
    label=Text("途径"),
    intro=Text("说明"),
    route=tuple(
        Step(desk=name, clock=Clock(5), applies=APPLIES.get(name, "always")) for name in ORDER
    ),
)
STEPS = route.steps_for(TRACK, Chain(supervised=True, district=True))


def passed(*desks):
    return [Said(name, Verdict.PASS) for name in desks]


@pytest.mark.parametrize(
    ("chain", "desks"),
    [
        (Chain(supervised=True, district=True), ORDER),
        (Chain(supervised=False, district=True), ("employer", *ORDER[2:])),
        (Chain(supervised=True, district=False), ("employer", "supervisor", *ORDER[3:])),
        (Chain(supervised=False, district=False), ("employer", *ORDER[3:])),
    ],
)
def test_the_employer_decides_the_chain_of_recommendation(chain, desks):
    assert tuple(step.desk for step in route.steps_for(TRACK, chain)) == desks


@pytest.mark.parametrize(
    ("status", "said", "desk"),
    [
        (Status.DRAFT, [], None),
        (Status.FILED, [], Desk.EMPLOYER),
        (Status.FILED, passed("employer"), Desk.SUPERVISOR),
        (Status.FILED, passed(*ORDER), Desk.LIST),
        (Status.RETURNED, [], Desk.CORRECTION),
        (Status.SUPPLEMENT_DUE, [], Desk.CORRECTION),
        (Status.PROPOSED, passed(*ORDER), Desk.LIST),
        (Status.PUBLICISED, passed(*ORDER), Desk.LIST),
        (Status.APPROVED, passed(*ORDER), Desk.LIST),
        (Status.CONTESTED, passed(*ORDER), Desk.OBJECTION),
        (Status.CERTIFIED, passed(*ORDER), None),
        (Status.WITHDRAWN, [], None),
        (Status.REVOKED, [], None),
    ],
)
def test_next_desk_follows_status_and_opinions(status, said, desk):
    assert route.next_desk(status, STEPS, said) == desk


def test_every_status_has_an_answer():
    assert {status: route.next_desk(status, STEPS, []) for status in Status}.keys() == set(Status)


def test_an_open_recheck_lies_with_the_office_whatever_the_status():
    assert route.next_desk(Status.NOT_QUALIFIED, STEPS, [], recheck_open=True) == Desk.RECHECK


def test_a_returned_file_comes_back_to_the_desk_that_asked():
    said = [*passed("employer", "supervisor"), Said("district", Verdict.RETURN, "district")]
    assert route.next_desk(Status.FILED, STEPS, said) == Desk.DISTRICT


def test_a_desk_may_want_an_earlier_one_to_look_again():
    said = [*passed("employer", "supervisor"), Said("district", Verdict.RETURN, "employer")]
    assert route.next_desk(Status.FILED, STEPS, said) == Desk.EMPLOYER
    assert route.standing(STEPS, said) == frozenset()


def test_a_word_given_after_a_return_stands_again():
    said = [
        *passed("employer", "supervisor"),
        Said("district", Verdict.SEND_BACK, "supervisor"),
        *passed("supervisor"),
    ]
    assert route.standing(STEPS, said) == {"employer", "supervisor"}
    assert route.next_desk(Status.FILED, STEPS, said) == Desk.DISTRICT


@pytest.mark.parametrize(
    ("verdict", "options"),
    [
        (Verdict.RETURN, ("district", "supervisor", "employer")),
        (Verdict.SUPPLEMENT, ("district", "supervisor", "employer")),
        (Verdict.SEND_BACK, ("supervisor", "employer")),
        (Verdict.PASS, ()),
        (Verdict.DOUBT, ()),
        (Verdict.DECLINE, ()),
    ],
)
def test_where_work_may_go_on(verdict, options):
    assert route.resume_options(STEPS, "district", verdict) == options


@pytest.mark.parametrize(
    ("status", "desk"),
    [
        (CallStatus.DRAFT, CallDesk.SETUP),
        (CallStatus.OPEN, CallDesk.WINDOW),
        (CallStatus.CLOSED, CallDesk.PROPOSED_LIST),
        (CallStatus.REVIEWING, CallDesk.PROPOSED_LIST),
        (CallStatus.PROPOSED, CallDesk.NOTICE),
        (CallStatus.PUBLICISED, CallDesk.DECISION),
        (CallStatus.DECIDED, CallDesk.PROMULGATION),
        (CallStatus.PROMULGATED, CallDesk.CERTIFICATES),
        (CallStatus.CONCLUDED, None),
        (CallStatus.CANCELLED, None),
    ],
)
def test_a_call_lies_at_one_desk(status, desk):
    assert route.next_call_desk(status) == desk


words = st.builds(
    Said,
    desk=st.sampled_from(ORDER),
    verdict=st.sampled_from([Verdict.PASS, Verdict.DOUBT, Verdict.RETURN, Verdict.SEND_BACK]),
    resume_at=st.sampled_from(["", *ORDER]),
)


@given(st.lists(words, max_size=30))
def test_the_open_desk_is_never_one_whose_word_stands(said):
    open_desk = route.next_desk(Status.FILED, STEPS, said)
    stands = route.standing(STEPS, said)
    assert open_desk not in stands
    assert (open_desk == Desk.LIST) == (stands == set(ORDER))


@given(st.lists(words, max_size=30))
def test_everything_before_the_open_desk_has_spoken_and_stands(said):
    open_desk = route.next_desk(Status.FILED, STEPS, said)
    before = ORDER if open_desk == Desk.LIST else ORDER[: ORDER.index(open_desk)]
    assert set(before) <= route.standing(STEPS, said)


def test_desks_forward_words_move_no_status():
    moving = {
        (desk, verdict)
        for desk, rule in RULES.items()
        for verdict, move in rule.verdicts.items()
        if verdict in FORWARD and move
    }
    assert moving == set()
