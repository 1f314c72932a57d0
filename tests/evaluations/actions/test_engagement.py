"""After the decision of the Double-Hundred Plan: on intent, arrival, task book, delegation."""

import pytest
from django.db import IntegrityError, transaction

from certificates.models import Certificate
from evaluations.actions import delegating, engagement
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Delegation, Holding, Milestone, PreIntroduction
from evaluations.status import Status
from tests import cast
from tests.cast import titles
from tests.clock import at, on
from tests.remembered import remembered
from tests.worlds import world
from workflows import deadlines, desk, programme, promulgation, two_persons

pytestmark = pytest.mark.django_db

INTENDED = {"engagement": "intended", "arrival": "2026-08-01", "will_sign": "yes"}
ARRIVED = at("2026-08-20 09:00")


@world
def city():
    return cast.City()


@remembered
def promulgated(city, *answers, track="university"):
    """Cases of one call, decided and promulgated: effective 2026-05-08."""
    call = city.call("double_hundred")
    cases = [
        cast.to_the_list(city, cast.file(cast.draft(city, call, track=track, answers=given)))
        for given in answers
    ]
    cast.propose(city, cast.close(call), cases)
    cast.publicise(city, call)
    cast.promulgate(city, call, cast.decide(city, call))
    return [cast.fresh(case) for case in cases]


def arrive(city, case, when=ARRIVED, **more):
    days = {"contract_on": on("2026-07-01"), "arrived_on": on("2026-08-18")} | more
    return two_persons.take_effect(case, **days, by=city.office, at=when)


def numbered(case):
    return Certificate.objects.filter(case=case.subject).count()


def test_who_comes_later_waits_for_his_number_and_the_others_do_not(city):
    later, here = promulgated(city, INTENDED, {})
    assert (numbered(later), numbered(here)) == (0, 1)
    assert PreIntroduction.objects.get().application == later
    assert PreIntroduction.objects.get().until == on("2027-05-08")  # 12 months, university track


def test_contract_and_arrival_give_the_number_and_the_tenure_begins_then(city):
    (case,) = promulgated(city, INTENDED)
    row = arrive(city, case)
    assert (row.effective_at, row.effective_by) == (ARRIVED, city.office)
    assert numbered(case) == 1
    promulgation.issue_all(cast.fresh_call(case.call), by=city.printer, at=at("2026-08-21 09:00"))
    holding = Holding.objects.get()
    assert (holding.since, holding.until) == (on("2026-08-18"), on("2031-08-18"))
    assert cast.fresh(case).status == Status.CERTIFIED


def test_nobody_is_certified_before_he_has_come(city):
    from evaluations.actions import lists  # noqa: PLC0415 - one test

    (case,) = promulgated(city, INTENDED)
    with pytest.raises(Refused):
        lists.certify(application_id=case.pk, number="x", by=city.printer, at=ARRIVED)


def test_an_approval_on_intent_lapses_by_itself(city):
    (case,) = promulgated(city, INTENDED)
    assert deadlines.run(at("2027-05-08 23:00")).intents == 0
    assert deadlines.run(at("2027-05-09 00:10")).intents == 1
    assert deadlines.run(at("2027-05-09 00:11")).intents == 0
    lapsed = cast.fresh(case)
    assert (lapsed.status, lapsed.changes.last().role) == (Status.LAPSED, "clock")
    assert desk.open_task(lapsed) is None
    with pytest.raises(Refused):
        arrive(city, lapsed, at("2027-05-10 09:00"))


@pytest.mark.parametrize(("contract_on", "arrived_on"), [
    (on("2026-07-01"), on("2026-08-21")),  # has not come yet
    (on("2026-08-21"), on("2026-08-18")),
])  # fmt: skip
def test_only_days_that_have_come_count(city, contract_on, arrived_on):
    (case,) = promulgated(city, INTENDED)
    with pytest.raises(Refused):
        arrive(city, case, contract_on=contract_on, arrived_on=arrived_on)


def test_who_came_too_late_does_not_take_effect(city):
    (case,) = promulgated(city, INTENDED)
    with pytest.raises(Refused):
        arrive(city, case, at("2027-05-20 09:00"), arrived_on=on("2027-05-10"))


def test_who_applied_for_now_has_nothing_to_wait_for(city):
    (case,) = promulgated(city, {})
    assert not engagement.is_on_intent(case)
    with pytest.raises(Refused):
        arrive(city, case)


def test_only_the_office_records_an_arrival(city):
    (case,) = promulgated(city, INTENDED)
    for other in (city.clerk, city.leader, city.printer, case.person.user):
        with pytest.raises(NotPermitted):
            two_persons.take_effect(case, contract_on=on("2026-07-01"),
                                    arrived_on=on("2026-08-18"), by=other, at=ARRIVED)  # fmt: skip


def test_the_database_knows_that_arrival_has_two_days(city):
    promulgated(city, INTENDED)
    with pytest.raises(IntegrityError), transaction.atomic():
        PreIntroduction.objects.update(effective_at=ARRIVED, effective_by=city.office)


# --- task book ---


def signed(city, case, day="2026-06-01"):
    return engagement.sign_task_book(application_id=case.pk, signed_on=on(day), by=city.office,
                                     at=at("2026-06-02 09:00"))  # fmt: skip


def test_a_task_book_brings_the_milestones_of_the_rules(city):
    (case,) = promulgated(city, {})
    book = signed(city, case)
    stones = [(s.code, s.due_on, s.percent) for s in book.milestones.all()]
    assert stones == [
        ("signed", on("2026-06-01"), 40), ("midterm", on("2029-06-01"), 30),
        ("final", on("2031-06-01"), 30),
    ]  # fmt: skip
    with pytest.raises(Refused):
        signed(city, case)


def test_a_milestone_past_its_day_is_overdue_until_it_is_assessed(city):
    (case,) = promulgated(city, {})
    book = signed(city, case)
    late = engagement.overdue_milestones(on("2029-06-02"))
    assert [stone.code for stone in late] == ["signed", "midterm"]
    stone = book.milestones.get(code="midterm")
    key = {"milestone_id": stone.pk, "by": city.office, "at": at("2029-06-10 09:00")}
    with pytest.raises(Refused):
        engagement.judge_milestone(**key, result="missed", words=" ")
    engagement.judge_milestone(**key, result="met", words="")
    with pytest.raises(Refused):
        engagement.judge_milestone(**key, result="missed", words="改判")
    assert [s.code for s in engagement.overdue_milestones(on("2029-06-11"))] == ["signed"]
    assert Milestone.objects.get(pk=stone.pk).result == "met"


def test_a_programme_without_contract_has_no_task_book(city):
    holding = titles.holders(city)[0]
    with pytest.raises(Refused):
        signed(city, holding.application)


# --- delegation ---


def delegated(city, **more):
    values = {
        "organisation": city.employer, "programme": programme.get("double_hundred"),
        "track": "university", "since": on("2026-01-01"), "letter": "责任书〔2026〕1号",
        "by": city.office, "at": at("2026-01-05 09:00"),
    } | more  # fmt: skip
    return delegating.delegate(**values)


def test_a_delegation_has_places_and_a_period_of_the_rules(city):
    row = delegated(city)
    assert (row.places, row.since, row.until) == (2, on("2026-01-01"), on("2028-01-01"))
    with pytest.raises(Refused):
        delegated(city)
    with pytest.raises(Refused):
        delegated(city, track="scholar")
    with pytest.raises(NotPermitted):
        delegated(city, by=city.clerk)
    assert Delegation.objects.count() == 1


def test_the_checking_desk_is_told_of_a_missing_or_used_up_delegation(city):
    call, when = city.call("double_hundred"), at("2026-03-10 09:00")
    cases = [cast.file(cast.draft(city, call, track="university")) for _ in range(3)]
    assert delegating.problem(cases[0], at=when) != ""
    row = delegated(city)
    assert delegating.used(row) == 3
    assert delegating.problem(cases[0], at=when) != ""
    cast.opine(city, cases[2], "decline")
    assert (delegating.used(row), delegating.problem(cases[0], at=when)) == (2, "")


def test_the_city_objects_in_time_and_never_later(city):
    call = city.call("double_hundred")
    case = cast.file(cast.draft(city, call, track="university"))
    until = delegating.veto_until(case)
    assert until.date() == on("2026-03-17")  # 10 working days after 2026-03-03

    def veto(when, reason="不符合学者标准", by=city.office):
        return desk.perform(
            case,
            lambda: delegating.veto(application_id=case.pk, reason=reason, by=by,
                                    seen=case.version, at=when),
            by=by, at=when,
        )  # fmt: skip

    with pytest.raises(Refused):
        veto(at("2026-03-18 09:00"))
    with pytest.raises(Refused):
        veto(at("2026-03-10 09:00"), reason=" ")
    with pytest.raises(NotPermitted):
        veto(at("2026-03-10 09:00"), by=city.leader)
    veto(at("2026-03-10 09:00"))
    assert cast.fresh(case).status == Status.NOT_SELECTED
    assert desk.open_task(case) is None


def test_a_sample_is_drawn_once_and_can_be_replayed(city):
    call = city.call("double_hundred")
    for _ in range(6):
        cast.file(cast.draft(city, call, track="university"))
    sample = delegating.draw_sample(call=call, track="university", by=city.office,
                                    at=at("2026-04-02 09:00"), seed="2026")  # fmt: skip
    assert len(sample.drawn) == 2  # 20 per cent of 6, rounded up
    assert sample.drawn == delegating.drawn(sample.drawn_from, percent=20, seed="2026")
    with pytest.raises(Refused):
        delegating.draw_sample(call=call, track="university", by=city.office,
                               at=at("2026-04-02 09:00"))  # fmt: skip
