"""The rehearsal of a call: synthetic applicants go the whole way on a virtual clock, and nothing stays.

It uses the verbs of the law, the real people at their desks, and a copy of the call. Everything
happens in one transaction that is always rolled back.
"""

import time
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from evaluations.actions import call as calls
from evaluations.desks import CallDesk
from evaluations.models import Call
from evaluations.roles import Role
from workflows import desk
from workflows.rehearsal import findings, replica, timetable
from workflows.rehearsal.clock import Clock
from workflows.rehearsal.lists import ListPlay
from workflows.rehearsal.play import Play, Tell
from workflows.rehearsal.report import Report
from workflows.rehearsal.seats import Seats
from workflows.rehearsal.traceless import traceless

__all__ = ["FEWEST", "MOST", "USUAL", "Plan", "Report", "rehearse"]

# The database is held for the length of a play, so it is kept to seconds.
FEWEST, MOST, USUAL = 4, 60, 16


@dataclass(frozen=True)
class Plan:
    """``applicants`` are played; ``expected`` real ones scale the load. The seed repeats a play."""

    applicants: int = USUAL
    expected: int = 0
    seed: int = 1


def _silently(_done: int, _total: int) -> None:
    """Nobody watches."""


def rehearse(call: Call, *, plan: Plan, at: datetime, tell: Tell = _silently) -> Report:
    """Play ``call`` to its certificates and tell what was found. ``at``: the moment of asking."""
    report = Report(
        call=str(call.public_id), rules_hash=call.rules_hash, seed=plan.seed,
        applicants=plan.applicants, expected=plan.expected, rehearsed_at=at.isoformat(),
    )  # fmt: skip
    started = time.monotonic()
    with traceless():
        _perform(call, plan, report, tell)
    report.seconds = round(time.monotonic() - started, 1)
    return report


def _perform(call: Call, plan: Plan, report: Report, tell: Tell) -> None:
    dice = Random(plan.seed)  # noqa: S311 - a play, repeated by its seed; nobody draws lots here
    seats = Seats(at=call.opens_at)
    before = call.opens_at - timedelta(hours=1)
    office = seats.for_call(None, "create", Role.REVIEW_OFFICE, at=before, desk=CallDesk.SETUP)
    years = range(call.opens_at.year, call.closes_at.year + 4)
    missing = replica.publish_missing_years(years, by=office, at=before)
    copy = replica.copy_of(call, by=office, at=before)
    _open(copy, office, call.opens_at)
    event = replica.contest(office, call.cut_off, before)
    play = Play(Call.objects.get(pk=copy.pk), seats, dice, Clock(dice), event)
    players = list(replica.players(
        play.call.rules, replica.employers(), count=plan.applicants, dice=dice,
        cut_off=call.cut_off,
    ))  # fmt: skip
    play.perform(players, tell=tell)
    list_play = ListPlay(play)
    report.finished = list_play.perform(max(play.now or call.closes_at, call.closes_at))
    _tell_all(report, play, list_play, missing)


def _open(copy: Call, office, at: datetime) -> None:
    desk.perform(
        copy,
        lambda: calls.open_call(call_id=copy.pk, by=office, seen=copy.version, at=at),
        by=office, at=at,
    )  # fmt: skip


def _tell_all(report: Report, play: Play, list_play: ListPlay, missing: list[int]) -> None:
    report.calendar = timetable.of(play, list_play)
    years = [year for year in missing if year <= _last_year(report)]
    report.findings = list(findings.of(play, finished=report.finished, years=years))
    report.loads = play.seats.loads()
    report.acts = play.acts
    statuses = play.call.applications.values_list("status", flat=True)
    report.outcomes = dict(sorted(Counter(statuses).items()))


def _last_year(report: Report) -> int:
    days = [span.latest or span.last for span in report.calendar]
    return max((date.fromisoformat(day).year for day in days), default=0)
