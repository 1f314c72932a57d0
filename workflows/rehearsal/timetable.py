"""The likely calendar of a call: what the play took, and what the clocks would allow at most."""

from datetime import date, datetime

from django.utils.timezone import localtime

from evaluations.models import work_calendar
from evaluations.rules import Programme
from workflows.rehearsal.lists import ListPlay
from workflows.rehearsal.play import Play
from workflows.rehearsal.report import Span


def of(play: Play, list_play: ListPlay) -> list[Span]:
    """From the window to the certificates, in the order in which things happen."""
    call = play.call
    latest = latest_days(call.rules, localtime(call.closes_at).date())
    rows = [_span("window", call.opens_at, call.closes_at)]
    places = _places(call.rules)
    for desk in sorted(play.desks, key=lambda desk: (places[desk], play.desks[desk].last)):
        span = play.desks[desk]
        rows.append(_span(desk, span.first, span.last, latest.get(desk)))
    for step, span in list_play.days.items():
        rows.append(_span(step, span.first, span.last))
    return rows


def latest_days(rules: Programme, closes_on: date) -> dict[str, date]:
    """Desk -> its last day when a file comes with the last minute of the window and every desk
    before uses its whole clock; the slowest track counts."""
    calendar = work_calendar()
    found: dict[str, date] = {}
    for track in rules.tracks:
        day = closes_on
        for step in track.route:
            day = calendar.last_day(day, step.clock, roll=True)
            found[step.desk] = max(day, found.get(step.desk, day))
    return found


def _places(rules: Programme) -> dict[str, int]:
    """Desk -> how far down the longest way it lies."""
    found: dict[str, int] = {}
    for track in rules.tracks:
        for place, step in enumerate(track.route):
            found[step.desk] = max(place, found.get(step.desk, 0))
    return found


def _span(step: str, first: datetime, last: datetime, latest: date | None = None) -> Span:
    return Span(
        step=str(step), first=_day(first), last=_day(last),
        latest=latest.isoformat() if latest else "",
    )  # fmt: skip


def _day(moment: datetime) -> str:
    return localtime(moment).date().isoformat()
