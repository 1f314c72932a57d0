"""The proposed list: from an order to places, reserve and refusals. All or nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from evaluations import amendments, listing, whereabouts
from evaluations.actions import call as call_frame
from evaluations.actions.case import each_locked, lock_all, move
from evaluations.actions.filing import OFFICIAL_LANGUAGE
from evaluations.actions.progress import Tick, nothing
from evaluations.call_permissions import require
from evaluations.desks import Desk
from evaluations.errors import Refused
from evaluations.models import Call, Placement, User
from evaluations.outcomes import Result


def in_order(application_ids: Iterable[int]) -> dict[int, int]:
    """An order without shared ranks, as ``propose`` takes it."""
    return {pk: place for place, pk in enumerate(application_ids, start=1)}


@transaction.atomic
def propose(
    *,
    call_id: int,
    order: Mapping[int, int],
    by: User,
    seen: int,
    at: datetime,
    notes: Mapping[int, str] | None = None,
    tick: Tick = nothing,
) -> Call:
    """The proposed list. ``order``: application id -> place; whoever is not in it is not put
    forward. Quotas, caps and reserve are the rules' own: they are given out here, not by a page.

    ``notes``: application id -> the office's written reason. Raises Refused while a shared rank lies
    on the cut line, or something stands against the scores without a reason.
    """
    call = call_frame.locked(call_id, seen=seen)
    role = require(by, "propose", call, at=at)
    notes = notes or {}
    waiting = _all_at_the_gate(call)
    if not waiting.issuperset(order):
        raise Refused(_("The list names an application that has not passed every desk."))
    made = _made(call, waiting, order, notes)
    lock_all(waiting)
    frame: dict[str, Any] = {"by": by, "role": role, "at": at}
    rows = {
        line.pk: listing.placement(made, line, call, notes.get(line.pk, "")) for line in made.lines
    }
    ends = _ends(made)
    cases = each_locked(call, [pk for pk, _verb, _position in ends])
    for case, (pk, verb, position) in zip(cases, ends, strict=True):
        case.list_position = position
        with override(OFFICIAL_LANGUAGE):
            reason = listing.verdict(rows[pk])
        move(case, verb, verb=verb, reason=reason, **frame)
        tick()
    Placement.objects.bulk_create(rows.values(), batch_size=200)
    chosen = made.with_result(Result.SELECTED)
    detail = {"chosen": len(chosen), "reserve": len(made.with_result(Result.RESERVE))}
    call_frame.move(call, "propose", detail=detail, **frame)
    return call


def _made(
    call: Call, waiting: set[int], order: Mapping[int, int], notes: Mapping[int, str]
) -> listing.Made:
    rules = amendments.in_force(call)
    cases = call.applications.filter(pk__in=waiting).select_related("person", "employer")
    found = listing.lines(call, cases.defer("answers").order_by("pk"), rules)
    made = listing.allot(rules, found, order)
    if made.ties:
        raise Refused(
            ngettext(
                "One rank is shared and there is not room for all who hold it. Give an order.",
                "%(n)d ranks are shared and there is not room for all who hold them. Give an order.",
                made.ties,
            )
            % {"n": made.ties}
        )
    if not made.with_result(Result.SELECTED):
        raise Refused(_("The list is empty. Choose at least one candidate."))
    if missing := listing.unwritten(made, notes):
        raise Refused(" ".join(missing))
    return made


def _ends(made: listing.Made) -> list[tuple[int, str, int | None]]:
    """(application id, transition, place on the list) of everybody: the list, the reserve, the rest."""
    chosen, reserve = made.with_result(Result.SELECTED), made.with_result(Result.RESERVE)
    rest = sorted({line.pk for line in made.lines} - {*chosen, *reserve})
    return [
        *((pk, "propose", position) for position, pk in enumerate(chosen, start=1)),
        *((pk, "reserve", None) for pk in reserve),
        *((pk, "not_select", None) for pk in rest),
    ]


def _all_at_the_gate(call: Call) -> set[int]:
    """Applications waiting for the list. Raises Refused while any still lies at a desk."""
    desks = whereabouts.desks_in(call)
    blocking = [i for i, desk in desks.items() if desk not in {Desk.LIST, None}]
    if blocking:
        raise Refused(
            ngettext(
                "%(n)d application still lies at a desk. The list can be made when it is done.",
                "%(n)d applications still lie at a desk. The list can be made when they are done.",
                len(blocking),
            )
            % {"n": len(blocking)}
        )
    return {i for i, desk in desks.items() if desk == Desk.LIST}
