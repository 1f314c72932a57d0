"""The pages at work: score by keyboard forms, draw, give out, close, meet; who may open what."""

import uuid

import pytest
from django.urls import reverse

from evaluations.models import Expert, Item, Meeting, Panel, Review
from evaluations.roles import Role
from tests import cast
from tests.cast.copies import release_copies
from tests.evaluations.panels.stage import DRAWN, stage
from workflows.models import DeskTask

pytestmark = pytest.mark.django_db


def form(seen, **more):
    return {"seen": seen, "key": str(uuid.uuid4())} | more


def test_an_expert_saves_a_draft_is_told_what_is_missing_and_submits(visit):
    play = stage(experts=3)
    play.file()
    play.draw()
    play.assign()
    review = Review.objects.select_related("member__expert__user").first()
    client, address = visit(review.member.expert.user), reverse("expert_file", args=[review.token])
    client.post(address, form(1, **{"marks.skill": "41.5", "comment": "扎实", "do": "save"}))
    kept = Review.objects.get(pk=review.pk)
    assert (kept.marks, kept.comment, kept.submitted_at) == ({"skill": "41.5"}, "扎实", None)
    assert 'value="41.5"' in client.get(address).content.decode()
    refused = client.post(address, form(2, **{"marks.skill": "77", "do": "submit"}))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Enter a mark from 0 to 60" in page
    assert "Give a mark; 0 is a mark too." in page
    assert 'value="77"' in page
    done = client.post(
        address, form(2, **{"marks.skill": "50", "marks.teaching": "0", "do": "submit"})
    )
    assert done.url == reverse("expert")
    assert str(Review.objects.get(pk=review.pk).total) == "50.00"
    assert "It is final" in client.get(address).content.decode()


def test_the_draft_saves_itself_and_a_second_window_is_told(visit):
    play = stage(experts=3)
    play.file()
    play.draw()
    play.assign()
    review = Review.objects.select_related("member__expert__user").first()
    client = visit(review.member.expert.user)
    address = reverse("expert_autosave", args=[review.token])
    saved = client.post(address, form(1, **{"marks.skill": "10"}))
    assert saved.json()["seen"] == 2
    stale = client.post(address, form(1, **{"marks.skill": "20"}))
    assert (stale.status_code, list(stale.json())) == (409, ["message"])
    assert Review.objects.get(pk=review.pk).marks == {"skill": "10"}


def plan(client, play, **more):
    given = {"count": 3, "reserves": 1, "external_percent": 0, "gap_months": 0}
    given |= {"observer": play.observer.pk, "track": ""} | more
    return client.post(reverse("call_panels", args=[play.call.public_id]), form(1, **given))


def test_the_office_draws_gives_out_and_closes_in_the_browser(visit):
    play = stage(experts=5, route=("employer", "panel"))
    case = play.file()
    client = visit(play.office)
    planned = plan(client, play)
    panel = Panel.objects.get()
    assert planned.url == reverse("panel_office", args=[panel.public_id])
    record = reverse("panel_record", args=[panel.public_id])
    draw = panel.draws.get()
    assert draw.seed_hash in client.get(record).content.decode()
    client.post(reverse("panel_draw", args=[panel.public_id, 1]), form(1, witness="0417"))
    page = client.get(record).content.decode()
    assert panel.draws.get().seed in page
    assert "the same people" in page
    play.panel = panel
    play.sign()
    release_copies(case, by=play.office, at=DRAWN)
    client.post(reverse("panel_assign", args=[panel.public_id]))
    office = reverse("panel_office", args=[panel.public_id])
    assert "0 / 3" in client.get(office).content.decode()
    early = client.post(
        reverse("panel_close", args=[panel.public_id]), form(Panel.objects.get().version)
    )
    assert early.status_code == 422
    assert "expert no." in early.content.decode()
    scores = reverse("panel_scores", args=[panel.public_id])
    assert client.get(scores).status_code == 403
    play.score_all()
    done = client.post(
        reverse("panel_close", args=[panel.public_id]), form(Panel.objects.get().version)
    )
    assert done.url == scores
    assert "80.00" in client.get(scores).content.decode()
    task = DeskTask.objects.get(process__application=case, desk="list")
    assert task.finished is None


def test_a_meeting_from_convening_to_the_minutes(visit):
    play = stage(experts=3, route=("employer", "vote"))
    play.file()
    play.draw()
    client = visit(play.office)
    chair = play.panel.members.first()
    client.post(
        reverse("new_meeting", args=[play.panel.public_id]),
        form(1, desk="vote", held_on="2026-04-13", place="第一会议室", chair=chair.pk),
    )
    held = Meeting.objects.get()
    room = reverse("expert_meeting", args=[held.public_id])
    for seat in held.seats.select_related("member__expert__user"):
        member = visit(seat.member.expert.user)
        assert member.get(room).status_code == 200
        member.post(reverse("meeting_sign_in", args=[held.public_id]))
    item = reverse("meeting_item", args=[held.public_id, 1])
    client.post(item, {"do": "open"})
    for seat in held.seats.select_related("member__expert__user"):
        member = visit(seat.member.expert.user)
        assert "Put it into the box" in member.get(room).content.decode()
        member.post(reverse("meeting_vote", args=[held.public_id, 1]), {"choice": "for"})
        assert "Your vote is in the box." in member.get(room).content.decode()
    page = client.get(reverse("meeting_office", args=[held.public_id])).content.decode()
    assert "3 / 3" in page
    client.post(item, {"do": "close"})
    assert (Item.objects.get().yes, Item.objects.get().passed) == (3, True)
    done = client.post(reverse("meeting_close", args=[held.public_id]))
    minutes = client.get(done.url).content.decode()
    assert Meeting.objects.get().minutes_hash in minutes


def test_a_two_person_change_in_the_browser(visit):
    play = stage(experts=3)
    play.file()
    play.draw()
    [review, *_others] = play.assign()
    play.score(review)
    client = visit(play.office)
    where = [play.panel.public_id]
    listed = client.get(reverse("final_scores", args=[*where, review.member.number]))
    assert review.panel_case.code in listed.content.decode()
    client.post(
        reverse("change_score", args=[*where, review.pk]),
        form(2, **{"marks.skill": "55", "marks.teaching": "30", "comment": "笔误"}),
    )
    change = review.score_changes.get()
    confirm = reverse("confirm_score_change", args=[*where, change.pk])
    assert client.post(confirm).status_code == 403
    visit(play.city.second_officer).post(confirm)
    assert str(Review.objects.get(pk=review.pk).total) == "85.00"


def test_the_pool_in_the_browser(visit):
    play = stage(experts=1)
    client, new = visit(play.office), cast.user("章外聘")
    client.post(
        reverse("new_expert"),
        {
            "username": new.username,
            "unit": "外省研究院",
            "level": "senior",
            "specialties": "焊接，电工",
        },
    )
    expert = Expert.objects.get(user=new)
    assert expert.specialties == ["焊接", "电工"]
    assert new.grants.get().role == Role.EXPERT
    client.post(
        reverse("declare_relation", args=[expert.public_id]), {"kind": "kin", "name": "林一帆"}
    )
    page = client.get(reverse("office_expert", args=[expert.public_id])).content.decode()
    assert "林一帆" in page
    found = client.get(reverse("office_experts"), {"q": "章"}).content.decode()
    assert ("章外聘" in found, "外地研究院" in found) == (True, False)


# --- who may open what -----------------------------------------------------------------------

OFFICE_PAGES = ("panel_office", "panel_record", "panel_further", "new_meeting")


@pytest.mark.parametrize(
    ("role", "reads", "acts"),
    [
        (Role.REVIEW_OFFICE, 200, 200),
        (Role.SUPERVISION, 200, 403),
        (Role.AUDITOR, 200, 403),
        (Role.EXPERT, 403, 403),
        (Role.LEADING_GROUP, 403, 403),
        (Role.SYSADMIN, 403, 403),
        (Role.CITY_QUALIFICATION, 403, 403),
    ],
)
def test_pages_of_a_panel_open_for_those_who_run_and_watch_it(visit, role, reads, acts):
    play = stage(experts=3)
    play.file()
    play.draw()
    client = visit(cast.official("某人", role))
    where = [play.panel.public_id]
    read = [client.get(reverse(name, args=where)).status_code for name in OFFICE_PAGES[:2]]
    assert read == [reads, reads]
    posts = {
        "panel_assign": client.post(reverse("panel_assign", args=where)),
        "convene": client.get(reverse("new_meeting", args=where)),
    }
    if acts == 403:
        assert {answer.status_code for answer in posts.values()} == {403}
    else:
        assert posts["panel_assign"].status_code == 302
    pool = client.get(reverse("office_experts")).status_code
    assert pool == (200 if role == Role.REVIEW_OFFICE else 403)


def test_anybody_signed_in_opens_the_own_empty_list_and_a_visitor_signs_in(visit, client):
    page = visit(cast.user("路人")).get(reverse("expert"))
    assert "You sit on no panel at present" in page.content.decode()
    assert client.get(reverse("expert")).status_code == 302


def test_an_officer_who_sits_on_the_panel_does_not_run_it(visit):
    play = stage(experts=3)
    play.file()
    play.draw()
    insider = play.experts[0].user
    cast.grant(insider, Role.REVIEW_OFFICE)
    answer = visit(insider).post(reverse("panel_assign", args=[play.panel.public_id]))
    assert answer.status_code == 403


def test_the_pages_ask_the_same_number_of_questions_for_few_and_many(
    visit, django_assert_max_num_queries
):
    play = stage(experts=3)
    play.file()
    play.draw()
    play.assign()
    member = play.panel.members.select_related("expert__user").first()
    client, pages = visit(member.expert.user), [reverse("expert")]
    office, rows = visit(play.office), [reverse("panel_office", args=[play.panel.public_id])]
    few = [queries(client, pages[0]), queries(office, rows[0])]
    for _n in range(2):
        play.file()
    play.assign()
    assert [queries(client, pages[0]), queries(office, rows[0])] == few


def queries(client, address):
    from django.db import connection  # used here only
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)
