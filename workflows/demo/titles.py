"""Departments, two-person acts and titles in the demo city: what happens beside and after a call."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from evaluations.actions import engagement, holders, joint, proposals, revocation, stipends, yearly
from evaluations.desks import Desk
from evaluations.models import Application, Holding, Organisation, Person, RoleGrant, User
from evaluations.public_list import end_of_day, local_day
from evaluations.roles import Role, Scope
from evaluations.rules import Programme
from evaluations.status import Status
from workflows import desk, programme, synthetic, two_persons
from workflows.demo import cases, lists
from workflows.demo.city import PASSWORD, DemoCity
from workflows.demo.stage import Stage
from workflows.synthetic import opened

# Who has not answered yet, file by file.
_SILENT = (("tax",), ("tax", "labour"), (), ("tax", "court", "market"))
# Account of each department: dept_tax, dept_court, ...
ACCOUNT = "dept_"
_OFFICES = {
    "discipline": "星湖市纪律检查机关",
    "public_security": "星湖市公安局",
    "court": "星湖市中级人民法院",
    "credit": "星湖市信用管理中心",
    "tax": "星湖市税务局",
    "market": "星湖市市场监督管理局",
    "ecology": "星湖市生态环境局",
    "emergency": "星湖市应急管理局",
    "labour": "星湖市劳动保障监察支队",
}


def departments(city: DemoCity, *, at: datetime) -> None:
    """An office and an account for every department that any programme asks."""
    steps = (s for p in programme.all_programmes() for t in p.tracks for s in t.route)
    codes = dict.fromkeys(code for step in steps for code in step.departments)
    password, admin = make_password(PASSWORD), city.officials["admin"]
    for index, code in enumerate(codes):
        name = _OFFICES.get(code, code)
        body = Organisation.objects.create(
            name=name,
            uscc=synthetic.credit_code(9_100_001 + index),
            kind=Organisation.Kind.DEPARTMENT,
            affiliation=Organisation.Affiliation.CITY,
        )
        user = User.objects.create(username=f"{ACCOUNT}{code}", name=f"{name}联络员",
                                   password=password)  # fmt: skip
        RoleGrant.objects.create(
            user=user, role=Role.JOINT_DEPARTMENT, scope=Scope.ORGANISATION, organisation=body,
            granted_at=at, granted_by=admin,
        )  # fmt: skip
        joint.name_department(code=code, organisation=body, by=city.officials["office"], at=at)


def answer(
    case: Application, *, at: datetime, silent: Collection[str] = (), issue: str = ""
) -> None:
    """The departments answer, but not those in ``silent``; ``issue``: the first one's words."""
    waiting = case.joint_requests.filter(answered_at=None, closed_at=None).order_by("pk")
    for index, request in enumerate(waiting.exclude(department__in=silent)):
        raised = issue if index == 0 else ""
        joint.answer(
            request_id=request.pk,
            answer="issue" if raised else "not_my_scope" if index == 5 else "no_issue",
            detail=raised,
            by=User.objects.get(username=f"{ACCOUNT}{request.department}"),
            at=at,
        )


def half_answered(stage: Stage, waiting: Sequence[Application], *, day: float) -> None:
    """Files at the joint review: some departments silent, one issue, one file on hold."""
    at = stage.day(day)
    for index, case in enumerate(waiting):
        if index == 0:
            answer(case, at=at, issue="近三年有一次未结清的劳动争议，建议核实")
            joint.hold(
                application_id=case.pk, reason="待核实劳动争议处理结果",
                look_again_on=local_day(at) + timedelta(days=20), by=stage.office,
                seen=opened.version(case), at=at + timedelta(hours=2),
            )  # fmt: skip
        else:
            answer(case, at=at, silent=_SILENT[index % len(_SILENT)])


# --- changes of an open call ---


def extend_window(stage: Stage, *, day: float, days: int) -> None:
    """The office proposes, a colleague confirms, the public page says so."""
    until = stage.call.closes_at + timedelta(days=days)
    made = proposals.propose(
        kind="extend_window", about=stage.call, payload={"closes_at": until.isoformat()},
        reason="应多个单位请求，为补齐继续教育证明延长受理时间", by=stage.office, at=stage.day(day),
    )  # fmt: skip
    decide(stage.city.officials["office2"], made.pk, at=stage.day(day + 0.2))
    stage.reread()


def decide(by: User, proposal_id: int, *, at: datetime, document: str = "") -> None:
    two_persons.decide(
        proposal_id=proposal_id, outcome="confirmed", by=by, at=at, document_number=document
    )


# --- titles ---


def held(stage: Stage) -> list[Holding]:
    """The titles of this call that are in force, in the order of the list."""
    rows = Holding.objects.filter(application__call=stage.call, status="active")
    related = rows.select_related("application__call", "person__user", "employer")
    return list(related.order_by("application__list_position"))


def revoke(stage: Stage, holding: Holding, *, at: datetime, document: str) -> None:
    """Lead, finding, the holder's word, proposal, and the word of the body that approved the list."""
    office = stage.office
    inquiry = revocation.open_inquiry(
        holding_id=holding.pk, source="report", lead="实名反映：申报的革新成果系他人完成",
        by=office, at=at - timedelta(days=32),
    )  # fmt: skip
    key = {"inquiry_id": inquiry.pk, "by": office}
    revocation.record_finding(
        **key, finding="向成果登记单位调取原始记录，第一完成人另有其人，申报材料不实",
        at=at - timedelta(days=24),
    )  # fmt: skip
    due = end_of_day(local_day(at - timedelta(days=6)))
    revocation.invite_statement(**key, due_at=due, at=at - timedelta(days=22))
    revocation.make_statement(
        inquiry_id=inquiry.pk, statement="本人参与了后期调试，对署名顺序认识有误。",
        wants_hearing=False, by=holding.person.user, at=at - timedelta(days=15),
    )  # fmt: skip
    proposal = proposals.propose(
        kind="revoke", about=holding, payload={}, by=office, at=at - timedelta(days=3),
        reason="申报材料弄虚作假，经调查并听取本人陈述，建议撤销称号",
    )  # fmt: skip
    decide(stage.city.officials["leader"], proposal.pk, at=at, document=document)


def first_year(stage: Stage, *, at: datetime) -> None:
    """Yearly reviews at every stage, a change of employer, a proposal that waits."""
    rows = [holding for holding in held(stage) if holding.until]
    year = min((holding.since.year for holding in rows), default=0)
    for index, holding in enumerate(rows[:4]):
        _review(stage, holding, year, at=at, stop=index)
    if len(rows) > 4:
        holders.report_event(
            holding_id=rows[4].pk, kind="employer", happened_on=local_day(at),
            employer=stage.city.employers[1], words="随项目团队整体转入",
            by=rows[4].person.user, at=at,
        )  # fmt: skip
    if len(rows) > 5:
        proposals.propose(
            kind="exit", about=rows[5], payload={"ground": "left_city"},
            reason="已调往外地工作，社会保险关系转出", by=stage.office, at=at,
        )  # fmt: skip


def _review(stage: Stage, holding: Holding, year: int, *, at: datetime, stop: int) -> None:
    """``stop``: 0 decided, 1 with the district, 2 with the employer, 3 saved by the holder."""
    texts = {
        "study": "完成继续教育九十二学时",
        "skill": "承担两项关键工序攻关",
        "innovation": "改进夹具一项，废品率下降一半",
        "training": "带徒三人，其中一人晋升技师",
        "goals": "完成自动化产线调试规程",
    }
    key = {"holding_id": holding.pk, "year": year, "by": holding.person.user, "at": at}
    if stop == 3:
        yearly.save_report(**key, texts={"skill": texts["skill"]})
        return
    review = yearly.file_report(**key, texts=texts)
    if stop == 2:
        return
    head = stage.city.heads[holding.employer_id]
    yearly.vouch(review_id=review.pk, result="qualified", opinion="情况属实", by=head, at=at)
    if stop == 1:
        return
    district = stage.city.districts[holding.employer.district]
    by = district if holding.employer.reports_to_district else stage.office
    yearly.decide(review_id=review.pk, result="qualified", opinion="", by=by, at=at)


def pay(city: DemoCity, *, at: datetime) -> None:
    """The year's stipend list goes to finance."""
    stipends.make_list(year=local_day(at).year, by=city.officials["office"], at=at)


# --- the Double-Hundred Plan: on intent, arrival, contract ---


def takes_intent(each: Programme) -> bool:
    return any(track.provisional and track.delegation for track in each.tracks)


def on_intent(stage: Stage, people: Sequence[Person]) -> list[Application]:
    """Candidates of a university who have not come yet, up to the list."""
    track = next(t.id for t in stage.call.rules.tracks if t.provisional and t.delegation)
    found = []
    for person in people:
        arrival = local_day(stage.day(100)).isoformat()
        intent = {"engagement": "intended", "arrival": arrival, "will_sign": "yes"}
        case = cases.draft(stage, person, track, answers=intent)
        found.append(cases.advance(stage, cases.file(stage, case), until=Desk.LIST))
    return found


def after_intent(stage: Stage, *, at: datetime) -> int:
    """The first of them has come and signed; the others still have time. How many got a paper."""
    rows = stage.call.applications.filter(
        status=Status.APPROVED, pre_introduction__effective_at=None,
        pre_introduction__isnull=False,
    )  # fmt: skip
    case = rows.select_related("call", "person").order_by("list_position").first()
    if case is None:
        return 0
    day = local_day(at) - timedelta(days=2)
    two_persons.take_effect(case, contract_on=day, arrived_on=day, by=stage.office, at=at)
    engagement.sign_task_book(application_id=case.pk, signed_on=day, by=stage.office, at=at)
    return lists.issue(stage, at=at + timedelta(hours=1))


def at_joint_desk(case: Application) -> bool:
    task = desk.open_task(case)
    return task is not None and task.desk == Desk.JOINT_REVIEW
