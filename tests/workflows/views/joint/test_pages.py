"""The pages of the joint review: a department sees its own requests, the office all answers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations import joint as found
from evaluations.actions import joint
from evaluations.models import JointDepartment
from journal.queries import history_of
from tests import cast
from tests.cast import joint as stage
from tests.clock import at, on
from tests.visits import get, text
from tests.visits import post as sent_by
from tests.worlds import world
from workflows import synthetic

pytestmark = pytest.mark.django_db

NOW = at("2026-03-06 09:00")


@world
def city():
    return cast.City()


@world
def tax(city):
    return stage.department(city, "tax")


@world
def case(city):
    return stage.at_joint_desk(city, stage.call(city))


def post(user, address, data, moment, *, seen=0):
    """As a browser sends it, with the hidden fields of a form that acts."""
    return sent_by(user, address, data, moment, seen=seen)


def own(case, code="tax"):
    return stage.request_of(case, code)


def url(name, *args):
    return reverse(name, args=args)


def test_a_department_sees_its_own_open_requests_and_no_others(city, tax, case):
    page = get(tax, url("joint_requests"), NOW)
    assert [row["request"].pk for row in page.context["rows"]] == [own(case).pk]
    assert case.person.id_number not in text(page)
    other = get(tax, url("joint_request", own(case, "court").public_id), NOW)
    assert other.status_code == 404


@pytest.mark.parametrize("who", ["clerk", "district", "checker", "leader", "stranger", "office"])
def test_nobody_else_opens_a_departments_page(city, tax, case, who):
    user = getattr(city, who)
    assert get(user, url("joint_requests"), NOW).status_code == 403
    assert get(user, url("joint_request", own(case).public_id), NOW).status_code == 403


def test_an_answer_is_given_on_its_page(city, tax, case):
    page = post(tax, url("joint_request", own(case).public_id), {"answer": "no_issue"}, NOW)
    assert (page.status_code, page["Location"]) == (302, url("joint_requests"))
    row = own(case)
    assert (row.answer, row.answered_by, row.answered_at) == ("no_issue", tax, NOW)


def test_what_was_typed_stays_when_the_law_refuses(city, tax, case):
    address = url("joint_request", own(case).public_id)
    page = post(tax, address, {"answer": "issue", "detail": "   "}, NOW)
    assert page.status_code == 422
    assert page.context["form"]["answer"].value() == "issue"
    assert own(case).answered_at is None


def test_evidence_is_read_by_the_department_the_office_and_the_deciders(city, tax, case):
    file = SimpleUploadedFile("证明.pdf", synthetic.scan("SAMPLE"), "application/pdf")
    sent = {"answer": "issue", "detail": "欠税", "evidence": file}
    post(tax, url("joint_request", own(case).public_id), sent, NOW)
    address = url("joint_evidence", own(case).public_id)
    readers = {
        "tax": tax, "office": city.office, "leader": city.leader, "clerk": city.clerk,
        "checker": city.checker, "applicant": case.person.user, "stranger": city.stranger,
        "court": stage.department(city, "court"),
    }  # fmt: skip
    said = {}
    for name, user in readers.items():
        page = get(user, address, NOW)
        said[name] = page.status_code
        assert page.status_code == 404 or b"".join(page.streaming_content).startswith(b"%PDF")
    assert [name for name, code in said.items() if code == 200] == ["tax", "office", "leader"]
    assert {code for code in said.values() if code != 200} == {404}


def test_the_id_number_is_shown_once_and_the_reading_is_recorded(city, tax, case):
    address = url("joint_identity", own(case).public_id)
    assert case.person.id_number in text(post(tax, address, {}, NOW))
    again = get(tax, url("joint_request", own(case).public_id), NOW)
    assert case.person.id_number not in text(again)
    read = history_of(case.subject).filter(verb="joint.read_identity")
    assert [entry.actor for entry in read] == [f"user:{tax.pk}"]


def test_several_are_answered_at_once_and_others_are_left_alone(city, tax):
    running = stage.call(city)
    cases = [stage.at_joint_desk(city, running) for _ in range(3)]
    foreign = own(cases[2], "court").pk
    ticked = [own(cases[0]).pk, own(cases[1]).pk, foreign, "x"]
    page = post(tax, url("joint_no_issue"), {"request": ticked}, NOW)
    assert page.status_code == 302
    assert [own(case).answer for case in cases] == ["no_issue", "no_issue", ""]
    assert own(cases[2], "court").answer == ""


def test_the_list_costs_the_same_for_one_and_for_three(city, tax):
    running = stage.call(city)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert get(tax, url("joint_requests"), NOW).status_code == 200
        return len(seen)

    stage.at_joint_desk(city, running)
    one = queries()
    stage.at_joint_desk(city, running)
    stage.at_joint_desk(city, running)
    assert queries() == one


def test_the_desk_shows_answers_to_the_office_alone(city, tax, case):
    joint.answer(request_id=own(case).pk, answer="issue", detail="欠税三万元", by=tax, at=NOW)
    seen = {
        name: "欠税三万元" in text(get(getattr(city, name), url("desk", case.public_id), NOW))
        for name in ("office", "leader", "clerk", "district", "checker")
    }
    assert [name for name, reads in seen.items() if reads] == ["office", "leader"]


def test_the_applicant_reads_nothing_of_it(city, tax, case):
    joint.answer(request_id=own(case).pk, answer="issue", detail="欠税三万元", by=tax, at=NOW)
    page = text(get(case.person.user, url("application", case.public_id), NOW))
    assert "欠税三万元" not in page


def test_the_office_enters_a_letter_asks_again_and_holds(city, case):
    request = own(case)
    address = url("joint_letter", case.public_id, request.public_id)
    assert post(city.office, address, {"answer": "no_issue"}, NOW).status_code == 422
    sent = {"answer": "no_issue", "letter": "星税函〔2026〕3号"}
    assert post(city.office, address, sent, NOW).status_code == 302
    again = url("joint_again", case.public_id, request.public_id)
    assert post(city.office, again, {"because": "另有举报"}, NOW).status_code == 302
    assert (own(case).number, own(case).answer) == (2, "")
    hold = url("joint_hold", case.public_id)
    sent = {"reason": "待核实", "look_again_on": "2026-04-01"}
    assert post(city.office, hold, sent, NOW, seen=case.version).status_code == 302
    assert case.joint_holds.get(ended_at=None).look_again_on == on("2026-04-01")
    assert post(city.office, url("joint_lift", case.public_id), {}, NOW).status_code == 302


@pytest.mark.parametrize("who", ["clerk", "district", "checker", "leader", "stranger"])
def test_only_the_desk_acts_at_the_desk(city, case, who):
    user, request = getattr(city, who), own(case)
    for address in (
        url("joint_hold", case.public_id),
        url("joint_letter", case.public_id, request.public_id),
        url("joint_again", case.public_id, request.public_id),
    ):
        assert get(user, address, NOW).status_code in {403, 404}
    assert post(user, url("joint_lift", case.public_id), {}, NOW).status_code in {403, 404}


def test_the_office_names_who_answers(city):
    body = cast.organisation("星湖市税务局", kind="department", affiliation="city", district="")
    address = url("joint_departments")
    assert get(city.checker, address, NOW).status_code == 403
    assert get(city.office, address, NOW).status_code == 200
    wrong = post(city.office, address, {"code": "tax", "tax-uscc": "91000000"}, NOW)
    assert wrong.status_code == 422
    post(city.office, address, {"code": "tax", "tax-uscc": body.uscc}, NOW)
    assert JointDepartment.objects.get().organisation == body
    officer = cast.official("税务联审员", "joint_department", organisation=body)
    assert list(found.answered_for(officer)) == ["tax"]
