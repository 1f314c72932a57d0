"""A refusal that was wrong: asked about, admitted, and examined once more."""

from datetime import datetime

from evaluations.actions import opining
from evaluations.desks import Desk, Verdict
from evaluations.models import Application
from tests.cast.cases import draft, file, fresh, opine, to_the_list
from tests.cast.city import City, reserving, version_of
from tests.cast.lists import close, propose, publicise
from tests.remembered import remembered
from workflows import desk


@remembered
def refused_before_the_list(city: City) -> Application:
    """Refused at the formal check; two others came onto the list and its reserve, under notice."""
    call = city.call(rules=reserving(1))
    case = file(draft(city, call))
    while desk.open_task(case).desk != Desk.FORMAL_CHECK:
        case = opine(city, case)
    opine(city, case, Verdict.DECLINE)
    others = [to_the_list(city, draft(city, call)) for _ in range(2)]
    propose(city, close(call), others)
    publicise(city, call)
    return fresh(case)


@remembered
def ask_again(case: Application, moment: datetime) -> None:
    by = case.person.user
    desk.perform(
        case,
        lambda: opining.request_recheck(
            application_id=case.pk, by=by, seen=version_of(case), at=moment,
            grounds="公示材料已附，被漏看",
        ),
        by=by,
        at=moment,
    )  # fmt: skip


@remembered
def answer_recheck(
    city: City, case: Application, moment: datetime, outcome: str = "admitted"
) -> Application:
    desk.perform(
        case,
        lambda: opining.decide_recheck(
            application_id=case.pk, by=city.office, seen=version_of(case), at=moment,
            outcome=outcome, reason="已经核查",
        ),
        by=city.office,
        at=moment,
    )  # fmt: skip
    return fresh(case)


@remembered
def through_again(city: City, case: Application, moment: datetime) -> Application:
    """Admitted, and through every desk once more."""
    ask_again(case, moment)
    case = answer_recheck(city, case, moment)
    while desk.open_task(case).desk != Desk.LIST:
        case = opine(city, case, moment=moment)
    return case
