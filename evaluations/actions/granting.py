"""Who holds which role, over what: given and ended by name, never by oneself."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evaluations.actions.case import actor_name
from evaluations.call_permissions import role_over
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import Call, GrantRequest, Organisation, Outcome, RoleGrant, User
from evaluations.roles import Role, Scope
from journal.record import record

# The office confirms who speaks for an employer and who is asked as an expert; every other
# authority is the administrator's to give.
OFFICE_GRANTS = frozenset(
    {
        Role.EMPLOYER_CLERK,
        Role.EMPLOYER_HEAD,
        Role.SUPERVISING_DEPARTMENT,
        Role.JOINT_DEPARTMENT,
        Role.EXPERT,
        Role.PANEL_CHAIR,
        Role.SUPERVISION,
    }
)


def grantable(by: User) -> tuple[Role, ...]:
    """The roles this user may give, in the order of ``Role``. An applicant's comes by itself."""
    if role_over(by, None, Role.SYSADMIN):
        return tuple(role for role in Role if role != Role.APPLICANT)
    if role_over(by, None, Role.REVIEW_OFFICE):
        return tuple(role for role in Role if role in OFFICE_GRANTS)
    return ()


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    scope: str,
    by: User,
    at: datetime,
    organisation: Organisation | None = None,
    district: str = "",
    call: Call | None = None,
) -> RoleGrant:
    """Give one role over one scope. Nobody grants to himself; doing it twice changes nothing.

    A role of weight is given by two persons: ``propose_role``, then ``decide_role``.
    """
    acting = _require_granter(by, role, user)
    if Role(role).kind.weighty:
        raise Refused(_("Two persons give this role: propose it, another one confirms it."))
    reach = _reach(role, scope, organisation=organisation, district=district, call=call)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    given, created = RoleGrant.objects.get_or_create(
        user=user, role=role, scope=scope, ended_at=None, **reach,
        defaults={"granted_at": at, "granted_by": by},
    )  # fmt: skip
    if created:
        detail = {"role": role, "scope": scope, "grant": given.pk, "district": given.district}
        _note("role.grant", user, detail, by=by, role=acting, at=at)
    return given


def _reach(
    role: str, scope: str, *, organisation: Organisation | None, district: str, call: Call | None
) -> dict[str, Any]:
    """What the grant names; a scope that names nothing is refused, never widened."""
    if scope not in Role(role).kind.scopes:
        raise Refused(_("This role is not given over “%(scope)s”.") % {"scope": Scope(scope).label})
    reach = {
        "organisation": organisation if scope == Scope.ORGANISATION else None,
        "district": district if scope == Scope.DISTRICT else "",
        "call": call if scope == Scope.CALL else None,
    }
    if scope in {Scope.ORGANISATION, Scope.DISTRICT, Scope.CALL} and not reach[scope]:
        raise Refused(_("Say over which organisation, district or call the role reaches."))
    return reach


@transaction.atomic
def propose_role(
    *, user: User, role: str, scope: str, by: User, at: datetime, reason: str,
    call: Call | None = None,
) -> GrantRequest:  # fmt: skip
    """The first of two persons. The role is in force when another has confirmed it."""
    acting = _require_granter(by, role, user)
    call = _reach(role, scope, organisation=None, district="", call=call)["call"]
    if not reason.strip():
        raise Refused(_("Give the reason, for example the letter of appointment."))
    if RoleGrant.objects.filter(user=user, role=role, call=call, ended_at=None).exists():
        raise Refused(_("This account already has the role."))
    try:
        with transaction.atomic():
            asked = GrantRequest.objects.create(
                user=user, role=role, scope=scope, call=call, reason=reason.strip()[:300],
                asked_at=at, asked_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(
            _("The same has already been proposed and waits for the second person.")
        ) from None
    _note("role.propose", user, {"role": role}, by=by, role=acting, at=at)
    return asked


CONFIRMERS = (Role.SYSADMIN, Role.REVIEW_OFFICE, Role.LEADING_GROUP)


def confirm_refusal(user: User, asked: GrantRequest) -> str:
    """Why ``user`` may not be the second person; "" when allowed."""
    if asked.decided_at is not None:
        return _("This has already been decided.")
    if user.pk in {asked.asked_by_id, asked.user_id}:
        return _("Neither who proposed a role nor who gets it can confirm it.")
    if not role_over(user, None, *CONFIRMERS):
        names = _(", ").join(str(role.label) for role in CONFIRMERS)
        return _("Only these roles can do this: %(roles)s.") % {"roles": names}
    return ""


@transaction.atomic
def decide_role(
    *, request_id: int, outcome: str, by: User, at: datetime, note: str = ""
) -> GrantRequest:
    """The second of two persons: the role begins, or not."""
    rows = GrantRequest.objects.select_for_update(of=("self",)).select_related("user", "call")
    asked = rows.filter(pk=request_id).first()
    if asked is None:
        raise NotFound(_("This proposal does not exist."))
    if reason := confirm_refusal(by, asked):
        raise Refused(reason) if asked.decided_at else NotPermitted(reason)
    if outcome not in Outcome.values:
        raise Refused(_("Confirm or refuse."))
    if outcome == Outcome.REFUSED and not note.strip():
        raise Refused(_("Say why it is refused."))
    if outcome == Outcome.CONFIRMED:
        if not asked.user.is_active:
            raise Refused(_("This account has been closed meanwhile."))
        asked.grant = RoleGrant.objects.create(
            user=asked.user, role=asked.role, scope=asked.scope, call=asked.call,
            granted_at=at, granted_by=asked.asked_by,
        )  # fmt: skip
    asked.outcome, asked.note = outcome, note.strip()[:300]
    asked.decided_at, asked.decided_by = at, by
    asked.save()
    detail = {"role": asked.role, "outcome": outcome}
    _note("role.decide", asked.user, detail, by=by, role=role_over(by, None, *CONFIRMERS), at=at)
    return asked


@transaction.atomic
def end_role(*, grant: RoleGrant, by: User, at: datetime) -> RoleGrant:
    """The role ends now; the grant stays on record. Ending it twice changes nothing."""
    row = RoleGrant.objects.select_for_update().select_related("user").get(pk=grant.pk)
    acting = _require_granter(by, row.role, row.user)
    if row.ended_at is None:
        row.ended_at, row.ended_by = at, by
        row.save(update_fields=["ended_at", "ended_by"])
        detail = {"role": row.role, "grant": row.pk}
        _note("role.end", row.user, detail, by=by, role=acting, at=at)
    return row


def _require_granter(by: User, role: str, user: User) -> str:
    """The role in which ``by`` acts."""
    allowed = grantable(by)
    if not allowed:
        raise NotPermitted(_("Only the system administrator or the review office gives roles."))
    if user.pk == by.pk:
        raise NotPermitted(_("Nobody changes the own roles. Ask another administrator."))
    if role not in allowed:
        raise NotPermitted(_("This role is given by the system administrator."))
    return role_over(by, None, Role.SYSADMIN) or Role.REVIEW_OFFICE


def _note(verb: str, user: User, detail: dict, *, by: User, role: str, at: datetime) -> None:
    record(
        verb=verb, subject=f"user:{user.pk}", actor=actor_name(by), role=role, at=at, detail=detail
    )
