"""Recall, withdraw, recheck: said before it is done, refused with the law's own sentence."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.actions import opining
from evaluations.desks import Ground
from evaluations.models import RecheckRequest, StatusChange
from evaluations.status import Status
from tests import cast
from tests.clock import at
from tests.worlds import world
from workflows import desk

pytestmark = pytest.mark.django_db


@world
def filed(complete):
    return cast.file(complete)


@pytest.fixture
def case(filed, client, clock):
    client.force_login(filed.person.user)
    return filed


def url(case, act: str) -> str:
    return reverse(f"application_{act}", args=[case.public_id])


def sent(client, case, act: str, **more) -> dict:
    form = client.get(url(case, act)).context["form"]
    return {"key": form["key"].value(), "seen": form["seen"].value()} | more


def opened(city, case):
    by, when = city.clerk, at("2026-03-09 09:00")
    desk.perform(
        case,
        lambda: opining.open_file(application_id=case.pk, desk="employer", by=by, at=when),
        by=by,
        at=when,
    )


def test_a_recalled_application_is_a_draft_again(client, case):
    answer = client.post(url(case, "recall"), sent(client, case, "recall"))
    assert answer.url == f"/applications/{case.public_id}/"
    assert cast.fresh(case).status == Status.DRAFT
    assert client.get(answer.url).templates[0].name == "applicant/tasks.html"


def test_once_opened_it_cannot_be_recalled_and_button_and_page_say_why(city, client, case):
    before = sent(client, case, "recall")
    opened(city, case)
    sentence = _(
        "The next desk opened the file on %(day)s. Ask it to return the file, or withdraw."
    ) % {"day": "2026-03-09 09:00"}
    page = client.get(f"/applications/{case.public_id}/")
    assert page.context["refused"]["recall"] == sentence
    assert sentence in page.text
    shown = client.get(url(case, "recall"))
    assert (shown.status_code, shown.context["closed"]) == (403, sentence)
    seen = {"seen": cast.fresh(case).version}
    answer = client.post(url(case, "recall"), before | seen)
    assert answer.status_code == 403
    assert answer.context["form"].errors == {"__all__": [sentence]}
    assert cast.fresh(case).status == Status.FILED


def test_a_stale_recall_is_409(city, client, case):
    before = sent(client, case, "recall")
    opened(city, case)
    assert client.post(url(case, "recall"), before).status_code == 409


def test_withdrawing_keeps_the_reason(client, case):
    given = sent(client, case, "withdraw", reason="调往外地")
    assert client.post(url(case, "withdraw"), given).status_code == 302
    assert cast.fresh(case).status == Status.WITHDRAWN
    assert StatusChange.objects.latest("id").reason == "调往外地"
    assert client.get(f"/applications/{case.public_id}/").context["events"][0]["why"] == "调往外地"


def test_after_the_list_it_takes_a_letter_to_withdraw(city, client, call):
    case = cast.walked(city, call, Status.PUBLICISED)
    client.force_login(case.person.user)
    shown = client.get(url(case, "withdraw"))
    assert (shown.status_code, shown.context["closed"]) == (
        403,
        _("The list has been proposed. Ask the office in writing to strike you off."),
    )


def test_a_refusal_shows_its_ground_and_a_recheck_can_be_asked_once(city, client, call):
    case = cast.walked(city, call, Status.NOT_ACCEPTED)
    client.force_login(case.person.user)
    page = client.get(f"/applications/{case.public_id}/")
    assert page.context["refusal"].reason == "材料与原件不一致"
    assert page.context["ground"] == Ground.CONDITIONS.label
    given = sent(client, case, "recheck", grounds="原件已于三月五日交验。")
    assert client.post(url(case, "recheck"), given).status_code == 302
    assert RecheckRequest.objects.get().grounds == "原件已于三月五日交验。"
    again = client.get(url(case, "recheck"))
    assert (again.status_code, again.context["closed"]) == (
        403,
        _("A recheck has already been requested for this application."),
    )


def test_a_recheck_without_words_is_a_sentence(city, client, call):
    case = cast.walked(city, call, Status.NOT_QUALIFIED)
    client.force_login(case.person.user)
    answer = client.post(url(case, "recheck"), sent(client, case, "recheck", grounds=" "))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "grounds": [_("Say which fact or which step was wrong.")]
    }


def test_nobody_else_can_act(city, client, case):
    for user, status in ((city.stranger, 404), (city.clerk, 403)):
        client.force_login(user)
        for act in ("recall", "withdraw", "recheck", "file", "check", "employer"):
            assert client.get(url(case, act)).status_code == status, (user, act)
