"""After the window one person comes in when two persons admit him, until the day that was set."""

import pytest

from evaluations.actions import applying, filing
from evaluations.actions import call as calls
from evaluations.errors import NotPermitted, Refused
from evaluations.roles import Role
from evaluations.status import Status
from tests import cast
from tests.clock import at
from tests.evaluations.actions.test_proposals import AFTER, admitted
from workflows import deadlines, desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return cast.City()


def test_one_person_comes_in_late_and_nobody_else(city):
    call, late, other = city.call(), cast.applicant(), cast.applicant()
    cast.close(call)
    admitted(city, call, late)
    moment = at("2026-04-03 10:00")
    case = cast.draft(city, cast.fresh_call(call), person=late, moment=moment)
    assert cast.file(case, moment).status == Status.FILED
    with pytest.raises(Refused):
        applying.start(call=cast.fresh_call(call), person=other, track="by_selection",
                       by=other.user, at=moment, employer=city.employer)  # fmt: skip


def test_whoever_was_admitted_before_the_experts_began_still_comes_in(city):
    call, late = city.call(), cast.applicant()
    cast.close(call)
    admitted(city, call, late)
    part = {"by": city.office, "role": Role.REVIEW_OFFICE, "at": AFTER}
    calls.start_review(cast.fresh_call(call), **part)
    moment = at("2026-04-03 10:00")
    case = cast.draft(city, cast.fresh_call(call), person=late, moment=moment)
    assert cast.file(case, moment).status == Status.FILED
    with pytest.raises(Refused):
        admitted(city, call, cast.applicant(), when=moment)


def test_a_late_entry_has_its_own_end(city):
    call, late = city.call(), cast.applicant()
    cast.close(call)
    admitted(city, call, late)
    case = cast.draft(city, cast.fresh_call(call), person=late, moment=at("2026-04-03 10:00"))
    with pytest.raises(NotPermitted):
        cast.file(case, at("2026-04-10 18:01"))
    assert deadlines.lapse(at("2026-04-03 11:00"), []) == 0
    assert deadlines.lapse(at("2026-04-10 18:01"), []) == 1


def test_a_draft_that_lapsed_with_the_window_is_opened_again(city):
    call, late = city.call(), cast.applicant()
    case = cast.draft(city, call, person=late)
    cast.close(call)
    deadlines.lapse(cast.CLOSED, [])
    assert cast.fresh(case).status == Status.LAPSED
    admitted(city, call, late)
    assert cast.fresh(case).status == Status.DRAFT
    assert cast.file(cast.fresh(case), at("2026-04-03 10:00")).status == Status.FILED


def test_whoever_let_a_correction_lapse_does_not_come_in_again(city):
    call = city.call()
    case = cast.opine(city, cast.file(cast.draft(city, call)), "return")
    late = at("2026-04-02 09:00")
    desk.perform(case, lambda: filing.lapse(application_id=case.pk, at=late), by=None, at=late)
    with pytest.raises(Refused):
        admitted(city, call, case.person)


def test_nobody_comes_in_once_the_list_is_proposed(city):
    call = city.call()
    case = cast.to_the_list(city, cast.draft(city, call))
    cast.propose(city, cast.close(call), [case])
    with pytest.raises(Refused):
        admitted(city, cast.fresh_call(call), cast.applicant(), when=at("2026-04-21 09:00"))
