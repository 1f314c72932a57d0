"""Who asks, and where the case stands: rows and blocks of the tables of permission."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from evaluations.actions import call as calls
from evaluations.actions import opining
from evaluations.desks import Desk
from evaluations.models import Application, Call, RoleGrant, User
from evaluations.roles import Role
from evaluations.status import CORRECTABLE, Status
from tests import cast
from tests.cast import titles
from tests.clock import at
from tests.remembered import remembered
from tests.worlds import rolled_back
from workflows import desk, programme, promulgation

LATE = at("2026-07-01 09:00")


class SupervisedCity(cast.City):
    """The city with a supervising department, so that the file passes every kind of desk."""

    def __init__(self) -> None:
        self.department = cast.organisation("星湖市工业和信息化局")
        super().__init__(employer=cast.organisation(supervisor=self.department))
        self.supervising = cast.official(
            "主管", Role.SUPERVISING_DEPARTMENT, organisation=self.department
        )

    def sitting_at(self, name: str) -> User:
        return self.supervising if name == Desk.SUPERVISOR else super().sitting_at(name)


@dataclass(frozen=True)
class Station:
    """A case at one point of its way, asked about at one moment. ``name`` heads its block."""

    name: str
    case: Application
    at: datetime


@dataclass(frozen=True)
class CallStation:
    name: str
    call: Call
    at: datetime


@remembered
def people(city: SupervisedCity, elsewhere: Call) -> dict[str, User]:
    """Everybody but the applicant. ``elsewhere``: another call, for grants that reach only that."""
    other = cast.organisation("星湖远山化工有限公司", district="990611")
    left = cast.official("离职者", Role.REVIEW_OFFICE)
    User.objects.filter(pk=left.pk).update(is_active=False)
    moved = cast.official("转岗者", Role.REVIEW_OFFICE)
    RoleGrant.objects.filter(user=moved).update(ended_at=cast.EARLY, ended_by=city.office)
    found = {
        "another applicant": cast.applicant("旁人甲").user,
        "employer head": city.clerk,
        "head of another employer": cast.official("外单位", Role.EMPLOYER_HEAD, organisation=other),
        "supervising department": city.supervising,
        "another department": cast.official(
            "外主管", Role.SUPERVISING_DEPARTMENT, organisation=other
        ),
        "district officer": city.district,
        "officer of another district": cast.official(
            "外区", Role.DISTRICT_OFFICER, district="990611"
        ),
        "city acceptance": city.acceptance,
        "qualification preparer": city.checker,
        "qualification approver": city.approver,
        "review office": city.office,
        "office of another call": cast.official("专办", Role.REVIEW_OFFICE, call=elsewhere),
        "leading group": city.leader,
        "certificate officer": city.printer,
        "joint department": cast.official("联审", Role.JOINT_DEPARTMENT, organisation=other),
        "expert": cast.official("专家", Role.EXPERT),
        "auditor": cast.official("审计", Role.AUDITOR),
        "system administrator": cast.official("管理员", Role.SYSADMIN),
        "stranger": city.stranger,
        "closed account": left,
        "ended grant": moved,
    }
    # Read anew: what changed in the tables meanwhile has to show.
    return {name: User.objects.get(pk=user.pk) for name, user in found.items()}


def everything(user: User, city: SupervisedCity) -> User:
    """The same account, holding every role that anybody of the city holds."""
    user = User.objects.get(pk=user.pk)
    officials = (city.clerk, city.supervising, city.district, city.acceptance, city.checker,
                 city.office, city.leader, city.printer)  # fmt: skip
    user.live_grants = [grant for official in officials for grant in official.live_grants]
    return user


def stations(city: SupervisedCity) -> Iterator[Station]:
    """Every status, every desk of the route, and the moments at which a clock decides. Ask at
    once: each way is taken back before the next one begins where it began."""
    call = city.call()
    for status in Status:
        walk = _revoked if status == Status.REVOKED else cast.walked
        with rolled_back():
            case = walk(city, call, status)
            yield Station(status.value, case, cast.EXAMINED)
            if status in {Status.DRAFT} | CORRECTABLE:
                yield Station(f"{status.value}, too late", case, LATE)
    with rolled_back():
        yield from _at_the_desks(city, call)
    with rolled_back():
        yield _recheck_requested(city, call)


def _revoked(city: SupervisedCity, call: Call, _status: Status) -> Application:
    (holding,) = titles.holders(city, running=call)
    titles.investigated(city, holding)
    titles.confirm(city, titles.proposed(city, holding))
    return cast.fresh(holding.application)


def _at_the_desks(city: SupervisedCity, call: Call) -> Iterator[Station]:
    case = cast.walked(city, call, Status.FILED)
    where, by = Desk.EMPLOYER, city.clerk
    opining.open_file(application_id=case.pk, desk=where, by=by, at=cast.EXAMINED)
    case = cast.fresh(case)
    while where != Desk.LIST:
        yield Station(f"filed, opened, at {where}", case, cast.EXAMINED)
        case = cast.opine(city, case)
        where = desk.open_task(case).desk
    yield Station(f"filed, opened, at {where}", case, cast.EXAMINED)


def _recheck_requested(city: SupervisedCity, call: Call) -> Station:
    case = cast.walked(city, call, Status.NOT_ACCEPTED)
    by = case.person.user
    desk.perform(
        case,
        lambda: opining.request_recheck(
            application_id=case.pk, by=by, seen=case.version, at=cast.EXAMINED, grounds="抄录有误"
        ),
        by=by,
        at=cast.EXAMINED,
    )
    return Station("not_accepted, recheck requested", cast.fresh(case), cast.EXAMINED)


def call_stations(city: SupervisedCity) -> Iterator[CallStation]:
    """Every status of a call, and the open window before and after its end."""
    draft = cast.desk_call(city, programme.get("technical_expert"), 2025)
    yield CallStation("draft", draft, cast.EARLY)
    call = city.call(year=2025, batch=2)
    yield CallStation("open", call, cast.EXAMINED)
    yield CallStation("open, window over", call, cast.CLOSED)
    case = cast.to_the_list(city, cast.draft(city, call))
    call = cast.close(call)
    yield CallStation("closed", call, cast.CLOSED)
    with rolled_back():
        part = {"by": city.office, "role": Role.REVIEW_OFFICE, "at": cast.CLOSED}
        calls.start_review(call, **part)
        yield CallStation("reviewing", call, cast.CLOSED)
    call = cast.fresh_call(call)
    call = cast.propose(city, call, [case])
    yield CallStation("proposed", call, cast.PROPOSED)
    cast.publicise(city, call)
    yield CallStation("publicised", cast.fresh_call(call), cast.POSTED)
    decision = cast.decide(city, call)
    yield CallStation("decided", cast.fresh_call(call), cast.DECIDED)
    cast.promulgate(city, call, decision)
    call = cast.fresh_call(call)
    yield CallStation("promulgated", call, cast.PROMULGATED)
    promulgation.issue_all(call, by=city.printer, at=cast.PROMULGATED)
    calls.conclude(call_id=call.pk, by=city.office, seen=call.version, at=LATE)
    yield CallStation("concluded", cast.fresh_call(call), LATE)
    call = city.call(year=2025, batch=3)
    cast.cancel(city, call)
    yield CallStation("cancelled", cast.fresh_call(call), LATE)
