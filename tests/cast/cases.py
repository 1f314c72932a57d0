"""What happens to a case: drafted, filed, examined, with the real verbs."""

import uuid
from datetime import datetime
from functools import cache
from random import Random

from evaluations import desk_details, questionnaire, snapshot, whereabouts
from evaluations.actions import applying, filing, opining
from evaluations.desks import RULES, Desk, Verdict
from evaluations.models import (
    Application,
    Attachment,
    Call,
    ContestResult,
    Organisation,
    Person,
    User,
)
from evaluations.rules import Upload
from evaluations.status import Status
from evaluations.uploads import CleanFile
from tests.answers import ANSWERS, UPLOADS
from tests.cast.city import City, contest, fresh, version_of
from tests.cast.moments import DRAFTED, EXAMINED, FILED
from tests.cast.people import applicant
from tests.remembered import remembered
from workflows import desk, synthetic
from workflows.synthetic import desk_answers


@remembered
def draft(
    city: City,
    call: Call,
    *,
    person: Person | None = None,
    track: str = "by_selection",
    answers: dict | None = None,
    moment: datetime = DRAFTED,
    employer: Organisation | None = None,
) -> Application:
    """A complete draft of any programme, ready to be filed."""
    person = person or applicant()
    by = person.user
    case = applying.start(
        call=call, person=person, track=track, by=by, at=moment, employer=employer or city.employer
    )
    given = _answers(city, call, track, person) | (answers or {})
    applying.save_answers(application_id=case.pk, answers=given, by=by, seen=None, at=moment)
    files = [(item, _checked(call, item)) for item in _uploads(call, track, given)]
    applying.attach_all(application_id=case.pk, files=files, by=by, at=moment)
    return fresh(case)


def _answers(city: City, call: Call, track: str, person: Person) -> dict:
    """Written out by hand where a test counts on the words; otherwise made up for the programme."""
    event = contest(city)
    if (call.programme, track) in ANSWERS:
        given = dict(ANSWERS[call.programme, track])
        return given | ({"contest": str(event.public_id)} if "contest" in given else {})
    given = synthetic.answers(
        call.rules, track, cut_off=call.cut_off, contest=str(event.public_id),
        dice=Random(call.pk),
    )  # fmt: skip
    if questionnaire.contests_named(call.rules, track, given):
        ContestResult.objects.create(
            contest=event, rank=1, name=person.name, id_lookup=person.id_lookup
        )
    return given


def _uploads(call: Call, track: str, given: dict) -> tuple[str, ...]:
    if (call.programme, track) in UPLOADS:
        return UPLOADS[call.programme, track]
    items = questionnaire.visible_items(call.rules, track, given)
    return tuple(item.id for item in items if isinstance(item, Upload))


@remembered
def attach(case: Application, item: str, moment: datetime) -> Attachment:
    clean = _checked(case.call, item)
    return applying.attach(
        application_id=case.pk, item=item, file=clean, by=case.person.user, at=moment
    )


def _checked(call: Call, item: str) -> CleanFile:
    """A file that has passed the gate, unlike every other."""
    photos = {i.id for i in call.rules.items() if isinstance(i, Upload) and i.photo}
    kind = ("jpg", "image/jpeg") if item in photos else ("pdf", "application/pdf")
    return CleanFile(
        name=f"{item}.{kind[0]}",
        content_type=kind[1],
        data=_picture() if item in photos else f"%PDF-1.7 {item}".encode(),
        sha256=uuid.uuid4().hex * 2,
        pages=1,
    )


@cache
def _picture() -> bytes:
    return synthetic.picture(7)


@remembered
def file(case: Application, moment: datetime = FILED) -> Application:
    by = case.person.user
    desk.perform(
        case,
        lambda: filing.file(
            application_id=case.pk,
            by=by,
            seen=version_of(case),
            at=moment,
            signed_name=case.person.name,
        ),
        by=by,
        at=moment,
    )
    return fresh(case)


@remembered
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
        paths = sorted(snapshot.correctable_paths(case))
        path = "answers.post" if "answers.post" in paths else paths[0]
        more.setdefault("remarks", [{"path": path, "remark": "与合同岗位不符"}])
    if verdict == Verdict.DECLINE and RULES[Desk(where)].names_a_ground:
        more.setdefault("ground", "conditions")
    if verdict == Verdict.PASS:
        desk_answers.prepare(case, where, by=by, at=moment)
        more.setdefault("detail", passing_detail(case, where))
    desk.perform(
        case,
        lambda: opining.give_opinion(
            application_id=case.pk,
            desk=where,
            verdict=verdict,
            by=by,
            seen=version_of(case),
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
    return detail | ({"rank": desk_answers.next_rank(case)} if "rank" in detail else {})


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
            return ask.minimum
        case "date":
            return "2026-02-25"
        case "choice":
            return ask.choices[0][0]
        case _:
            return "甲、乙、丙" if ask.names else "单位会议室"


@remembered
def to_the_list(city: City, case: Application) -> Application:
    """Through every desk of its route."""
    if case.status == Status.DRAFT:
        case = file(case)
    while desk.open_task(case).desk != Desk.LIST:
        case = opine(city, case)
    return case
