"""What people do with their own account: register, give identity data, change phone and language."""

import re
from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evaluations import identity
from evaluations.actions.case import actor_name
from evaluations.errors import Refused
from evaluations.identity import NumberRefused
from evaluations.models import Filing, Person, RoleGrant, User
from evaluations.public_list import local_day
from evaluations.roles import Role, Scope
from journal.record import record

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_USERNAME = re.compile(r"[A-Za-z0-9_.@+-]{4,60}")
# Names of people in Hanzi, with the separator of minority names, or in Latin letters.
_NAME = re.compile(r"[^\W\d_]+(?:[ ·.'’-]+[^\W\d_]+)*", re.UNICODE)


class FieldRefused(Refused):
    """One entry cannot be accepted. ``field`` names it; ``str()`` is the sentence."""

    def __init__(self, sentence: str, *, field: str) -> None:
        super().__init__(sentence)
        self.field = field


def check_name(raw: str) -> str:
    """A person's name in one spelling. Raises FieldRefused."""
    name = re.sub(r"\s*[·•・‧．]\s*", "·", " ".join(raw.split()))
    if not name:
        raise FieldRefused(_("Enter your name as on the ID card."), field="name")
    if len(name) > 50 or not _NAME.fullmatch(name):
        raise FieldRefused(
            _("A name has letters or Hanzi only, at most 50. Copy it from the ID card."),
            field="name",
        )
    return name


def check_phone(raw: str) -> str:
    """A mobile number of 11 digits without spaces. Raises FieldRefused."""
    digits = re.sub(r"[\s\-‐-―]", "", raw.translate(_HALF_WIDTH)).removeprefix("+86")
    if not _MOBILE.fullmatch(digits):
        raise FieldRefused(
            _("Enter a mobile number of 11 digits, for example 13800000000."), field="phone"
        )
    return digits


_HALF_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0B: "+"}


def check_username(username: str, phone: str) -> str:
    """The own mobile number, or a name with a letter in it: nobody takes another's number."""
    if username == phone or (_USERNAME.fullmatch(username) and not username.isdecimal()):
        return username
    raise FieldRefused(
        _("A user name has 4 to 60 letters or digits, and at least one letter."),
        field="username",
    )


@transaction.atomic
def register(
    *, username: str, password: str, name: str, phone: str, language: str, at: datetime
) -> User:
    """An account that may apply. An empty ``username`` means: signs in with the phone number.

    Raises FieldRefused naming the field.
    """
    name, phone = check_name(name), check_phone(phone)
    username = check_username(username.strip() or phone, phone)
    user = User(username=username, name=name, phone=phone, language=language, date_joined=at)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise FieldRefused(" ".join(error.messages), field="password") from None
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise FieldRefused(
            _("This phone number or user name is already in use. Sign in, or choose another."),
            field="username" if username != phone else "phone",
        ) from None
    RoleGrant.objects.create(
        user=user, role=Role.APPLICANT, scope=Scope.SELF, granted_at=at, granted_by=user
    )
    Person.objects.create(user=user, name=name, phone=phone)
    _note(user, "register", f"user:{user.pk}", at=at)
    return user


def identity_is_locked(person: Person | None) -> bool:
    """Name and ID number are fixed once a filing carries them."""
    return person is not None and Filing.objects.filter(application__person=person).exists()


@transaction.atomic
def save_identity(*, by: User, name: str, id_number: str, phone: str, at: datetime) -> Person:
    """Keep the own identity data. An empty ``id_number`` keeps the number already given.

    After the first filing only the phone changes. Raises FieldRefused naming the field.
    """
    rows = Person.objects.select_for_update(no_key=True)
    person = rows.filter(user=by).first() or Person(user=by)
    phone = check_phone(phone)
    if person.pk and identity_is_locked(person):
        _refuse_change(person, name, id_number)
    else:
        person.name = check_name(name)
        if id_number.strip() or not person.id_sealed:
            person.set_id_number(_checked(id_number, at))
    person.phone = by.phone = phone
    by.name = person.name
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise _taken() from None
    by.save(update_fields=["phone", "name"])
    _note(by, "save_identity", f"person:{person.public_id}", at=at)
    return person


def _checked(raw: str, at: datetime) -> str:
    try:
        return identity.check_resident_id(raw, on=local_day(at))
    except NumberRefused as refusal:
        raise FieldRefused(str(refusal), field="id_number") from None


def _refuse_change(person: Person, name: str, id_number: str) -> None:
    sentence = _(
        "Your name and ID number stand in a filed application and are fixed. To correct a "
        "mistake, show your ID card to the office (%(phone)s)."
    ) % {"phone": settings.CITY.office.phone}
    if name and check_name(name) != person.name:
        raise FieldRefused(sentence, field="name")
    if id_number.strip() and identity.lookup(id_number.strip().upper()) != person.id_lookup:
        raise FieldRefused(sentence, field="id_number")


def _taken() -> FieldRefused:
    # Says neither whose account it is nor whether there is one: any other reason reads the same.
    return FieldRefused(
        _(
            "This ID number cannot be used for this account. If it is yours, go to the office "
            "with your ID card (%(phone)s)."
        )
        % {"phone": settings.CITY.office.phone},
        field="id_number",
    )


@transaction.atomic
def choose_language(*, by: User, language: str, at: datetime) -> User:
    """The language of the pages after signing in. Raises FieldRefused for an unknown one."""
    if language not in dict(settings.LANGUAGES):
        raise FieldRefused(_("Choose one of the offered languages."), field="language")
    if by.language != language:
        by.language = language
        by.save(update_fields=["language"])
        _note(by, "choose_language", f"user:{by.pk}", at=at)
    return by


@transaction.atomic
def change_password(*, by: User, password: str, at: datetime) -> User:
    """A new password that has already been checked. Ends the other sessions of this account."""
    by.set_password(password)
    by.save(update_fields=["password"])
    _note(by, "change_password", f"user:{by.pk}", at=at)
    return by


def _note(by: User, verb: str, subject: str, *, at: datetime) -> None:
    record(verb=verb, subject=subject, actor=actor_name(by), at=at)
