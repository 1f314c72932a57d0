"""The whole way of a panel: planned, drawn before a witness, given out, scored, closed."""

from decimal import Decimal

import pytest

from evaluations.actions import assigning, panel, reviewing
from evaluations.draw import DrawRefused, seed_digest
from evaluations.errors import Incomplete, NotPermitted, Refused
from evaluations.models import Draw, Member, Review
from evaluations.roles import Role
from evaluations.status import Status
from journal.models import Entry
from tests import cast
from tests.evaluations.panels.stage import CLOSED, DRAWN, SCORED, stage
from workflows import desk

pytestmark = pytest.mark.django_db


def entries(panel_row, verb):
    found = Entry.objects.filter(subject_id=str(panel_row.public_id), verb=verb)
    return [entry.body for entry in found]


def test_the_digest_of_the_seed_is_on_record_before_the_draw_and_the_seed_after_it():
    play = stage()
    made = play.plan(reserves=1)
    sealed = Draw.objects.get(pk=made.pk)
    assert (sealed.seed, sealed.drawn_at) == ("", None)
    [planned] = entries(play.panel, "panel.plan")
    assert made.seed_hash in planned
    assert Member.objects.count() == 0
    panel.draw(draw_id=made.pk, witness="0417", by=play.office, at=DRAWN)
    drawn = Draw.objects.get(pk=made.pk)
    [revealed] = entries(play.panel, "panel.draw")
    assert drawn.seed in revealed
    assert drawn.seed not in planned
    assert seed_digest(drawn.seed) == drawn.seed_hash


def test_a_draw_can_be_made_again_from_its_record():
    play = stage()
    play.draw(reserves=2)
    made = play.panel.draws.get()
    assert panel.replayed(made)
    people = [str(m.expert.public_id) for m in play.panel.members.order_by("number")]
    again = panel.result_of(made)
    assert people == [*again.members, *again.reserves]


@pytest.mark.parametrize("column", ["witness", "seed", "pool"])
def test_a_record_that_was_changed_no_longer_gives_these_people(column):
    play = stage(experts=30)  # of eight, another lot draws the same five one time in 56
    play.draw(reserves=2)
    made = play.panel.draws.get()
    value = {"witness": "0418", "seed": "0" * 64, "pool": made.pool[1:]}[column]
    setattr(made, column, value)
    assert not panel.replayed(made)


def test_everybody_in_the_pool_is_listed_with_the_reason_against():
    play = stage(experts=5)
    play.expert(employer=play.city.employer, unit="")
    retired = play.expert()
    type(retired).objects.filter(pk=retired.pk).update(active=False)
    low = play.expert(level="intermediate")
    reader = play.expert()
    cast.grant(reader.user, Role.CITY_ACCEPTANCE)
    play.file()
    made = play.plan(level="associate", excluded_employers=())
    rows = {row["expert"]: row for row in made.pool}
    assert rows[str(retired.public_id)]["reasons"] == ["inactive"]
    assert rows[str(low.public_id)]["reasons"] == ["level"]
    assert rows[str(reader.public_id)]["reasons"] == ["reads"]
    colleague = rows[str(play.experts[5].public_id)]
    assert (colleague["reasons"], colleague["cases"], colleague["kinds"]) == ([], 1, ["employer"])
    assert len(rows) == len(play.experts)


def test_terms_that_the_pool_cannot_meet_are_refused_with_numbers():
    play = stage(experts=4)
    with pytest.raises(DrawRefused, match=r"4.*5"):
        play.plan(count=5)
    with pytest.raises(DrawRefused, match=r"0.*1"):
        play.plan(count=3, external_percent=20)


def test_the_observer_watches_and_is_not_the_one_who_draws():
    play = stage()
    play.observer = play.office
    with pytest.raises(Refused):
        play.plan()
    play.observer = play.city.stranger
    with pytest.raises(Refused):
        play.plan()


def test_a_reserve_takes_the_seat_of_a_member_who_leaves():
    play = stage()
    play.draw(reserves=1)
    play.file()
    play.assign()
    leaving = play.panel.members.get(number=2)
    coming = panel.replace(member_id=leaving.pk, reason="出差", by=play.office, at=DRAWN)
    assert (coming.number, coming.reserve, coming.replaces) == (4, False, leaving)
    play.sign()
    assert {r.member.number for r in play.assign()} == {4}
    with pytest.raises(Refused, match="further draw"):
        panel.replace(member_id=coming.pk, reason="又出差", by=play.office, at=DRAWN)


def test_scores_are_final_and_drafts_never_count():
    play = stage(experts=3)
    play.file()
    play.draw()
    first, second, third = play.assign()
    play.score(first)
    with pytest.raises(NotPermitted):
        play.score(Review.objects.get(pk=first.pk))
    reviewing.save_draft(
        review_id=second.pk, marks={"skill": "60", "teaching": "40"}, comment="好",
        by=second.member.expert.user, at=SCORED,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        play.close()
    late = sorted((second.member.number, third.member.number))
    listed = ", ".join(f"expert no. {number}: 1" for number in late)
    assert f"({listed})" in str(refused.value)
    assert second.member.expert.user.name not in str(refused.value)


def test_every_missing_and_every_wrong_mark_is_told_at_once():
    play = stage(experts=3)
    play.file()
    play.draw()
    [review, *_others] = play.assign()
    with pytest.raises(Incomplete) as refused:
        play.score(review, skill="61", teaching="")
    assert [c.path for c in refused.value.complaints] == ["marks.skill", "marks.teaching"]
    with pytest.raises(Incomplete):
        play.score(review, skill="50.25")
    with pytest.raises(Incomplete):
        play.score(review, skill="NaN")


def test_nobody_reads_or_scores_before_the_undertaking_is_signed():
    play = stage(experts=3)
    play.file()
    made = play.plan()
    panel.draw(draw_id=made.pk, witness="7", by=play.office, at=DRAWN)
    [review, *_others] = play.assign()
    with pytest.raises(NotPermitted, match="undertaking"):
        play.score(review)


def test_ties_are_broken_by_the_criterion_and_the_cut_refuses_the_rest():
    play = stage(experts=3)
    cases = [play.file() for _n in range(3)]
    play.draw()
    play.assign()
    marks = {cases[0].pk: (40, 40), cases[1].pk: (50, 30), cases[2].pk: (30, 30)}
    for review in Review.objects.select_related("panel_case", "member__expert__user"):
        skill, teaching = marks[review.panel_case.application_id]
        play.score(review, skill=skill, teaching=teaching)
    play.close(places=1)
    found = {c.application_id: (c.score, c.place, c.decided_by) for c in play.panel.cases.all()}
    assert found == {
        cases[1].pk: (Decimal("80.00"), 1, "skill"),
        cases[0].pk: (Decimal("80.00"), 2, "skill"),
        cases[2].pk: (Decimal("60.00"), 3, ""),
    }
    statuses = [cast.fresh(case).status for case in cases]
    assert statuses == [Status.NOT_SELECTED, Status.FILED, Status.NOT_SELECTED]


def test_a_late_score_is_refused():
    play = stage(experts=3)
    case = play.file()
    play.draw()
    *given, last = play.assign()
    for review in given:
        play.score(review)
    assigning.recuse(review_id=last.pk, reason="合作者", by=last.member.expert.user, at=SCORED)
    play.close()
    with pytest.raises(NotPermitted):
        play.score(Review.objects.get(pk=last.pk), moment=CLOSED)
    assert cast.fresh(case).opinions.get(desk="panel").detail["score"] == "80.00"


def test_the_office_cannot_speak_beside_a_panel_at_work():
    play = stage(experts=3)
    case = play.file()
    play.draw()
    play.assign()
    with pytest.raises(NotPermitted, match="Experts"):
        cast.opine(play.city, case)


def test_a_withdrawn_case_needs_no_score_and_holds_nobody_up():
    play = stage(experts=3)
    stays, goes = play.file(), play.file()
    play.draw()
    play.assign()
    cast_withdraw(goes)
    for review in Review.objects.filter(panel_case__application=stays):
        play.score(review)
    [opinion] = play.close()
    assert opinion.application_id == stays.pk
    assert play.panel.cases.get(application=goes).score is None


def cast_withdraw(case):
    from evaluations.actions import filing  # used by this one test

    case, by = cast.fresh(case), case.person.user
    desk.perform(
        case,
        lambda: filing.withdraw(application_id=case.pk, by=by, seen=case.version, at=SCORED),
        by=by,
        at=SCORED,
    )


def test_two_people_change_a_final_score_and_one_alone_cannot():
    play = stage(experts=3)
    play.file()
    play.draw()
    [review, *_others] = play.assign()
    play.score(review)
    change = reviewing.propose_change(
        review_id=review.pk, marks={"skill": "55", "teaching": "30"}, reason="笔误，附专家来函",
        by=play.office, at=SCORED,
    )  # fmt: skip
    assert Review.objects.get(pk=review.pk).total == Decimal(80)
    with pytest.raises(NotPermitted):
        reviewing.confirm_change(change_id=change.pk, by=play.office, at=SCORED)
    reviewing.confirm_change(change_id=change.pk, by=play.city.second_officer, at=SCORED)
    assert Review.objects.get(pk=review.pk).total == Decimal(85)
    assert len(entries(play.panel, "panel.confirm_change")) == 1
