"""What happens to a whole list: proposed, publicised, contested, decided, promulgated, issued."""

from datetime import datetime, timedelta

from evaluations import listing
from evaluations.actions import lists, objections, proposing, publicity
from evaluations.models import Application, Decision, Notice
from evaluations.public_list import local_day
from evaluations.status import Status
from workflows import desk, promulgation
from workflows.demo.stage import LISTED, POSTED, Stage
from workflows.synthetic.opened import fresh


def propose(stage: Stage, chosen: list[Application], *, day: float = LISTED) -> list[Application]:
    """The list in its order: the rules give out the places, and may pass somebody over."""
    at = stage.day(day)
    waiting = stage.call.applications.filter(status=Status.FILED).values_list("pk", flat=True)
    left_out = set(waiting) - {case.pk for case in chosen}
    stage.do(
        lambda: proposing.propose(
            call_id=stage.call.pk,
            order=proposing.in_order(listing.ranked(stage.call, chosen)),
            notes=dict.fromkeys(left_out, "本人书面申请退出本次评选"),
            by=stage.office,
            seen=stage.call.version,
            at=at,
        ),
        at,
    )
    stage.reread()
    listed = stage.call.applications.filter(status=Status.PROPOSED)
    return list(listed.select_related("person", "employer", "call").order_by("list_position"))


def post_notice(stage: Stage, *, day: float = POSTED) -> Notice:
    at = stage.day(day)
    notice = stage.do(
        lambda: publicity.post_notice(
            call_id=stage.call.pk, by=stage.office, seen=stage.call.version, at=at
        ),
        at,
    )
    stage.reread()
    return notice


def object_to(stage: Stage, notice: Notice, case: Application, *, after: float):
    """A member of the public, ``after`` days of the notice."""
    at = notice.posted_at + timedelta(days=after)
    return desk.perform(
        case,
        lambda: objections.receive(
            notice=notice,
            application=fresh(case),
            name="常举证",
            unit="星湖市第二机床厂",
            phone="13900001234",
            facts="公示材料所列革新成果由班组集体完成，本人作用与事实不符，可向设备保障部核实。",
            at=at,
        ),
        by=None,
        at=at,
    )


def examine_objection(stage: Stage, objection, *, upheld: bool, at: datetime) -> None:
    """An officer who never checked the case takes, judges and decides it."""
    by, case = stage.city.officials["office2"], objection.application
    key = {"objection_id": objection.pk, "by": by, "at": at}
    finding = (
        "经查，成果系集体完成，申报内容与事实不符。"
        if upheld
        else "经向所在部门核实，反映情况不属实。"
    )

    def examine():
        objections.take(**key)
        objections.judge_admissibility(**key, admissible=True, reason="实名、期限内、线索具体")
        objections.decide_objection(
            **key,
            outcome="upheld" if upheld else "dismissed",
            finding=finding,
            strike_off=upheld,
        )

    desk.perform(case, examine, by=by, at=at)


def decide(stage: Stage, *, at: datetime, struck: dict[int, str] | None = None) -> Decision:
    leader = stage.city.officials["leader"]
    decision = stage.do(
        lambda: lists.decide(
            call_id=stage.call.pk,
            meeting=f"{at.year}年第{at.month}次会议",
            decided_on=local_day(at),
            by=leader,
            seen=stage.call.version,
            at=at,
            struck=struck or {},
        ),
        at,
        leader,
    )
    stage.reread()
    return decision


def promulgate(stage: Stage, decision: Decision, *, number: int, at: datetime) -> None:
    promulgation.promulgate(
        decision=decision,
        document_number=f"星人才字〔{at.year}〕{number}号",
        effective_on=local_day(at),
        by=stage.office,
        seen=stage.call.version,
        at=at,
    )
    stage.reread()


def issue(stage: Stage, *, at: datetime) -> int:
    return len(promulgation.issue_all(stage.call, by=stage.city.officials["hr"], at=at))
