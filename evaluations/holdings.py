"""Who sees which title, and in which part somebody acts on it: holder, employer, district, office."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from evaluations.calendar import add_months
from evaluations.call_permissions import role_over
from evaluations.models import Application, Holding, PreIntroduction, RoleGrant, User
from evaluations.models.organisation import Organisation
from evaluations.roles import Role, Scope

OFFICE = (Role.REVIEW_OFFICE,)
EMPLOYER = (Role.EMPLOYER_HEAD, Role.EMPLOYER_CLERK)
_READ_ALL = (
    Role.REVIEW_OFFICE,
    Role.PARTY_GROUP,
    Role.LEADING_GROUP,
    Role.CITY_GOVERNMENT,
    Role.AUDITOR,
)


def visible_to(user: User) -> QuerySet[Holding]:
    """Every title ``user`` may read. Lists, counts, searches and exports all start here."""
    if not user.is_authenticated or not user.is_active:
        return Holding.objects.none()
    seen = Q(person__user=user)
    for grant in user.live_grants:
        seen |= _reach(grant)
    return Holding.objects.filter(seen)


def _reach(grant: RoleGrant) -> Q:
    match Scope(grant.scope), Role(grant.role):
        case Scope.CITY, role if role in _READ_ALL:
            return Q(pk__isnull=False)  # an empty Q would be left out of the sum
        case Scope.CALL, role if role in _READ_ALL:
            return Q(application__call=grant.call_id)
        case Scope.ORGANISATION, role if role in EMPLOYER:
            return Q(employer=grant.organisation_id)
        case Scope.DISTRICT, Role.DISTRICT_OFFICER:
            return Q(
                employer__district=grant.district,
                employer__affiliation=Organisation.Affiliation.DISTRICT,
            )
        case _:
            return Q(pk=None)


def find(user: User, public_id: UUID) -> Holding | None:
    """The title, when it exists and ``user`` may read it; None otherwise: both look alike."""
    rows = visible_to(user).select_related("application__call", "person", "employer")
    return rows.filter(public_id=public_id).first()


def tenure_of(case: Application) -> tuple[date, date | None]:
    """First and last day of the title of a decided case. Whoever was approved on intent begins on
    the day of contract and arrival, everybody else on the day the document names."""
    decision, tenure = case.decision, case.call.rules.tenure
    assert decision is not None, "not decided"
    assert decision.effective_on is not None, "not promulgated"
    since = decision.effective_on
    intent = PreIntroduction.objects.filter(application=case, effective_at__isnull=False).first()
    if intent is not None and intent.contract_on and intent.arrived_on:
        since = max(intent.contract_on, intent.arrived_on)
    return since, add_months(since, 12 * tenure.years) if tenure else None


def entered(case: Application) -> bool:
    """Whether a certificate has made the person a holder, whatever became of the title since."""
    return Holding.objects.filter(application=case).exists()


def is_holder(user: User, holding: Holding) -> bool:
    return holding.person.user_id == user.pk


def office_role(user: User, holding: Holding) -> str:
    """The office's role over this title; nobody runs his own."""
    if is_holder(user, holding):
        return ""
    return role_over(user, holding.application.call, *OFFICE)


def employer_role(user: User, holding: Holding) -> str:
    if is_holder(user, holding) or holding.employer_id is None:
        return ""
    return next(
        (
            grant.role
            for grant in user.live_grants
            if grant.role in EMPLOYER and grant.organisation_id == holding.employer_id
        ),
        "",
    )


def district_role(user: User, holding: Holding) -> str:
    """The district of the employer; the office for units that report straight to the city."""
    employer = holding.employer
    if is_holder(user, holding):
        return ""
    if employer is None or not employer.reports_to_district:
        return office_role(user, holding)
    return next(
        (
            grant.role
            for grant in user.live_grants
            if grant.role == Role.DISTRICT_OFFICER and grant.district == employer.district
        ),
        "",
    )
