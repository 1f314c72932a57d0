"""What two persons may change in a call that is open: the window, one late entry, the places; and
that it is cancelled.

Each has a ``check`` (what is wrong with the proposal, before anybody confirms it and again when
it is confirmed) and a ``carry_out``. Called by ``evaluations.actions.proposals`` alone.
"""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from evaluations import amendments
from evaluations.actions import call as call_frame
from evaluations.actions.case import lock_all, locked, move, touch
from evaluations.errors import Refused
from evaluations.models import (
    Amendment,
    Application,
    Call,
    LateEntry,
    Person,
    Proposal,
    RecheckRequest,
    User,
)
from evaluations.rules import UnfitParameters
from evaluations.status import BEFORE_LIST, CALL_BEFORE_LIST, LIVE, CallStatus, Status

type Payload = dict[str, Any]


def _moment(payload: Payload, name: str) -> datetime:
    try:
        found = datetime.fromisoformat(payload[name])
    except (KeyError, TypeError, ValueError):
        raise Refused(_("Enter the day and the time.")) from None
    if found.tzinfo is None:
        raise Refused(_("Enter the day and the time."))
    return found


def _require(why_not: str) -> None:
    if why_not:
        raise Refused(why_not)


# --- the window ---


def window_over(call: Call, *, at: datetime) -> str:
    """Why it cannot be extended whatever is proposed; "" while it can."""
    if call.status != CallStatus.OPEN or at >= call.closes_at:
        return _("The window is closed. It can be extended only while it is open.")
    return ""


def check_window(call: Call, payload: Payload, *, at: datetime) -> None:
    """``payload``: {"closes_at": ISO moment}."""
    closes_at = _moment(payload, "closes_at")
    _require(window_over(call, at=at))
    if closes_at <= call.closes_at:
        raise Refused(
            _("The window can only become longer: it closes on %(day)s now.")
            % {"day": date_format(localtime(call.closes_at), "Y-m-d H:i")}
        )


def extend_window(proposal: Proposal, call: Call, *, by: User, role: str, at: datetime) -> None:
    before, call.closes_at = call.closes_at, _moment(proposal.payload, "closes_at")
    call.version += 1
    call.save()
    detail = {"from": before.isoformat(), "to": call.closes_at.isoformat()}
    call_frame.note(call, "extend_window", by=by, role=role, at=at, detail=detail)


# --- one late entry ---


def entry_over(call: Call) -> str:
    """Why nobody can come in late any more; "" while somebody can."""
    if call.status not in {CallStatus.OPEN, CallStatus.CLOSED}:
        return _("The experts or the deciders have the list: nobody can come in any more.")
    return ""


def check_late_entry(call: Call, payload: Payload, *, at: datetime) -> None:
    """``payload``: {"person": id of the person, "until": ISO moment}."""
    until, person = _moment(payload, "until"), _person(payload)
    _require(entry_over(call))
    if until <= max(at, call.closes_at):
        raise Refused(_("The late entry must run beyond the window and beyond now."))
    existing = _live_case(call, person)
    if existing is not None and existing.status not in {Status.DRAFT, Status.LAPSED}:
        raise Refused(
            _("This person's application %(reference)s has already been filed.")
            % {"reference": existing.reference}
        )
    if existing is not None and existing.filings.exists():
        raise Refused(_("This application lapsed after it was filed. It cannot come in again."))


def _person(payload: Payload) -> Person:
    person = Person.objects.filter(pk=payload.get("person") or 0).first()
    if person is None:
        raise Refused(_("Nobody is registered with this ID number or reference."))
    return person


def _live_case(call: Call, person: Person) -> Application | None:
    return call.applications.filter(person=person, status__in=LIVE).first()


def admit_late_entry(proposal: Proposal, call: Call, *, by: User, role: str, at: datetime) -> None:
    person, until = _person(proposal.payload), _moment(proposal.payload, "until")
    LateEntry.objects.update_or_create(
        call=call, person=person, defaults={"until": until, "proposal": proposal}
    )
    existing = _live_case(call, person)
    if existing is not None and existing.status == Status.LAPSED:
        case = locked(existing.pk)
        move(case, "reopen", verb="late_entry", by=by, role=role, at=at, reason=proposal.reason)
    detail = {"until": until.isoformat(), "person": str(person.public_id)}
    call_frame.note(call, "late_entry", by=by, role=role, at=at, detail=detail)


# --- the places ---


def places_settled(call: Call) -> str:
    """Why the places stay as they are; "" while they can be changed."""
    if call.status not in CALL_BEFORE_LIST:
        return _("The list is already proposed. Its places can no longer be changed.")
    return ""


def check_places(call: Call, payload: Payload, *, at: datetime) -> None:
    """``payload``: {"values": {parameter id: whole number}}."""
    _require(places_settled(call))
    values = payload.get("values") or {}
    present = {p.id: p.value for p in amendments.in_force(call).parameters if p.id in values}
    if not values or present == values:
        raise Refused(_("Nothing would change. Enter another number of places."))
    if set(values) - set(amendments.amendable(call.rules)):
        raise Refused(_("Only places can be changed after a call has opened."))
    try:
        amendments.amended(call, values)
    except UnfitParameters as problem:
        raise Refused(str(problem)) from problem


def amend_places(proposal: Proposal, call: Call, *, by: User, role: str, at: datetime) -> None:
    values = proposal.payload["values"]
    text = amendments.canonical(amendments.amended(call, values))
    amendment = Amendment.objects.create(
        call=call,
        number=call.amendments.count() + 1,
        values=values,
        places_text=text,
        places_hash=amendments.places_hash(call, text),
        proposal=proposal,
    )
    call.version += 1
    call.save()
    detail = {"amendment": amendment.number, "places_hash": amendment.places_hash}
    call_frame.note(call, "amend_places", by=by, role=role, at=at, detail=detail)


# --- the whole call ---


def check_cancel(call: Call, _payload: Payload, *, at: datetime) -> None:
    if call.status not in CALL_BEFORE_LIST:
        raise Refused(
            _("The list of this call is already proposed. It can be decided, but not cancelled.")
        )


def cancel(proposal: Proposal, call: Call, *, by: User, role: str, at: datetime) -> None:
    """The call ends, and with it every application on which nobody has decided yet."""
    reason = _("The call was cancelled: %(reason)s") % {"reason": proposal.reason}
    live = list(call.applications.filter(status__in=BEFORE_LIST).values_list("pk", flat=True))
    asked = RecheckRequest.objects.filter(application__call=call, decided_at=None)
    pending = list(asked.values_list("application_id", flat=True))
    lock_all([*live, *pending])
    for pk in sorted(live):
        move(locked(pk), "call_off", verb="call_off", by=by, role=role, at=at, reason=reason)
    for pk in sorted(pending):
        asked.filter(application=pk).update(
            outcome=RecheckRequest.Outcome.DISMISSED, reason=reason, decided_at=at, decided_by=by
        )
        touch(locked(pk), "dismiss_recheck", by=by, role=role, at=at)
    detail = {"cases": len(live)}
    call_frame.move(call, "cancel", by=by, role=role, at=at, reason=proposal.reason, detail=detail)
