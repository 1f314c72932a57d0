"""Who leaves a list at his own request, and who of the reserve list moves up (递补).

Nobody moves up by himself, and nobody at all where the call has no reserve list.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from evaluations import amendments, listing
from evaluations.actions import call as call_frame
from evaluations.actions import publicity
from evaluations.actions.case import locked, move
from evaluations.actions.filing import OFFICIAL_LANGUAGE
from evaluations.call_permissions import require as require_call
from evaluations.errors import Refused
from evaluations.models import Application, Call, Notice, Placement, User
from evaluations.permissions import require
from evaluations.rules import Places
from evaluations.rules.programme import FREE
from evaluations.status import ON_LIST, Status

# These are off the list for good; their places can be filled.
_LEFT = frozenset({Status.STRUCK_OFF, Status.WITHDRAWN, Status.LAPSED})
_STANDING = ON_LIST | {Status.CERTIFIED}


@transaction.atomic
def release(*, application_id: int, reason: str, by: User, seen: int, at: datetime) -> Application:
    """The candidate has asked in writing to be taken off the list."""
    case = locked(application_id, seen=seen)
    role = require(by, "release", case, at=at)
    if not reason.strip():
        raise Refused(_("Name the letter that asks for it: its date and its reason."))
    move(case, "release", verb="release", by=by, role=role, at=at, reason=reason.strip())
    return case


def vacancies(call: Call) -> list[Application]:
    """Whose place is free and has not been filled, in list order."""
    rows = call.applications.filter(list_position__isnull=False, status__in=_LEFT)
    rows = rows.filter(replacements=None, late_replacement=None, placement__isnull=False)
    return list(rows.select_related("placement", "person", "employer").order_by("list_position"))


def next_in_line(call: Call, vacancy: Application) -> list[Placement]:
    """Whose turn it is: the best of the reserve list of that bucket for whom the caps leave room.
    More than one only where they share their number on the reserve list."""
    waiting = call.placements.filter(
        bucket=vacancy.placement.bucket, application__status=Status.RESERVE
    )
    rows = waiting.select_related("application__person", "application__employer")
    places = amendments.places_of(call)
    standing = list(
        call.applications.filter(status__in=_STANDING, placement__isnull=False)
        .exclude(placement__bucket__startswith=FREE)
        .select_related("employer")
    )
    fit = [row for row in rows.order_by("number", "pk") if _room(row.application, standing, places)]
    return [row for row in fit if row.number == fit[0].number]


def _room(case: Application, standing: Iterable[Application], places: Places) -> bool:
    standing = list(standing)
    district = listing.district_of(case)
    most, cap = places.max_per_occupation, places.max_per_district
    same = sum(other.occupation == case.occupation for other in standing)
    near = sum(listing.district_of(other) == district for other in standing)
    return (most is None or same < most) and (cap is None or not district or near < cap)


@transaction.atomic
def move_up(
    *,
    application_id: int,
    replaces: int,
    reason: str,
    by: User,
    seen: int,
    at: datetime,
) -> Notice:
    """The next of the reserve list takes a free place and gets a notice period of his own.

    ``replaces``: the application whose place is free. ``seen``: the version of the call.
    """
    call_id = Application.objects.values_list("call_id", flat=True).get(pk=application_id)
    call = call_frame.locked(call_id, seen=seen)
    role = require_call(by, "move_up", call, at=at)
    vacancy = _vacancy(call, replaces)
    _refuse_turn(call, vacancy, application_id)
    if not reason.strip():
        raise Refused(_("Give the reason: it goes into the minutes and onto the notice."))
    case = locked(application_id)
    last = call.applications.exclude(list_position=None).latest("list_position")
    case.list_position = (last.list_position or 0) + 1
    move(case, "move_up", verb="move_up", by=by, role=role, at=at, reason=reason.strip())
    Placement.objects.filter(application=case).update(
        replaces=vacancy, moved_up_at=at, moved_up_by=by
    )
    with override(OFFICIAL_LANGUAGE):
        note = _("Moves up from the reserve list into the place of number %(n)s. %(reason)s") % {
            "n": vacancy.list_position,
            "reason": reason.strip(),
        }
    notice = publicity.new_notice(call, [case], by=by, at=at, note=note, supplementary=True)
    call.version += 1
    call.save()
    detail = publicity.detail_of(notice)
    call_frame.note(call, "move_up", by=by, role=role, at=at, detail=detail)
    return notice


def _vacancy(call: Call, application_id: int) -> Application:
    if not amendments.places_of(call).reserve:
        raise Refused(_("This call has no reserve list: nobody moves up."))
    found = next((case for case in vacancies(call) if case.pk == application_id), None)
    if found is None:
        raise Refused(_("This place is not free, or has already been filled."))
    return found


def _refuse_turn(call: Call, vacancy: Application, application_id: int) -> None:
    line = next_in_line(call, vacancy)
    if not line:
        raise Refused(_("Nobody on the reserve list can take this place."))
    if application_id not in {row.application_id for row in line}:
        raise Refused(
            _("It is the turn of %(reference)s, number %(n)s on the reserve list.")
            % {"reference": line[0].application.reference, "n": line[0].number}
        )
