"""Accounts and identity data: checked, sealed, fixed by a filing, and silent about other accounts."""

import pytest
from django.conf import settings
from django.utils.translation import gettext as _

from evaluations.actions import people
from evaluations.actions.people import FieldRefused
from evaluations.models import Person, RoleGrant, User
from evaluations.roles import Role, Scope
from journal.models import Entry
from tests import cast
from tests.clock import at

pytestmark = pytest.mark.django_db
NOW = at("2026-03-10 10:00")


def registered(**more) -> User:
    given = {"username": "", "password": "osmanthus in autumn", "name": "林一帆",
             "phone": "13800000001", "language": "zh-hans"} | more  # fmt: skip
    return people.register(at=NOW, **given)


def refusal_of(act, **given) -> tuple[str, str]:
    with pytest.raises(FieldRefused) as refused:
        act(**given)
    return refused.value.field, str(refused.value)


def test_registering_gives_an_account_a_person_and_one_role():
    user = registered(phone="１３８ 0000-0001")
    grant = RoleGrant.objects.get(user=user)
    assert (user.username, user.name, user.phone) == ("13800000001", "林一帆", "13800000001")
    assert (grant.role, grant.scope, grant.granted_by) == (Role.APPLICANT, Scope.SELF, user)
    assert Person.objects.get(user=user).name == "林一帆"
    assert user.check_password("osmanthus in autumn")
    last = Entry.objects.latest("seq")
    assert (last.verb, f"{last.subject_type}:{last.subject_id}") == ("register", f"user:{user.pk}")
    assert "林一帆" not in last.body
    assert "13800000001" not in last.body


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "林1帆"}, "name"),
        ({"name": "林" * 51}, "name"),
        ({"phone": "12345"}, "phone"),
        ({"phone": "0535-6688888"}, "phone"),
        ({"username": "ab"}, "username"),
        ({"username": "13900000009"}, "username"),
        ({"password": "short"}, "password"),
        ({"password": "1234567890"}, "password"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(given, field):
    assert refusal_of(registered, **given)[0] == field
    assert User.objects.count() == 0


@pytest.mark.parametrize("name", ["林一帆", "阿卜杜拉·买买提", "Ann O’Neil", "𠮷田 一郎"])
def test_real_names_are_accepted(name):
    assert people.check_name(name) == name


def test_the_separator_of_a_name_has_one_spelling():
    assert people.check_name(" 阿卜杜拉 • 买买提 ") == "阿卜杜拉·买买提"


def test_a_phone_number_signs_in_only_one_account():
    registered()
    sentence = _("This phone number or user name is already in use. Sign in, or choose another.")
    assert refusal_of(registered) == ("phone", sentence)
    assert User.objects.count() == 1


def test_identity_is_sealed_and_read_back_masked():
    user, number = registered(), cast.id_number()
    person = people.save_identity(
        by=user, name="林一帆", id_number=f" {number[:6]} {number[6:]}".lower(), phone="13800000002",
        at=NOW,
    )  # fmt: skip
    assert person.id_number == number
    assert number not in person.id_sealed
    assert person.birth_date.isoformat() == "1988-03-12"
    assert (person.phone, User.objects.get().phone) == ("13800000002", "13800000002")
    last = Entry.objects.latest("seq")
    assert (last.verb, f"{last.subject_type}:{last.subject_id}") == (
        "save_identity",
        f"person:{person.public_id}",
    )


def test_a_wrong_number_is_refused_with_its_reason():
    user = registered()
    number = cast.id_number()
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    field, sentence = refusal_of(
        people.save_identity, by=user, name="林一帆", id_number=wrong, phone="13800000001", at=NOW
    )
    assert field == "id_number"
    assert sentence == _(
        "The last character does not fit the other 17, so one of them is mistyped. "
        "Compare the number with the card, digit by digit."
    )


def test_a_number_of_another_account_is_refused_without_a_word_about_it():
    other = cast.applicant("顾南乔")
    user = registered()
    given = {"by": user, "name": "林一帆", "phone": "13800000001", "at": NOW}
    field, sentence = refusal_of(people.save_identity, id_number=other.id_number, **given)
    assert field == "id_number"
    assert sentence == _(
        "This ID number cannot be used for this account. If it is yours, go to the office "
        "with your ID card (%(phone)s)."
    ) % {"phone": settings.CITY.office.phone}
    assert "顾南乔" not in sentence
    assert Person.objects.get(user=user).id_lookup is None


def test_a_filing_fixes_name_and_number_but_not_the_phone():
    city = cast.City()
    case = cast.file(cast.draft(city, city.call()))
    user = case.person.user
    same = {"by": user, "phone": "13800000009", "at": NOW}
    person = people.save_identity(name="", id_number="", **same)
    assert person.phone == "13800000009"
    assert refusal_of(people.save_identity, name="林二帆", id_number="", **same)[0] == "name"
    other = cast.id_number("19900101")
    assert refusal_of(people.save_identity, name="", id_number=other, **same)[0] == "id_number"
    kept = Person.objects.get(user=user)
    assert (kept.name, kept.id_number) == (case.person.name, case.person.id_number)


def test_language_and_password_change():
    user = registered()
    people.choose_language(by=user, language="en", at=NOW)
    people.change_password(by=user, password="chrysanthemum tea", at=NOW)
    kept = User.objects.get()
    assert kept.language == "en"
    assert kept.check_password("chrysanthemum tea")
    assert refusal_of(people.choose_language, by=user, language="fr", at=NOW)[0] == "language"
