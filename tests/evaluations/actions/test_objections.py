"""Objections: received by real name, examined by somebody else, read by the handler alone."""

import pytest

from evaluations.actions import objections
from evaluations.errors import NotPermitted, Refused
from evaluations.status import Status
from journal.queries import history_of
from tests import cast
from tests.clock import at
from tests.worlds import world
from workflows import desk

pytestmark = pytest.mark.django_db

IN_TIME = at("2026-04-23 09:00")


@world
def city():
    return cast.City()


@world
def case(city):
    return cast.walked(city, city.call(), Status.PUBLICISED)


def receive(case, *, moment=IN_TIME, **more):
    words = {
        "name": "常举证",
        "unit": "第二机床厂",
        "phone": "13911111111",
        "facts": "名次不符",
    } | more
    return objections.receive(
        notice=case.call.notices.latest("edition"), application=case, at=moment, **words
    )


def test_an_objection_has_a_receipt_and_holds_its_candidate(case):
    objection = receive(case)
    assert objection.receipt.startswith("YY260423-")
    assert cast.fresh(case).status == Status.CONTESTED


def test_a_double_click_is_one_objection_and_other_words_are_another(case):
    first = receive(case)
    assert receive(case, moment=at("2026-04-23 09:01")) == first
    others = [
        receive(case, facts="另有一事"),
        receive(case, phone="13922222222"),
        receive(case, moment=at("2026-04-23 10:00")),
    ]
    assert case.objections.count() == 4
    assert first not in others


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": " "}, "匿名异议不予受理"),
        ({"phone": ""}, "匿名异议不予受理"),
        ({"facts": " "}, "可核查的线索"),
        ({"moment": at("2026-04-29 00:00")}, "2026-04-28"),
    ],
)
def test_an_objection_that_cannot_be_taken_is_told_why(case, more, sentence):
    with pytest.raises(Refused, match=sentence):
        receive(case, **more)
    assert cast.fresh(case).status == Status.PUBLICISED


def test_the_objector_is_sealed_and_read_by_the_handler_alone(city, case):
    objection = receive(case)
    assert "常举证" not in objection.objector_sealed
    objections.take(objection_id=objection.pk, by=city.second_officer, at=IN_TIME)
    who = objections.objector(objection_id=objection.pk, by=city.second_officer, at=IN_TIME)
    assert who == {"name": "常举证", "unit": "第二机床厂", "phone": "13911111111"}
    with pytest.raises(NotPermitted, match="仅核查人"):
        objections.objector(objection_id=objection.pk, by=city.office, at=IN_TIME)
    reads = [e for e in history_of(case.subject) if e.verb == "objection.read_objector"]
    assert [e.actor for e in reads] == [f"user:{city.second_officer.pk}"]


def test_whoever_checked_the_case_does_not_examine_the_objection(city):
    call = city.call()
    cast.grant(city.checker, "review_office")
    case = cast.walked(city, call, Status.PUBLICISED)
    objection = receive(case)
    with pytest.raises(NotPermitted, match="您曾审核过"):
        objections.take(objection_id=objection.pk, by=city.checker, at=IN_TIME)


def test_two_officers_do_not_examine_one_objection(city, case):
    objection = receive(case)
    objections.take(objection_id=objection.pk, by=city.second_officer, at=IN_TIME)
    with pytest.raises(Refused, match="评审办乙"):
        objections.take(objection_id=objection.pk, by=city.office, at=IN_TIME)


def test_an_inadmissible_objection_frees_the_candidate(city, case):
    objection = receive(case)
    key = {"objection_id": objection.pk, "by": city.second_officer, "at": IN_TIME}
    objections.take(**key)
    objections.judge_admissibility(**key, admissible=False, reason="不属受理范围")
    assert cast.fresh(case).status == Status.PUBLICISED


def test_the_candidate_is_free_only_when_every_objection_is_decided(city, case):
    first, second = receive(case), receive(cast.fresh(case), facts="另有一事")
    for objection, status in ((first, Status.CONTESTED), (second, Status.PUBLICISED)):
        key = {"objection_id": objection.pk, "by": city.second_officer, "at": IN_TIME}
        objections.take(**key)
        objections.judge_admissibility(**key, admissible=True, reason="实名")
        objections.decide_objection(**key, outcome="dismissed", finding="不属实", strike_off=False)
        assert cast.fresh(case).status == status


def test_an_upheld_objection_can_strike_off_and_the_file_leaves_the_desk(city, case):
    objection = cast.object_to(case)
    assert desk.open_task(case).desk == "objection"
    key = {"objection_id": objection.pk, "by": city.second_officer, "at": IN_TIME}

    def work():
        objections.take(**key)
        objections.judge_admissibility(**key, admissible=True, reason="实名")
        objections.decide_objection(**key, outcome="upheld", finding="属实", strike_off=True)

    desk.perform(case, work, by=city.second_officer, at=IN_TIME)
    assert (cast.fresh(case).status, desk.open_task(case)) == (Status.STRUCK_OFF, None)


def test_nobody_is_struck_off_by_a_dismissed_objection(city, case):
    objection = receive(case)
    key = {"objection_id": objection.pk, "by": city.second_officer, "at": IN_TIME}
    objections.take(**key)
    objections.judge_admissibility(**key, admissible=True, reason="实名")
    with pytest.raises(Refused, match="异议成立"):
        objections.decide_objection(**key, outcome="dismissed", finding="无", strike_off=True)
