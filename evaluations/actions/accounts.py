"""Accounts of people in office: opened, helped back in, closed. Every act names a reason.

An account that decides, issues or pays is worth stealing: whoever helps it back in never sees
its code, which goes only to the address its owner has confirmed.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evaluations.actions import keys
from evaluations.actions.case import actor_name
from evaluations.actions.granting import OFFICE_GRANTS
from evaluations.actions.people import FieldRefused, check_name, check_phone, check_username
from evaluations.call_permissions import role_over
from evaluations.errors import NotPermitted, Refused
from evaluations.models import AccountEvent, AccountKey, RoleGrant, User
from evaluations.roles import Role, Scope
from journal.record import record

Kind = AccountEvent.Kind

OPERATOR = "operator"  # at the server's own keyboard, where the first account comes from
_FOR_THE_COUNTER = timedelta(hours=24)


def refusal(keeper: User, user: User | None) -> str:
    """Why ``keeper`` may not keep this account (None: a new one); "" when allowed."""
    if user is not None and user.pk == keeper.pk:
        return _("Nobody keeps the own account. Ask another administrator.")
    if role_over(keeper, None, Role.SYSADMIN):
        return ""
    if not role_over(keeper, None, Role.REVIEW_OFFICE):
        return _("Only the system administrator or the review office keeps accounts.")
    beyond = OFFICE_GRANTS | {Role.APPLICANT}
    if user is not None and any(grant.role not in beyond for grant in user.live_grants):
        return _("This account is kept by the system administrator.")
    return ""


def _require(by: User, user: User | None) -> str:
    if reason := refusal(by, user):
        raise NotPermitted(reason)
    return role_over(by, None, Role.SYSADMIN) or Role.REVIEW_OFFICE


def is_weighty(user: User) -> bool:
    return any(Role(grant.role).kind.weighty for grant in user.live_grants)


@transaction.atomic
def open_account(
    *, name: str, username: str, phone: str, by: User, at: datetime, language: str = "zh-hans"
) -> tuple[User, str]:
    """An account without a role, and the code with which its owner sets the password."""
    role = _require(by, None)
    user = _new(name, username, check_phone(phone), language, at=at)
    _done(user, Kind.OPENED, "", by=by, role=role, at=at)
    return user, keys.make(user=user, purpose=AccountKey.Purpose.PASSWORD, at=at)


@transaction.atomic
def open_first(*, name: str, username: str, at: datetime) -> tuple[User, str]:
    """An administrator's account from the keyboard of the server: the beginning of an installation,
    and the way back in when no administrator is left."""
    user = _new(name, username, "", "zh-hans", at=at)
    RoleGrant.objects.create(
        user=user, role=Role.SYSADMIN, scope=Scope.CITY, granted_at=at, granted_by=user
    )
    AccountEvent.objects.create(user=user, kind=Kind.OPENED, done_at=at, done_by=user)
    detail = {"role": Role.SYSADMIN.value}
    record(verb="account.opened", subject=f"user:{user.pk}", actor=OPERATOR, at=at, detail=detail)
    return user, keys.make(user=user, purpose=AccountKey.Purpose.PASSWORD, at=at)


def _new(name: str, username: str, phone: str, language: str, *, at: datetime) -> User:
    user = User(
        username=check_username(username.strip() or phone, phone),
        name=check_name(name),
        phone=phone,
        language=language,
        date_joined=at,
    )
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise FieldRefused(
            _("This user name is already in use. Choose another."), field="username"
        ) from None
    return user


@transaction.atomic
def hand_out_code(*, user: User, reason: str, by: User, at: datetime) -> str:
    """A code for somebody who stands at the counter with the ID card. "" when it has to go to the
    account's confirmed address instead, because the account decides, issues or pays."""
    role = _require(by, user)
    _give_reason(reason)
    if not user.is_active:
        raise Refused(_("This account is closed. Open it again first."))
    if is_weighty(user) and not user.email:
        raise Refused(
            _(
                "This account decides, issues or pays: its code goes only to an e-mail address that "
                "its owner has confirmed, and there is none. Open a new account and let two "
                "persons give it the role."
            )
        )
    _done(user, Kind.CODE, reason, by=by, role=role, at=at)
    if is_weighty(user):
        return ""
    purpose = AccountKey.Purpose.PASSWORD
    return keys.make(user=user, purpose=purpose, at=at, lasts=_FOR_THE_COUNTER)


@transaction.atomic
def close_account(*, user: User, reason: str, by: User, at: datetime) -> User:
    """Somebody has left: signed out everywhere at once, every role ended. The record keeps the name."""
    role = _require(by, user)
    _give_reason(reason)
    row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not row.is_active:
        return row
    row.is_active = False
    row.save(update_fields=["is_active"])
    ended = row.grants.filter(ended_at=None).exclude(role=Role.APPLICANT)
    count = ended.update(ended_at=at, ended_by=by)
    row.keys.filter(used_at=None, expires_at__gt=at).update(expires_at=at)
    _done(row, Kind.CLOSED, reason, by=by, role=role, at=at, ended=count)
    return row


@transaction.atomic
def reopen_account(*, user: User, reason: str, by: User, at: datetime) -> User:
    """Back again, without any role: those are given anew."""
    role = _require(by, user)
    _give_reason(reason)
    row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if row.is_active:
        return row
    row.is_active = True
    row.save(update_fields=["is_active"])
    _done(row, Kind.REOPENED, reason, by=by, role=role, at=at)
    return row


def _give_reason(reason: str) -> None:
    if not reason.strip():
        raise FieldRefused(_("Give the reason: it stays with the account."), field="reason")


def _done(
    user: User, kind: str, reason: str, *, by: User, role: str, at: datetime, **detail: int
) -> None:
    AccountEvent.objects.create(
        user=user, kind=kind, reason=reason.strip()[:300], done_at=at, done_by=by
    )
    record(
        verb=f"account.{kind}", subject=f"user:{user.pk}", actor=actor_name(by), role=role, at=at,
        detail=detail,
    )  # fmt: skip
