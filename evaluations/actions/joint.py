"""The joint review: departments are asked, answer one by one, and the office weighs what they said."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from evaluations import joint, whereabouts
from evaluations.actions.case import actor_name, locked, note, touch
from evaluations.calendar import CalendarNotPublished
from evaluations.call_permissions import role_over
from evaluations.desks import Desk
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import (
    Application,
    JointAnswer,
    JointDepartment,
    JointHold,
    JointRequest,
    Organisation,
    User,
    work_calendar,
)
from evaluations.permissions import require
from evaluations.public_list import local_day
from evaluations.roles import Role
from evaluations.uploads import CleanFile
from journal.record import commitment, record

CLOCK = "clock"


@transaction.atomic
def name_department(
    *, code: str, organisation: Organisation, by: User, at: datetime
) -> JointDepartment:
    """Say which office answers for a department; naming another one replaces it from now on."""
    role = role_over(by, None, Role.REVIEW_OFFICE)
    if not role:
        raise NotPermitted(_("Only the review office can do this."))
    values = {"organisation": organisation, "named_at": at, "named_by": by}
    row, _created = JointDepartment.objects.update_or_create(code=code, defaults=values)
    record(
        verb="joint.name_department", subject=f"joint_department:{code}", actor=actor_name(by),
        role=role, at=at, detail={"organisation": organisation.pk},
    )  # fmt: skip
    return row


@transaction.atomic
def ask(*, application_id: int, at: datetime) -> list[JointRequest]:
    """The clock's act when a file reaches the desk: one request per department that was not asked
    during this stay. Doing it again asks nobody twice."""
    case = locked(application_id)
    if whereabouts.desk_of(case) != Desk.JOINT_REVIEW:
        return []
    turn = joint.turn_of(case)
    asked = set(case.joint_requests.filter(turn=turn).values_list("department", flat=True))
    due_at = _due(case, at)
    rows = [
        JointRequest(application=case, department=code, turn=turn, asked_at=at, due_at=due_at)
        for code in joint.departments_of(case)
        if code not in asked
    ]
    JointRequest.objects.bulk_create(rows)
    if rows:
        detail = {"departments": [row.department for row in rows], "turn": turn}
        note(case, "joint.ask", by=None, role=CLOCK, at=at, detail=detail)
    return rows


def _due(case: Application, at: datetime) -> datetime | None:
    step = whereabouts.step_of(case, Desk.JOINT_REVIEW)
    try:
        return work_calendar().due(at, step.clock, roll=True) if step else None
    except CalendarNotPublished:
        return None


@transaction.atomic
def close_unanswered(*, application_id: int, at: datetime) -> int:
    """The file has left the desk: what was not answered is closed, and stays unanswered for ever."""
    case = locked(application_id)
    if whereabouts.desk_of(case) == Desk.JOINT_REVIEW:
        return 0
    return case.joint_requests.filter(answered_at=None, closed_at=None).update(closed_at=at)


def refusal(user: User, request: JointRequest) -> str:
    """Why ``user`` may not answer this request; "" when allowed."""
    if request.application.person.user_id == user.pk:
        return _("This request is about yourself. Somebody else has to answer it.")
    if request.department not in joint.answered_for(user) and not _office_role(user, request):
        return _("This request is for another department.")
    if not request.is_open:
        return _("This request is answered, or the file has gone on.")
    return ""


def _office_role(user: User, request: JointRequest) -> str:
    return role_over(user, request.application.call, Role.REVIEW_OFFICE)


@transaction.atomic
def answer(
    *,
    request_id: int,
    answer: str,
    by: User,
    at: datetime,
    detail: str = "",
    evidence: CleanFile | None = None,
    letter: str = "",
) -> JointRequest:
    """One department's word on one candidate. Given once; the office may ask again.

    The office enters what came on paper, and then names the ``letter``. Raises NotFound,
    NotPermitted, or Refused with what is missing.
    """
    request = _locked(request_id)
    role = _require(by, request, letter)
    if answer not in JointAnswer.values:
        raise Refused(_("Choose one of the three answers."))
    if answer == JointAnswer.ISSUE and not detail.strip():
        raise Refused(_("Say what the issue is, so that the office can decide on it."))
    request.answer, request.detail, request.letter = answer, detail.strip(), letter.strip()
    request.answered_at, request.answered_by, request.role = at, by, role
    if evidence is not None:
        _keep(request, evidence)
    request.salt, digest = commitment({"detail": request.detail, "letter": request.letter})
    request.save()
    said = {
        "department": request.department,
        "answer": answer,
        "turn": request.turn,
        "number": request.number,
        "on_paper": bool(request.letter),
    }
    note(request.application, "joint.answer", by=by, role=role, at=at, commitment=digest,
         detail=said)  # fmt: skip
    return request


def _locked(request_id: int) -> JointRequest:
    """The request, its case locked first: two colleagues of a department answer one after another."""
    case_id = JointRequest.objects.filter(pk=request_id).values_list("application", flat=True)
    if not case_id:
        raise NotFound(_("This request does not exist, or is not yours to see."))
    case = locked(case_id[0])
    request = JointRequest.objects.select_for_update().get(pk=request_id)
    request.application = case
    return request


def _require(by: User, request: JointRequest, letter: str) -> str:
    """The role in which the answer is given."""
    if reason := refusal(by, request):
        raise NotPermitted(reason) if request.is_open else Refused(reason)
    if request.department in joint.answered_for(by):
        return Role.JOINT_DEPARTMENT
    if not letter.strip():
        raise Refused(_("Enter the number of the letter in which the department answered."))
    return _office_role(by, request)


def _keep(request: JointRequest, evidence: CleanFile) -> None:
    request.evidence_name, request.evidence_type = evidence.name, evidence.content_type
    request.evidence_sha256 = evidence.sha256
    request.evidence.save("upload", ContentFile(evidence.data), save=False)


@transaction.atomic
def read_identity(*, request_id: int, by: User, at: datetime) -> str:
    """The ID number, for the department that has to look the person up. The reading is recorded."""
    request = _locked(request_id)
    if reason := refusal(by, request):
        raise NotPermitted(reason)
    said = {"department": request.department}
    note(request.application, "joint.read_identity", by=by, role=Role.JOINT_DEPARTMENT, at=at,
         detail=said)  # fmt: skip
    return request.application.person.id_number


def answer_several(*, request_ids: Sequence[int], by: User, at: datetime) -> tuple[int, list[str]]:
    """ "No issue" to each of them: every request is its own act and its own entry in the record.

    (how many were answered, a sentence for each that was not).
    """
    done, sentences = 0, []
    for request_id in request_ids:
        try:
            answer(request_id=request_id, answer=JointAnswer.NO_ISSUE, by=by, at=at)
            done += 1
        except Refused as problem:
            sentences.append(str(problem))
    return done, sentences


@transaction.atomic
def ask_again(*, request_id: int, because: str, by: User, at: datetime) -> JointRequest:
    """A further request to a department that has answered: the first answer stays on record."""
    request = _locked(request_id)
    case = request.application
    role = require(by, "give_opinion", case, at=at, desk=Desk.JOINT_REVIEW)
    if not because.strip():
        raise Refused(_("Say why the department is asked again."))
    if request.is_open:
        raise Refused(_("The department has not answered yet. It can be reminded."))
    row = JointRequest.objects.create(
        application=case, department=request.department, turn=request.turn,
        number=case.joint_requests.filter(turn=request.turn, department=request.department).count()
        + 1,
        asked_at=at, due_at=_due(case, at), ask_again_because=because.strip(),
    )  # fmt: skip
    detail = {"department": row.department, "number": row.number, "turn": row.turn}
    note(case, "joint.ask_again", by=by, role=role, at=at, detail=detail)
    return row


@transaction.atomic
def hold(
    *, application_id: int, reason: str, look_again_on: date, by: User, seen: int, at: datetime
) -> JointHold:
    """暂缓: the decision waits until a day the office names."""
    case = locked(application_id, seen=seen)
    role = require(by, "give_opinion", case, at=at, desk=Desk.JOINT_REVIEW)
    if not reason.strip():
        raise Refused(_("Give the reason for holding the file."))
    if look_again_on <= local_day(at):
        raise Refused(_("Name a day in the future on which the file is looked at again."))
    _end_hold(case, by=by, at=at)
    row = JointHold.objects.create(
        application=case, reason=reason.strip(), look_again_on=look_again_on, held_at=at, held_by=by
    )
    detail = {"look_again_on": look_again_on.isoformat()}
    touch(case, "joint.hold", by=by, role=role, at=at, detail=detail)
    return row


@transaction.atomic
def lift(*, application_id: int, by: User, seen: int, at: datetime) -> None:
    """The file is no longer on hold."""
    case = locked(application_id, seen=seen)
    role = require(by, "give_opinion", case, at=at, desk=Desk.JOINT_REVIEW)
    if not _end_hold(case, by=by, at=at):
        raise Refused(_("This file is not on hold."))
    touch(case, "joint.lift", by=by, role=role, at=at)


def _end_hold(case: Application, *, by: User, at: datetime) -> int:
    return case.joint_holds.filter(ended_at=None).update(ended_at=at, ended_by=by)


@transaction.atomic
def due_for_reminder(*, until: datetime, at: datetime) -> list[JointRequest]:
    """Open requests due by ``until`` that nobody was reminded of; each comes back once."""
    rows = JointRequest.objects.select_for_update(of=("self",)).filter(
        answered_at=None, closed_at=None, reminded_at=None, due_at__lte=until
    )
    found = list(rows.order_by("pk"))
    JointRequest.objects.filter(pk__in=[row.pk for row in found]).update(reminded_at=at)
    return found
