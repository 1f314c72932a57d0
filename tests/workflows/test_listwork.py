"""A long list is worked on in the background: all or nothing, and killed it is simply started again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluations.actions import case as frame
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Placement, StatusChange
from evaluations.status import CallStatus, Status
from journal.models import Entry
from tests import cast
from workflows import desk, listwork

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]

NOW = cast.PROPOSED


@pytest.fixture
def city():
    return cast.City()


@pytest.fixture
def ready(city):
    """A closed call with three candidates at the list."""
    call = city.call()
    cases = [cast.to_the_list(city, cast.draft(city, call)) for _ in range(3)]
    return cast.close(call), cases


def order(call, cases):
    placed = {str(case.pk): place for place, case in enumerate(cases, start=1)}
    return {"order": placed, "notes": {}, "seen": call.version}


def killed_at(monkeypatch, n):
    """The process dies when the n-th case is moved."""
    count, real = iter(range(1, 1000)), frame.move

    def move(*args, **more):
        if next(count) == n:
            raise KeyboardInterrupt
        return real(*args, **more)

    monkeypatch.setattr("evaluations.actions.proposing.move", move)


def later():
    """When a worker that died has been silent for long enough: its last sign is by the real clock."""
    return timezone.now() + timedelta(minutes=2)


def counted():
    return StatusChange.objects.count(), Entry.objects.count(), Placement.objects.count()


def test_a_worker_killed_in_the_middle_leaves_nothing_and_is_started_again(
    city, ready, monkeypatch
):
    call, cases = ready
    before = counted()
    with monkeypatch.context() as patched:
        killed_at(patched, 2)
        with pytest.raises(KeyboardInterrupt):
            listwork.start(call, "propose", order(call, cases), n=3, by=city.office, at=NOW)

    assert counted() == before
    assert [cast.fresh(case).status for case in cases] == [Status.FILED] * 3
    state = listwork.Shelf(call).read()
    assert (state.running, state.stuck(later())) == (True, True)

    listwork.again(call, by=city.office, at=later())

    assert cast.fresh_call(call).status == CallStatus.PROPOSED
    assert [cast.fresh(case).list_position for case in cases] == [1, 2, 3]
    state = listwork.Shelf(call).read()
    assert (state.running, state.done, state.given) == (False, 3, {})
    assert list(desk.disagreements()) == []


def test_killed_after_the_commit_it_does_not_happen_twice(city, ready, monkeypatch):
    call, cases = ready
    with monkeypatch.context() as patched:
        real = listwork.Shelf.write

        def write(self, state):
            if not state.running:
                raise KeyboardInterrupt
            real(self, state)

        patched.setattr(listwork.Shelf, "write", write)
        with pytest.raises(KeyboardInterrupt):
            listwork.start(call, "propose", order(call, cases), n=3, by=city.office, at=NOW)
    after = counted()
    assert cast.fresh_call(call).status == CallStatus.PROPOSED

    listwork.again(cast.fresh_call(call), by=city.office, at=later())

    assert counted() == after
    assert listwork.Shelf(call).read().done == 3


def test_what_the_law_refuses_stands_on_the_page_as_its_sentence(city, ready):
    call, cases = ready
    stale = order(call, cases) | {"seen": call.version - 1}
    listwork.start(call, "propose", stale, n=3, by=city.office, at=NOW)
    state = listwork.Shelf(call).read()
    assert (state.running, state.failed) == (False, "")
    assert state.refusal
    assert cast.fresh_call(call).status == CallStatus.CLOSED


def test_only_who_may_do_it_may_start_it(city, ready):
    call, cases = ready
    with pytest.raises(NotPermitted):
        listwork.start(call, "propose", order(call, cases), n=3, by=city.leader, at=NOW)
    assert listwork.Shelf(call).read().act == ""


def test_one_act_at_a_time(city, ready):
    call, cases = ready
    listwork.Shelf(call).write(
        listwork.State(act="propose", running=True, at=NOW.isoformat(), moved_at=NOW.isoformat())
    )
    with pytest.raises(Refused):
        listwork.start(call, "propose", order(call, cases), n=3, by=city.office, at=NOW)
    with pytest.raises(Refused):
        listwork.again(call, by=city.office, at=NOW)


def test_the_whole_way_of_a_long_list(city, ready):
    call, cases = ready
    listwork.start(call, "propose", order(call, cases), n=3, by=city.office, at=NOW)
    seen = cast.fresh_call(call).version
    listwork.start(
        cast.fresh_call(call), "publicise", {"seen": seen}, n=3, by=city.office, at=cast.POSTED
    )
    call = cast.fresh_call(call)
    decided = {
        "meeting": "局党组2026年第5次会议",
        "decided_on": "2026-05-06",
        "struck": {str(cases[2].pk): "经核查不在一线岗位"},
        "seen": call.version,
    }
    listwork.start(call, "decide", decided, n=3, by=city.leader, at=cast.DECIDED)
    call = cast.fresh_call(call)
    promulgated = {
        "decision": 1,
        "document_number": "星人社字〔2026〕12号",
        "effective_on": "2026-05-08",
        "seen": call.version,
    }
    listwork.start(call, "promulgate", promulgated, n=3, by=city.office, at=cast.PROMULGATED)

    assert listwork.Shelf(call).read().refusal == ""
    assert [cast.fresh(case).status for case in cases] == [
        Status.APPROVED, Status.APPROVED, Status.STRUCK_OFF,
    ]  # fmt: skip
    assert cast.fresh_call(call).status == CallStatus.PROMULGATED


def test_a_short_list_is_done_at_once(city, ready):
    call, cases = ready
    made = listwork.take_on(call, "propose", order(call, cases), n=3, by=city.office, at=NOW)
    assert made is not None
    assert listwork.Shelf(call).read().act == ""
