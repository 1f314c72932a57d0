"""From a panel's or a meeting's result to the desks: every file it speaks on moves in one transaction."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from evaluations.actions import closing, written
from evaluations.actions import meeting as meetings
from evaluations.models import Meeting, Opinion, Panel, User
from workflows import desk, moment, subjects
from workflows.models import CaseProcess


def perform_on_files[T](
    case_ids: Iterable[int], act: Callable[[], T], *, by: User | None, at: datetime
) -> T:
    """Run one act that speaks on many files, and move each of them. All or none.

    Lock order is processes in the order of their keys, then what the act locks.
    """
    with transaction.atomic(), moment.acting(at), written.noting() as done:
        rows = CaseProcess.objects.select_for_update(of=("self",))
        processes = list(rows.filter(application__in=list(case_ids), finished=None).order_by("pk"))
        result = act()
        for process in processes:
            found = subjects.found_case(process.application_id, done)
            came_to = desk.settle(process, found, by=by)
            desk.follow(found.subject, done, came_to=came_to, at=at)
        return result


def close_scoring(
    panel: Panel,
    *,
    by: User,
    at: datetime,
    seen: int | None = None,
    least: Decimal | None = None,
    places: int | None = None,
) -> list[Opinion]:
    """As ``evaluations.actions.closing.close_scoring``; the files go on or end."""
    return perform_on_files(
        panel.cases.values_list("application", flat=True),
        lambda: closing.close_scoring(
            panel_id=panel.pk, by=by, at=at, seen=seen, least=least, places=places
        ),
        by=by,
        at=at,
    )


def close_meeting(meeting: Meeting, *, by: User, at: datetime) -> list[Opinion]:
    """As ``evaluations.actions.meeting.close_meeting``; the files go on or end."""
    return perform_on_files(
        meeting.items.values_list("application", flat=True),
        lambda: meetings.close_meeting(meeting_id=meeting.pk, by=by, at=at),
        by=by,
        at=at,
    )
