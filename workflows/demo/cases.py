"""What happens to single applications: each line is something a person does in the real product."""

from collections.abc import Sequence
from datetime import datetime

from evaluations import questionnaire
from evaluations.actions import applying, filing, joint, opining
from evaluations.desks import RULES, Desk, Reach, Verdict, reach_of
from evaluations.models import Application, Organisation, Person, User
from evaluations.rules import Upload
from evaluations.uploads import CleanFile, accept_upload
from workflows import desk, synthetic
from workflows.demo.city import DemoCity, record_result
from workflows.demo.stage import Stage
from workflows.programmes._uploads import EMPLOYMENT_PROOF
from workflows.synthetic import desk_answers, opened


def draft(
    stage: Stage,
    person: Person,
    track: str,
    *,
    day: float = 3,
    answers: dict | None = None,
    employer: Organisation | None = None,
) -> Application:
    """A complete draft."""
    at, call, dice = stage.day(day), stage.call, stage.dice
    employer = employer or stage.city.employers[person.pk % len(stage.city.employers)]
    contest = dice.choice(stage.city.contests)
    case = applying.start(
        call=call, person=person, track=track, by=person.user, at=at, employer=employer
    )
    given = synthetic.answers(
        call.rules, track, cut_off=call.cut_off, contest=str(contest.public_id), dice=dice
    )
    given = questionnaire.clean(call.rules, track, given | (answers or {}))
    if questionnaire.contests_named(call.rules, track, given):
        record_result(contest, person, 1)
    applying.save_answers(application_id=case.pk, answers=given, by=person.user, seen=None, at=at)
    files = [
        (item.id, _file(item, person))
        for item in questionnaire.visible_items(call.rules, track, given)
        if isinstance(item, Upload) and (item.required or item.id in EMPLOYMENT_PROOF)
    ]
    applying.attach_all(application_id=case.pk, files=files, by=person.user, at=at)
    return opened.fresh(case)


# These say whose they are, so that there is something to cover for blind readers.
_TELLING = {"skill_certificate", "degree"}


def _file(item: Upload, person: Person) -> CleanFile:
    if item.id not in _TELLING:
        return _sample(item)
    data = synthetic.scan(f"SAMPLE {item.id}, phone {person.phone}")
    return accept_upload(data, name="sample.pdf", max_bytes=item.max_mb * 2**20)


_SAMPLES: dict[str, CleanFile] = {}


def _sample(item: Upload) -> CleanFile:
    """One sample file an item, through the real gate once."""
    if item.id not in _SAMPLES:
        data = synthetic.picture(7) if item.photo else synthetic.scan(f"SAMPLE {item.id}")
        name = "sample.jpg" if item.photo else "sample.pdf"
        _SAMPLES[item.id] = accept_upload(
            data, name=name, max_bytes=item.max_mb * 2**20, photo=item.photo
        )
    return _SAMPLES[item.id]


def file(stage: Stage, case: Application, *, day: float = 4) -> Application:
    at, by = stage.day(day), case.person.user
    filed = desk.perform(
        case,
        lambda: filing.file(
            application_id=case.pk,
            by=by,
            seen=opened.version(case),
            at=at,
            signed_name=case.person.name,
        ),
        by=by,
        at=at,
    )
    return filed.application


def withdraw(stage: Stage, case: Application, *, day: float) -> Application:
    at, by = stage.day(day), case.person.user
    desk.perform(
        case,
        lambda: filing.withdraw(
            application_id=case.pk, by=by, seen=case.version, at=at, reason="已调离本市"
        ),
        by=by,
        at=at,
    )
    return opened.fresh(case)


def lapse(stage: Stage, case: Application, *, day: float) -> Application:
    at = stage.day(day)
    desk.perform(case, lambda: filing.lapse(application_id=case.pk, at=at), by=None, at=at)
    return opened.fresh(case)


def sitting_at(city: DemoCity, case: Application, where: str) -> User:
    """Who decides at this desk."""
    match reach_of(Desk(where)):
        case Reach.EMPLOYER:
            return city.heads[case.employer_id]
        case Reach.SUPERVISOR:
            return city.supervisor
        case Reach.DISTRICT:
            return city.districts[case.employer.district]
        case _:
            return city.officials[_CITY_DESKS.get(Desk(where), "office")]


_CITY_DESKS = {
    Desk.FORMAL_CHECK: "checker",
    Desk.QUALIFICATION: "checker",
    Desk.QUALIFICATION_APPROVAL: "checker2",
}


def opine(
    stage: Stage, case: Application, verdict: Verdict = Verdict.PASS, *, day: float, **more
) -> Application:
    """The desk where the file lies reads it and gives its opinion."""
    at, where = stage.day(day), desk.open_task(case).desk
    by = sitting_at(stage.city, case, where)
    if where == Desk.DISTRICT and verdict == Verdict.PASS and desk_answers.beyond_quota(case):
        verdict, more = Verdict.DECLINE, {"reason": "本区市推荐名额已用完"}
    if verdict == Verdict.PASS:
        _departments_answer(case, at=at)
        desk_answers.prepare(case, where, by=by, at=at)
        more.setdefault("detail", desk_answers.passing(case, where, at=at))
    if opened.unread(case):
        desk.perform(
            case,
            lambda: opining.open_file(application_id=case.pk, desk=where, by=by, at=at),
            by=by,
            at=at,
        )
    said = desk.perform(
        case,
        lambda: opining.give_opinion(
            application_id=case.pk,
            desk=where,
            verdict=verdict,
            by=by,
            seen=opened.version(case),
            at=at,
            **more,
        ),
        by=by,
        at=at,
    )
    return said.application


def _departments_answer(case: Application, *, at: datetime) -> None:
    """Every department that has an account answers for itself."""
    for request in case.joint_requests.filter(answered_at=None, closed_at=None):
        by = User.objects.filter(username=f"dept_{request.department}").first()
        if by is not None:
            joint.answer(request_id=request.pk, answer="no_issue", by=by, at=at)


def send_for_correction(
    stage: Stage, case: Application, verdict: Verdict = Verdict.RETURN, *, day: float
) -> Application:
    remarks = [
        {"path": "uploads.id_copy", "remark": "反面模糊，请重新扫描上传"},
        {"path": "answers.post", "remark": "与劳动合同所载岗位不一致，请核对"},
    ]
    return opine(
        stage, case, verdict, day=day, reason="两处材料需要更正，其余已核对", remarks=remarks
    )


def correct(stage: Stage, case: Application, *, day: float) -> Application:
    """The applicant changes what was ticked and files again."""
    at = stage.day(day)
    answers = {"post": f"{case.answers.get('post', '')}（一线）"}
    applying.save_answers(
        application_id=case.pk, answers=answers, by=case.person.user, seen=None, at=at
    )
    return file(stage, opened.fresh(case), day=day)


def advance(
    stage: Stage, case: Application, *, until: Desk | Sequence[Desk] = (), day: float = 6
) -> Application:
    """Desk after desk, a day and a half apart, until ``until`` (one desk or several) or the list."""
    stops = {until} if isinstance(until, Desk) else set(until)
    while desk.open_task(case).desk not in stops | {Desk.LIST}:
        case = opine(stage, case, day=day)
        day += 1.5
    return case


def decline(stage: Stage, case: Application, *, at_desk: Desk, day: float) -> Application:
    case = advance(stage, case, until=at_desk)
    ground = "conditions" if RULES[at_desk].names_a_ground else ""
    reason = "从事本职业年限不足，佐证材料不能证明所填业绩"
    return opine(stage, case, Verdict.DECLINE, day=day, reason=reason, ground=ground)
