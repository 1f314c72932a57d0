"""递补: somebody leaves the list, and the next of the reserve list moves up with a notice of his own."""

import pytest

from evaluations import public_list
from evaluations.actions import call as calls
from evaluations.actions import replacing
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Placement
from evaluations.status import Status
from tests import cast
from tests.clock import at
from tests.remembered import remembered
from workflows import desk

pytestmark = pytest.mark.django_db

LEFT = at("2026-05-11 09:00")
UP = at("2026-05-12 09:00")
AGAIN = at("2026-05-25 09:00")


@pytest.fixture
def city():
    return cast.City()


@remembered
def listed(city, n=3, places=1, rules=None, moment=None):
    call = city.call(rules=rules or cast.reserving(places))
    cases = [cast.to_the_list(city, cast.draft(city, call)) for _ in range(n)]
    cast.propose(city, cast.close(call), cases)
    cast.publicise(city, call)
    return call, cases


def release(city, case, reason="本人5月8日书面申请退出", by=None):
    case = cast.fresh(case)
    by = by or city.office
    return desk.perform(
        case,
        lambda: replacing.release(
            application_id=case.pk, reason=reason, by=by, seen=case.version, at=LEFT
        ),
        by=by,
        at=LEFT,
    )


def move_up(city, case, vacancy, when=UP, reason="名单第1号退出，依次递补"):
    call = cast.fresh_call(case.call)
    return desk.perform(
        case,
        lambda: replacing.move_up(
            application_id=case.pk, replaces=vacancy.pk, reason=reason, by=city.office,
            seen=call.version, at=when,
        ),
        by=city.office,
        at=when,
    )  # fmt: skip


def test_the_reserve_list_waits_in_order(city):
    call, (one, two, three) = listed(city)
    assert [cast.fresh(c).status for c in (one, two, three)] == [
        Status.PUBLICISED, Status.RESERVE, Status.RESERVE,
    ]  # fmt: skip
    numbers = Placement.objects.filter(result="reserve").values_list("number", flat=True)
    assert list(numbers) == [1, 2]
    assert desk.open_task(two).desk == "list"


def test_the_next_one_moves_up_with_a_notice_period_of_his_own(city):
    call, (one, two, _three) = listed(city)
    release(city, one)
    assert cast.fresh(one).status == Status.WITHDRAWN

    notice = move_up(city, two, one)

    assert (cast.fresh(two).status, cast.fresh(two).list_position) == (Status.PUBLICISED, 2)
    assert (notice.edition, notice.supplementary, len(notice.days)) == (2, True, 5)
    assert notice.days[0] == "2026-05-13"  # from the day after posting
    assert [e["case"] for e in public_list.entries(notice.entries)] == [two.reference]
    row = Placement.objects.get(application=two)
    assert (row.replaces_id, row.moved_up_by) == (one.pk, city.office)


def test_he_is_decided_after_his_own_notice_and_the_others_do_not_wait(city):
    call, (one, two, three, four) = listed(city, n=4, places=2)
    release(city, one)
    move_up(city, three, one)
    when = at("2026-05-13 09:00")

    cast.decide(city, call, when)
    assert [cast.fresh(c).status for c in (two, three)] == [Status.APPROVED, Status.PUBLICISED]
    with pytest.raises(Refused):
        cast.decide(city, call, when)
    second = cast.decide(city, call, AGAIN)

    assert (second.number, cast.fresh(three).status) == (2, Status.APPROVED)
    assert cast.fresh(four).status == Status.RESERVE


def test_nobody_jumps_the_queue(city):
    _call, (one, two, three) = listed(city)
    release(city, one)
    with pytest.raises(Refused, match=two.reference):
        move_up(city, three, one)


def test_a_place_is_filled_once_and_only_when_it_is_free(city):
    _call, (one, two, three) = listed(city)
    with pytest.raises(Refused):
        move_up(city, two, one)
    release(city, one)
    move_up(city, two, one)
    with pytest.raises(Refused):
        move_up(city, three, one)


def test_and_so_on_when_the_one_who_moved_up_declines_too(city):
    _call, (one, two, three) = listed(city)
    release(city, one)
    move_up(city, two, one)
    release(city, two)
    notice = move_up(city, three, two, when=AGAIN)
    assert (notice.edition, cast.fresh(three).list_position) == (3, 3)


def test_without_a_reserve_list_nobody_moves_up(city):
    call = city.call()
    cases = [cast.to_the_list(city, cast.draft(city, call)) for _ in range(2)]
    cast.propose(city, cast.close(call), cases[:1])
    cast.publicise(city, call)
    assert cast.fresh(cases[1]).status == Status.NOT_SELECTED
    release(city, cases[0])
    with pytest.raises(Refused):
        move_up(city, cases[1], cases[0])


def test_only_the_office_takes_off_and_a_contested_one_waits(city):
    _call, (one, _two, _three) = listed(city)
    with pytest.raises(NotPermitted):
        release(city, one, by=city.leader)
    with pytest.raises(Refused):
        release(city, one, reason=" ")
    cast.object_to(cast.fresh(one))
    with pytest.raises(NotPermitted):
        release(city, one)


def test_the_reserve_list_ends_with_the_call(city):
    call, (one, two, _three) = listed(city)
    decision = cast.decide(city, call)
    cast.promulgate(city, call, decision)
    call = cast.fresh_call(call)
    when = at("2026-07-01 09:00")
    desk.perform(
        call,
        lambda: calls.conclude(call_id=call.pk, by=city.office, seen=call.version, at=when),
        by=city.office,
        at=when,
    )
    assert cast.fresh(two).status == Status.NOT_SELECTED
    assert desk.open_task(two) is None
    assert list(desk.disagreements()) == []


def test_a_call_with_an_undecided_candidate_is_not_concluded(city):
    call, (one, two, _three) = listed(city, places=2)
    release(city, one)
    cast.promulgate(city, call, cast.decide(city, call))
    move_up(city, _three, one)
    call = cast.fresh_call(call)
    with pytest.raises(Refused, match="1"):
        calls.conclude(call_id=call.pk, by=city.office, seen=call.version, at=AGAIN)
    assert cast.fresh(two).status == Status.APPROVED
