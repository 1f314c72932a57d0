"""The recheck desk: the office reads the grounds and decides once."""

import pytest

from evaluations.actions import opining
from evaluations.desks import Desk
from evaluations.models import Application, RecheckRequest
from evaluations.status import Status
from tests import cast, visits
from tests.clock import at
from tests.workflows.views.desks.sitting import address, page
from tests.worlds import world
from workflows import desk
from workflows.models import Message

pytestmark = pytest.mark.django_db
ASKED, NOW = at("2026-03-11 09:00"), at("2026-03-12 09:00")


@world
def city() -> cast.City:
    return cast.City()


@world
def case(city) -> Application:
    case = cast.walked(city, city.call(), Status.NOT_ACCEPTED)
    by = case.person.user
    desk.perform(
        case,
        lambda: opining.request_recheck(
            application_id=case.pk,
            by=by,
            seen=case.version,
            at=ASKED,
            grounds="公示材料已附，被漏看",
        ),
        by=by,
        at=ASKED,
    )
    return cast.fresh(case)


def decide(user, case, **answers):
    data = {"reason": "经核查确有漏看"} | answers
    return visits.post(user, address(case, "recheck/"), data, NOW, seen=cast.fresh(case).version)


def test_the_office_reads_the_grounds_and_the_refusal(city, case) -> None:
    text = visits.text(page(city.office, case, NOW))
    assert "公示材料已附，被漏看" in text
    assert case.opinions.last().reason in text


def test_admitted_the_file_goes_back_to_the_desk_that_refused(city, case) -> None:
    answer = decide(city.office, case, outcome="admitted")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/next/recheck/")
    assert cast.fresh(case).status == Status.FILED
    assert desk.open_task(case).desk == Desk.FORMAL_CHECK
    assert Message.objects.filter(kind="recheck", recipient=case.person.user).count() == 1


def test_dismissed_the_refusal_stands_and_the_applicant_is_told(city, case) -> None:
    decide(city.office, case, outcome="dismissed")
    assert cast.fresh(case).status == Status.NOT_ACCEPTED
    assert desk.open_task(case) is None
    message = Message.objects.get(kind="recheck")
    assert (message.recipient, message.data) == (case.person.user, {"outcome": "dismissed"})


@pytest.mark.parametrize("answers", [{}, {"outcome": "admitted", "reason": " "}, {"outcome": "x"}])
def test_an_incomplete_decision_is_a_sentence(city, case, answers) -> None:
    answer = decide(city.office, case, **answers)
    assert answer.status_code == 422
    assert RecheckRequest.objects.get().decided_at is None


def test_a_second_decision_is_told_it_comes_too_late(city, case) -> None:
    seen = case.version
    decide(city.office, case, outcome="dismissed")
    data = {"outcome": "admitted", "reason": "迟到的理由"}
    answer = visits.post(city.second_officer, address(case, "recheck/"), data, NOW, seen=seen)
    assert answer.status_code == 409
    assert "迟到的理由" in visits.text(answer)


@pytest.mark.parametrize("who", ["clerk", "acceptance", "leader"])
def test_only_the_office_decides(city, case, who) -> None:
    assert page(getattr(city, who), case, NOW).context["act"] == {"state": "elsewhere"}
    assert decide(getattr(city, who), case, outcome="admitted").status_code == 403
    assert RecheckRequest.objects.get().decided_at is None
