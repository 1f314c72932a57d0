"""A meeting of a panel: convened, signed in, its minutes locked with its word on every file."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from evaluations import conflicts, whereabouts
from evaluations.actions import opining
from evaluations.actions.case import actor_name
from evaluations.actions.panel import live
from evaluations.desks import Desk, Verdict
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import (
    Application,
    Item,
    Meeting,
    Member,
    Opinion,
    Panel,
    Recusal,
    Seat,
    User,
)
from evaluations.panel_permissions import require, sits
from evaluations.pool import PANEL_DESKS
from evaluations.roles import Role
from evaluations.rules import Ballot as Rule
from journal.canonical import canonical
from journal.record import record


def rule_of(meeting: Meeting) -> Rule:
    """The call's rule of voting; two thirds of two thirds where it names none (Order 40)."""
    return meeting.call.rules.ballot or Rule()


def locked(meeting_id: int) -> Meeting:
    """The meeting, row locked and freshly read. Raises NotFound."""
    assert connection.in_atomic_block, "an act of a meeting needs a transaction"
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("call", "panel")
    meeting = rows.filter(pk=meeting_id).first()
    if meeting is None:
        raise NotFound(_("This meeting does not exist."))
    return meeting


def note(meeting: Meeting, verb: str, *, by: User, role: str, at: datetime, **entry: Any) -> None:
    meeting.version += 1
    meeting.save()
    record(
        verb=f"meeting.{verb}",
        subject=meeting.subject,
        actor=actor_name(by),
        role=role,
        at=at,
        version=meeting.version,
        rules=meeting.call.rules_hash,
        **entry,
    )


@transaction.atomic
def convene(
    *,
    panel: Panel,
    desk: str,
    place: str,
    held_on: date,
    chair: Member,
    by: User,
    at: datetime,
    chosen: Sequence[int] | None = None,
) -> Meeting:
    """A meeting of the panel's sitting members about the files that lie at ``desk``.

    ``chosen``: application ids in the order of the agenda; None: all of them by reference. Who is
    in conflict with a file is recused from it now, with the reason.
    """
    role = require(by, "convene", panel.call, at=at, panel=panel)
    if desk not in PANEL_DESKS or desk == Desk.PANEL:
        raise Refused(_("A meeting is held for a vote, a defence or a site visit."))
    if not place.strip():
        raise Refused(_("Say where the meeting is held."))
    members = live(panel)
    if chair not in members:
        raise Refused(_("The chair has to sit on the panel."))
    cases = _agenda(panel, desk, chosen)
    meeting = Meeting.objects.create(
        call=panel.call,
        panel=panel,
        desk=desk,
        place=place.strip(),
        held_on=held_on,
        chair=chair,
        observer=panel.observer,
        convened_at=at,
        convened_by=by,
    )
    Seat.objects.bulk_create(Seat(meeting=meeting, member=member) for member in members)
    Item.objects.bulk_create(
        Item(meeting=meeting, application=case, number=number)
        for number, case in enumerate(cases, 1)
    )
    write_conflicts(members, cases, by=by, at=at)
    detail = {"desk": desk, "items": len(cases), "seats": len(members)}
    note(meeting, "convene", by=by, role=role, at=at, detail=detail)
    return meeting


def _agenda(panel: Panel, desk: str, chosen: Sequence[int] | None) -> list[Application]:
    desks = whereabouts.desks_in(panel.call)
    there = [pk for pk, where in desks.items() if where == desk]
    busy = Item.objects.filter(meeting__call=panel.call, meeting__desk=desk)
    taken = set(busy.filter(meeting__closed_at=None).values_list("application", flat=True))
    rows = Application.objects.filter(pk__in=there).exclude(pk__in=taken).order_by("reference")
    if panel.track:
        rows = rows.filter(track=panel.track)
    cases = {case.pk: case for case in rows.select_related("person", "employer")}
    order = list(cases) if chosen is None else list(chosen)
    if not order:
        raise Refused(_("No file lies at this desk, or all are on the agenda of another meeting."))
    if len(set(order)) != len(order) or not set(order) <= set(cases):
        raise Refused(_("The agenda names a file that does not lie at this desk."))
    return [cases[pk] for pk in order]


def write_conflicts(
    members: Sequence[Member], cases: Sequence[Application], *, by: User, at: datetime
) -> None:
    interests = conflicts.interests(member.expert for member in members)
    stakes = conflicts.stakes(cases)
    Recusal.objects.bulk_create(
        (
            Recusal(
                expert_id=expert_id,
                application_id=case_id,
                kind=reason.kind,
                note=reason.note[:200],
                found_at=at,
                found_by=by,
            )
            for expert_id, known in interests.items()
            for case_id, case in stakes.items()
            for reason in conflicts.between(known, case)
        ),
        ignore_conflicts=True,
    )


def seat_of(user: User, meeting: Meeting) -> Seat:
    """The own seat. Raises NotPermitted."""
    rows = meeting.seats.select_related("member__expert__user", "member__panel__call")
    seat = rows.filter(member__expert__user=user).first()
    reason = _("You have no seat in this meeting.") if seat is None else sits(user, seat.member)
    if seat is None or reason:
        raise NotPermitted(reason)
    return seat


@transaction.atomic
def sign_in(*, meeting_id: int, by: User, at: datetime) -> Seat:
    """The member signs the attendance list himself. Twice is once."""
    meeting = locked(meeting_id)
    seat = seat_of(by, meeting)
    if meeting.closed_at is not None:
        raise Refused(_("This meeting is closed and its minutes are locked."))
    if seat.member.signed_at is None:
        raise Refused(_("Sign the undertaking of confidentiality first."))
    if seat.signed_at is None:
        seat.signed_at, seat.signed_by = at, by
        seat.save(update_fields=["signed_at", "signed_by"])
        detail = {"member": seat.member.number}
        note(meeting, "sign_in", by=by, role=Role.EXPERT, at=at, detail=detail)
    return seat


@transaction.atomic
def recuse(*, item_id: int, reason: str, by: User, at: datetime) -> Recusal:
    """A member declares an interest before the vote on an item opens: the room's denominator shrinks."""
    item = Item.objects.select_related("application").get(pk=item_id)
    meeting = locked(item.meeting_id)
    seat = seat_of(by, meeting)
    item = meeting.items.select_related("application").get(pk=item_id)
    if item.opened_at is not None:
        raise Refused(_("The vote on this item has begun. Tell the chair."))
    if not reason.strip():
        raise Refused(_("Say in a few words what connects you with this file."))
    recusal, _created = Recusal.objects.get_or_create(
        expert=seat.member.expert,
        application=item.application,
        kind=Recusal.Kind.DECLARED,
        defaults={"note": reason.strip()[:200], "found_at": at, "found_by": by},
    )
    detail = {"item": item.number, "member": seat.member.number}
    note(meeting, "recuse", by=by, role=Role.EXPERT, at=at, detail=detail)
    return recusal


def recused_from(meeting: Meeting) -> dict[int, set[int]]:
    """Application -> experts of this meeting who neither see nor vote on it. One query."""
    found: dict[int, set[int]] = {}
    experts = meeting.seats.values("member__expert")
    rows = Recusal.objects.filter(expert__in=experts, application__in=_cases(meeting))
    for expert_id, case_id in rows.values_list("expert", "application"):
        found.setdefault(case_id, set()).add(expert_id)
    return found


def _cases(meeting: Meeting) -> Any:
    return meeting.items.values("application")


@transaction.atomic
def close_meeting(*, meeting_id: int, by: User, at: datetime) -> list[Opinion]:
    """Lock the minutes and pass or refuse every file voted on: all of them or none."""
    meeting = locked(meeting_id)
    role = require(by, "run_meeting", meeting.call, at=at, meeting=meeting)
    items = list(meeting.items.select_related("application"))
    open_ones = [item.number for item in items if item.closed_at is None and _lies_there(item)]
    if open_ones:
        listed = ", ".join(str(number) for number in open_ones)
        raise Refused(_("Not yet voted on: item %(listed)s.") % {"listed": listed})
    meeting.closed_at, meeting.closed_by = at, by
    meeting.minutes_hash = hashlib.sha256(canonical(minutes(meeting)).encode()).hexdigest()
    detail = {"minutes": meeting.minutes_hash, "items": len(items)}
    note(meeting, "close", by=by, role=role, at=at, detail=detail)
    voted = [item for item in items if item.closed_at is not None and _lies_there(item)]
    return [_say(meeting, item, by=by, at=at) for item in voted]


def _lies_there(item: Item) -> bool:
    return whereabouts.desk_of(item.application) == item.meeting.desk


def minutes(meeting: Meeting) -> dict[str, Any]:
    """What is locked: who sat and signed, and the counts. Numbers, no names; never a single vote."""
    seats = meeting.seats.order_by("member__number").values_list("member__number", "signed_at")
    counts = ("eligible", "present", "yes", "no", "abstained", "passed")
    items = meeting.items.order_by("number").select_related("application")
    return {
        "desk": meeting.desk,
        "held_on": meeting.held_on.isoformat(),
        "place": meeting.place,
        "seats": [{"member": number, "present": bool(signed)} for number, signed in seats],
        "items": [
            {"number": i.number, "file": i.application.reference}
            | {count: getattr(i, count) for count in counts}
            for i in items
        ],
    }


def _say(meeting: Meeting, item: Item, *, by: User, at: datetime) -> Opinion:
    reason = ""
    if not item.passed:
        counts = {"yes": item.yes, "present": item.present, "eligible": item.eligible}
        reason = _("Votes for: %(yes)d; present: %(present)d of %(eligible)d. Not enough.") % counts
    return opining.give_opinion(
        application_id=item.application_id,
        desk=meeting.desk,
        verdict=Verdict.PASS if item.passed else Verdict.DECLINE,
        by=by,
        seen=Application.objects.values_list("version", flat=True).get(pk=item.application_id),
        at=at,
        reason=reason,
        detail=_detail(meeting, item),
    )


def _detail(meeting: Meeting, item: Item) -> dict[str, Any]:
    """What the desk's form asks (``desk_details``), and the counts."""
    day = meeting.held_on.isoformat()
    counts = {name: getattr(item, name) for name in ("eligible", "present", "yes", "no")}
    counts |= {"abstained": item.abstained, "meeting": str(meeting.public_id)}
    seats = item.rights.select_related("seat__member__expert__user").order_by(
        "seat__member__number"
    )
    names = "、".join(right.seat.member.expert.user.name for right in seats)
    match meeting.desk:
        case Desk.VOTE:
            return counts | {"voted_on": day}
        case Desk.DEFENCE:
            return counts | {"held_on": day, "panel": names}
        case _:
            return counts | {"visited_on": day, "visitors": names}
