"""A call is cancelled: by one before anybody saw it, by two afterwards, and everybody is told."""

import pytest

from evaluations.actions import call as calls
from evaluations.actions import opining, proposals
from evaluations.errors import NotPermitted, Refused
from evaluations.models import RecheckRequest, User
from evaluations.status import CallStatus, Status
from tests import cast
from tests.clock import at
from workflows import desk, programme, two_persons
from workflows.models import Message

pytestmark = pytest.mark.django_db

WHEN = at("2026-03-20 09:00")
WHY = "上级调整计划，本年度不再开展"


@pytest.fixture
def city():
    return cast.City()


def proposed(city, call, **more):
    given = {"kind": "cancel", "about": call, "payload": {}, "reason": WHY, "by": city.office}
    return proposals.propose(**given | {"at": WHEN} | more)


def confirmed(city, proposal, by=None):
    return two_persons.decide(
        proposal_id=proposal.pk, outcome="confirmed", by=by or city.leader, at=WHEN
    )


def test_a_call_in_preparation_is_dropped_by_the_office_with_a_reason(city):
    call = cast.desk_call(city, programme.get("technical_expert"), 2026)
    frame = {"call_id": call.pk, "by": city.office, "seen": call.version, "at": WHEN}

    with pytest.raises(Refused, match="为什么|理由|原因|Say why"):
        calls.cancel(**frame, reason=" ")
    desk.perform(call, lambda: calls.cancel(**frame, reason=WHY), by=city.office, at=WHEN)

    call = cast.fresh_call(call)
    assert (call.status, call.is_public) == (CallStatus.CANCELLED, False)
    assert call.changes.get().reason == WHY
    assert desk.open_task(call) is None


def test_nobody_cancels_an_open_call_alone(city):
    call = city.call()
    with pytest.raises(NotPermitted):
        calls.cancel(call_id=call.pk, by=city.office, seen=call.version, at=WHEN, reason=WHY)
    proposal = proposed(city, call)
    assert cast.fresh_call(call).status == CallStatus.OPEN
    for alone in (city.office, city.second_officer):
        with pytest.raises(NotPermitted):
            confirmed(city, proposal, by=alone)
    confirmed(city, proposal)
    assert cast.fresh_call(call).status == CallStatus.CANCELLED


def test_every_application_under_way_ends_and_its_desk_is_closed(
    city, django_capture_on_commit_callbacks
):
    call = city.call()
    draft = cast.draft(city, call)
    User.objects.filter(pk=draft.person.user_id).update(email="x@example.test")
    lying = cast.file(cast.draft(city, call))
    returned = cast.walked(city, call, Status.RETURNED)
    gone = cast.walked(city, call, Status.WITHDRAWN)

    with django_capture_on_commit_callbacks(execute=False) as after_commit:
        confirmed(city, proposed(city, call))

    ended = [draft, lying, returned]
    assert [cast.fresh(case).status for case in ended] == [Status.CALLED_OFF] * 3
    assert cast.fresh(gone).status == Status.WITHDRAWN
    assert [desk.open_task(case) for case in ended] == [None] * 3
    assert desk.open_task(call) is None
    assert all(WHY in case.changes.latest("id").reason for case in ended)
    told = Message.objects.filter(kind="ended", created_at=WHEN)
    assert set(told.values_list("application", flat=True)) == {case.pk for case in ended}
    assert len(after_commit) == 1  # the mail follows the commit
    assert list(desk.disagreements()) == []


def test_a_recheck_that_was_asked_for_is_answered(city):
    call = city.call()
    case = cast.walked(city, call, Status.NOT_ACCEPTED)
    by = case.person.user
    desk.perform(
        case,
        lambda: opining.request_recheck(
            application_id=case.pk, by=by, seen=case.version, at=WHEN, grounds="抄录有误"
        ),
        by=by,
        at=WHEN,
    )

    confirmed(city, proposed(city, call))

    assert case.rechecks.get().outcome == RecheckRequest.Outcome.DISMISSED
    assert (cast.fresh(case).status, desk.open_task(case)) == (Status.NOT_ACCEPTED, None)


def test_a_proposed_list_is_decided_not_cancelled(city):
    call = city.call()
    cast.walked(city, call, Status.PROPOSED)
    with pytest.raises(Refused):
        proposed(city, cast.fresh_call(call))


def test_the_public_reads_that_and_why(city):
    call = city.call()
    confirmed(city, proposed(city, call))
    (trace,) = proposals.public_trace(cast.fresh_call(call))
    assert (trace.kind, trace.reason) == ("cancel", WHY)
