"""Two connections at once: a score counts if and only if it comes before the close."""

import threading

import pytest
from django.db import connection

from evaluations.actions import ballot
from evaluations.errors import Refused
from evaluations.models import Ballot, Item, Review
from journal.models import Entry
from tests.evaluations.panels.stage import CLOSED, MET, stage
from workflows import panels

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts) -> list[str]:
    """Run all at the same moment, each on its own connection; the refusals' sentences."""
    barrier, said = threading.Barrier(len(acts)), []

    def run(act) -> None:
        try:
            barrier.wait()
            act()
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def order_of(*verbs: str) -> list[str]:
    found = Entry.objects.filter(verb__in=verbs).order_by("seq").values_list("verb", flat=True)
    return list(found)


@pytest.mark.parametrize("attempt", range(3))
def test_a_score_and_the_close_never_cross(attempt):
    play = stage(experts=3, route=("employer", "panel"))
    play.file()
    play.draw()
    reviews = play.assign()
    for review in reviews[:2]:
        play.score(review)
    last = Review.objects.select_related("member__expert__user").get(pk=reviews[2].pk)
    said = together(
        lambda: play.score(last, skill=20),
        lambda: panels.close_scoring(play.panel, by=play.office, at=CLOSED),
    )
    row = Review.objects.get(pk=last.pk)
    assert row.submitted_at is not None
    if said:  # the close came first and was refused: the score was missing
        assert order_of("panel.close") == []
        panels.close_scoring(play.panel, by=play.office, at=CLOSED)
    assert order_of("review.submit", "panel.close") == ["review.submit"] * 3 + ["panel.close"]
    assert str(play.panel.cases.get().score) == "70.00"


def test_two_closes_are_one():
    play = stage(experts=3, route=("employer", "panel"))
    play.file()
    play.draw()
    play.assign()
    play.score_all()

    def close():
        panels.close_scoring(play.panel, by=play.office, at=CLOSED)

    assert len(together(close, close)) == 1
    assert order_of("panel.close") == ["panel.close"]


def test_one_member_who_presses_twice_has_one_vote():
    play = stage(experts=3, route=("employer", "vote"))
    play.file()
    play.draw()
    held = play.convene()
    play.sign_in(held)
    item = held.items.get()
    ballot.open_item(item_id=item.pk, by=play.office, at=MET)
    voters = [s.member.expert.user for s in held.seats.select_related("member__expert__user")]

    def vote(user):
        return lambda: ballot.cast(item_id=item.pk, choice="for", by=user)

    said = together(vote(voters[0]), vote(voters[0]), vote(voters[1]))
    assert (len(said), Ballot.objects.filter(item=item).count()) == (1, 2)
    ballot.close_item(item_id=item.pk, by=play.office, at=MET)
    assert Item.objects.get(pk=item.pk).yes == 2
