"""Who holds which role, over what: given and ended by name, never by oneself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations.actions.case import actor_name
from evaluations.call_permissions import role_over
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Call, Organisation, RoleGrant, User
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
    """Give one role over one scope. Nobody grants to himself; doing it twice changes nothing."""
    acting = _require_granter(by, role, user)
    if scope not in Role(role).kind.scopes:
        raise Refused(_("This role is not given over “%(scope)s”.") % {"scope": Scope(scope).label})
    reach = {
        "organisation": organisation if scope == Scope.ORGANISATION else None,
        "district": district if scope == Scope.DISTRICT else "",
        "call": call if scope == Scope.CALL else None,
    }
    if scope in {Scope.ORGANISATION, Scope.DISTRICT, Scope.CALL} and not reach[scope]:
        raise Refused(_("Say over which organisation, district or call the role reaches."))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    given, created = RoleGrant.objects.get_or_create(
        user=user, role=role, scope=scope, ended_at=None, **reach,
        defaults={"granted_at": at, "granted_by": by},
    )  # fmt: skip
    if created:
        detail = {"role": role, "scope": scope, "grant": given.pk, "district": given.district}
        _note("role.grant", user, detail, by=by, role=acting, at=at)
    return given


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
