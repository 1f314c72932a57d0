"""The cast: a small fictitious city, its people, a call, and walkers that bring a case to a status.

Nothing here sets a status. ``at_status`` walks the case there with the real verbs.
"""

import itertools
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from evaluations import desk_details, rules, snapshot, whereabouts
from evaluations.actions import applying, filing, lists, objections, opining
from evaluations.actions import call as calls
from evaluations.desks import RULES, Desk, Verdict
from evaluations.models import (
    Application,
    Attachment,
    Call,
    Contest,
    Organisation,
    Person,
    RoleGrant,
    User,
)
from evaluations.roles import Role, Scope
from evaluations.status import Status
from evaluations.uploads import CleanFile
from tests.answers import ANSWERS, UPLOADS
from tests.clock import at, on
from workflows import desk, programme, promulgation

EARLY = at("2026-01-05 09:00")
# When things happen, unless a test says otherwise.
DRAFTED = at("2026-03-02 10:00")
FILED = at("2026-03-03 10:00")
EXAMINED = at("2026-03-05 10:00")
CLOSED = at("2026-04-01 00:01")
PROPOSED = at("2026-04-20 09:00")
POSTED = at("2026-04-21 09:00")
OBJECTED = at("2026-04-23 09:00")
DECIDED = at("2026-05-06 09:00")
PROMULGATED = at("2026-05-08 09:00")
_serial = itertools.count(1)


def id_number(birth: str = "19880312", serial: int | None = None) -> str:
    """A number with a valid check digit in a region that does not exist."""
    from stdnum.cn import ric

    body = f"990602{birth}{(serial or next(_serial)) % 1000:03}"
    return body + ric.calc_check_digit(body)


def user(name: str, **more) -> User:
    return User.objects.create_user(
        username=f"{name}-{next(_serial)}", password="demo", name=name, **more
    )


def grant(
    person: User,
    role: Role,
    *,
    organisation: Organisation | None = None,
    district: str = "",
    call: Call | None = None,
) -> RoleGrant:
    scope = (
        Scope.ORGANISATION
        if organisation
        else Scope.DISTRICT
        if district
        else Scope.CALL
        if call
        else Scope.CITY
    )
    return RoleGrant.objects.create(
        user=person,
        role=role,
        scope=scope,
        organisation=organisation,
        district=district,
        call=call,
        granted_at=EARLY,
        granted_by=person,
    )


def official(name: str, role: Role, **scope) -> User:
    person = user(name)
    grant(person, role, **scope)
    return person


def organisation(name: str = "星湖精密机械有限公司", **more) -> Organisation:
    values = {
        "kind": Organisation.Kind.PRIVATE,
        "affiliation": Organisation.Affiliation.DISTRICT,
        "district": "990602",
    } | more
    return Organisation.objects.create(name=name, uscc=credit_code(), **values)


def credit_code() -> str:
    from stdnum.cn import uscc

    body = f"91990602MA{next(_serial):07}"
    return body + uscc.calc_check_digit(body)


def applicant(name: str = "林一帆", birth: str = "19880312") -> Person:
    account = user(name)
    person = Person(user=account, name=name, phone="13900000000")
    person.set_id_number(id_number(birth))
    person.save()
    return person


@dataclass
class City:
    """Everybody who is needed to take a case from filing to a certificate."""

    employer: Organisation = field(default_factory=organisation)
    clerk: User = None
    district: User = None
    acceptance: User = None
    checker: User = None
    approver: User = None
    office: User = None
    second_officer: User = None
    leader: User = None
    printer: User = None
    stranger: User = None  # sees nothing

    def __post_init__(self):
        self.clerk = official("孟单位", Role.EMPLOYER_HEAD, organisation=self.employer)
        self.district = official("区小审", Role.DISTRICT_OFFICER, district="990602")
        self.acceptance = official("受理员", Role.CITY_ACCEPTANCE)
        self.checker = official("资审甲", Role.CITY_QUALIFICATION)
        self.approver = official("资审乙", Role.CITY_QUALIFICATION)
        self.office = official("评审办甲", Role.REVIEW_OFFICE)
        self.second_officer = official("评审办乙", Role.REVIEW_OFFICE)
        self.leader = official("领导", Role.LEADING_GROUP)
        grant(self.leader, Role.PARTY_GROUP)
        grant(self.leader, Role.CITY_GOVERNMENT)
        self.printer = official("制证员", Role.CERTIFICATE_OFFICER)
        self.stranger = user("路人")

    def sitting_at(self, name: str) -> User:
        """Who sits at this desk."""
        return {
            Desk.EMPLOYER: self.clerk,
            Desk.EMPLOYER_PUBLICITY: self.clerk,
            Desk.DISTRICT: self.district,
            Desk.FORMAL_CHECK: self.acceptance,
            Desk.QUALIFICATION: self.checker,
            Desk.QUALIFICATION_APPROVAL: self.approver,
        }.get(Desk(name), self.office)

    def call(self, name: str = "technical_expert", year: int = 2026, **more) -> Call:
        """An open call: window March 2026, cut-off 2026-03-31."""
        made = desk_call(self, programme.get(name), year, **more)
        desk.perform(
            made,
            lambda: calls.open_call(
                call_id=made.pk, by=self.office, seen=made.version, at=at("2026-02-27 09:00")
            ),
            by=self.office,
            at=at("2026-02-27 09:00"),
        )
        return fresh_call(made)


def desk_call(city: City, each: rules.Programme, year: int, **more) -> Call:
    made = calls.create(
        programme=each,
        year=year,
        title=f"{year}年度{each.title.zh}评选",
        opens_at=at("2026-03-01"),
        closes_at=at("2026-04-01"),
        cut_off=on("2026-03-31"),
        by=city.office,
        at=at("2026-02-20 09:00"),
        **more,
    )
    desk.start(made)
    return made


def fresh(case: Application) -> Application:
    """The case as it is now. Never ``refresh_from_db``: the status field forbids it."""
    return Application.objects.select_related("call", "person", "employer").get(pk=case.pk)


def fresh_call(call: Call) -> Call:
    return Call.objects.get(pk=call.pk)


def contest(city: City, **more) -> Contest:
    values = {
        "name": "2025年星湖市职业技能竞赛",
        "event": f"数控车工{next(_serial)}",
        "level": Contest.Level.CITY,
        "grade": Contest.Grade.CLASS_1,
        "organiser": "星湖市人力资源和社会保障局",
        "filing_document": "星人社函〔2025〕8号",
        "held_on": on("2025-10-15"),
    } | more
    return Contest.objects.create(registered_at=EARLY, registered_by=city.office, **values)


def draft(
    city: City,
    call: Call,
    *,
    person: Person | None = None,
    track: str = "by_selection",
    answers: dict | None = None,
    moment: datetime = DRAFTED,
) -> Application:
    """A complete draft, ready to be filed."""
    person = person or applicant()
    case = applying.start(
        call=call, person=person, track=track, by=person.user, at=moment, employer=city.employer
    )
    given = dict(ANSWERS[call.programme, track]) | (answers or {})
    if given.get("contest") == "registered":
        given["contest"] = str(contest(city).public_id)
    applying.save_answers(
        application_id=case.pk, answers=given, by=person.user, seen=None, at=moment
    )
    for item in UPLOADS[call.programme, track]:
        attach(case, item, moment)
    return fresh(case)


def attach(case: Application, item: str, moment: datetime) -> Attachment:
    content = f"%PDF-1.7 {item}".encode()
    clean = CleanFile(
        name=f"{item}.pdf",
        content_type="application/pdf",
        data=content,
        sha256=uuid.uuid4().hex * 2,
        pages=1,
    )
    return applying.attach(
        application_id=case.pk, item=item, file=clean, by=case.person.user, at=moment
    )


def file(case: Application, moment: datetime = FILED) -> Application:
    by = case.person.user
    desk.perform(
        case,
        lambda: filing.file(
            application_id=case.pk,
            by=by,
            seen=fresh(case).version,
            at=moment,
            signed_name=case.person.name,
        ),
        by=by,
        at=moment,
    )
    return fresh(case)


def opine(
    city: City,
    case: Application,
    verdict: str = Verdict.PASS,
    *,
    moment: datetime = EXAMINED,
    by: User | None = None,
    **more,
) -> Application:
    """The desk where the file lies gives its opinion."""
    where = desk.open_task(case).desk
    by = by or city.sitting_at(where)
    if verdict != Verdict.PASS:
        more.setdefault("reason", "材料与原件不一致")
    if verdict in {Verdict.RETURN, Verdict.SUPPLEMENT}:
        more.setdefault("remarks", [{"path": "answers.post", "remark": "与合同岗位不符"}])
    if verdict == Verdict.DECLINE and RULES[Desk(where)].names_a_ground:
        more.setdefault("ground", "conditions")
    if verdict == Verdict.PASS:
        more.setdefault("detail", passing_detail(case, where))
    desk.perform(
        case,
        lambda: opining.give_opinion(
            application_id=case.pk,
            desk=where,
            verdict=verdict,
            by=by,
            seen=fresh(case).version,
            at=moment,
            **more,
        ),
        by=by,
        at=moment,
    )
    return fresh(case)


def passing_detail(case: Application, where: str) -> dict:
    """What desks with a form of their own need besides the verdict: everything in order."""
    if where == Desk.QUALIFICATION:
        note = {"met": "yes", "note": "已核对原件"}
        rules = snapshot.open_rules(case, case.filings.latest("number"))
        return {"judged": dict.fromkeys(rules, note)} if rules else {}
    step = whereabouts.step_of(case, where)
    detail = {ask.id: _in_order(ask) for ask in desk_details.asks(where, step)}
    if where == Desk.JOINT_REVIEW:
        detail["departments"] = dict.fromkeys(step.departments, "no_issue")
    return detail


_IN_ORDER = {
    "posted_on": "2026-02-02",
    "ended_on": "2026-02-24",
    "present": 3,
    "yes": 3,
    "eligible": 3,
}


def _in_order(ask: desk_details.Ask) -> str | int:
    if ask.id in _IN_ORDER:
        return _IN_ORDER[ask.id]
    match ask.kind:
        case "number":
            return next(_serial) if ask.id == "rank" else ask.minimum
        case "date":
            return "2026-02-25"
        case "choice":
            return ask.choices[0][0]
        case _:
            return "甲、乙、丙" if ask.names else "单位会议室"


def to_the_list(city: City, case: Application) -> Application:
    """Through every desk of its route."""
    if case.status == Status.DRAFT:
        case = file(case)
    while desk.open_task(case).desk != Desk.LIST:
        case = opine(city, case)
    return case


def close(call: Call, moment: datetime = CLOSED) -> Call:
    desk.perform(call, lambda: calls.close_call(call_id=call.pk, at=moment), by=None, at=moment)
    return fresh_call(call)


def propose(city: City, call: Call, cases: list[Application], moment=PROPOSED) -> Call:
    desk.perform(
        call,
        lambda: lists.propose(
            call_id=call.pk,
            chosen=[case.pk for case in cases],
            by=city.office,
            seen=fresh_call(call).version,
            at=moment,
        ),
        by=city.office,
        at=moment,
    )
    return fresh_call(call)


def publicise(city: City, call: Call, moment=POSTED):
    return desk.perform(
        call,
        lambda: lists.post_notice(
            call_id=call.pk, by=city.office, seen=fresh_call(call).version, at=moment
        ),
        by=city.office,
        at=moment,
    )


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


def promulgate(city: City, call: Call, decision, moment=PROMULGATED):
    return promulgation.promulgate(
        decision=decision,
        document_number="星人社字〔2026〕12号",
        effective_on=moment.date(),
        by=city.office,
        seen=fresh_call(call).version,
        at=moment,
    )


def walked(city: City, call: Call, status: Status) -> Application:
    """A single case of ``call``, walked to ``status`` with the real verbs."""
    case = draft(city, call)
    if status == Status.DRAFT:
        return case
    if status == Status.LAPSED:
        late = call.closes_at + timedelta(minutes=1)
        desk.perform(case, lambda: filing.lapse(application_id=case.pk, at=late), by=None, at=late)
        return fresh(case)
    case = file(case)
    return fresh(_WALKS[status](city, call, case))


def _withdraw(_city: City, _call: Call, case: Application) -> Application:
    when, by = at("2026-03-04 10:00"), case.person.user
    desk.perform(
        case,
        lambda: filing.withdraw(application_id=case.pk, by=by, seen=case.version, at=when),
        by=by,
        at=when,
    )
    return case


def _at_desk(city: City, case: Application, where: Desk) -> Application:
    while desk.open_task(case).desk != where:
        case = opine(city, case)
    return case


def _not_qualified(city: City, _call: Call, case: Application) -> Application:
    case = _at_desk(city, case, Desk.QUALIFICATION_APPROVAL)
    return opine(city, case, Verdict.DECLINE)


def _proposed(city: City, call: Call, case: Application) -> Application:
    case = to_the_list(city, case)
    propose(city, close(call), [case])
    return case


def _not_selected(city: City, call: Call, case: Application) -> Application:
    to_the_list(city, case)
    other = to_the_list(city, draft(city, call))
    propose(city, close(call), [other])
    return case


def _publicised(city: City, call: Call, case: Application) -> Application:
    _proposed(city, call, case)
    publicise(city, call)
    return case


def _contested(city: City, call: Call, case: Application) -> Application:
    object_to(fresh(_publicised(city, call, case)))
    return case


def _struck_off(city: City, call: Call, case: Application) -> Application:
    _publicised(city, call, case)
    decide(city, call, struck={case.pk: "经核查不在一线岗位"})
    return case


def _approved(city: City, call: Call, case: Application) -> Application:
    _publicised(city, call, case)
    decide(city, call)
    return case


def _certified(city: City, call: Call, case: Application) -> Application:
    _approved(city, call, case)
    promulgate(city, call, call.decisions.get())
    promulgation.issue_all(fresh_call(call), by=city.printer, at=at("2026-05-09 09:00"))
    return case


_WALKS = {
    Status.FILED: lambda city, call, case: case,
    Status.RETURNED: lambda city, call, case: opine(city, case, Verdict.RETURN),
    Status.SUPPLEMENT_DUE: lambda city, call, case: opine(
        city, _at_desk(city, case, Desk.FORMAL_CHECK), Verdict.SUPPLEMENT
    ),
    Status.WITHDRAWN: _withdraw,
    Status.NOT_RECOMMENDED: lambda city, call, case: opine(city, case, Verdict.DECLINE),
    Status.NOT_ACCEPTED: lambda city, call, case: opine(
        city, _at_desk(city, case, Desk.FORMAL_CHECK), Verdict.DECLINE
    ),
    Status.NOT_QUALIFIED: _not_qualified,
    Status.NOT_SELECTED: _not_selected,
    Status.PROPOSED: _proposed,
    Status.PUBLICISED: _publicised,
    Status.CONTESTED: _contested,
    Status.STRUCK_OFF: _struck_off,
    Status.APPROVED: _approved,
    Status.CERTIFIED: _certified,
}
