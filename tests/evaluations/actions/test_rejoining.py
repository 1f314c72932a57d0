"""补入: a recheck found the refusal wrong after the list was made; the case still reaches its end."""

import pytest

from evaluations import public_list
from evaluations.actions import call as calls
from evaluations.actions import rejoining, replacing
from evaluations.desks import Desk
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Application, LateListing
from evaluations.status import CallStatus, Status
from tests import cast
from tests.clock import at
from tests.worlds import world
from workflows import desk

pytestmark = pytest.mark.django_db

ASKED = at("2026-05-11 09:00")
LISTED = at("2026-05-12 09:00")
AFTER_HIS_NOTICE = at("2026-05-25 09:00")


@world
def city() -> cast.City:
    return cast.City()


@world
def refused(city) -> Application:
    return cast.refused_before_the_list(city)


def again(city, case: Application) -> Application:
    return cast.through_again(city, case, ASKED)


def leaves(city, case: Application) -> None:
    case = cast.fresh(case)
    desk.perform(
        case,
        lambda: replacing.release(
            application_id=case.pk,
            reason="本人书面申请退出",
            by=city.office,
            seen=case.version,
            at=ASKED,
        ),
        by=city.office,
        at=ASKED,
    )


def act(city, case, verb=rejoining.list_late, *, by=None, reason="原不予受理决定有误", **more):
    by, call = by or city.office, cast.fresh_call(case.call)
    return desk.perform(
        case,
        lambda: verb(
            application_id=case.pk, reason=reason, by=by, seen=call.version, at=LISTED, **more
        ),
        by=by,
        at=LISTED,
    )


def test_admitted_after_the_list_he_is_examined_where_he_was_refused(city, refused):
    cast.ask_again(refused, ASKED)
    case = cast.answer_recheck(city, refused, ASKED)
    assert (case.status, desk.open_task(case).desk) == (Status.FILED, Desk.FORMAL_CHECK)
    assert rejoining.waiting(case.call) == []


def test_no_place_is_free_so_the_body_has_to_grant_one(city, refused):
    case = again(city, refused)
    assert rejoining.waiting(case.call) == [case]
    with pytest.raises(Refused, match="文件"):
        act(city, case)

    notice = act(city, case, document="星人才办〔2026〕9号")

    case = cast.fresh(case)
    assert (case.status, case.list_position) == (Status.PUBLICISED, 2)
    assert (notice.supplementary, len(notice.days)) == (True, 5)
    assert [entry["case"] for entry in public_list.entries(notice.entries)] == [case.reference]
    row = LateListing.objects.get()
    assert (row.application, row.replaces, row.document) == (case, None, "星人才办〔2026〕9号")
    assert list(desk.disagreements()) == []


def test_he_is_decided_after_his_own_notice_and_certified_like_the_others(city, refused):
    case = again(city, refused)
    act(city, case, document="星人才办〔2026〕9号")
    cast.decide(city, case.call, at("2026-05-13 09:00"))
    assert cast.fresh(case).status == Status.PUBLICISED
    second = cast.decide(city, case.call, AFTER_HIS_NOTICE)
    assert (second.number, cast.fresh(case).status) == (2, Status.APPROVED)


def test_a_free_place_for_which_nobody_waits_is_his(city, refused):
    listed, reserve = refused.call.applications.exclude(pk=refused.pk).order_by("pk")
    for other in (reserve, listed):
        leaves(city, other)
    case = again(city, refused)
    act(city, case, document="不需要")
    row = LateListing.objects.get()
    assert (row.replaces, row.document) == (listed, "")


def test_a_free_place_belongs_to_the_reserve_list_first(city, refused):
    listed = refused.call.applications.exclude(pk=refused.pk).earliest("pk")
    leaves(city, listed)
    case = again(city, refused)
    assert rejoining.free_place(case) is None


def test_he_can_be_left_out_with_the_reason(city, refused):
    case = again(city, refused)
    with pytest.raises(Refused):
        act(city, case, rejoining.leave_out, reason=" ")
    act(city, case, rejoining.leave_out, reason="名额已满，决定机构未增加名额")
    assert (cast.fresh(case).status, desk.open_task(case)) == (Status.NOT_SELECTED, None)


@pytest.mark.parametrize("verb", [rejoining.list_late, rejoining.leave_out])
def test_only_the_office_and_only_who_has_passed_every_desk(city, refused, verb):
    cast.ask_again(refused, ASKED)
    case = cast.answer_recheck(city, refused, ASKED)
    with pytest.raises(Refused, match="环节"):
        act(city, case, verb)
    with pytest.raises(NotPermitted):
        act(city, case, verb, by=city.leader)


def test_nobody_is_forgotten_when_the_call_is_concluded(city, refused):
    call = refused.call
    decision = cast.decide(city, call, at("2026-05-13 09:00"))
    cast.promulgate(city, call, decision)
    cast.ask_again(refused, ASKED)

    def conclude():
        present = cast.fresh_call(call)
        desk.perform(
            call,
            lambda: calls.conclude(
                call_id=call.pk, by=city.office, seen=present.version, at=AFTER_HIS_NOTICE
            ),
            by=city.office,
            at=AFTER_HIS_NOTICE,
        )

    with pytest.raises(Refused, match="复核"):
        conclude()
    cast.answer_recheck(city, refused, ASKED, outcome="dismissed")
    conclude()
    assert cast.fresh_call(call).status == CallStatus.CONCLUDED


def test_a_concluded_call_takes_no_request_any_more(city, refused):
    call = refused.call
    cast.promulgate(city, call, cast.decide(city, call, at("2026-05-13 09:00")))
    present = cast.fresh_call(call)
    desk.perform(
        call,
        lambda: calls.conclude(
            call_id=call.pk, by=city.office, seen=present.version, at=AFTER_HIS_NOTICE
        ),
        by=city.office,
        at=AFTER_HIS_NOTICE,
    )
    with pytest.raises(NotPermitted, match="办结"):
        cast.ask_again(refused, ASKED)
