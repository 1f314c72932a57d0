"""The yearly review: one after another, nobody for himself, two failures in a row propose the exit."""

import pytest
from django.db import IntegrityError, transaction

from evaluations.actions import yearly
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Proposal, YearlyReview
from evaluations.roles import Role
from tests import cast
from tests.cast import titles
from tests.clock import at, on
from tests.worlds import world

pytestmark = pytest.mark.django_db

TEXTS = {"skill": "攻克难加工材料", "innovation": "夹具革新两项", "training": "带徒三人"}


@world
def city():
    return cast.City()


@world
def holding(city):
    return titles.holders(city)[0]


def filed(holding, year=2027, **texts):
    when = at(f"{year + 1}-01-10 09:00")
    return yearly.file_report(holding_id=holding.pk, year=year, texts=TEXTS | texts,
                              by=holding.person.user, at=when)  # fmt: skip


def vouched(city, holding, year=2027, result="qualified"):
    review = filed(holding, year)
    return yearly.vouch(review_id=review.pk, result=result, opinion="情况属实", by=city.clerk,
                        at=at(f"{year + 1}-02-01 09:00"))  # fmt: skip


def decided(city, holding, year, result):
    review = vouched(city, holding, year, result)
    return yearly.decide(review_id=review.pk, result=result, opinion="核实", by=city.district,
                         at=at(f"{year + 1}-03-01 09:00"))  # fmt: skip


def test_a_year_goes_from_the_holder_to_the_employer_to_the_district(city, holding):
    assert filed(holding).lies_with == "employer"
    review = YearlyReview.objects.get()
    yearly.vouch(review_id=review.pk, result="excellent", opinion="", by=city.clerk,
                 at=at("2028-02-01 09:00"))  # fmt: skip
    assert YearlyReview.objects.get().lies_with == "district"
    yearly.decide(review_id=review.pk, result="qualified", opinion="", by=city.district,
                  at=at("2028-03-01 09:00"))  # fmt: skip
    done = YearlyReview.objects.get()
    assert (done.lies_with, done.proposed_result, done.result) == ("", "excellent", "qualified")


def test_half_a_report_is_saved_and_not_filed(holding):
    key = {"holding_id": holding.pk, "year": 2027, "by": holding.person.user,
           "at": at("2027-12-01 09:00")}  # fmt: skip
    yearly.save_report(**key, texts={"skill": "攻克"})
    with pytest.raises(Refused):
        yearly.file_report(**key, texts={"innovation": "革新"})
    saved = YearlyReview.objects.get()
    assert (saved.skill, saved.innovation, saved.lies_with) == ("攻克", "", "holder")


def test_only_the_holder_reports(city, holding):
    for other in (city.clerk, city.office, city.district, city.stranger):
        with pytest.raises(NotPermitted):
            yearly.save_report(holding_id=holding.pk, year=2027, texts=TEXTS, by=other,
                               at=at("2027-12-01 09:00"))  # fmt: skip


@pytest.mark.parametrize("year", [2025, 2031, 2028])
def test_only_years_of_the_tenure_that_have_begun_are_reported(holding, year):
    with pytest.raises(NotPermitted):
        yearly.save_report(holding_id=holding.pk, year=year, texts=TEXTS,
                           by=holding.person.user, at=at("2027-12-01 09:00"))  # fmt: skip


def test_each_speaks_at_his_turn_and_for_his_own(city, holding):
    review = filed(holding)
    away = cast.official("外单位", Role.EMPLOYER_HEAD, organisation=cast.organisation())
    elsewhere = cast.official("外区", Role.DISTRICT_OFFICER, district="990611")
    key = {"review_id": review.pk, "result": "qualified", "opinion": "", "at": at("2028-02-01")}
    for other in (away, city.district, city.office, holding.person.user):
        with pytest.raises(NotPermitted):
            yearly.vouch(**key, by=other)
    with pytest.raises(Refused):
        yearly.decide(**key, by=city.district)  # the employer has not spoken
    yearly.vouch(**key, by=city.clerk)
    for other in (elsewhere, city.clerk, holding.person.user):
        with pytest.raises(NotPermitted):
            yearly.decide(**key, by=other)


def test_nobody_vouches_for_himself(city, holding):
    cast.grant(holding.person.user, Role.EMPLOYER_HEAD, organisation=city.employer)
    review = filed(holding)
    with pytest.raises(NotPermitted):
        yearly.vouch(review_id=review.pk, result="excellent", opinion="", by=holding.person.user,
                     at=at("2028-02-01"))  # fmt: skip


def test_a_poor_result_has_its_reason(city, holding):
    review = filed(holding)
    for result in ("unqualified", "basic", "", "splendid"):
        with pytest.raises(Refused):
            yearly.vouch(review_id=review.pk, result=result, opinion=" ", by=city.clerk,
                         at=at("2028-02-01"))  # fmt: skip


def test_the_employer_gives_a_report_back_and_it_comes_again(city, holding):
    review = filed(holding)
    yearly.give_back(review_id=review.pk, reason="缺带徒名单", by=city.clerk, at=at("2028-01-20"))
    again = YearlyReview.objects.get()
    assert (again.lies_with, again.returned_because, again.skill) == (
        "holder", "缺带徒名单", TEXTS["skill"],
    )  # fmt: skip
    assert filed(holding).returned_because == ""


def test_two_failures_in_a_row_propose_the_exit(city, holding):
    decided(city, holding, 2027, "unqualified")
    assert Proposal.objects.count() == 0
    decided(city, holding, 2028, "unqualified")
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.payload, proposal.proposed_by, proposal.role) == (
        "exit", {"ground": "unqualified"}, city.district, "district_officer",
    )  # fmt: skip
    assert titles.fresh(holding).status == "active"  # a second person decides
    titles.confirm(city, proposal, at("2029-04-01 09:00"))
    assert titles.fresh(holding).status == "terminated"


def test_a_good_year_between_two_failures_proposes_nothing(city, holding):
    for year, result in ((2027, "unqualified"), (2028, "basic"), (2029, "unqualified")):
        decided(city, holding, year, result)
    assert Proposal.objects.count() == 0


def test_a_title_that_ended_reports_no_more(city, holding):
    titles.confirm(city, titles.proposed(city, holding, "exit", ground="own_wish"))
    with pytest.raises(NotPermitted):
        filed(holding)


def test_an_honour_without_tenure_has_no_years(city):
    from tests.cast import joint  # noqa: PLC0415 - one test

    honour = titles.holders(city, running=joint.call(city, tenure=None))[0]
    assert yearly.years_of(honour, today=on("2029-01-01")) == ()


@pytest.mark.parametrize("broken", [
    {"decided_at": at("2028-03-01"), "result": "qualified"},
    {"vouched_at": at("2028-02-01")},
    {"result": "qualified"},
    {"filed_at": None},
])  # fmt: skip
def test_the_database_keeps_the_order(city, holding, broken):
    review = filed(holding)
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyReview.objects.filter(pk=review.pk).update(**broken)


def test_one_review_a_year(holding):
    filed(holding)
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyReview.objects.create(holding=holding, year=2027)
