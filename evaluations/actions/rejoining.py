"""补入: a refusal was wrong, and the list was made meanwhile. Whoever is readmitted and passes every
desk comes onto the list with a public notice of his own, or is left out with the reason.

The minutes of the list stay as they are: this stands beside them.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from evaluations import whereabouts
from evaluations.actions import call as call_frame
from evaluations.actions import publicity, replacing
from evaluations.actions.case import locked, move
from evaluations.actions.filing import OFFICIAL_LANGUAGE
from evaluations.call_permissions import require
from evaluations.desks import Desk
from evaluations.errors import Refused
from evaluations.models import Application, Call, LateListing, Notice, User
from evaluations.rules.programme import FREE
from evaluations.status import Status


def waiting(call: Call) -> list[Application]:
    """Readmitted, through every desk, and not yet on the list that is already made."""
    desks = whereabouts.desks_in(call)
    there = [pk for pk, desk in desks.items() if desk == Desk.LIST]
    rows = call.applications.filter(pk__in=there, status=Status.FILED)
    return list(rows.select_related("person", "employer", "call").order_by("pk"))


def takes_no_place(case: Application) -> bool:
    """Whether this way in stands outside every quota."""
    return _group(case).startswith(FREE)


def free_place(case: Application) -> Application | None:
    """The place of his quota that is free, and that nobody on the reserve list waits for."""
    if takes_no_place(case):
        return None
    group = _group(case)
    found = (each for each in replacing.vacancies(case.call) if each.placement.bucket == group)
    return next((each for each in found if not replacing.next_in_line(case.call, each)), None)


def _group(case: Application) -> str:
    rules = case.call.rules
    return rules.group_of(rules.track(case.track))


@transaction.atomic
def list_late(
    *,
    application_id: int,
    reason: str,
    document: str = "",
    by: User,
    seen: int,
    at: datetime,
) -> Notice:
    """Onto the list, with a notice of his own; decided after it like everybody else.

    ``document``: the paper by which the deciding body granted a further place, where none is free.
    ``seen``: the version of the call.
    """
    call, case, role = _at_the_gate(application_id, by=by, seen=seen, at=at)
    place = free_place(case)
    if place is None and not takes_no_place(case) and not document.strip():
        raise Refused(
            _(
                "No place of this quota is free. Enter the document by which the deciding body grants "
                "a further place, or leave the candidate out with that reason."
            )
        )
    if not reason.strip():
        raise Refused(_("Give the reason: it goes into the minutes and onto the notice."))
    row = LateListing.objects.create(
        application=case, call=call, replaces=place, reason=reason.strip(),
        document="" if place else document.strip(), listed_at=at, listed_by=by,
    )  # fmt: skip
    last = call.applications.exclude(list_position=None).latest("list_position")
    case.list_position = (last.list_position or 0) + 1
    move(case, "list_late", verb="list_late", by=by, role=role, at=at, reason=row.reason)
    notice = publicity.new_notice(call, [case], by=by, at=at, note=_note(row), supplementary=True)
    call.version += 1
    call.save()
    detail = publicity.detail_of(notice) | {"document": row.document}
    call_frame.note(call, "list_late", by=by, role=role, at=at, detail=detail)
    return notice


def _note(row: LateListing) -> str:
    with override(OFFICIAL_LANGUAGE):
        said = _("Comes onto the list after a recheck. %(reason)s") % {"reason": row.reason}
        granted = _("The further place was granted by %(document)s.") % {"document": row.document}
    whole = said if said.endswith(("。", ".")) else f"{said}。"
    return f"{whole}{granted}" if row.document else said


@transaction.atomic
def leave_out(
    *, application_id: int, reason: str, by: User, seen: int, at: datetime
) -> Application:
    """Examined again, and still not on the list: the case ends, and is told why."""
    call, case, role = _at_the_gate(application_id, by=by, seen=seen, at=at)
    if not reason.strip():
        raise Refused(_("Give the reason: the candidate is told."))
    move(case, "not_select", verb="not_select", by=by, role=role, at=at, reason=reason.strip())
    call.version += 1
    call.save()
    call_frame.note(call, "leave_out", by=by, role=role, at=at)
    return case


def _at_the_gate(
    application_id: int, *, by: User, seen: int, at: datetime
) -> tuple[Call, Application, str]:
    call_id = Application.objects.values_list("call_id", flat=True).get(pk=application_id)
    call = call_frame.locked(call_id, seen=seen)
    role = require(by, "list_late", call, at=at)
    case = locked(application_id)
    if case.status != Status.FILED or whereabouts.desk_of(case) != Desk.LIST:
        raise Refused(_("This application has not passed every desk again."))
    return call, case, role
