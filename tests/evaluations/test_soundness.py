"""The product of law and route: sound programmes pass, each broken one is named."""

import copy

import pytest

from evaluations import soundness
from evaluations.desks import RULES, Desk, DeskRule, Reach, Verdict
from evaluations.roles import Role
from evaluations.rules import Clock, Step, Text, Track
from workflows import checks, programme


class Broken:
    """A programme as far as its routes go."""

    id = "broken"

    def __init__(self, *desks):
        steps = tuple(Step(desk=name, clock=Clock(5)) for name in desks)
        self.tracks = (Track(id="t", label=Text("途径"), intro=Text("说明"), route=steps),)


SOUND = ("employer", "district", "formal_check", "qualification", "qualification_approval")


def moves(**changes):
    """The law with some moves replaced."""
    return copy.deepcopy(dict(soundness.law_of_moves())) | changes


@pytest.mark.parametrize("each", programme.all_programmes(), ids=lambda each: each.id)
def test_every_programme_is_sound(each):
    assert checks.complaints(each) == []


def test_a_sound_route_has_no_complaint():
    assert soundness.complaints(Broken(*SOUND)) == []


@pytest.mark.parametrize(
    ("desks", "complaint"),
    [
        ((), "broken/t: the route is empty, so nobody would check an application"),
        (("employer", "counter"), "broken/t: there is no desk 'counter' that gives opinions"),
        (("employer", "objection"), "broken/t: there is no desk 'objection' that gives opinions"),
        (("employer", "employer"), "broken/t: the desk 'employer' stands twice on the route"),
        (
            ("employer", "qualification"),
            (
                "broken/t: qualification can only propose to refuse, and no later desk decides on "
                "its proposal"
            ),
        ),
        (
            ("employer", "qualification_approval"),
            (
                "broken/t: qualification_approval is a second pair of eyes, but qualification does "
                "not come before"
            ),
        ),
    ],
)
def test_a_broken_route_is_named(desks, complaint):
    assert soundness.complaints(Broken(*desks)) == [complaint]


def test_a_desk_whose_outcome_the_law_refuses_is_named():
    law = moves(not_recommend={"proposed": "not_recommended"})
    assert soundness.complaints(Broken("employer"), law) == [
        "broken/t: the law refuses 'not_recommend', which employer does with the verdict decline"
    ]


def test_a_way_to_the_certificate_without_notice_is_named():
    law = moves(approve={"proposed": "approved", "publicised": "approved"})
    assert soundness.complaints(Broken("employer"), law) == [
        "broken/t: a certificate can be reached without the status 'publicised'"
    ]


def test_a_way_to_the_certificate_without_decision_is_named():
    law = moves(certify={"publicised": "certified", "approved": "certified"})
    assert soundness.complaints(Broken("employer"), law) == [
        "broken/t: a certificate can be reached without the status 'approved'"
    ]


def test_a_dead_end_is_named():
    law = moves(clear={}, strike_off={})
    assert soundness.complaints(Broken("employer"), law) == [
        "broken/t: dead end: nothing leads on from the status 'contested' after employer"
    ]


@pytest.mark.parametrize("move", ["move_up", "reopen", "readmit"])
def test_a_side_way_past_the_notice_is_named(move):
    """Whoever comes back or moves up passes the notice like everybody else."""
    sources = soundness.law_of_moves()[move]
    law = moves(**{move: dict.fromkeys(sources, "approved")})
    assert soundness.complaints(Broken("employer"), law) == [
        "broken/t: a certificate can be reached without the status 'publicised'"
    ]


def test_a_reserve_list_that_nobody_leaves_is_a_dead_end():
    law = moves(move_up={}, release={"approved": "withdrawn"}, not_select={"filed": "not_selected"})
    assert soundness.complaints(Broken("employer"), law) == [
        "broken/t: dead end: nothing leads on from the status 'reserve' after employer"
    ]


def test_every_move_of_the_law_is_walked():
    """A new move of the law belongs to one of the lists, or a way past the notice stays unseen."""
    of_desks = {move for rule in RULES.values() for move in rule.verdicts.values() if move}
    walked = {
        *soundness.LIST_MOVES, *soundness.OBJECTION_MOVES,
        *soundness.CORRECTION_MOVES, *soundness.AFTERWARDS_MOVES, *of_desks,
    }  # fmt: skip
    # Recalled, the case is a draft again; called off, it is over.
    assert set(soundness.law_of_moves()) - walked == {"recall", "call_off"}


def test_a_programme_that_nobody_can_finish_is_named():
    law = moves(certify={})
    complaints = soundness.complaints(Broken("employer"), law)
    assert "broken/t: no way leads to a certificate" in complaints


def test_a_desk_without_a_node_is_named(monkeypatch):
    monkeypatch.setattr(checks.programme, "complaints", lambda each: [])
    monkeypatch.setattr(checks.soundness, "complaints", lambda each: [])
    assert checks.complaints(Broken("counter")) == [
        "broken/t: no node in the flow serves the desk 'counter'"
    ]


def test_an_applicant_stuck_in_a_loop_would_be_named(monkeypatch):
    """A desk that can only send back, with nobody able to refuse, lets no file out."""
    loop = DeskRule(Reach.CITY, (Role.REVIEW_OFFICE,), {Verdict.SEND_BACK: ""})
    monkeypatch.setitem(RULES, Desk.VOTE, loop)
    law = moves(withdraw={}, lapse={}, not_recommend={"filed": "filed"})
    complaints = soundness.complaints(Broken("employer", "vote"), law)
    assert "broken/t: no way leads to a certificate" in complaints
