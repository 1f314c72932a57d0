"""What happens to a list: closed, proposed, publicised, decided, promulgated."""

from datetime import datetime

from evaluations.actions import call as calls
from evaluations.actions import lists, objections, proposals, proposing, publicity
from evaluations.models import (
    Application,
    Call,
)
from tests.cast.city import City, fresh_call
from tests.cast.moments import CLOSED, DECIDED, OBJECTED, POSTED, PROMULGATED, PROPOSED
from tests.remembered import remembered
from workflows import desk, promulgation, two_persons


@remembered
def close(call: Call, moment: datetime = CLOSED) -> Call:
    desk.perform(call, lambda: calls.close_call(call_id=call.pk, at=moment), by=None, at=moment)
    return fresh_call(call)


@remembered
def cancel(
    city: City, call: Call, reason: str = "政策调整，本年度不再开展", moment: datetime = CLOSED
):
    """Two persons cancel a call that is open."""
    proposal = proposals.propose(
        kind="cancel", about=call, payload={}, reason=reason, by=city.office, at=moment
    )
    return two_persons.decide(
        proposal_id=proposal.pk, outcome="confirmed", by=city.leader, at=moment
    )


@remembered
def propose(city: City, call: Call, cases: list[Application], moment=PROPOSED, notes=None) -> Call:
    desk.perform(
        call,
        lambda: proposing.propose(
            call_id=call.pk,
            order=proposing.in_order(case.pk for case in cases),
            notes=notes,
            by=city.office,
            seen=fresh_call(call).version,
            at=moment,
        ),
        by=city.office,
        at=moment,
    )
    return fresh_call(call)


@remembered
def publicise(city: City, call: Call, moment=POSTED):
    return desk.perform(
        call,
        lambda: publicity.post_notice(
            call_id=call.pk, by=city.office, seen=fresh_call(call).version, at=moment
        ),
        by=city.office,
        at=moment,
    )


@remembered
def object_to(case: Application, moment=OBJECTED):
    notice = case.call.notices.latest("edition")
    return desk.perform(
        case,
        lambda: objections.receive(
            notice=notice,
            application=case,
            name="常举证",
            unit="星湖市第二机床厂",
            phone="13911111111",
            facts="其竞赛名次与公布文件不符",
            at=moment,
        ),
        by=None,
        at=moment,
    )


@remembered
def decide(city: City, call: Call, moment=DECIDED, **more):
    return desk.perform(
        call,
        lambda: lists.decide(
            call_id=call.pk,
            meeting="局党组2026年第5次会议",
            decided_on=moment.date(),
            by=city.leader,
            seen=fresh_call(call).version,
            at=moment,
            **more,
        ),
        by=city.leader,
        at=moment,
    )


@remembered
def promulgate(city: City, call: Call, decision, moment=PROMULGATED):
    return promulgation.promulgate(
        decision=decision,
        document_number="星人社字〔2026〕12号",
        effective_on=moment.date(),
        by=city.office,
        seen=fresh_call(call).version,
        at=moment,
    )
