"""Whose move is it? Derived from status and opinions, stored nowhere.

Pure: it reads the route of the call's frozen rules, the employer's place in the
administration and the opinions given so far.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

from evaluations.desks import FORWARD, CallDesk, Desk, Verdict
from evaluations.rules import Step, Track
from evaluations.status import CLOSED, CallStatus, Status


@dataclass(frozen=True)
class Said:
    """The part of an opinion that decides the route. Filing 0 never was: numbers start at 1."""

    desk: str
    verdict: str
    resume_at: str = ""
    filing: int = 1


@dataclass(frozen=True)
class Chain:
    """What decides which desks of recommendation apply to this employer (domain brief 1.2)."""

    supervised: bool = False
    district: bool = True


def steps_for(track: Track, chain: Chain) -> tuple[Step, ...]:
    """The desks of the track that this case passes, in order."""
    applies = {"always": True, "supervised": chain.supervised, "district": chain.district}
    return tuple(step for step in track.route if applies[step.applies])


def standing(steps: Sequence[Step], said: Iterable[Said]) -> frozenset[str]:
    """Desks whose word still stands.

    A forward word stands until a later return or sending back resumes at that desk or
    before it; a desk that sent a file back speaks again. Order of ``said`` is order of time.
    """
    order = [step.desk for step in steps]
    passed: set[str] = set()
    for word in said:
        if word.verdict in FORWARD:
            passed.add(word.desk)
        elif word.resume_at in order:
            passed.difference_update(order[order.index(word.resume_at) :])
    return frozenset(passed)


def next_step(steps: Sequence[Step], said: Iterable[Said]) -> Step | None:
    """The first desk of the route whose word is missing; None when all have spoken."""
    passed = standing(steps, said)
    return next((step for step in steps if step.desk not in passed), None)


def next_desk(
    status: str, steps: Sequence[Step], said: Iterable[Said], *, recheck_open: bool = False
) -> Desk | None:
    """The one desk where the case lies; None when nobody has to move (a draft, or closed)."""
    if recheck_open:
        return Desk.RECHECK
    match Status(status):
        case Status.DRAFT:
            return None
        case Status.FILED:
            step = next_step(steps, said)
            return Desk(step.desk) if step else Desk.LIST
        case Status.RETURNED | Status.SUPPLEMENT_DUE:
            return Desk.CORRECTION
        case Status.PROPOSED | Status.RESERVE | Status.PUBLICISED | Status.APPROVED:
            return Desk.LIST
        case Status.CONTESTED:
            return Desk.OBJECTION
        case other if other in CLOSED:
            return None
        case _:
            raise AssertionError(f"no desk is known for the status {status!r}")


def earlier_desks(steps: Sequence[Step], desk: str) -> tuple[str, ...]:
    """Where a file may be sent back to from ``desk``: every desk before it on this route."""
    order = [step.desk for step in steps]
    return tuple(order[: order.index(desk)]) if desk in order else ()


def resume_options(steps: Sequence[Step], desk: str, verdict: str) -> tuple[str, ...]:
    """Where work may go on after ``verdict`` at ``desk``; the first is the default.

    After a correction the file comes back to the desk that asked (it keeps its place),
    unless that desk wants an earlier one to look again.
    """
    before = tuple(reversed(earlier_desks(steps, desk)))
    match Verdict(verdict):
        case Verdict.RETURN | Verdict.SUPPLEMENT:
            return (desk, *before)
        case Verdict.SEND_BACK:
            return before
        case Verdict.PASS | Verdict.DOUBT | Verdict.DECLINE:
            return ()
        case never:
            assert_never(never)


def next_call_desk(status: str) -> CallDesk | None:
    """Where a call lies; None when nothing is left to do."""
    match CallStatus(status):
        case CallStatus.DRAFT:
            return CallDesk.SETUP
        case CallStatus.OPEN:
            return CallDesk.WINDOW
        case CallStatus.CLOSED | CallStatus.REVIEWING:
            return CallDesk.PROPOSED_LIST
        case CallStatus.PROPOSED:
            return CallDesk.NOTICE
        case CallStatus.PUBLICISED:
            return CallDesk.DECISION
        case CallStatus.DECIDED:
            return CallDesk.PROMULGATION
        case CallStatus.PROMULGATED:
            return CallDesk.CERTIFICATES
        case CallStatus.CONCLUDED | CallStatus.CANCELLED:
            return None
        case never:
            assert_never(never)
