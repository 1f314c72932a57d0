"""The secret ballot: an item opened for those present, papers put into the box, the box counted."""

import random
from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations import scoring, whereabouts
from evaluations.actions import meeting as meetings
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Ballot, Item, User, VotingRight
from evaluations.panel_permissions import require

_LOT = random.SystemRandom()


@transaction.atomic
def open_item(*, item_id: int, by: User, at: datetime) -> Item:
    """Open the ballot on one case: a vote for each member who is present and not recused.

    Raises NoQuorum when too few are present; nothing is decided then.
    """
    meeting = meetings.locked(Item.objects.get(pk=item_id).meeting_id)
    role = require(by, "run_meeting", meeting.call, at=at, meeting=meeting)
    item = meeting.items.select_related("application").get(pk=item_id)
    if item.opened_at is not None:
        raise Refused(_("The vote on this item has already been opened."))
    if meeting.items.filter(opened_at__isnull=False, closed_at=None).exists():
        raise Refused(_("Close the vote that is open first: one item at a time."))
    if whereabouts.desk_of(item.application) != meeting.desk:
        raise Refused(_("The file no longer lies at this desk."))
    # Asked again: a conflict may have become known since the meeting was convened.
    seats = list(meeting.seats.select_related("member__expert").order_by("member__number"))
    meetings.write_conflicts([seat.member for seat in seats], [item.application], by=by, at=at)
    barred = meetings.recused_from(meeting).get(item.application_id, set())
    free = [seat for seat in seats if seat.member.expert_id not in barred]
    present = [seat for seat in free if seat.signed_at is not None]
    # Raises NoQuorum; the number of votes does not matter yet.
    scoring.passes(0, len(present), len(free), meetings.rule_of(meeting))
    item.opened_at, item.opened_by = at, by
    item.eligible, item.present = len(free), len(present)
    item.save()
    VotingRight.objects.bulk_create(
        VotingRight(item=item, seat=seat) for seat in _LOT.sample(present, len(present))
    )
    detail = {"item": item.number, "eligible": item.eligible, "present": item.present}
    meetings.note(meeting, "open_item", by=by, role=role, at=at, detail=detail)
    return item


@transaction.atomic
def cast(*, item_id: int, choice: str, by: User) -> None:
    """Put a paper into the box. No clock, no entry in the record: only that the right is used.

    The whole box is emptied and refilled in random order under new ids, so that neither row order
    nor the database's row versions tell which paper came with which right.
    """
    meeting = meetings.locked(Item.objects.get(pk=item_id).meeting_id)
    seat = meetings.seat_of(by, meeting)
    item = meeting.items.get(pk=item_id)
    if item.opened_at is None or item.closed_at is not None:
        raise Refused(_("No vote is open on this item."))
    if choice not in Ballot.Choice.values:
        raise Refused(_("Choose for, against, or abstain."))
    right = VotingRight.objects.select_for_update().filter(item=item, seat=seat).first()
    if right is None:
        raise NotPermitted(_("You have no vote on this item."))
    if right.used:
        raise Refused(_("You have voted on this item. A vote is given once."))
    right.used = True
    right.save(update_fields=["used"])
    _shake(item, choice)


def _shake(item: Item, choice: str) -> None:
    papers = [*item.ballots.values_list("choice", flat=True), choice]
    item.ballots.all().delete()
    _LOT.shuffle(papers)
    Ballot.objects.bulk_create(Ballot(item=item, choice=paper) for paper in papers)


@transaction.atomic
def close_item(*, item_id: int, by: User, at: datetime) -> Item:
    """Count. Who is present and gave no paper counts as an abstention; nobody votes later."""
    meeting = meetings.locked(Item.objects.get(pk=item_id).meeting_id)
    role = require(by, "run_meeting", meeting.call, at=at, meeting=meeting)
    item = meeting.items.get(pk=item_id)
    if item.opened_at is None or item.closed_at is not None:
        raise Refused(_("No vote is open on this item."))
    counted = Counter(item.ballots.values_list("choice", flat=True))
    item.yes, item.no = counted[Ballot.Choice.FOR], counted[Ballot.Choice.AGAINST]
    present, eligible = item.present or 0, item.eligible or 0  # both were written at the opening
    item.abstained = present - item.yes - item.no
    item.passed = scoring.passes(item.yes, present, eligible, meetings.rule_of(meeting))
    item.closed_at, item.closed_by = at, by
    item.save()
    detail = {
        "item": item.number,
        "eligible": item.eligible,
        "present": item.present,
        "yes": item.yes,
        "no": item.no,
        "abstained": item.abstained,
        "passed": item.passed,
    }
    meetings.note(meeting, "close_item", by=by, role=role, at=at, detail=detail)
    return item
