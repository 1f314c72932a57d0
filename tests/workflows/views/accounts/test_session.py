"""Signing in lands where the work is; a wrong password is a sentence; guessing is slow."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.utils.translation import gettext as _

from evaluations.models import User
from evaluations.roles import Role
from tests import cast
from workflows.views.accounts import throttle

pytestmark = pytest.mark.django_db
WRONG = _("Name or password is wrong. Check both, and whether capitals are locked.")


def signed_in(client, user: User, **more):
    given = {"username": user.username, "password": "demo"} | more
    return client.post("/accounts/login/", given)


def test_an_applicant_lands_on_the_applications(client):
    answer = signed_in(client, cast.user("林一帆"))
    assert (answer.status_code, answer.url) == (302, "/applications/")


def test_an_office_lands_in_the_inbox(client):
    officer = cast.official("沈知远", Role.DISTRICT_OFFICER, district="990602")
    answer = signed_in(client, officer)
    assert (answer.status_code, answer.url) == (302, "/inbox/")


def test_next_is_followed_on_this_site_only(client):
    user = cast.user("林一帆")
    assert signed_in(client, user, next="/calls/").url == "/calls/"
    client.logout()
    assert signed_in(client, user, next="https://elsewhere.example/").url == "/applications/"


def test_the_language_of_the_account_is_spoken(client):
    user = cast.user("Ann", language="en")
    assert signed_in(client, user).cookies["laurel_language"].value == "en"


@pytest.mark.parametrize("username", ["nobody", "real"])
def test_unknown_name_and_wrong_password_sound_alike(client, username):
    user = cast.user("林一帆")
    name = user.username if username == "real" else username
    answer = client.post("/accounts/login/", {"username": name, "password": "wrong"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"__all__": [WRONG]}
    assert name in answer.text


def test_missing_entries_are_named_at_once(client):
    answer = client.post("/accounts/login/", {"username": "", "password": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "username": [_("Enter your mobile number or user name.")],
        "password": [_("Enter your password.")],
    }


def test_a_closed_account_stays_outside(client):
    user = cast.user("林一帆", is_active=False)
    assert signed_in(client, user).status_code == 422


def test_a_phone_number_may_be_typed_as_people_type_it(client):
    user = cast.user("林一帆")
    User.objects.filter(pk=user.pk).update(username="13800000001")
    answer = client.post("/accounts/login/", {"username": "１３８-0000 0001", "password": "demo"})
    assert answer.status_code == 302


def test_after_many_wrong_passwords_even_the_right_one_waits(client):
    user = cast.user("林一帆")
    for _try in range(throttle.TRIES):
        assert signed_in(client, user, password="wrong").status_code == 422
    answer = signed_in(client, user)
    assert answer.status_code == 429
    assert list(answer.context["form"].errors) == ["__all__"]
    assert signed_in(client, cast.user("别人")).status_code == 302


def test_a_slip_costs_nothing_once_the_password_was_right(client):
    user = cast.user("林一帆")
    for _round in range(2):
        for _try in range(throttle.TRIES - 1):
            assert signed_in(client, user, password="wrong").status_code == 422
        assert signed_in(client, user).status_code == 302
        client.logout()


def test_a_town_hall_with_one_address_signs_in_at_nine(client, monkeypatch):
    monkeypatch.setattr(throttle, "TRIES_OF_ADDRESS", 3)
    user = cast.user("林一帆")
    for _round in range(5):
        assert signed_in(client, user).status_code == 302
        client.logout()
    names = [cast.user(str(n)) for n in range(4)]
    answers = [signed_in(client, each, password="one word for all").status_code for each in names]
    assert answers == [422, 422, 422, 429]


@pytest.mark.django_db(transaction=True)
def test_of_many_guesses_at_once_only_the_allowed_ones_are_looked_at(monkeypatch):
    user, looked = cast.user("林一帆"), []
    monkeypatch.setattr(
        "workflows.forms.accounts.authenticate", lambda *args, **given: looked.append(1)
    )

    def guess(_n: int) -> int:
        try:
            return signed_in(Client(), user, password="wrong").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(guess, range(40)))
    assert (len(looked), answers.count(422), answers.count(429)) == (8, 8, 32)


def test_signing_out_is_a_post(client):
    client.force_login(cast.user("林一帆"))
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").url == "/"
    assert client.get("/applications/").url == "/accounts/login/?next=/applications/"


def test_registering_signs_in_and_lands_on_the_applications(client):
    given = {"name": "林一帆", "phone": "13800000001", "password": "osmanthus in autumn"}
    answer = client.post("/accounts/register/", given)
    assert (answer.status_code, answer.url) == (302, "/applications/")
    assert client.get("/applications/").status_code == 200


def test_a_refused_registration_keeps_what_was_typed(client):
    given = {"name": "林一帆", "phone": "123", "password": "osmanthus in autumn"}
    answer = client.post("/accounts/register/", given)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "phone": [_("Enter a mobile number of 11 digits, for example 13800000000.")]
    }
    assert 'value="林一帆"' in answer.text
    assert "osmanthus" not in answer.text


def test_everything_wrong_with_a_registration_is_said_at_once(client):
    answer = client.post("/accounts/register/", {"name": "林1", "phone": "123", "password": "x"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name", "phone", "password"]


def test_numbers_with_an_account_are_not_found_by_trying(client):
    given = {"name": "林一帆", "phone": "13800000001", "password": "osmanthus in autumn"}
    client.post("/accounts/register/", given)
    client.logout()
    answers = [client.post("/accounts/register/", given).status_code for _n in range(9)]
    assert answers == [422] * throttle.TRIES + [429]
