"""One-time codes: opened once, in time, by the last one only; silent about who has an account."""

from datetime import timedelta

import pytest
from django.utils.translation import gettext as _

from evaluations.actions import keys
from evaluations.actions.people import FieldRefused
from evaluations.errors import Refused
from evaluations.models import AccountKey, User
from tests import cast
from tests.clock import at

pytestmark = pytest.mark.django_db
NOW = at("2026-03-01 09:00")
WORDS = "osmanthus in autumn"
Purpose = AccountKey.Purpose


@pytest.fixture
def user() -> User:
    return cast.user("林一帆", email="lin@example.com")


def code_for(user: User, purpose: str = Purpose.PASSWORD, **more) -> str:
    return keys.make(user=user, purpose=purpose, at=NOW, **more)


def test_a_code_is_typed_as_people_type_and_kept_as_a_digest(user):
    code = code_for(user)
    keys.set_password(code=f" {code.lower().replace('-', ' ')}", password=WORDS, at=NOW)
    assert User.objects.get(pk=user.pk).check_password(WORDS)
    assert keys.spelled(code) not in str(list(AccountKey.objects.values()))


@pytest.mark.parametrize("spoil", ["used", "late", "older", "other purpose", "closed", "made up"])
def test_every_other_code_is_refused_with_one_sentence(user, spoil):
    code, then = code_for(user), NOW
    match spoil:
        case "used":
            keys.set_password(code=code, password=WORDS, at=NOW)
        case "late":
            then = NOW + timedelta(days=8)
        case "older":
            code_for(user)
        case "other purpose":
            code = code_for(user, Purpose.EMAIL, address="lin@example.com")
        case "closed":
            User.objects.filter(pk=user.pk).update(is_active=False)
        case _:
            code = "AAAA-BBBB-CCCC-DDDD"
    with pytest.raises(Refused) as refused:
        keys.set_password(code=code, password="chrysanthemum tea", at=then)
    assert str(refused.value) == _(
        "This code is wrong, used or out of date. Ask for a new one; only the last one opens."
    )
    assert not User.objects.get(pk=user.pk).check_password("chrysanthemum tea")


def test_a_weak_password_uses_nothing_up(user):
    code = code_for(user)
    with pytest.raises(FieldRefused):
        keys.set_password(code=code, password="short", at=NOW)
    assert keys.set_password(code=code, password=WORDS, at=NOW) == user


def test_only_a_confirmed_address_gets_the_mail_and_not_without_end(user):
    nameless = cast.user("无邮箱")
    assert keys.ask_password(username="nobody", at=NOW) is None
    assert keys.ask_password(username=nameless.username, at=NOW) is None
    for _n in range(3):
        assert keys.ask_password(username=user.username, at=NOW) == user
        code_for(user)
    assert keys.ask_password(username=user.username, at=NOW) is None


def test_an_address_counts_when_its_mail_was_read(user):
    assert keys.ask_email(by=user, address=" new@example.com ", at=NOW) == "new@example.com"
    code = code_for(user, Purpose.EMAIL, address="new@example.com")
    assert User.objects.get(pk=user.pk).email == "lin@example.com"
    keys.confirm_email(code=code, at=NOW)
    assert User.objects.get(pk=user.pk).email == "new@example.com"
    keys.ask_email(by=User.objects.get(pk=user.pk), address="", at=NOW)
    assert User.objects.get(pk=user.pk).email == ""


def test_a_wrong_address_is_refused_at_its_field(user):
    with pytest.raises(FieldRefused) as refused:
        keys.ask_email(by=user, address="nowhere", at=NOW)
    assert refused.value.field == "email"
