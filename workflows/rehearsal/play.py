"""The files of a play: each acts when its hour has come, from the first draft to the last desk."""

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from evaluations.actions import call as calls
from evaluations.desks import Desk, Verdict
from evaluations.errors import Refused
from evaluations.models import Application, Call, Contest
from evaluations.status import CORRECTABLE, Status
from workflows import desk
from workflows.rehearsal import acts
from workflows.rehearsal.clock import Clock
from workflows.rehearsal.replica import Player
from workflows.rehearsal.seats import Seats, place_name
from workflows.rehearsal.seats import reach_of as _reach_of

type Tell = Callable[[int, int], None]
# What befalls every twelfth applicant; everybody else goes straight through.
FATES = {1: "returned", 4: "withdrawn", 6: "declined", 8: "silent", 10: "doubted", 11: "late"}
_VERDICTS = {
    ("returned", None): Verdict.RETURN,
    ("declined", Desk.EMPLOYER): Verdict.DECLINE,
    ("silent", Desk.FORMAL_CHECK): Verdict.SUPPLEMENT,
    ("doubted", Desk.QUALIFICATION_APPROVAL): Verdict.DECLINE,
}


@dataclass
class Span:
    first: datetime
    last: datetime

    def reach(self, first: datetime, last: datetime) -> None:
        self.first, self.last = min(self.first, first), max(self.last, last)


@dataclass
class Play:
    """One performance. ``desks``: when files came to each desk and when the last one left."""

    call: Call
    seats: Seats
    dice: Random
    clock: Clock
    event: Contest
    desks: dict[str, Span] = field(default_factory=dict)
    refusals: Counter[tuple[str, str]] = field(default_factory=Counter)
    acts: int = 0
    now: datetime | None = None
    _queue: list = field(default_factory=list)
    _order: count = field(default_factory=count)
    _returned: set[int] = field(default_factory=set)
    ended: int = 0

    def perform(self, players: list[Player], *, tell: Tell) -> None:
        """Play every file until nothing is left to happen."""
        call = self.call
        self._at(call.closes_at + timedelta(minutes=1), self._close)
        for index, player in enumerate(players):
            start = self.clock.within(call.opens_at, call.closes_at, 0.0, 0.6)
            self._at(start, lambda at, p=player, i=index: self._draft(p, i, at))
        while self._queue:
            self.now, _, act = heapq.heappop(self._queue)
            act(self.now)
            self.acts += 1
            tell(self.ended, len(players))

    def _at(self, moment: datetime, act: Callable[[datetime], None]) -> None:
        if self.now is not None:
            moment = max(moment, self.now + timedelta(seconds=1))
        heapq.heappush(self._queue, (moment, next(self._order), act))

    def _close(self, at: datetime) -> None:
        desk.perform(
            self.call, lambda: calls.close_call(call_id=self.call.pk, at=at), by=None, at=at
        )

    # --- the applicant ---

    def _draft(self, player: Player, index: int, at: datetime) -> None:
        fate = FATES.get(index % 12, "")
        try:
            case = acts.draft(self.call, player, self.event, self.dice, at=at)
        except Refused as refusal:
            self._stop("draft", refusal)
            return
        if fate == "late":
            late = self.call.closes_at + timedelta(minutes=2)
            self._at(late, lambda at: self._end(acts.lapse(case, at=at)))
            return
        when = self.clock.within(at, self.call.closes_at, 0.3, 0.98)
        self._at(when, lambda at: self._file(case, fate, at))

    def _file(self, case: Application, fate: str, at: datetime) -> None:
        try:
            case = acts.file(case, at=at)
        except Refused as refusal:
            self._stop("file", refusal)
            return
        if fate == "withdrawn":
            soon = at + timedelta(hours=20)
            self._at(soon, lambda at: self._end(acts.withdraw(case, at=at)))
            return
        self._next(case, fate, at)

    def _correct(self, case: Application, fate: str, at: datetime) -> None:
        try:
            self._next(acts.correct(case, at=at), fate, at)
        except Refused as refusal:
            self._stop("correction", refusal)

    # --- the desks ---

    def _next(self, case: Application, fate: str, at: datetime) -> None:
        """Where the file lies now, and when it will be dealt with."""
        task = desk.open_task(case)
        if task is None or task.desk == Desk.LIST:
            self._end(case)
        elif case.status in CORRECTABLE:
            self._wait_for_applicant(case, fate, at)
        else:
            done = self.clock.desk_done(task)
            self._at(done, lambda at: self._examine(case, task.desk, task.created, fate, at))

    def _wait_for_applicant(self, case: Application, fate: str, at: datetime) -> None:
        correction = case.corrections.latest("id")
        if case.status == Status.SUPPLEMENT_DUE and fate == "silent":
            late = correction.due_at + timedelta(minutes=1)
            self._at(late, lambda at: self._end(acts.lapse(case, at=at)))
        else:
            when = self.clock.corrected(correction, at)
            self._at(when, lambda at: self._correct(case, fate, at))

    def _examine(
        self, case: Application, where: str, since: datetime, fate: str, at: datetime
    ) -> None:
        by = self.seats.taker(case, where, at=at, verb="give_opinion")
        try:
            verdict = self._verdict(case, where, fate)
            case = acts.opine(case, where, verdict, by=by, at=at)
        except Refused as refusal:
            self._stop(where, refusal)
            return
        self.seats.done(by, where, place_name(case, _reach_of(Desk(where))), at=at)
        self.desks.setdefault(where, Span(since, at)).reach(since, at)
        self._next(case, fate, at)

    def _verdict(self, case: Application, where: str, fate: str) -> Verdict:
        if fate == "returned" and case.pk not in self._returned:
            self._returned.add(case.pk)
            return Verdict.RETURN
        return _VERDICTS.get((fate, Desk(where)), Verdict.PASS)

    def _end(self, _case: Application | None) -> None:
        self.ended += 1

    def _stop(self, step: str, refusal: Refused) -> None:
        """A dead end: the law refused what had to be possible."""
        self.ended += 1
        notes = getattr(refusal, "__notes__", [])
        self.refusals[step, " ".join([str(refusal), *notes[:3]])] += 1
