"""A forgotten password, and an address: by mail, the same answer for everybody, used by a button only."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluations.models import User
from tests import cast
from workflows import account_mail

pytestmark = pytest.mark.django_db
WORDS = "osmanthus in autumn"


@pytest.fixture
def user() -> User:
    return cast.user("林一帆", email="lin@example.com")


def path_in(mail) -> str:
    return re.search(r"https?://[^/]+(/accounts/\S+)", mail.body).group(1)


def test_every_name_gets_the_same_answer(client, user, django_capture_on_commit_callbacks):
    pages = set()
    for name in (user.username, "nobody", cast.user("无邮箱").username):
        answer = client.post(reverse("forgotten"), {"username": name}, follow=True)
        pages.add(re.sub(r"csrf\S+|value=\S+", "", answer.text))
    assert len(pages) == 1


def test_the_mail_opens_a_page_that_a_scanner_may_open_too(client, user, mailoutbox):
    account_mail.password.call(user.pk, 2)
    (mail,) = mailoutbox
    assert (mail.to, "林一帆" in mail.body) == (["lin@example.com"], False)
    path = path_in(mail)
    for _n in range(2):
        assert client.get(path).status_code == 200
    code = path.rstrip("/").rpartition("/")[2]
    answer = client.post(reverse("enter_code"), {"code": code, "password": "short"})
    assert (answer.status_code, code in answer.text) == (422, True)
    assert client.post(reverse("enter_code"), {"code": code, "password": WORDS}).status_code == 302
    assert User.objects.get(pk=user.pk).check_password(WORDS)
    again = client.post(reverse("enter_code"), {"code": code, "password": WORDS})
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["code"])


def test_guessing_codes_ends_soon(client, user):
    wrong = {"code": "AAAA-BBBB-CCCC-DDDD", "password": WORDS}
    answers = [client.post(reverse("enter_code"), wrong).status_code for _n in range(9)]
    assert answers == [422] * 8 + [429]


def test_an_address_is_confirmed_by_a_button(client, mailoutbox):
    user = cast.user("林一帆")
    client.force_login(user)
    assert client.post(reverse("email"), {"email": "nowhere"}).status_code == 422
    assert client.post(reverse("email"), {"email": "lin@example.com"}).status_code == 302
    account_mail.confirm.call(user.pk, "lin@example.com")
    path = path_in(mailoutbox[0])
    client.logout()
    assert client.get(path).status_code == 200
    assert User.objects.get(pk=user.pk).email == ""
    client.post(path)
    assert User.objects.get(pk=user.pk).email == "lin@example.com"
    assert client.get(path).status_code == 422


def test_a_closed_account_gets_no_mail(user, mailoutbox):
    User.objects.filter(pk=user.pk).update(is_active=False)
    account_mail.password.call(user.pk, 2)
    account_mail.confirm.call(user.pk, "x@example.com")
    assert mailoutbox == []
    assert user.keys.filter(expires_at__gt=timezone.now()).count() == 0
