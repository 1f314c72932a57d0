"""An officer comes and goes in the browser; employers, identities and weighty roles find their second."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.actions import employers, identities
from evaluations.models import Person, User
from evaluations.roles import Role
from evaluations.status import Status
from evaluations.uploads import CleanFile
from tests import cast
from tests.clock import at
from tests.visits import get, leaks, post, text

pytestmark = pytest.mark.django_db
NOW = at("2026-05-20 09:00")
WORDS = "osmanthus in autumn"
NEW = {"name": "沈知远", "username": "shen.zhiyuan", "phone": "13800000001"}


@pytest.fixture
def city() -> cast.City:
    return cast.City()


@pytest.fixture
def admin() -> User:
    return cast.official("管理甲", Role.SYSADMIN)


def code_in(answer) -> str:
    return re.search(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", text(answer)).group()


def test_an_officer_comes_works_and_leaves(admin, client):
    answer = post(admin, reverse("new_account"), NEW, NOW)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    user = User.objects.get(username="shen.zhiyuan")
    given = {"code": code_in(answer), "password": WORDS}
    assert post(None, reverse("enter_code"), given, NOW).url == reverse("login")
    grant = {"username": user.username, "role": "district_officer", "scope": "district",
             "district": "990602"}  # fmt: skip
    assert post(admin, reverse("new_grant"), grant, NOW).status_code == 302
    signed = client.post(reverse("login"), {"username": user.username, "password": WORDS})
    assert signed.url == "/inbox/"

    shown = text(get(admin, reverse("office_account", args=[user.pk]), NOW))
    assert (user.username in shown, "990602" in shown or "区" in shown) == (True, True)
    close = reverse("account_act", args=[user.pk, "close"])
    assert post(admin, close, {"reason": ""}, NOW).status_code == 422
    assert post(admin, close, {"reason": "调离"}, NOW).status_code == 302
    assert client.get("/inbox/").status_code == 302
    assert "调离" in text(get(admin, reverse("office_account", args=[user.pk]), NOW))


def test_what_was_typed_stays_when_an_account_is_refused(admin):
    answer = post(admin, reverse("new_account"), NEW | {"phone": "12"}, NOW)
    assert (answer.status_code, 'value="沈知远"' in text(answer)) == (422, True)


def test_a_code_for_an_applicant_is_shown_once_and_for_a_leader_never(
    city, admin, mailoutbox, django_capture_on_commit_callbacks
):
    person = cast.user("林一帆")
    url = reverse("account_act", args=[person.pk, "code"])
    assert code_in(post(city.office, url, {"reason": "已核身份证"}, NOW))

    url = reverse("account_act", args=[city.leader.pk, "code"])
    assert post(admin, url, {"reason": "忘记密码"}, NOW).status_code == 422
    assert post(city.office, url, {"reason": "忘记密码"}, NOW).status_code == 403
    User.objects.filter(pk=city.leader.pk).update(email="leader@example.com")
    with django_capture_on_commit_callbacks(execute=True):
        assert post(admin, url, {"reason": "忘记密码"}, NOW).status_code == 302
    assert [mail.to for mail in mailoutbox] == [["leader@example.com"]]


def test_an_unknown_account_or_act_is_not_there(admin):
    assert get(admin, reverse("office_account", args=[999999]), NOW).status_code == 404
    user = cast.user("林一帆")
    url = reverse("account_act", args=[user.pk, "sing"])
    assert post(admin, url, {"reason": "x"}, NOW).status_code == 404


def test_a_role_of_weight_waits_for_the_second_person(city, admin):
    user = cast.user("严制证")
    given = {"username": user.username, "role": "certificate_officer", "scope": "city"}
    assert post(admin, reverse("new_grant"), given, NOW).status_code == 422  # the reason
    assert post(admin, reverse("new_grant"), given | {"reason": "任命"}, NOW).status_code == 302
    assert User.objects.get(pk=user.pk).live_grants == []

    listed = text(get(city.office, reverse("office_requests"), NOW))
    url = re.search(r'href="(/office/requests/roles/[^"]+)"', listed).group(1)
    refused = post(admin, url, {"outcome": "confirmed"}, NOW)
    assert refused.status_code == 403
    assert post(city.office, url, {"outcome": "confirmed"}, NOW).status_code == 302
    assert User.objects.get(pk=user.pk).holds(Role.CERTIFICATE_OFFICER)


def test_an_employer_is_confirmed_by_its_district(city):
    asker = cast.user("林人事", phone="13800000001")
    letter = CleanFile("授权书.pdf", "application/pdf", b"%PDF-1.4", "0" * 64, 1)
    asked = employers.ask(
        name="青石新材料有限公司", uscc=cast.credit_code(), kind="private", affiliation="district",
        district=city.district.grants.get().district, letter=letter, by=asker, at=NOW,
    )  # fmt: skip
    url = reverse("office_request", args=["employers", asked.public_id])
    paper = reverse("office_letter", args=[asked.public_id])

    assert asked.uscc in text(get(city.district, url, NOW))
    sent = get(city.district, paper, NOW)
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(sent.streaming_content) == b"%PDF-1.4"
    assert get(city.stranger, paper, NOW).status_code == 404
    assert get(city.acceptance, url, NOW).status_code == 404
    answer = post(city.district, url, {"outcome": "refused", "note": ""}, NOW)
    assert answer.status_code == 422
    assert post(city.district, url, {"outcome": "confirmed"}, NOW).status_code == 302
    assert employers.headed_by(User.objects.get(pk=asker.pk))[0].uscc == asked.uscc


def test_a_number_is_corrected_at_the_counter_without_a_screen_showing_it(city):
    person, right = cast.applicant(), cast.id_number("19880313")
    url = reverse("correct_identity", args=[person.user_id])
    given = {"name": "", "id_number": right, "reason": "录入错误"}
    assert post(city.acceptance, url, given | {"id_number": "1"}, NOW).status_code == 422
    assert post(city.acceptance, url, given, NOW).status_code == 302

    page = reverse("office_request", args=["identities", person.corrections.get().public_id])
    assert (
        leaks(
            right,
            text(get(city.office, page, NOW)).replace(f"{right[:2]}{'*' * 14}{right[-2:]}", ""),
        )
        == []
    )
    assert post(city.office, page, {"outcome": "confirmed"}, NOW).status_code == 422
    done = {"outcome": "confirmed", "id_number": right}
    assert post(city.office, page, done, NOW).status_code == 302
    assert Person.objects.get(pk=person.pk).id_number == right


def test_whoever_corrects_a_name_sees_where_it_stands_already(city):
    case = cast.walked(city, city.call(), Status.PUBLICISED)
    asked = identities.ask(
        person=case.person,
        name="林更正",
        id_number="",
        reason="同音字",
        by=case.person.user,
        at=NOW,
    )
    url = reverse("office_request", args=["identities", asked.public_id])
    shown = text(get(city.office, url, NOW))
    assert case.reference in shown
    told = _("Under public notice with the present name. Correct the notice afterwards.")
    assert told in shown
