"""A meeting and its secret ballot: quorum, recusal, integers, and no way to join voter and vote."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from evaluations.actions import ballot, meeting
from evaluations.desks import Desk
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Ballot, Item, VotingRight
from evaluations.scoring import NoQuorum
from evaluations.status import Status
from journal.models import Entry
from tests import cast
from tests.evaluations.panels.stage import MET, stage
from tests.remembered import remembered
from workflows import desk, panels

pytestmark = pytest.mark.django_db

SHORT = ("employer", "vote")


@remembered
def room(*, experts=5, count=5, files=1, **more):
    play = stage(experts=experts, route=SHORT, **more)
    cases = [play.file() for _n in range(files)]
    play.draw(count=count)
    held = play.convene()
    return play, cases, held


def close(play, held):
    return panels.close_meeting(held, by=play.office, at=MET)


@pytest.mark.parametrize(("yes", "status"), [(4, Status.FILED), (3, Status.NOT_SELECTED)])
def test_two_thirds_of_those_present_are_counted_in_whole_numbers(yes, status):
    play, [case], held = room()
    play.sign_in(held)
    play.vote(held, ["for"] * yes + ["against"] * (5 - yes))
    [opinion] = close(play, held)
    assert cast.fresh(case).status == status
    counts = {"eligible": 5, "present": 5, "yes": yes, "no": 5 - yes, "abstained": 0}
    assert {name: opinion.detail[name] for name in counts} == counts
    where = desk.open_task(cast.fresh(case))
    assert (where.desk if where else None) == (Desk.LIST if status == Status.FILED else None)


def test_without_a_quorum_no_vote_opens_and_nothing_is_decided():
    play, [case], held = room()
    play.sign_in(held, count=3)
    with pytest.raises(NoQuorum):
        ballot.open_item(item_id=held.items.get().pk, by=play.office, at=MET)
    with pytest.raises(Refused, match="item 1"):
        close(play, held)
    assert cast.fresh(case).status == Status.FILED


def test_who_is_recused_has_no_vote_and_the_denominator_shrinks():
    play, [case], held = room()
    play.sign_in(held)
    out = held.seats.first().member.expert
    meeting.recuse(item_id=held.items.get().pk, reason="师徒", by=out.user, at=MET)
    play.vote_by = out
    item = held.items.get()
    ballot.open_item(item_id=item.pk, by=play.office, at=MET)
    with pytest.raises(NotPermitted):
        ballot.cast(item_id=item.pk, choice="for", by=out.user)
    item = Item.objects.get(pk=item.pk)
    assert (item.eligible, item.present) == (4, 4)
    assert case.recusals.get().kind == "declared"


def test_a_colleague_of_the_applicant_is_recused_by_himself():
    play = stage(experts=4, route=SHORT)
    colleague = play.expert(employer=play.city.employer, unit="")
    play.file()
    play.draw(count=5)
    held = play.convene()
    play.sign_in(held)
    ballot.open_item(item_id=held.items.get().pk, by=play.office, at=MET)
    seats = VotingRight.objects.values_list("seat__member__expert", flat=True)
    assert (colleague.pk in seats, len(seats)) == (False, 4)


def test_a_vote_is_given_once_by_the_member_and_not_later():
    play, _cases, held = room()
    play.sign_in(held, count=4)
    item = held.items.get()
    late = held.seats.filter(signed_at=None).get().member.expert.user
    ballot.open_item(item_id=item.pk, by=play.office, at=MET)
    meeting.sign_in(meeting_id=held.pk, by=late, at=MET)
    with pytest.raises(NotPermitted):
        ballot.cast(item_id=item.pk, choice="for", by=late)
    with pytest.raises(NotPermitted):
        ballot.cast(item_id=item.pk, choice="for", by=play.office)
    voter = held.seats.first().member.expert.user
    ballot.cast(item_id=item.pk, choice="for", by=voter)
    with pytest.raises(Refused, match="once"):
        ballot.cast(item_id=item.pk, choice="against", by=voter)
    ballot.close_item(item_id=item.pk, by=play.office, at=MET)
    other = held.seats.all()[1].member.expert.user
    with pytest.raises(Refused, match="No vote is open"):
        ballot.cast(item_id=item.pk, choice="for", by=other)
    item = Item.objects.get(pk=item.pk)
    assert (item.yes, item.no, item.abstained, item.passed) == (1, 0, 3, False)


def test_nobody_signs_in_for_another():
    play, _cases, held = room()
    with pytest.raises(NotPermitted):
        meeting.sign_in(meeting_id=held.pk, by=play.office, at=MET)


# --- secrecy ---------------------------------------------------------------------------------


def columns(model):
    return {field.name: type(field).__name__ for field in model._meta.get_fields()}


def test_the_schema_joins_no_voter_and_no_vote():
    assert columns(Ballot) == {"id": "UUIDField", "item": "ForeignKey", "choice": "CharField"}
    assert columns(VotingRight) == {
        "id": "UUIDField", "item": "ForeignKey", "seat": "ForeignKey", "used": "BooleanField",
    }  # fmt: skip
    timed = [
        (model.__name__, field.name)
        for model in (Ballot, VotingRight)
        for field in model._meta.fields
        if isinstance(field, models.DateField | models.TimeField | models.AutoField)
    ]
    assert timed == []


def test_the_box_is_shaken_so_that_order_and_ids_tell_nothing():
    play, _cases, held = room(experts=9, count=9)
    play.sign_in(held)
    item = held.items.get()
    ballot.open_item(item_id=item.pk, by=play.office, at=MET)
    seats = held.seats.select_related("member__expert__user").order_by("member__number")
    seen, order_kept = [], True
    for number, seat in enumerate(seats):
        choice = "for" if number < 5 else "against"
        ballot.cast(item_id=item.pk, choice=choice, by=seat.member.expert.user)
        ids = set(Ballot.objects.filter(item=item).values_list("pk", flat=True))
        assert len(ids) == number + 1
        assert all(ids.isdisjoint(earlier) for earlier in seen)
        seen.append(ids)
    for _again in range(20):
        stored = [choice for (choice,) in physical_order(item)]
        order_kept = order_kept and stored == ["for"] * 5 + ["against"] * 4
        ballot._shake(item, "for")
        Ballot.objects.filter(item=item, choice="for").first().delete()
    assert not order_kept


def physical_order(item):
    row = "ctid" if connection.vendor == "postgresql" else "rowid"
    key = str(item.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT choice FROM evaluations_ballot WHERE item_id = {key} ORDER BY {row}"  # noqa: S608
        )
        return cursor.fetchall()


def test_the_record_tells_who_was_present_and_the_counts_but_no_vote():
    play, _cases, held = room()
    play.sign_in(held)
    before = Entry.objects.count()
    item = held.items.get()
    ballot.open_item(item_id=item.pk, by=play.office, at=MET)
    for seat in held.seats.select_related("member__expert__user"):
        ballot.cast(item_id=item.pk, choice="for", by=seat.member.expert.user)
    ballot.close_item(item_id=item.pk, by=play.office, at=MET)
    verbs = [entry.verb for entry in Entry.objects.order_by("seq")[before:]]
    assert verbs == ["meeting.open_item", "meeting.close_item"]


def test_the_database_refuses_to_touch_a_counted_box():
    play, _cases, held = room()
    play.sign_in(held)
    play.vote(held, ["for"] * 5)
    for sql in (
        "UPDATE evaluations_ballot SET choice = 'against'",
        "DELETE FROM evaluations_ballot",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(item=held.items.get(), choice="for")


# --- the whole way ---------------------------------------------------------------------------


def test_experts_then_a_defence_then_a_vote_take_a_file_to_the_list():
    play = stage(experts=3)
    case = play.file()
    play.draw()
    play.assign()
    play.score_all()
    play.close()
    for where in (Desk.DEFENCE, Desk.VOTE):
        held = play.convene(where)
        play.sign_in(held)
        play.vote(held, ["for"] * 3)
        close(play, held)
    assert desk.open_task(cast.fresh(case)).desk == Desk.LIST
    said = case.opinions.values_list("desk", "verdict")
    assert list(said) == [(name, "pass") for name in ("employer", "panel", "defence", "vote")]
    assert list(desk.disagreements()) == []


def test_minutes_are_locked_with_the_meeting():
    play, _cases, held = room(files=2)
    play.sign_in(held)
    play.vote(held, ["for"] * 5, 1)
    play.vote(held, ["against"] * 5, 2)
    close(play, held)
    held = type(held).objects.get(pk=held.pk)
    assert len(held.minutes_hash) == 64
    with pytest.raises(NotPermitted, match="locked"):
        ballot.open_item(item_id=held.items.first().pk, by=play.office, at=MET)
    assert [row["passed"] for row in meeting.minutes(held)["items"]] == [True, False]


def test_the_office_cannot_speak_beside_a_meeting():
    play, [case], _held = room()
    with pytest.raises(NotPermitted, match="meeting"):
        cast.opine(play.city, case)
