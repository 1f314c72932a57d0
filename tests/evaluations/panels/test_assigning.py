"""Who scores which file: evenly, never across a conflict, taken back on recusal."""

from collections import Counter

import pytest

from evaluations.actions import assigning
from evaluations.actions.amending import entry_over
from evaluations.desks import Desk
from evaluations.errors import NotPermitted, Refused
from evaluations.models import CallStatusChange, Recusal, Review
from evaluations.roles import Role
from evaluations.status import CallStatus
from tests import cast
from tests.evaluations.panels.stage import DRAWN, stage
from workflows import desk

pytestmark = pytest.mark.django_db


def test_files_are_given_out_evenly_and_again_only_what_is_new():
    play = stage(experts=5)
    for _n in range(5):
        play.file()
    play.draw(count=5)
    first = play.assign()
    assert Counter(r.member.number for r in first) == dict.fromkeys(range(1, 6), 3)
    assert play.assign() == []
    play.file()
    assert len(play.assign()) == 3


def test_a_file_never_comes_to_a_colleague_of_the_applicant():
    play = stage(experts=3)
    colleague = play.expert(employer=play.city.employer, unit="")
    play.file()
    play.draw(count=4)
    given = play.assign()
    assert colleague.pk not in {r.member.expert_id for r in given}
    assert [(r.kind, r.note) for r in Recusal.objects.filter(expert=colleague)] == [
        ("employer", play.city.employer.name)
    ]


def test_a_file_with_which_everybody_is_in_conflict_is_named():
    play = stage(experts=0)
    for _n in range(3):
        play.expert(employer=play.city.employer, unit="")
    case = play.file()
    play.draw()
    with pytest.raises(Refused, match=case.reference):
        play.assign()


def test_an_expert_who_recuses_himself_is_out_and_another_takes_the_file():
    play = stage(experts=4)
    play.file()
    play.draw(count=4)
    [mine, *_others] = play.assign()
    by = mine.member.expert.user
    new = assigning.recuse(review_id=mine.pk, reason="曾是其师傅", by=by, at=DRAWN)
    assert new.member_id not in {mine.member_id}
    assert Review.objects.filter(ended_at=None).count() == 3
    with pytest.raises(NotPermitted):
        play.score(Review.objects.get(pk=mine.pk))
    assert play.assign() == []


def test_the_denominator_shrinks_when_nobody_is_left_to_take_the_file():
    play = stage(experts=3)
    case = play.file()
    play.draw()
    [mine, *_others] = play.assign()
    by = mine.member.expert.user
    assert assigning.recuse(review_id=mine.pk, reason="亲属", by=by, at=DRAWN) is None
    for review, skill in zip(Review.objects.filter(ended_at=None), (40, 50), strict=True):
        play.score(review, skill=skill)
    [opinion] = play.close()
    assert opinion.detail == {"score": "75.00", "rank": 1}
    assert desk.open_task(cast.fresh(case)).desk == Desk.DEFENCE


def test_a_colleague_who_was_given_the_file_before_it_was_known_loses_it():
    play = stage(experts=4)
    play.file()
    play.draw(count=4)
    [review, *_others] = play.assign()
    expert = review.member.expert
    expert.employer, expert.unit = play.city.employer, ""
    expert.save()
    with pytest.raises(NotPermitted):
        play.score(Review.objects.get(pk=review.pk))
    [given] = play.assign()
    assert Review.objects.get(pk=review.pk).ended_at == DRAWN
    assert given.member.expert_id != expert.pk


# --- the call is with the experts ---


def moves_of(call):
    changes = CallStatusChange.objects.filter(call=call, verb="start_review")
    return [(c.before, c.after, c.actor, c.role) for c in changes]


def test_a_closed_call_goes_to_the_experts_with_the_first_file_given_out():
    play = stage(experts=3)
    play.file()
    play.draw()
    cast.close(play.call)
    play.assign()
    assert cast.fresh_call(play.call).status == CallStatus.REVIEWING
    once = [("closed", "reviewing", play.office, Role.REVIEW_OFFICE)]
    assert moves_of(play.call) == once
    assert play.assign() == []
    assert moves_of(play.call) == once
    assert entry_over(cast.fresh_call(play.call))


def test_files_given_out_before_the_window_closes_are_there_when_it_does():
    play = stage(experts=3)
    play.file()
    play.draw()
    play.assign()
    assert cast.fresh_call(play.call).status == CallStatus.OPEN
    cast.close(play.call)
    assert cast.fresh_call(play.call).status == CallStatus.REVIEWING
    assert moves_of(play.call) == [("closed", "reviewing", None, "clock")]
    assert list(desk.disagreements()) == []
