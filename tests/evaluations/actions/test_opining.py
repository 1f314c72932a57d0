"""What a desk can do with a file, and what it cannot."""

import uuid

import pytest

from evaluations.actions import applying, filing, opining
from evaluations.desks import Desk, Verdict
from evaluations.errors import NotPermitted, Refused, Stale
from evaluations.models import Correction, Opinion
from evaluations.roles import Role
from evaluations.status import Status
from tests import cast
from tests.clock import at
from tests.worlds import world
from workflows import desk

pytestmark = pytest.mark.django_db

WHEN = cast.EXAMINED


@world
def city():
    return cast.City()


@world
def filed(city):
    return cast.file(cast.draft(city, city.call()))


def at_desk(city, case, where):
    while desk.open_task(case).desk != where:
        case = cast.opine(city, case)
    return case


def test_an_opinion_is_dated_signed_and_explained(city, filed):
    case = cast.opine(city, filed, Verdict.DECLINE, reason="评议未通过")
    word = case.opinions.get()
    assert (word.desk, word.turn, word.verdict, word.reason, word.role) == (
        Desk.EMPLOYER,
        1,
        Verdict.DECLINE,
        "评议未通过",
        Role.EMPLOYER_HEAD,
    )
    assert (word.given_by, word.given_at, word.organisation) == (city.clerk, WHEN, city.employer)
    assert word.rules_hash == case.call.rules_hash
    assert case.status == Status.NOT_RECOMMENDED


def test_a_return_names_fields_and_opens_only_these(city, filed):
    case = cast.opine(city, filed, Verdict.RETURN)
    correction = applying.open_correction(case)
    assert correction.remarks == [{"path": "answers.post", "remark": "与合同岗位不符"}]
    with pytest.raises(Refused, match="只能修改"):
        applying.save_answers(
            application_id=case.pk,
            answers={"occupation": "焊工"},
            by=case.person.user,
            seen=None,
            at=WHEN,
        )
    saved = applying.save_answers(
        application_id=case.pk, answers={"post": "焊工"}, by=case.person.user, seen=None, at=WHEN
    )
    assert saved.answers["post"] == "焊工"


def test_the_time_for_correction_is_counted_in_working_days(city, filed):
    case = cast.opine(city, filed, Verdict.RETURN)
    # Thursday 5 March 2026 and five working days.
    assert applying.open_correction(case).due_at == at("2026-03-12 23:59:59.999999")


def test_a_corrected_file_keeps_its_place(city, filed):
    case = at_desk(city, filed, Desk.FORMAL_CHECK)
    case = cast.opine(city, case, Verdict.RETURN)
    case = cast.file(case, at("2026-03-06 09:00"))
    assert desk.open_task(case).desk == Desk.FORMAL_CHECK
    assert [f.number for f in case.filings.all()] == [1, 2]


def test_a_supplement_notice_is_given_once(city, filed):
    case = at_desk(city, filed, Desk.FORMAL_CHECK)
    case = cast.opine(city, case, Verdict.SUPPLEMENT)
    case = cast.file(case, at("2026-03-06 09:00"))
    with pytest.raises(Refused, match="一次"):
        cast.opine(city, case, Verdict.SUPPLEMENT, moment=at("2026-03-06 10:00"))
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"reason": " "}, "理由"),
        ({"remarks": []}, "至少勾选"),
        ({"remarks": [{"path": "answers.nothing", "remark": "x"}]}, "不存在"),
        ({"remarks": [{"path": "answers.post", "remark": " "}]}, "有什么问题"),
        ({"due_at": at("2026-03-01")}, "将来"),
        ({"resume_at": "district"}, "不能"),
    ],
)
def test_an_incomplete_return_is_refused_with_a_sentence(city, filed, more, sentence):
    with pytest.raises(Refused, match=sentence):
        cast.opine(city, filed, Verdict.RETURN, **more)
    assert not Opinion.objects.exists()


def test_not_accepting_needs_one_of_the_grounds(city, filed):
    case = at_desk(city, filed, Desk.FORMAL_CHECK)
    with pytest.raises(Refused, match="情形"):
        cast.opine(city, case, Verdict.DECLINE, ground="weather")


def test_a_desk_says_only_what_its_table_offers(city, filed):
    with pytest.raises(Refused, match="提供的选项"):
        cast.opine(city, filed, Verdict.SUPPLEMENT)


def test_four_eyes(city, filed):
    case = at_desk(city, filed, Desk.QUALIFICATION_APPROVAL)
    with pytest.raises(NotPermitted, match="另一人"):
        cast.opine(city, case, by=city.checker)
    assert cast.opine(city, case, by=city.approver).opinions.count() == case.opinions.count()


def test_a_doubt_goes_to_the_approver_who_decides(city, filed):
    case = at_desk(city, filed, Desk.QUALIFICATION)
    case = cast.opine(city, case, Verdict.DOUBT)
    assert (case.status, desk.open_task(case).desk) == (
        Status.FILED,
        Desk.QUALIFICATION_APPROVAL,
    )
    assert cast.opine(city, case, Verdict.DECLINE).status == Status.NOT_QUALIFIED


def test_nobody_decides_the_own_application(city):
    case = cast.draft(city, city.call())
    cast.grant(case.person.user, Role.EMPLOYER_HEAD, organisation=city.employer)
    case = cast.file(case)
    with pytest.raises(NotPermitted, match="您本人的申报"):
        cast.opine(city, case, by=case.person.user)


def test_another_district_does_not_reach_the_file(city, filed):
    case = at_desk(city, filed, Desk.DISTRICT)
    other = cast.official("外区审核", Role.DISTRICT_OFFICER, district="990611")
    with pytest.raises(NotPermitted, match="权限"):
        cast.opine(city, case, by=other)


def test_an_ended_role_ends_at_once(city, filed):
    city.clerk.grants.update(ended_at=WHEN, ended_by=city.office)
    with pytest.raises(NotPermitted):
        cast.opine(city, filed, by=type(city.clerk).objects.get(pk=city.clerk.pk))


def test_the_second_of_two_opinions_is_told_that_it_is_late(city, filed):
    cast.opine(city, filed)
    with pytest.raises((Stale, NotPermitted)):
        opining.give_opinion(
            application_id=filed.pk,
            desk=Desk.EMPLOYER,
            verdict=Verdict.DECLINE,
            reason="迟到的意见",
            by=city.clerk,
            seen=filed.version,
            at=WHEN,
        )
    assert Opinion.objects.count() == 1


def test_a_double_click_is_one_opinion(city, filed):
    key = uuid.uuid4()
    cast.opine(city, filed, key=key)
    again = opining.give_opinion(
        application_id=filed.pk,
        desk=Desk.EMPLOYER,
        verdict=Verdict.PASS,
        by=city.clerk,
        seen=filed.version,
        at=WHEN,
        key=key,
    )
    assert again.pk == Opinion.objects.get().pk


def recheck(city, case, outcome):
    by = case.person.user
    desk.perform(
        case,
        lambda: opining.request_recheck(
            application_id=case.pk, by=by, seen=case.version, at=WHEN, grounds="证书编号抄录有误"
        ),
        by=by,
        at=WHEN,
    )
    case = cast.fresh(case)
    assert desk.open_task(case).desk == Desk.RECHECK
    desk.perform(
        case,
        lambda: opining.decide_recheck(
            application_id=case.pk,
            by=city.office,
            seen=case.version,
            at=WHEN,
            outcome=outcome,
            reason="经核对",
        ),
        by=city.office,
        at=WHEN,
    )
    return cast.fresh(case)


def test_an_admitted_recheck_begins_with_the_preparer_again(city):
    case = cast.walked(city, city.call(), Status.NOT_QUALIFIED)
    case = recheck(city, case, "admitted")
    assert (case.status, desk.open_task(case).desk) == (Status.FILED, Desk.QUALIFICATION)


def test_a_dismissed_recheck_closes_the_case_for_good(city):
    case = recheck(city, cast.walked(city, city.call(), Status.NOT_ACCEPTED), "dismissed")
    assert (case.status, desk.open_task(case)) == (Status.NOT_ACCEPTED, None)
    with pytest.raises(NotPermitted, match="已经申请过"):
        recheck(city, case, "admitted")


def test_an_exception_is_granted_by_name_and_reason(city):
    case = cast.draft(city, city.call())
    given = opining.grant_exception(
        application_id=case.pk,
        rule="skill_grade",
        by=city.office,
        at=WHEN,
        reason="主持国家级技改项目",
    )
    assert (given.rule, given.granted_by) == ("skill_grade", city.office)


def test_a_rule_without_exception_admits_none(city):
    case = cast.draft(city, city.call())
    with pytest.raises(Refused, match="破格"):
        opining.grant_exception(
            application_id=case.pk, rule="X1", by=city.office, at=WHEN, reason="特殊"
        )


def test_whoever_judges_has_read_the_file(city, filed):
    """Nothing is recalled, and changed, from under an opinion."""
    case = cast.opine(city, filed)
    opened = case.filings.get()
    assert (opened.opened_at, opened.opened_by) == (WHEN, city.clerk)
    with pytest.raises(NotPermitted, match="已于"):
        filing.recall(application_id=case.pk, by=case.person.user, seen=case.version, at=WHEN)


def test_a_desk_without_opinions_says_so(city, filed):
    case = cast.to_the_list(city, filed)
    with pytest.raises(NotPermitted):
        cast.opine(city, case, detail={})
    assert case.opinions.filter(desk=Desk.LIST).count() == 0


def test_no_exception_after_the_examination(city):
    case = cast.walked(city, city.call(), Status.PUBLICISED)
    with pytest.raises(NotPermitted):
        opining.grant_exception(
            application_id=case.pk, rule="skill_grade", by=city.office, at=WHEN, reason="特殊"
        )
