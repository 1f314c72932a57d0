"""What the joint review has found so far: requests of the present stay, answers, who may read them."""

from collections.abc import Iterable, Mapping

from evaluations import whereabouts
from evaluations.call_permissions import role_over
from evaluations.desks import Desk
from evaluations.models import Application, JointDepartment, JointRequest, RoleGrant, User
from evaluations.roles import Role
from evaluations.rules import FactIs, Programme, Text


def turn_of(case: Application) -> int:
    """The number of the present, or next, stay at the desk."""
    return case.opinions.filter(desk=Desk.JOINT_REVIEW).count() + 1


def departments_of(case: Application) -> tuple[str, ...]:
    """The codes of those this case has to be shown to, in the order of the rules."""
    step = whereabouts.step_of(case, Desk.JOINT_REVIEW)
    return step.departments if step else ()


def rules_of(case: Application) -> set[str]:
    """Ids of the eligibility rules that the departments of this case answer."""
    asked = set(departments_of(case))
    conditions = case.call.rules.conditions_for(case.track)
    return {rule.id for rule in conditions if isinstance(rule, FactIs) and rule.fact in asked}


def current(case: Application) -> list[JointRequest]:
    """The request that counts for each department: of the last stay, the last one asked. One query."""
    last: dict[str, JointRequest] = {}
    for request in case.joint_requests.select_related("answered_by").order_by("turn", "number"):
        last[request.department] = request
    turn = max((request.turn for request in last.values()), default=0)
    order = [*departments_of(case), *last]
    found = [request for request in last.values() if request.turn == turn]
    return sorted(found, key=lambda request: order.index(request.department))


def answers(case: Application) -> dict[str, str]:
    """Department -> its answer; "" while it is silent."""
    return {request.department: request.answer for request in current(case)}


def outside_facts(case: Application) -> dict[str, str]:
    """What the eligibility rules are told: only what was really answered."""
    return {code: answer for code, answer in answers(case).items() if answer}


def labels(programmes: Iterable[Programme]) -> Mapping[str, Text]:
    """Department -> its words, from the rules that look at its answer."""
    return {
        rule.fact: rule.label
        for programme in programmes
        for rule in programme.conditions
        if isinstance(rule, FactIs)
    }


def answered_for(user: User) -> dict[str, RoleGrant]:
    """Department -> the grant under which ``user`` answers for it (one query)."""
    grants = {
        grant.organisation_id: grant
        for grant in user.live_grants
        if grant.role == Role.JOINT_DEPARTMENT and grant.organisation_id
    }
    if not grants:
        return {}
    rows = JointDepartment.objects.filter(organisation__in=grants)
    return {row.code: grants[row.organisation_id] for row in rows.order_by("code")}


_DECIDERS = (Role.PARTY_GROUP, Role.LEADING_GROUP, Role.CITY_GOVERNMENT)


def may_read_answers(user: User, case: Application) -> bool:
    """Answers are for the office and the bodies that decide (domain brief 2.2); a department reads
    its own alone, and nobody reads them about himself."""
    if case.person.user_id == user.pk:
        return False
    return bool(role_over(user, case.call, Role.REVIEW_OFFICE, *_DECIDERS))
