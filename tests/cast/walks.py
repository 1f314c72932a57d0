"""Bring a case to a status by walking it there. Nothing here sets a status."""

from datetime import timedelta

from evaluations.actions import filing
from evaluations.desks import Desk, Verdict
from evaluations.models import (
    Application,
    Call,
)
from evaluations.status import Status
from tests.cast.cases import draft, file, opine, to_the_list
from tests.cast.city import City, fresh, fresh_call, reserving
from tests.cast.lists import (
    cancel,
    close,
    decide,
    object_to,
    promulgate,
    propose,
    publicise,
)
from tests.clock import at
from tests.remembered import remembered
from workflows import desk, promulgation


@remembered
def walked(city: City, call: Call, status: Status) -> Application:
    """A single case of ``call``, walked to ``status`` with the real verbs."""
    case = draft(city, call)
    if status == Status.DRAFT:
        return case
    if status == Status.LAPSED:
        late = call.closes_at + timedelta(minutes=1)
        desk.perform(case, lambda: filing.lapse(application_id=case.pk, at=late), by=None, at=late)
        return fresh(case)
    case = file(case)
    return fresh(_WALKS[status](city, call, case))


def _withdraw(_city: City, _call: Call, case: Application) -> Application:
    when, by = at("2026-03-04 10:00"), case.person.user
    desk.perform(
        case,
        lambda: filing.withdraw(application_id=case.pk, by=by, seen=case.version, at=when),
        by=by,
        at=when,
    )
    return case


def _at_desk(city: City, case: Application, where: Desk) -> Application:
    while desk.open_task(case).desk != where:
        case = opine(city, case)
    return case


def _not_qualified(city: City, _call: Call, case: Application) -> Application:
    case = _at_desk(city, case, Desk.QUALIFICATION_APPROVAL)
    return opine(city, case, Verdict.DECLINE)


def _proposed(city: City, call: Call, case: Application) -> Application:
    case = to_the_list(city, case)
    propose(city, close(call), [case])
    return case


def _not_selected(city: City, call: Call, case: Application) -> Application:
    to_the_list(city, case)
    other = to_the_list(city, draft(city, call))
    propose(city, close(call), [other])
    return case


def _publicised(city: City, call: Call, case: Application) -> Application:
    _proposed(city, call, case)
    publicise(city, call)
    return case


def _reserve(city: City, call: Call, case: Application) -> Application:
    """In a call of its own: only rules with a reserve list lead there."""
    other = city.call(year=call.year, batch=90 + call.batch, rules=reserving(1))
    first, second = (to_the_list(city, draft(city, other)) for _ in range(2))
    propose(city, close(other), [first, second])
    return second


def _called_off(city: City, call: Call, case: Application) -> Application:
    cancel(city, call)
    return case


def _contested(city: City, call: Call, case: Application) -> Application:
    object_to(fresh(_publicised(city, call, case)))
    return case


def _struck_off(city: City, call: Call, case: Application) -> Application:
    _publicised(city, call, case)
    decide(city, call, struck={case.pk: "经核查不在一线岗位"})
    return case


def _approved(city: City, call: Call, case: Application) -> Application:
    _publicised(city, call, case)
    decide(city, call)
    return case


def _certified(city: City, call: Call, case: Application) -> Application:
    _approved(city, call, case)
    promulgate(city, call, call.decisions.get())
    promulgation.issue_all(fresh_call(call), by=city.printer, at=at("2026-05-09 09:00"))
    return case


_WALKS = {
    Status.FILED: lambda city, call, case: case,
    Status.RETURNED: lambda city, call, case: opine(city, case, Verdict.RETURN),
    Status.SUPPLEMENT_DUE: lambda city, call, case: opine(
        city, _at_desk(city, case, Desk.FORMAL_CHECK), Verdict.SUPPLEMENT
    ),
    Status.WITHDRAWN: _withdraw,
    Status.NOT_RECOMMENDED: lambda city, call, case: opine(city, case, Verdict.DECLINE),
    Status.NOT_ACCEPTED: lambda city, call, case: opine(
        city, _at_desk(city, case, Desk.FORMAL_CHECK), Verdict.DECLINE
    ),
    Status.NOT_QUALIFIED: _not_qualified,
    Status.NOT_SELECTED: _not_selected,
    Status.PROPOSED: _proposed,
    Status.PUBLICISED: _publicised,
    Status.RESERVE: _reserve,
    Status.CALLED_OFF: _called_off,
    Status.CONTESTED: _contested,
    Status.STRUCK_OFF: _struck_off,
    Status.APPROVED: _approved,
    Status.CERTIFIED: _certified,
}
