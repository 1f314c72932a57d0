"""The public notice of a list: posted, corrected by a new version, or added to. All or nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evaluations import public_list
from evaluations.actions import call as call_frame
from evaluations.actions.case import each_locked, lock_all, move
from evaluations.actions.progress import Tick, nothing
from evaluations.call_permissions import require
from evaluations.errors import Refused
from evaluations.models import Application, Call, Notice, User, work_calendar
from evaluations.status import Status


@transaction.atomic
def post_notice(
    *, call_id: int, by: User, seen: int, at: datetime, note: str = "", tick: Tick = nothing
) -> Notice:
    """Publish the proposed list. Its days are counted from the day after posting."""
    call = call_frame.locked(call_id, seen=seen)
    role = require(by, "post_notice", call, at=at)
    cases = list(listed(call, Status.PROPOSED))
    ids = [case.pk for case in cases]
    lock_all(ids)
    notice = new_notice(call, cases, by=by, at=at, note=note)
    for case in each_locked(call, ids):
        move(case, "publicise", verb="publicise", by=by, role=role, at=at)
        tick()
    call_frame.move(call, "publicise", by=by, role=role, at=at, detail=detail_of(notice))
    return notice


@transaction.atomic
def correct_notice(*, call_id: int, by: User, seen: int, at: datetime, note: str) -> Notice:
    """A corrected list is a new version with its own full period; the old one stays readable."""
    call = call_frame.locked(call_id, seen=seen)
    role = require(by, "correct_notice", call, at=at)
    if not note.strip():
        raise Refused(_("Say what the new version corrects."))
    call.notices.filter(closed_at=None).update(closed_at=at, closed_by=by)
    cases = list(listed(call, Status.PUBLICISED, Status.CONTESTED))
    notice = new_notice(call, cases, by=by, at=at, note=note)
    call_frame.note(call, "correct_notice", by=by, role=role, at=at, detail=detail_of(notice))
    return notice


def listed(call: Call, *statuses: Status) -> QuerySet[Application]:
    rows = call.applications.filter(status__in=statuses).select_related("person", "employer")
    return rows.order_by("list_position")


def new_notice(
    call: Call,
    cases: Sequence[Application],
    *,
    by: User,
    at: datetime,
    note: str,
    supplementary: bool = False,
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
        supplementary=supplementary,
        posted_at=at,
        posted_by=by,
    )


def detail_of(notice: Notice) -> dict:
    return {
        "edition": notice.edition,
        "entries_hash": notice.entries_hash,
        "first_day": notice.days[0],
        "last_day": notice.days[-1],
    }


def main_notice(call: Call) -> Notice:
    """The version of the whole list that is in force."""
    return call.notices.filter(supplementary=False).latest("edition")


def still_under_notice(call: Call, *, at: datetime) -> set[str]:
    """References of those who moved up and whose own period still runs."""
    running = call.notices.filter(supplementary=True, closed_at=None, ends_at__gte=at)
    return {
        entry["case"]
        for text in running.values_list("entries", flat=True)
        for entry in public_list.entries(text)
    }
