"""Who may do what with a whole call. Same shape as ``evaluations.permissions``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from evaluations.errors import NotPermitted
from evaluations.models import Call, User
from evaluations.roles import Role, Scope
from evaluations.status import CallStatus


@dataclass(frozen=True)
class CallAsk:
    user: User
    call: Call | None  # none when a call is being created
    at: datetime


Predicate = Callable[[CallAsk], str]


def role_over(user: User, call: Call | None, *roles: Role) -> str:
    """The first of ``roles`` that ``user`` holds over this call; "" when none."""
    for grant in user.live_grants:
        covers = grant.scope == Scope.CITY or (
            call is not None and grant.scope == Scope.CALL and grant.call_id == call.pk
        )
        if covers and grant.role in roles:
            return grant.role
    return ""


def _in_status(*statuses: CallStatus) -> Predicate:
    def is_in(ask: CallAsk) -> str:
        if ask.call is not None and ask.call.status in statuses:
            return ""
        return _("The call is not at this step now. Reload the page to see where it stands.")

    return is_in


def office(ask: CallAsk) -> str:
    if role_over(ask.user, ask.call, Role.REVIEW_OFFICE):
        return ""
    return _("Only the review office can do this.")


def decider(ask: CallAsk) -> str:
    wanted = Role(ask.call.rules.decided_by)
    if role_over(ask.user, ask.call, wanted):
        return ""
    return _("Only this body decides here: %(body)s.") % {"body": wanted.label}


def certificate_officer(ask: CallAsk) -> str:
    if role_over(ask.user, ask.call, Role.CERTIFICATE_OFFICER):
        return ""
    return _("Only the certificate officer can do this.")


def window_is_over(ask: CallAsk) -> str:
    if ask.at >= ask.call.closes_at:
        return ""
    return _("The window is still open. It closes by itself.")


_BEFORE_LIST = (CallStatus.CLOSED, CallStatus.REVIEWING)
_DECIDABLE = (CallStatus.PUBLICISED, CallStatus.DECIDED, CallStatus.PROMULGATED)

VERBS: dict[str, tuple[Predicate, ...]] = {
    "create": (office,),
    "edit": (office, _in_status(CallStatus.DRAFT)),
    "open": (office, _in_status(CallStatus.DRAFT)),
    "close": (office, _in_status(CallStatus.OPEN), window_is_over),
    # Nobody outside knows of a call in preparation; later it takes two persons (``proposals``).
    "cancel": (office, _in_status(CallStatus.DRAFT)),
    "propose": (office, _in_status(*_BEFORE_LIST)),
    "post_notice": (office, _in_status(CallStatus.PROPOSED)),
    "correct_notice": (office, _in_status(CallStatus.PUBLICISED)),
    "move_up": (office, _in_status(*_DECIDABLE)),
    "list_late": (office, _in_status(*_DECIDABLE)),
    "decide": (decider, _in_status(*_DECIDABLE)),
    "promulgate": (office, _in_status(CallStatus.DECIDED, CallStatus.PROMULGATED)),
    # Whoever was approved on intent arrives when the call may long be concluded.
    "certify": (certificate_officer, _in_status(CallStatus.PROMULGATED, CallStatus.CONCLUDED)),
    "conclude": (office, _in_status(CallStatus.PROMULGATED)),
}


def refusal(user: User, verb: str, call: Call | None, *, at: datetime) -> str:
    """Why ``user`` may not do ``verb`` with ``call``; "" when allowed."""
    ask = CallAsk(user=user, call=call, at=at)
    return next((reason for p in VERBS[verb] if (reason := p(ask))), "")


def require(user: User, verb: str, call: Call | None, *, at: datetime) -> str:
    """The role in which it is done. Raises NotPermitted with the sentence."""
    if reason := refusal(user, verb, call, at=at):
        raise NotPermitted(reason)
    wanted = {
        "decide": Role(call.rules.decided_by) if call else Role.LEADING_GROUP,
        "certify": Role.CERTIFICATE_OFFICER,
    }.get(verb, Role.REVIEW_OFFICE)
    return role_over(user, call, wanted)
