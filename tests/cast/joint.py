"""A call whose files go through the joint review, and the departments that are asked."""

from msgspec.structs import replace

from evaluations.actions import call as calls
from evaluations.actions import joint
from evaluations.models import Application, Call, Organisation, User
from evaluations.roles import Role
from evaluations.rules import Clock, FactIs, Programme, Step, Tenure, Text
from tests.cast.cases import draft, file, opine
from tests.cast.city import City, desk_call, fresh_call
from tests.cast.moments import EARLY
from tests.cast.people import official, organisation
from tests.clock import at
from tests.remembered import remembered
from workflows import desk, programme

DEPARTMENTS = ("tax", "court")


def rules(**changes) -> Programme:
    """市技术能手 with a short route: formal check, then the joint review by two departments."""
    base = programme.get("technical_expert")
    steps = (
        Step(desk="formal_check", clock=Clock(5)),
        Step(desk="joint_review", clock=Clock(7), departments=DEPARTMENTS),
    )
    facts = tuple(
        FactIs(
            id=f"joint-{code}",
            text=Text(f"{code}无意见"),
            source="S96",
            fact=code,
            label=Text({"tax": "税务部门", "court": "人民法院"}[code], code),
            values=("no_issue",),
            human=("not_my_scope",),
        )
        for code in DEPARTMENTS
    )
    values = {
        "tracks": tuple(replace(track, route=steps) for track in base.tracks),
        "conditions": base.conditions + facts,
        "tenure": Tenure(years=4, monthly_stipend=1000),
    }
    return replace(base, **(values | changes))


@remembered
def call(city: City, year: int = 2026, **changes) -> Call:
    """An open call by these rules."""
    made = desk_call(city, rules(**changes), year)
    when = at("2026-02-27 09:00")
    desk.perform(
        made,
        lambda: calls.open_call(call_id=made.pk, by=city.office, seen=made.version, at=when),
        by=city.office,
        at=when,
    )
    return fresh_call(made)


@remembered
def department(city: City, code: str) -> User:
    """An officer of the office that answers for ``code``."""
    body = organisation(
        f"星湖市{code}局", kind=Organisation.Kind.DEPARTMENT, affiliation="city", district=""
    )
    joint.name_department(code=code, organisation=body, by=city.office, at=EARLY)
    return official(f"{code}联审员", Role.JOINT_DEPARTMENT, organisation=body)


@remembered
def at_joint_desk(city: City, running: Call, **more) -> Application:
    """A case that has just reached the joint review."""
    return opine(city, file(draft(city, running, **more)))


def request_of(case: Application, code: str):
    """The request to this department that counts."""
    return case.joint_requests.filter(department=code).latest("number")
