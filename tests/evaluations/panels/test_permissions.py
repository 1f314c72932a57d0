"""Who may do what with a panel: every verb, every role, one table."""

import pytest

from evaluations.panel_permissions import VERBS, refusal
from evaluations.roles import Role
from tests import cast
from tests.evaluations.panels.stage import CLOSED, SCORED, small_programme, stage

pytestmark = pytest.mark.django_db

OFFICE = {"plan", "draw", "replace", "assign", "change_score", "close", "convene", "read_copies",
          "blind"}  # fmt: skip


def allowed(user, play, **more):
    """Verbs without a meeting that this user may do."""
    return {
        verb
        for verb in VERBS
        if not refusal(user, verb, play.call, at=SCORED, panel=play.panel, **more)
    }


def test_every_role_and_every_verb():
    play = stage(experts=3, route=("employer", "panel"))
    play.file()
    play.draw()
    found = {role: allowed(cast.official("某人", role), play) for role in Role}
    watching = dict.fromkeys((Role.SUPERVISION, Role.AUDITOR), {"read"})
    expected = dict.fromkeys(Role, set()) | watching | {Role.REVIEW_OFFICE: {"read"} | OFFICE}
    assert found == expected


def test_after_the_close_scores_are_read_and_nothing_is_scored():
    play = stage(experts=3, route=("employer", "panel"))
    play.file()
    play.draw()
    play.assign()
    play.score_all()
    play.close()
    play.panel = play.call.panels.get()
    assert allowed(play.office, play) == {
        "read", "read_scores", "plan", "draw", "replace", "convene", "read_copies", "blind",
    }  # fmt: skip
    assert allowed(cast.official("审计", Role.AUDITOR), play) == {"read", "read_scores"}


def test_a_role_over_another_call_does_nothing_here():
    play = stage(experts=3)
    play.draw()
    elsewhere = cast.official(
        "别处", Role.REVIEW_OFFICE, call=cast.desk_call(play.city, small_programme(), 2026, batch=2)
    )
    assert allowed(elsewhere, play) == set()


def test_every_no_is_a_sentence_and_a_closed_account_gets_one_too():
    play = stage(experts=3)
    play.draw()
    gone = cast.official("离任", Role.REVIEW_OFFICE)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    gone = type(gone).objects.get(pk=gone.pk)
    for user in (gone, play.city.stranger):
        said = {refusal(user, verb, play.call, at=CLOSED, panel=play.panel) for verb in VERBS}
        assert all(sentence.endswith(".") for sentence in said)
