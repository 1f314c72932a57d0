"""Lists are decided as lists: all or nothing, and only the contested candidate waits."""

import json

import pytest

from certificates.models import Certificate
from evaluations.actions import objections, proposing, publicity
from evaluations.errors import NotPermitted, Refused
from evaluations.status import CallStatus, Status
from tests import cast
from tests.clock import at
from tests.worlds import world
from workflows import desk, promulgation

pytestmark = pytest.mark.django_db


@world
def city():
    return cast.City()


@world
def call(city):
    return city.call()


@world
def three(city, call):
    return [cast.to_the_list(city, cast.draft(city, call)) for _ in range(3)]


def statuses(cases):
    return [cast.fresh(case).status for case in cases]


def test_a_list_is_proposed_in_order_and_the_rest_is_not_selected(city, call, three):
    call = cast.propose(city, cast.close(call), [three[2], three[0]])
    assert statuses(three) == [Status.PROPOSED, Status.NOT_SELECTED, Status.PROPOSED]
    assert [cast.fresh(case).list_position for case in three] == [2, None, 1]
    assert (call.status, desk.open_task(call).desk) == (CallStatus.PROPOSED, "call_notice")
    assert desk.open_task(three[1]) is None


def test_nothing_is_proposed_while_a_file_lies_at_a_desk(city, call, three):
    cast.file(cast.draft(city, call))
    call = cast.close(call)
    with pytest.raises(Refused, match="还有1件"):
        cast.propose(city, call, three)
    assert statuses(three) == [Status.FILED] * 3


def test_a_list_names_nobody_else(city, call, three):
    cast.close(call)
    with pytest.raises(Refused, match="尚未通过"):
        cast.propose(city, call, [three[0], cast.draft(city, city.call(batch=2))])


def test_before_the_window_closes_no_list_is_made(city, call, three):
    with pytest.raises(NotPermitted, match="不在这一步"):
        cast.propose(city, call, three)


def test_only_the_office_proposes(city, call, three):
    call = cast.close(call)
    with pytest.raises(NotPermitted, match="评审办"):
        proposing.propose(
            call_id=call.pk,
            order=proposing.in_order(case.pk for case in three),
            by=city.leader,
            seen=call.version,
            at=cast.PROPOSED,
        )


def test_the_days_of_a_notice_are_counted_from_the_day_after(city, call, three):
    cast.propose(city, cast.close(call), three)
    notice = cast.publicise(city, call, at("2026-04-29 09:00"))
    # 1 to 5 May 2026 are holidays; Saturday 9 May is worked.
    assert notice.days == ["2026-04-30", "2026-05-06", "2026-05-07", "2026-05-08", "2026-05-09"]
    assert notice.ends_at == at("2026-05-09 23:59:59")


def test_the_public_sees_a_fixed_set_of_fields_and_no_id_digit(city, call, three):
    cast.propose(city, cast.close(call), three)
    notice = cast.publicise(city, call)
    entries = json.loads(notice.entries)
    assert [set(entry) for entry in entries] == [
        {"position", "case", "name", "employer", "occupation", "track"}
    ] * 3
    assert all(case.person.id_number not in notice.entries for case in three)


def test_nothing_is_decided_before_the_notice_ends(city, call, three):
    cast.propose(city, cast.close(call), three)
    notice = cast.publicise(city, call)
    with pytest.raises(Refused, match=notice.days[-1]):
        cast.decide(city, call, notice.ends_at)


def test_only_the_contested_candidate_waits(city, call, three):
    cast.propose(city, cast.close(call), three)
    cast.publicise(city, call)
    cast.object_to(three[1])
    cast.decide(city, call)
    assert statuses(three) == [Status.APPROVED, Status.CONTESTED, Status.APPROVED]


def test_a_cleared_candidate_is_decided_later_and_gets_the_next_number(city, call, three):
    cast.propose(city, cast.close(call), three)
    cast.publicise(city, call)
    objection = cast.object_to(three[1])
    first = cast.decide(city, call)
    cast.promulgate(city, call, first)
    examine(city, objection, outcome="dismissed")
    second = cast.decide(city, call, at("2026-05-20 09:00"))
    cast.promulgate(city, call, second, at("2026-05-21 09:00"))
    issued = promulgation.issue_all(
        cast.fresh_call(call), by=city.printer, at=at("2026-05-22 09:00")
    )
    assert [second.number, len(issued)] == [2, 3]
    serials = list(Certificate.objects.order_by("serial").values_list("case", flat=True))
    assert serials == [three[0].subject, three[2].subject, three[1].subject]
    assert statuses(three) == [Status.CERTIFIED] * 3


def test_a_struck_candidate_gets_no_certificate(city, call, three):
    cast.propose(city, cast.close(call), three)
    cast.publicise(city, call)
    decision = cast.decide(city, call, struck={three[0].pk: "不在一线岗位"})
    numbers = cast.promulgate(city, call, decision)
    assert statuses(three) == [Status.STRUCK_OFF, Status.APPROVED, Status.APPROVED]
    assert [c.case for c in numbers] == [three[1].subject, three[2].subject]


def test_a_failing_number_leaves_the_decision_unpromulgated(city, call, three, monkeypatch):
    cast.propose(city, cast.close(call), three)
    cast.publicise(city, call)
    decision = cast.decide(city, call)

    def power_cut(*_args, **_kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr(promulgation, "allocate", power_cut)
    with pytest.raises(RuntimeError):
        cast.promulgate(city, call, decision)
    assert cast.fresh_call(call).status == CallStatus.DECIDED
    assert call.decisions.get().promulgated_at is None


def test_issuing_twice_changes_nothing(city, call, three):
    cast.propose(city, cast.close(call), three)
    cast.publicise(city, call)
    cast.promulgate(city, call, cast.decide(city, call))
    call = cast.fresh_call(call)
    first = promulgation.issue_all(call, by=city.printer, at=at("2026-05-09 09:00"))
    again = promulgation.issue_one(first[0], call=call, by=city.printer, at=at("2026-06-09 09:00"))
    assert (again.sha256, again.issued_at) == (first[0].sha256, at("2026-05-09 09:00"))
    assert promulgation.issue_all(call, by=city.printer, at=at("2026-06-09 09:00")) == []


def test_only_the_certificate_officer_issues(city, call, three):
    cast.propose(city, cast.close(call), three)
    cast.publicise(city, call)
    cast.promulgate(city, call, cast.decide(city, call))
    with pytest.raises(NotPermitted, match="制证岗"):
        promulgation.issue_all(cast.fresh_call(call), by=city.office, at=at("2026-05-09 09:00"))
    assert not Certificate.objects.exclude(issued_at=None).exists()


def test_a_corrected_notice_is_a_new_version_with_its_own_days(city, call, three):
    cast.propose(city, cast.close(call), three)
    first = cast.publicise(city, call)
    second = publicity.correct_notice(
        call_id=call.pk,
        by=city.office,
        seen=cast.fresh_call(call).version,
        at=at("2026-04-24 09:00"),
        note="单位名称更正",
    )
    first = type(first).objects.get(pk=first.pk)
    assert (first.edition, second.edition, first.closed_by) == (1, 2, city.office)
    assert second.days[0] == "2026-04-27"


def examine(city, objection, *, outcome, strike_off=False, by=None, when=None):
    when, by = when or at("2026-05-10 09:00"), by or city.second_officer
    key = {"objection_id": objection.pk, "by": by, "at": when}

    def work():
        objections.take(**key)
        objections.judge_admissibility(**key, admissible=True, reason="实名、期限内")
        objections.decide_objection(**key, outcome=outcome, finding="经核查", strike_off=strike_off)

    desk.perform(objection.application, work, by=by, at=when)
