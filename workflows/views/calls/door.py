"""Who may come in: each page of a call first asks here."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from evaluations import call_permissions
from evaluations.call_permissions import role_over
from evaluations.errors import NotFound, NotPermitted
from evaluations.models import Call, User
from evaluations.roles import Role

type Visitor = User | AnonymousUser

# Who follows a whole call. Clerks and districts see their own files in the inbox.
_FOLLOW = (
    Role.REVIEW_OFFICE,
    Role.PARTY_GROUP,
    Role.LEADING_GROUP,
    Role.CITY_GOVERNMENT,
    Role.CERTIFICATE_OFFICER,
    Role.CITY_ACCEPTANCE,
    Role.CITY_QUALIFICATION,
    Role.SUPERVISION,
    Role.AUDITOR,
)


def sees(user: Visitor, call: Call | None) -> bool:
    """Whether the office's page of this call is theirs to read."""
    return user.is_authenticated and bool(role_over(user, call, *_FOLLOW))


def reads_cases(user: Visitor, call: Call) -> bool:
    """Whether the names of all applicants of this call are theirs to read."""
    readers = [role for role in _FOLLOW if role.kind.reads_cases]
    return user.is_authenticated and bool(role_over(user, call, *readers))


def the_call(user: User, public_id: UUID) -> Call:
    """The call for somebody who follows it. Raises NotFound or NotPermitted."""
    call = Call.objects.filter(public_id=public_id).first()
    if call is None:
        raise NotFound(_("This call does not exist."))
    if not sees(user, call):
        raise NotPermitted(_("Only the offices that run this call can open this page."))
    return call


def require_reader(user: User, call: Call) -> None:
    if not reads_cases(user, call):
        raise NotPermitted(_("Your role does not read the applications of this call."))


def require_role(user: User, *roles: Role) -> None:
    """For pages that belong to no call. Raises NotPermitted naming who may."""
    if not role_over(user, None, *roles):
        names = ", ".join(str(role.label) for role in roles)
        raise NotPermitted(_("This page is for: %(roles)s.") % {"roles": names})


def require_role_over(user: User, call: Call, *roles: Role) -> None:
    """For pages of one call that only some of its followers may open."""
    if not role_over(user, call, *roles):
        names = ", ".join(str(role.label) for role in roles)
        raise NotPermitted(_("This page is for: %(roles)s.") % {"roles": names})


def may(user: User, verb: str, call: Call | None, *, at: datetime) -> str:
    """The reason for No, for a button; "" when allowed."""
    return call_permissions.refusal(user, verb, call, at=at)
