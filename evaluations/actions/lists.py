"""Decisions about a publicised list: decide, promulgate, certify. All or nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations import holdings
from evaluations.actions import call as call_frame
from evaluations.actions import engagement, holders, publicity
from evaluations.actions.case import each_locked, lock_all, locked, move
from evaluations.actions.progress import Tick, nothing
from evaluations.call_permissions import require
from evaluations.errors import Refused
from evaluations.models import Application, Call, Decision, User
from evaluations.status import Status


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
    tick: Tick = nothing,
) -> Decision:
    """The final decision after the notice. ``struck``: application id -> reason.

    Candidates with an open objection, or still under their own notice, are left out and decided
    later.
    """
    call = call_frame.locked(call_id, seen=seen)
    role = require(by, "decide", call, at=at)
    cases = _decidable(call, meeting, at=at)
    decision = Decision.objects.create(
        call=call,
        number=call.decisions.count() + 1,
        meeting=meeting.strip(),
        decided_on=decided_on,
        decided_at=at,
        decided_by=by,
    )
    _decide_each(cases, decision, struck or {}, by=by, role=role, at=at, tick=tick)
    call.notices.filter(closed_at=None, ends_at__lt=at).update(closed_at=at, closed_by=by)
    detail = {"decision": decision.number, "cases": len(cases), "struck": len(struck or {})}
    if decision.number == 1:
        call_frame.move(call, "decide", by=by, role=role, at=at, detail=detail)
    else:
        call_frame.note(call, "decide", by=by, role=role, at=at, detail=detail)
    return decision


def _decidable(call: Call, meeting: str, *, at: datetime) -> list[Application]:
    notice = publicity.main_notice(call)
    if at <= notice.ends_at:
        raise Refused(
            _("The notice runs until the end of %(day)s. Nothing can be decided before.")
            % {"day": notice.days[-1]}
        )
    if not meeting.strip():
        raise Refused(_("Name the meeting that decided, as in the minutes."))
    running = publicity.still_under_notice(call, at=at)
    cases = [
        case for case in publicity.listed(call, Status.PUBLICISED) if case.reference not in running
    ]
    if not cases:
        raise Refused(_("No candidate waits for a decision."))
    return cases


def _decide_each(
    cases: Sequence[Application],
    decision: Decision,
    struck: Mapping[int, str],
    *,
    by: User,
    role: str,
    at: datetime,
    tick: Tick,
) -> None:
    if any(not reason.strip() for reason in struck.values()):
        raise Refused(_("Give the reason for each candidate that is struck off."))
    if not {case.pk for case in cases}.issuperset(struck):
        raise Refused(
            _("A candidate to be struck off cannot be decided on now. Look at the list again.")
        )
    ids = [row.pk for row in cases]
    lock_all(ids)
    for case in each_locked(decision.call, ids):
        case.decision = decision
        if case.pk in struck:
            reason = struck[case.pk]
            move(case, "strike_off", verb="strike_off", by=by, role=role, at=at, reason=reason)
        else:
            move(case, "approve", verb="approve", by=by, role=role, at=at)
        tick()


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
    if case.status == Status.CERTIFIED or holdings.entered(case):
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
    related = rows.select_related("person", "employer", "call", "decision")
    return list(related.order_by("list_position"))
