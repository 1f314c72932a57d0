"""Decisions about a proposed list: publicise, decide, promulgate, certify. All or nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evaluations import public_list
from evaluations.actions import call as call_frame
from evaluations.actions import engagement, holders
from evaluations.actions.case import lock_all, locked, move
from evaluations.call_permissions import require
from evaluations.errors import Refused
from evaluations.models import Application, Call, Decision, Notice, User, work_calendar
from evaluations.status import Status


@transaction.atomic
def post_notice(*, call_id: int, by: User, seen: int, at: datetime, note: str = "") -> Notice:
    """Publish the proposed list. Its days are counted from the day after posting."""
    call = call_frame.locked(call_id, seen=seen)
    role = require(by, "post_notice", call, at=at)
    cases = list(_listed(call, Status.PROPOSED))
    lock_all(case.pk for case in cases)
    notice = _new_notice(call, cases, by=by, at=at, note=note)
    for case in cases:
        move(locked(case.pk), "publicise", verb="publicise", by=by, role=role, at=at)
    call_frame.move(call, "publicise", by=by, role=role, at=at, detail=_notice_detail(notice))
    return notice


@transaction.atomic
def correct_notice(*, call_id: int, by: User, seen: int, at: datetime, note: str) -> Notice:
    """A corrected list is a new version with its own full period; the old one stays readable."""
    call = call_frame.locked(call_id, seen=seen)
    role = require(by, "correct_notice", call, at=at)
    if not note.strip():
        raise Refused(_("Say what the new version corrects."))
    call.notices.filter(closed_at=None).update(closed_at=at, closed_by=by)
    cases = list(_listed(call, Status.PUBLICISED, Status.CONTESTED))
    notice = _new_notice(call, cases, by=by, at=at, note=note)
    call_frame.note(call, "correct_notice", by=by, role=role, at=at, detail=_notice_detail(notice))
    return notice


def _listed(call: Call, *statuses: Status) -> QuerySet[Application]:
    rows = call.applications.filter(status__in=statuses).select_related("person", "employer")
    return rows.order_by("list_position")


def _new_notice(
    call: Call, cases: Sequence[Application], *, by: User, at: datetime, note: str
) -> Notice:
    days = work_calendar().publicity_days(public_list.local_day(at), call.rules.publicity)
    entries = public_list.entries_text(call, cases)
    return Notice.objects.create(
        call=call,
        edition=call.notices.count() + 1,
        entries=entries,
        entries_hash=public_list.digest(entries),
        days=[day.isoformat() for day in days],
        ends_at=public_list.end_of_day(days[-1]),
        note=note.strip(),
        posted_at=at,
        posted_by=by,
    )


def _notice_detail(notice: Notice) -> dict:
    return {
        "edition": notice.edition,
        "entries_hash": notice.entries_hash,
        "first_day": notice.days[0],
        "last_day": notice.days[-1],
    }


@transaction.atomic
def decide(
    *,
    call_id: int,
    meeting: str,
    decided_on: date,
    by: User,
    seen: int,
    at: datetime,
    struck: Mapping[int, str] | None = None,
) -> Decision:
    """The final decision after the notice. ``struck``: application id -> reason.

    Candidates with an open objection are left out and decided later.
    """
    call = call_frame.locked(call_id, seen=seen)
    role = require(by, "decide", call, at=at)
    notice = call.notices.order_by("-edition").first()
    if at <= notice.ends_at:
        raise Refused(
            _("The notice runs until the end of %(day)s. Nothing can be decided before.")
            % {"day": notice.days[-1]}
        )
    if not meeting.strip():
        raise Refused(_("Name the meeting that decided, as in the minutes."))
    cases = list(_listed(call, Status.PUBLICISED))
    if not cases:
        raise Refused(_("No candidate waits for a decision."))
    decision = Decision.objects.create(
        call=call,
        number=call.decisions.count() + 1,
        meeting=meeting.strip(),
        decided_on=decided_on,
        decided_at=at,
        decided_by=by,
    )
    _decide_each(cases, decision, struck or {}, by=by, role=role, at=at)
    if notice.closed_at is None:
        notice.closed_at, notice.closed_by = at, by
        notice.save(update_fields=["closed_at", "closed_by"])
    detail = {"decision": decision.number, "cases": len(cases), "struck": len(struck or {})}
    if decision.number == 1:
        call_frame.move(call, "decide", by=by, role=role, at=at, detail=detail)
    else:
        call_frame.note(call, "decide", by=by, role=role, at=at, detail=detail)
    return decision


def _decide_each(
    cases: Sequence[Application],
    decision: Decision,
    struck: Mapping[int, str],
    *,
    by: User,
    role: str,
    at: datetime,
) -> None:
    if any(not reason.strip() for reason in struck.values()):
        raise Refused(_("Give the reason for each candidate that is struck off."))
    lock_all(row.pk for row in cases)
    for row in cases:
        case = locked(row.pk)
        case.decision = decision
        if case.pk in struck:
            reason = struck[case.pk]
            move(case, "strike_off", verb="strike_off", by=by, role=role, at=at, reason=reason)
        else:
            move(case, "approve", verb="approve", by=by, role=role, at=at)


@transaction.atomic
def promulgate(
    *,
    decision_id: int,
    document_number: str,
    effective_on: date,
    by: User,
    seen: int,
    at: datetime,
) -> Decision:
    """The document that publishes the decision. From here certificates get their numbers."""
    decision = Decision.objects.select_related("call").get(pk=decision_id)
    call = call_frame.locked(decision.call_id, seen=seen)
    role = require(by, "promulgate", call, at=at)
    if decision.promulgated_at is not None:
        raise Refused(_("This decision has already been promulgated."))
    if not document_number.strip():
        raise Refused(_("Enter the document number."))
    decision.document_number, decision.effective_on = document_number.strip(), effective_on
    decision.promulgated_at, decision.promulgated_by = at, by
    decision.save()
    detail = {"decision": decision.number, "document": decision.document_number}
    if call.decisions.filter(promulgated_at__isnull=False).count() == 1:
        call_frame.move(call, "promulgate", by=by, role=role, at=at, detail=detail)
    else:
        call_frame.note(call, "promulgate", by=by, role=role, at=at, detail=detail)
    engagement.open_pre_introductions(decision=decision, at=at)
    return decision


@transaction.atomic
def certify(*, application_id: int, number: str, by: User, at: datetime) -> Application:
    """The certificate of that number has been issued. Doing it again changes nothing."""
    case = locked(application_id)
    role = require(by, "certify", case.call, at=at)
    if case.status == Status.CERTIFIED:
        return case
    if case.decision is None or case.decision.promulgated_at is None:
        raise Refused(_("The decision on this application has not been promulgated yet."))
    if engagement.waits_for_arrival(case):
        raise Refused(_("This approval on intent waits for contract and arrival."))
    detail = {"certificate": number}
    move(case, "certify", verb="certify", by=by, role=role, at=at, detail=detail)
    holders.enter(case=case, by=by, at=at)
    return case


def approved_in_order(decision: Decision) -> list[Application]:
    """The cases of a promulgated decision that get a certificate, in list order: not those that
    were approved on intent and have not come yet."""
    rows = decision.cases.filter(status__in=[Status.APPROVED, Status.CERTIFIED])
    rows = rows.exclude(pre_introduction__isnull=False, pre_introduction__effective_at__isnull=True)
    return list(rows.select_related("person", "employer", "call").order_by("list_position"))
