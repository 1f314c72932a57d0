"""One-time codes: how a password reaches only its owner, and how an address is shown to be read.

Nobody ever chooses a password for somebody else. A code is read off a screen at the counter or
comes by mail; opening its page changes nothing, so a mail scanner cannot use it up.
"""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from evaluations import sealing
from evaluations.actions.case import actor_name
from evaluations.actions.people import FieldRefused
from evaluations.errors import Refused
from evaluations.models import AccountKey, User
from journal.record import record

Purpose = AccountKey.Purpose

# No I, O, 0, 1: a code is also read out. 16 of 32 letters are 80 bits.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LONG = 16
LASTS = {Purpose.PASSWORD: timedelta(days=7), Purpose.EMAIL: timedelta(days=2)}
FORGOTTEN_LASTS = timedelta(hours=2)
_MOST_AN_HOUR = 3


def spelled(code: str) -> str:
    """The code as typed: small letters, spaces and dashes do not matter."""
    return "".join(letter for letter in code.upper() if letter in _LETTERS)


def shown(code: str) -> str:
    """In groups of four, to be read out and typed."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


@transaction.atomic
def make(
    *, user: User, purpose: str, at: datetime, address: str = "", lasts: timedelta | None = None
) -> str:
    """A fresh code. The earlier ones of this purpose no longer open anything."""
    code = "".join(secrets.choice(_LETTERS) for _letter in range(_LONG))
    user.keys.filter(purpose=purpose, used_at=None).update(expires_at=at)
    AccountKey.objects.create(
        user=user,
        purpose=purpose,
        digest=_digest(code),
        address=address,
        made_at=at,
        expires_at=at + (lasts or LASTS[Purpose(purpose)]),
    )
    return shown(code)


def _digest(code: str) -> str:
    return sealing.lookup(f"account key {spelled(code)}")


def find(code: str, purpose: str, *, at: datetime) -> AccountKey:
    """The key that this code opens. Raises Refused with one sentence for every other code."""
    rows = AccountKey.objects.select_related("user").filter(
        digest=_digest(code), purpose=purpose, used_at=None, expires_at__gt=at
    )
    key = rows.first()
    if key is None or not (key.user.is_active):
        raise Refused(
            _(
                "This code is wrong, used or out of date. Ask for a new one; only the last one opens."
            )
        )
    return key


@transaction.atomic
def ask_password(*, username: str, at: datetime) -> User | None:
    """Somebody has forgotten a password. The account to which a mail may go, or None: the page
    says the same either way, so that nobody learns who has an account (threat T43)."""
    user = User.objects.filter(username=username, is_active=True).exclude(email="").first()
    if user is None:
        return None
    since = at - timedelta(hours=1)
    if user.keys.filter(purpose=Purpose.PASSWORD, made_at__gt=since).count() >= _MOST_AN_HOUR:
        return None
    _note(user, "ask_password", by=None, at=at)
    return user


@transaction.atomic
def set_password(*, code: str, password: str, at: datetime) -> User:
    """The owner of the code chooses a password. Ends every session of the account.

    Raises Refused for the code, FieldRefused for the password.
    """
    key = find(code, Purpose.PASSWORD, at=at)
    user = User.objects.select_for_update(no_key=True).get(pk=key.user_id)
    key = find(code, Purpose.PASSWORD, at=at)  # of two clicks the second comes too late
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise FieldRefused(" ".join(error.messages), field="password") from None
    user.set_password(password)
    user.save(update_fields=["password"])
    key.used_at = at
    key.save(update_fields=["used_at"])
    user.keys.filter(purpose=Purpose.PASSWORD, used_at=None).update(expires_at=at)
    _note(user, "set_password", by=user, at=at)
    return user


@transaction.atomic
def ask_email(*, by: User, address: str, at: datetime) -> str:
    """The address to which a code may go. An empty one takes the present address away."""
    address = address.strip()
    if not address:
        if by.email:
            by.email = ""
            by.save(update_fields=["email"])
            _note(by, "remove_email", by=by, at=at)
        return ""
    try:
        validate_email(address)
    except ValidationError:
        raise FieldRefused(
            _("Enter an e-mail address like name@example.com."), field="email"
        ) from None
    since = at - timedelta(hours=1)
    if by.keys.filter(purpose=Purpose.EMAIL, made_at__gt=since).count() >= _MOST_AN_HOUR:
        raise FieldRefused(
            _("Three mails have gone out within the hour. Look into the spam folder, or wait."),
            field="email",
        )
    _note(by, "ask_email", by=by, at=at)
    return address


@transaction.atomic
def confirm_email(*, code: str, at: datetime) -> User:
    """Whoever has read the mail says so: from now on messages go there too."""
    key = find(code, Purpose.EMAIL, at=at)
    user = User.objects.select_for_update(no_key=True).get(pk=key.user_id)
    user.email = key.address
    user.save(update_fields=["email"])
    key.used_at = at
    key.save(update_fields=["used_at"])
    _note(user, "confirm_email", by=user, at=at)
    return user


def _note(user: User, verb: str, *, by: User | None, at: datetime) -> None:
    actor = actor_name(by) if by else "visitor"
    record(verb=f"account.{verb}", subject=f"user:{user.pk}", actor=actor, at=at)
