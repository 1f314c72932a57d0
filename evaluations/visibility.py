"""Who sees which case, and whose name in it. Blindness lives in this one module."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from evaluations.desks import FORWARD, Desk, Verdict
from evaluations.models import Application, Opinion, RoleGrant, User
from evaluations.permissions import refusal
from evaluations.roles import Role, Scope
from evaluations.status import CallStatus, Status


def visible_to(user: User) -> QuerySet[Application]:
    """Every case ``user`` may read, through the author's eyes first, then each grant's reach.

    Lists, counts, searches and exports all start here: a hidden row does not count, sort or match.
    """
    if not user.is_authenticated or not user.is_active:
        return Application.objects.none()
    filed = ~Q(status=Status.DRAFT)
    seen = Q(person__user=user)
    for grant in user.live_grants:
        if Role(grant.role).kind.reads_cases:
            seen |= _reach(grant) & filed
    return Application.objects.filter(seen)


def _reach(grant: RoleGrant) -> Q:
    match Scope(grant.scope):
        case Scope.ORGANISATION:
            mine = grant.organisation_id
            return Q(employer=mine) | Q(employer__supervisor=mine)
        case Scope.DISTRICT:
            return Q(employer__district=grant.district)
        case Scope.CALL:
            return Q(call=grant.call_id)
        case Scope.CITY:
            return Q()
        case _:
            return Q(pk=None)


def find(user: User, public_id: UUID | str, *, at: datetime) -> Application | None:
    """The case, when it exists and ``user`` may read it; None otherwise: both look alike."""
    rows = Application.objects.select_related("call", "person", "employer")
    case = next(iter(rows.filter(public_id=public_id)), None)  # unique: no order is asked for
    if case is None or refusal(user, "read", case, at=at):
        return None
    return case


# A check under four eyes is told when the second pair of eyes has spoken; what a panel thought is
# told with the list. Before that a word would be taken for the decision.
_KEPT_IN = frozenset({Desk.QUALIFICATION, Desk.PANEL, Desk.DEFENCE, Desk.SITE_VISIT, Desk.VOTE,
                      Desk.INSPECTION, Desk.JOINT_REVIEW})  # fmt: skip


def tells_reason(opinion: Opinion) -> bool:
    """Whether the applicant reads the reason of this opinion, or only that the desk is done."""
    return opinion.verdict not in FORWARD or (
        opinion.desk not in _KEPT_IN and opinion.verdict != Verdict.DOUBT
    )


def told_status(case: Application) -> Status:
    """The status in the applicant's eyes: nobody learns of a list before it is published."""
    match case.status:
        case Status.PROPOSED:
            return Status.FILED
        case Status.RESERVE if case.call.status == CallStatus.PROPOSED:
            return Status.FILED
        case Status.NOT_SELECTED if case.call.status == CallStatus.PROPOSED:
            refused_at_a_desk = case.opinions.filter(verdict=Verdict.DECLINE).exists()
            return Status.NOT_SELECTED if refused_at_a_desk else Status.FILED
        case Status.APPROVED if case.decision is None or case.decision.promulgated_at is None:
            return Status.PUBLICISED
        case _:
            return Status(case.status)
