"""Opinions through the browser: each verdict, each refusal, and whoever comes second."""

import uuid

import pytest

from evaluations.desks import Desk, Verdict
from evaluations.models import Correction, Opinion
from evaluations.status import Status
from tests import cast, visits
from tests.clock import at
from tests.workflows.views.desks.sitting import at_desk, opened, page, passing, say
from tests.worlds import world
from workflows import desk

pytestmark = pytest.mark.django_db

ON_ROUTE = (
    Desk.EMPLOYER,
    Desk.DISTRICT,
    Desk.FORMAL_CHECK,
    Desk.QUALIFICATION,
    Desk.QUALIFICATION_APPROVAL,
)


@world
def city() -> cast.City:
    return cast.City()


@pytest.mark.parametrize("where", ON_ROUTE)
def test_each_desk_passes_a_file_on(city, where: Desk) -> None:
    case = at_desk(city, where)
    answer = say(city.sitting_at(where), case, Verdict.PASS, reason="同意", **passing(case))
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/next/{where}/")
    assert desk.open_task(case).desk != where


@pytest.mark.parametrize("where", ON_ROUTE[:-1])
def test_each_desk_returns_field_by_field(city, where: Desk) -> None:
    case = at_desk(city, where)
    marks = {"mark-answers.post": "与合同不符", "mark-uploads.contract": "缺盖章页"}
    answer = say(city.sitting_at(where), case, Verdict.RETURN, reason="请补正", **marks)

    assert answer.status_code == 302
    asked = Correction.objects.get()
    assert asked.remarks == [
        {"path": "answers.post", "remark": "与合同不符"},
        {"path": "uploads.contract", "remark": "缺盖章页"},
    ]
    assert asked.due_at == at("2026-03-20 23:59:59.999999")
    assert asked.opinion.resume_at == where
    assert cast.fresh(case).status == Status.RETURNED


def test_the_supplement_notice_lists_all_and_is_given_once(city) -> None:
    case = at_desk(city, Desk.FORMAL_CHECK)
    mark = {"mark-answers.post": "不符"}
    say(city.acceptance, case, Verdict.SUPPLEMENT, reason="一次性告知", **mark)
    assert cast.fresh(case).status == Status.SUPPLEMENT_DUE

    case = cast.file(cast.fresh(case), at("2026-03-06 10:00"))
    answer = page(city.acceptance, case, at("2026-03-09 09:00"))
    opened(city.acceptance, case, at("2026-03-09 09:00"))
    answer = page(city.acceptance, case, at("2026-03-09 09:00"))
    offered = {value for value, _label in answer.context["form"].fields["verdict"].choices}
    assert Verdict.SUPPLEMENT not in offered


def test_not_accepting_takes_a_ground_of_the_closed_list(city) -> None:
    case = at_desk(city, Desk.FORMAL_CHECK)
    without = say(city.acceptance, case, Verdict.DECLINE, reason="不符合")
    assert without.status_code == 422
    given = say(city.acceptance, case, Verdict.DECLINE, reason="不符合", ground="form")
    assert given.status_code == 302
    assert Opinion.objects.latest("id").ground == "form"
    assert cast.fresh(case).status == Status.NOT_ACCEPTED


def test_work_goes_back_to_an_earlier_desk(city) -> None:
    case = at_desk(city, Desk.FORMAL_CHECK)
    answer = say(
        city.acceptance, case, Verdict.SEND_BACK, reason="请复核排序", back_to=Desk.EMPLOYER
    )
    assert answer.status_code == 302
    assert desk.open_task(case).desk == Desk.EMPLOYER


def test_a_correction_may_resume_at_an_earlier_desk(city) -> None:
    case = at_desk(city, Desk.FORMAL_CHECK)
    say(
        city.acceptance,
        case,
        Verdict.RETURN,
        reason="岗位有误",
        resume_at=Desk.DISTRICT,
        **{"mark-answers.post": "x"},
    )
    cast.file(cast.fresh(case), at("2026-03-06 10:00"))
    assert desk.open_task(case).desk == Desk.DISTRICT


def test_a_refusal_names_everything_at_once_and_keeps_what_was_typed(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    answer = say(city.clerk, case, Verdict.PASS, reason="写了很久的理由", **{"d-attended": "5"})

    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["d-meeting", "d-met_on"]
    text = visits.text(answer)
    assert "写了很久的理由" in text
    assert 'value="5"' in text
    assert Opinion.objects.count() == 0


@pytest.mark.parametrize(
    ("verdict", "answers", "fields"),
    [
        (Verdict.RETURN, {"mark-answers.post": "x"}, []),  # no reason: the law's own sentence
        (Verdict.RETURN, {"reason": "x"}, []),  # nothing marked
        (Verdict.RETURN, {"reason": "x", "mark-answers.post": "x", "due_on": ""}, ["due_on"]),
        (Verdict.PASS, {"mark-answers.post": "x"}, ["verdict"]),
        ("nonsense", {"reason": "x"}, ["verdict"]),
        ("", {"reason": "x"}, ["verdict"]),
    ],
)
def test_bad_input_is_a_sentence_and_nothing_happens(city, verdict, answers, fields) -> None:
    case = at_desk(city, Desk.DISTRICT)
    answer = say(city.district, case, verdict, **answers)

    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert [name for name in errors if name != "__all__"] == fields
    assert fields or errors["__all__"]
    assert desk.open_task(case).desk == Desk.DISTRICT


def test_rules_that_need_a_person_are_answered_one_by_one(city) -> None:
    case = at_desk(city, Desk.QUALIFICATION)
    answers = passing(case)
    rules = sorted(name.removeprefix("met-") for name in answers if name.startswith("met-"))
    assert rules

    silent = say(city.checker, case, Verdict.PASS)
    assert sorted(silent.context["form"].errors) == [f"met-{rule}" for rule in rules]

    against = say(city.checker, case, Verdict.PASS, **answers | {f"met-{rules[0]}": "no"})
    assert sorted(against.context["form"].errors) == [f"met-{rules[0]}"]

    assert say(city.checker, case, Verdict.PASS, **answers).status_code == 302
    assert sorted(Opinion.objects.latest("id").detail["judged"]) == rules


def test_a_place_in_the_districts_order_is_given_once(city) -> None:
    call = city.call()
    first, second = (at_desk(city, Desk.DISTRICT, cast.file(cast.draft(city, call))) for _ in "12")
    say(city.district, first, Verdict.PASS, **{"d-rank": "1"})

    answer = say(city.district, second, Verdict.PASS, **{"d-rank": "1"})

    assert answer.status_code == 422
    assert first.reference in str(answer.context["form"].errors)
    assert say(city.district, second, Verdict.PASS, **{"d-rank": "2"}).status_code == 302


def test_a_double_click_is_one_act(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    sent = {"key": str(uuid.uuid4()), "seen": case.version, "where": Desk.EMPLOYER}
    answers = passing(case)
    first = say(city.clerk, case, Verdict.PASS, **sent, **answers)
    again = say(city.clerk, case, Verdict.PASS, **sent, **answers)

    assert (first.status_code, again.status_code) == (302, 302)
    assert Opinion.objects.count() == 1


def test_whoever_comes_second_is_told_who_was_first_and_keeps_the_words(city) -> None:
    case = at_desk(city, Desk.DISTRICT)
    seen, answers = cast.fresh(case).version, passing(case)
    say(city.district, case, Verdict.PASS, **answers)
    colleague = cast.official("区小李", "district_officer", district="990602")

    answer = say(
        colleague,
        case,
        Verdict.RETURN,
        where=Desk.DISTRICT,
        seen=seen,
        reason="我写的理由",
        **{"mark-answers.post": "我的标记"},
    )

    text = visits.text(answer)
    assert answer.status_code == 409
    assert "区小审" in text
    assert "我写的理由" in text
    assert "我的标记" in text
    assert Opinion.objects.filter(desk=Desk.DISTRICT).count() == 1


def test_a_page_that_has_become_old_says_what_was_done_meanwhile(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    seen = case.version
    colleague = cast.official("同事", "employer_clerk", organisation=city.employer)
    opened(colleague, case)  # moves the version, not the desk

    answer = say(city.clerk, case, Verdict.PASS, seen=seen, reason="同意推荐", **passing(case))

    assert answer.status_code == 409
    assert [each["role"] for each in answer.context["since"]]
    assert "同意推荐" in visits.text(answer)
    again = answer.context["form"]
    kept = {"key": again["key"].value(), "seen": int(again["seen"].value())}
    assert say(city.clerk, case, Verdict.PASS, **kept, **passing(case)).status_code == 302


def test_the_preparer_cannot_approve_even_by_hand(city) -> None:
    case = at_desk(city, Desk.QUALIFICATION_APPROVAL)
    answer = say(city.checker, case, Verdict.PASS)
    assert answer.status_code == 403
    assert desk.open_task(case).desk == Desk.QUALIFICATION_APPROVAL


@pytest.mark.parametrize("who", ["stranger", "district", "office"])
def test_nobody_speaks_for_another_desk(city, who: str) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    answer = say(getattr(city, who), case, Verdict.PASS, where=Desk.EMPLOYER)
    assert answer.status_code == (404 if who == "stranger" else 403)
    assert Opinion.objects.count() == 0


@pytest.mark.parametrize("where", ["list", "correction", "recheck", "nowhere"])
def test_a_desk_without_opinions_takes_none(city, where: str) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    assert say(city.clerk, case, Verdict.PASS, where=where).status_code == 404
