"""The own profile: the number never comes back to the browser, a filing fixes it."""

import pytest
from django.test import Client
from django.utils.translation import gettext as _

from evaluations.models import Person, User
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client) -> Person:
    person = cast.applicant()
    client.force_login(person.user)
    return person


def test_the_number_is_shown_masked_only(client, person):
    page = client.get("/accounts/profile/").text
    assert person.masked_id in page
    assert person.id_number not in page


def test_saving_goes_on_where_one_came_from(client, person):
    given = {"name": "林一帆", "id_number": "", "phone": "13800000009", "next": "/applications/"}
    answer = client.post("/accounts/profile/", given)
    assert (answer.status_code, answer.url) == (302, "/applications/")
    assert Person.objects.get(pk=person.pk).phone == "13800000009"


def test_a_wrong_number_is_refused_and_everything_typed_stays(client, person):
    given = {"name": "林二帆", "id_number": "990602198803121", "phone": "13800000009"}
    answer = client.post("/accounts/profile/", given)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "id_number": [_("This is an old number of 15 digits. Enter the 18 characters of the card.")]
    }
    assert 'value="林二帆"' in answer.text
    assert Person.objects.get(pk=person.pk).name == "林一帆"


def test_after_a_filing_only_the_phone_can_be_sent(client):
    city = cast.City()
    case = cast.file(cast.draft(city, city.call()))
    client.force_login(case.person.user)
    answer = client.get("/accounts/profile/")
    assert list(answer.context["form"].fields) == ["phone"]
    sent = {"name": "别名", "id_number": "x", "phone": "13800000009"}
    assert client.post("/accounts/profile/", sent).status_code == 302
    kept = Person.objects.get(pk=case.person.pk)
    assert (kept.name, kept.phone) == (case.person.name, "13800000009")


def test_the_language_is_kept_and_spoken(client, person):
    answer = client.post("/accounts/language/", {"language": "en"})
    assert answer.cookies["laurel_language"].value == "en"
    assert User.objects.get(pk=person.user.pk).language == "en"
    assert "Your profile" in client.get("/accounts/profile/").text


def test_a_new_password_keeps_this_browser_and_ends_the_others(client, person):
    other = Client()
    other.force_login(person.user)
    given = {"old": "demo", "new": "chrysanthemum tea"}
    assert client.post("/accounts/password/", given).url == "/accounts/password/changed/"
    assert client.get("/accounts/password/changed/").status_code == 200
    assert other.get("/accounts/profile/").status_code == 302


def test_a_wrong_or_weak_password_is_a_sentence(client, person):
    answer = client.post("/accounts/password/", {"old": "nope", "new": "1234567890"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["old"] == [_("The present password is wrong.")]
    assert len(answer.context["form"].errors["new"]) == 1
    assert User.objects.get(pk=person.user.pk).check_password("demo")
