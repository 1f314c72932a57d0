"""The joint review: everybody is asked once, silence is no consent, and only few read the answers."""

import pytest
from django.db import IntegrityError, transaction

from evaluations import joint as found
from evaluations import snapshot
from evaluations.actions import joint
from evaluations.desks import Desk, Verdict
from evaluations.errors import Incomplete, NotPermitted, Refused
from evaluations.models import JointRequest
from evaluations.roles import Role
from evaluations.status import Status
from journal.queries import history_of
from tests import cast
from tests.cast import joint as stage
from tests.clock import at, on
from tests.worlds import world
from workflows import desk

pytestmark = pytest.mark.django_db

WHEN = cast.EXAMINED


@world
def city():
    return cast.City()


@world
def tax(city):
    return stage.department(city, "tax")


@world
def court(city):
    return stage.department(city, "court")


@world
def case(city):
    return stage.at_joint_desk(city, stage.call(city))


def answer(case, code, by, word="no_issue", **more):
    request = stage.request_of(case, code)
    return joint.answer(request_id=request.pk, answer=word, by=by, at=WHEN, **more)


def passes(city, case, **more):
    """The office passes the file without anybody answering on its behalf."""
    from evaluations.actions import opining  # noqa: PLC0415 - the cast's walker answers by itself

    when = at("2026-03-06 10:00")
    act = {"application_id": case.pk, "desk": Desk.JOINT_REVIEW, "verdict": Verdict.PASS,
           "by": city.office, "seen": cast.fresh(case).version, "at": when} | more  # fmt: skip
    desk.perform(case, lambda: opining.give_opinion(**act), by=city.office, at=when)
    return cast.fresh(case)


def test_arriving_at_the_desk_asks_every_department_once(case):
    joint.ask(application_id=case.pk, at=WHEN)
    asked = [(r.department, r.turn, r.number, r.asked_at) for r in case.joint_requests.all()]
    assert asked == [("tax", 1, 1, WHEN), ("court", 1, 1, WHEN)]
    assert {r.due_at.date() for r in case.joint_requests.all()} == {on("2026-03-16")}


def test_nobody_is_asked_while_the_file_lies_elsewhere(city):
    case = cast.file(cast.draft(city, stage.call(city)))
    assert joint.ask(application_id=case.pk, at=WHEN) == []


def test_silence_is_no_consent(city, case, tax):
    answer(case, "tax", tax)
    with pytest.raises(Incomplete) as refused:
        passes(city, case)
    assert [c.path for c in refused.value.complaints] == ["detail.departments.court"]
    # Not even long after the due date.
    with pytest.raises(Incomplete):
        passes(city, case, at=at("2026-09-01 09:00"))


def test_the_file_passes_when_all_have_answered(city, case, tax, court):
    answer(case, "tax", tax)
    answer(case, "court", court, "not_my_scope")
    passes(city, case)
    assert desk.open_task(case).desk == Desk.LIST


def test_an_issue_needs_the_reason_of_the_office(city, case, tax, court):
    answer(case, "tax", tax)
    answer(case, "court", court, "issue", detail="有失信被执行记录")
    with pytest.raises(Incomplete) as refused:
        passes(city, case)
    assert [c.path for c in refused.value.complaints] == ["reason"]
    passes(city, case, reason="已履行完毕，法院出具证明")
    assert desk.open_task(case).desk == Desk.LIST


def test_the_office_may_refuse_after_an_issue(city, case, court):
    answer(case, "court", court, "issue", detail="有失信被执行记录")
    assert cast.opine(city, case, Verdict.DECLINE).status == Status.NOT_SELECTED
    silent = stage.request_of(case, "tax")
    assert (silent.answered_at, silent.answer, silent.closed_at) == (None, "", WHEN)


def test_an_issue_says_what_it_is(case, court):
    with pytest.raises(Refused):
        answer(case, "court", court, "issue", detail="  ")
    with pytest.raises(Refused):
        answer(case, "court", court, "yes")


@pytest.mark.parametrize("broken", [
    {"answer": "no_issue"},
    {"answered_at": WHEN},
    {"answer": "perhaps", "answered_at": WHEN},
    {"answer": "issue", "answered_at": WHEN},
])  # fmt: skip
def test_the_database_refuses_half_an_answer(city, case, broken):
    row = case.joint_requests.first()
    for name, value in broken.items():
        setattr(row, name, value)
    row.answered_by = city.office if "answered_at" in broken and "answer" in broken else None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_database_asks_a_department_once_at_a_time(case):
    with pytest.raises(IntegrityError), transaction.atomic():
        JointRequest.objects.create(
            application=case, department="tax", turn=1, number=2, asked_at=WHEN
        )


def test_only_the_department_asked_answers(city, case, tax, court):
    for other in (court, city.checker, city.leader, city.clerk, city.stranger, case.person.user):
        with pytest.raises(NotPermitted):
            answer(case, "tax", other)
    assert stage.request_of(case, "tax").answered_at is None


def test_nobody_answers_about_himself(city, case, tax):
    from tests.cast import grant  # noqa: PLC0415 - one test

    himself = case.person.user
    grant(himself, Role.JOINT_DEPARTMENT, organisation=tax.live_grants[0].organisation)
    with pytest.raises(NotPermitted):
        answer(case, "tax", himself)


def test_an_answer_is_given_once(case, tax):
    answer(case, "tax", tax)
    with pytest.raises(Refused):
        answer(case, "tax", tax, "issue", detail="另有发现")
    assert stage.request_of(case, "tax").answer == "no_issue"


def test_the_office_enters_a_letter_and_names_it(city, case):
    with pytest.raises(Refused):
        answer(case, "tax", city.office)
    answer(case, "tax", city.office, letter="星税函〔2026〕3号")
    row = stage.request_of(case, "tax")
    assert (row.answer, row.letter, row.role) == ("no_issue", "星税函〔2026〕3号", "review_office")


def test_several_answers_are_several_acts(city, tax):
    running = stage.call(city)
    cases = [stage.at_joint_desk(city, running) for _ in range(3)]
    ids = [stage.request_of(case, "tax").pk for case in cases]
    answer(cases[1], "tax", tax, "not_my_scope")
    done, sentences = joint.answer_several(request_ids=ids, by=tax, at=WHEN)
    assert (done, len(sentences)) == (2, 1)
    said = [history_of(case.subject).filter(verb="joint.answer").count() for case in cases]
    assert said == [1, 1, 1]


def test_asking_again_keeps_the_first_answer(city, case, tax, court):
    answer(case, "tax", tax, "issue", detail="欠税")
    first = stage.request_of(case, "tax")
    joint.ask_again(request_id=first.pk, because="已补缴", by=city.office, at=WHEN)
    assert found.answers(case) == {"tax": "", "court": ""}
    answer(case, "tax", tax)
    answer(case, "court", court)
    assert found.answers(case) == {"tax": "no_issue", "court": "no_issue"}
    kept = case.joint_requests.filter(department="tax").values_list("number", "answer")
    assert list(kept) == [(1, "issue"), (2, "no_issue")]


def test_the_rules_see_what_was_answered_and_the_applicant_does_not(city, case, tax, court):
    answer(case, "tax", tax)
    answer(case, "court", court, "issue", detail="有失信被执行记录")
    live = snapshot.findings(case, at=WHEN, joint_answers=True)
    said = {f.rule_id: f.verdict.value for f in live if f.rule_id.startswith("joint-")}
    assert said == {"joint-tax": "pass", "joint-court": "fail"}
    told = snapshot.findings(case, at=WHEN)
    assert {f.verdict.value for f in told if f.rule_id.startswith("joint-")} == {"needs_human"}


def test_only_the_office_and_the_deciders_read_the_answers(city, case, tax):
    readers = {
        name: found.may_read_answers(getattr(city, name), case)
        for name in ("office", "leader", "checker", "clerk", "district", "printer", "stranger")
    }
    assert [name for name, reads in readers.items() if reads] == ["office", "leader"]
    assert not found.may_read_answers(tax, case)
    assert not found.may_read_answers(case.person.user, case)


def test_a_qualification_desk_does_not_guess_what_a_department_will_say(city):
    case = cast.file(cast.draft(city, stage.call(city)))
    assert [
        r for r in snapshot.open_rules(case, case.filings.get()) if r.startswith("joint-")
    ] == []


def test_a_hold_has_a_reason_and_a_day_and_passing_ends_it(city, case, tax, court):
    act = {"application_id": case.pk, "by": city.office, "at": WHEN}
    with pytest.raises(Refused):
        joint.hold(**act, reason=" ", look_again_on=on("2026-04-01"), seen=case.version)
    with pytest.raises(Refused):
        joint.hold(**act, reason="待核实", look_again_on=on("2026-03-05"), seen=case.version)
    joint.hold(**act, reason="待核实", look_again_on=on("2026-04-01"), seen=case.version)
    assert case.joint_holds.filter(ended_at=None).count() == 1
    answer(case, "tax", tax)
    answer(case, "court", court)
    passes(city, case)
    assert case.joint_holds.filter(ended_at=None).count() == 0


def test_a_recheck_asks_everybody_anew(city, case, tax, court):
    answer(case, "tax", tax)
    answer(case, "court", court, "issue", detail="有失信被执行记录")
    cast.opine(city, case, Verdict.DECLINE)
    from evaluations.actions import opining  # noqa: PLC0415 - one test

    when, by = at("2026-03-07 09:00"), case.person.user
    desk.perform(case, lambda: opining.request_recheck(
        application_id=case.pk, by=by, seen=cast.fresh(case).version, at=when, grounds="同名误认",
    ), by=by, at=when)  # fmt: skip
    desk.perform(case, lambda: opining.decide_recheck(
        application_id=case.pk, by=city.office, seen=cast.fresh(case).version, at=when,
        outcome="admitted", reason="确系同名",
    ), by=city.office, at=when)  # fmt: skip
    assert found.answers(case) == {"tax": "", "court": ""}
    assert [r.turn for r in found.current(case)] == [2, 2]


def test_a_reminder_goes_out_once(case):
    until = at("2026-03-31 09:00")
    first = joint.due_for_reminder(until=until, at=at("2026-03-13 09:00"))
    assert sorted(r.department for r in first) == ["court", "tax"]
    assert joint.due_for_reminder(until=until, at=at("2026-03-13 09:05")) == []
