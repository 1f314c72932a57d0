"""Who gets a place, and why? Quota buckets, caps, ties at the cut line. Exact, pure, explained.

Places are given bucket by bucket in the programme's order, and within a bucket by rank. Caps
(people of one occupation, of one district) bind over the whole list; whoever meets a full cap is
passed over and the place goes on to the next rank. People who share a rank stand or fall
together: where there is not room for all of them, nobody is chosen by accident of order; the
outcome is TIED until the experts have decided, and whatever depends on it is WAITING.
Sources: domain brief 2.5 (ties by expert-group vote; at most 4 per occupation in Dezhou [S17];
district caps in Tai'an [S24]), 3.6 (a bucket of its own for outstanding engineers [S00]).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from evaluations.errors import Refused
from evaluations.outcomes import Allocation, Because, Candidate, Outcome, Reason, Result, Tie
from evaluations.rules import Bucket, Places

__all__ = [
    "Allocation",
    "AllocationRefused",
    "Because",
    "Candidate",
    "Outcome",
    "Reason",
    "Result",
    "Tie",
    "allocate",
]


class AllocationRefused(Refused):
    """No list can be made from this. ``str()`` says what to enter first."""


def allocate(
    candidates: Iterable[Candidate],
    places: Places,
    *,
    floors: Mapping[str, Decimal] | None = None,
    district_caps: Mapping[str, int] | None = None,
    tie_order: Sequence[str] = (),
) -> Allocation:
    """Give out the places of a call. The answer does not depend on the order of ``candidates``.

    ``places``: the rules; without buckets everyone above the floor is selected, within the caps.
    ``floors``: bucket id -> lowest figure that can be selected. ``district_caps``: district ->
    places, where it differs from ``places.max_per_district``. ``tie_order``: keys in the order
    the experts have decided, for the ties of an earlier answer; a tie of which one is not named
    stays open.

    Raises AllocationRefused when an occupation or a figure that a rule needs is missing, and
    ValueError for a key given twice or an unknown bucket.
    """
    caps = _Caps(places.max_per_occupation, places.max_per_district, dict(district_caps or {}))
    everyone = sorted(candidates, key=lambda c: (c.place, c.key))
    buckets = places.buckets or (None,)
    _check(everyone, places, floors or {})
    outcomes: list[Outcome] = []
    ties: list[Tie] = []
    for bucket in buckets:
        own = [c for c in everyone if c.bucket == (bucket.id if bucket else "")]
        run = _Run(bucket, caps, (floors or {}).get(bucket.id if bucket else ""), tuple(tie_order))
        if ties and caps.exist:
            run.wait(own, ties[-1])
        else:
            run.give_out(own, reserve=places.reserve)
        outcomes += [run.outcomes[candidate.key] for candidate in own]
        ties += run.ties
    return Allocation(tuple(outcomes), tuple(ties))


@dataclass
class _Caps:
    """How many of an occupation and of a district are on the list already."""

    per_occupation: int | None
    per_district: int | None
    districts: dict[str, int]
    occupations_used: Counter[str] = field(default_factory=Counter)
    districts_used: Counter[str] = field(default_factory=Counter)

    @property
    def exist(self) -> bool:
        return not (
            self.per_occupation is None and self.per_district is None and not self.districts
        )

    def district_limit(self, candidate: Candidate) -> int | None:
        if not candidate.district:
            return None
        return self.districts.get(candidate.district, self.per_district)

    def full_for(self, candidate: Candidate, others: Iterable[Candidate] = ()) -> Reason | None:
        """Why the candidate cannot be added after ``others``; None when there is room."""
        others = list(others)
        occupation, district = candidate.occupation, candidate.district
        used = self.occupations_used[occupation] + sum(o.occupation == occupation for o in others)
        if self.per_occupation is not None and used >= self.per_occupation:
            return Reason(Because.OCCUPATION_FULL, limit=self.per_occupation, occupation=occupation)
        limit = self.district_limit(candidate)
        used = self.districts_used[district] + sum(o.district == district for o in others)
        if limit is not None and used >= limit:
            return Reason(Because.DISTRICT_FULL, limit=limit, district=district)
        return None

    def take(self, candidate: Candidate) -> None:
        self.occupations_used[candidate.occupation] += 1
        self.districts_used[candidate.district] += 1


class _Run:
    """One bucket, from the best rank down."""

    def __init__(
        self, bucket: Bucket | None, caps: _Caps, floor: Decimal | None, tie_order: tuple[str, ...]
    ) -> None:
        self.bucket, self.caps, self.floor, self.tie_order = bucket, caps, floor, tie_order
        self.left = bucket.places if bucket else None  # None: no quota
        self.outcomes: dict[str, Outcome] = {}
        self.ties: list[Tie] = []

    def give_out(self, own: list[Candidate], *, reserve: bool) -> None:
        unreached: list[list[Candidate]] = []
        for group in _by_place(self._above_floor(own)):
            if self.ties:
                self._wait(group, self.ties[-1])
            elif self.left == 0:
                unreached.append(group)
            else:
                unreached.append(self._seat(self._with_room(group)))
        for group in filter(None, unreached):
            self._leave_out(group, reserve=reserve)

    def wait(self, own: list[Candidate], tie: Tie) -> None:
        """Nothing can be said of this bucket: an open tie before it decides which caps are full."""
        self._wait(self._above_floor(own), tie)

    def _wait(self, candidates: list[Candidate], tie: Tie) -> None:
        for candidate in candidates:
            self._tell(candidate, Result.WAITING, Reason(Because.TIE_AHEAD, place=tie.place))

    def _above_floor(self, candidates: list[Candidate]) -> list[Candidate]:
        above = []
        for candidate in candidates:
            value, floor = candidate.value, self.floor
            if floor is None or value is None or value >= floor:
                above.append(candidate)
            else:
                reason = Reason(Because.BELOW_FLOOR, value=str(value), floor=str(floor))
                self._tell(candidate, Result.BELOW_FLOOR, reason)
        return above

    def _with_room(self, candidates: list[Candidate]) -> list[Candidate]:
        able = []
        for candidate in candidates:
            if full := self.caps.full_for(candidate):
                self._tell(candidate, Result.PASSED_OVER, full)
            else:
                able.append(candidate)
        return able

    def _seat(self, able: list[Candidate]) -> list[Candidate]:
        """Seat those of one rank for whom there is room. Returns those whom the places missed."""
        contested = [c for c in able if not self._has_room_in_any_order(c, able)]
        for candidate in able:
            if candidate not in contested:
                self._select(candidate, Because.RANK if self.bucket else Because.NO_QUOTA)
        if not contested:
            return []
        if not set(self.tie_order).issuperset(c.key for c in contested):
            self._hold(contested)
            return []
        return self._seat_in_order(sorted(contested, key=lambda c: self.tie_order.index(c.key)))

    def _has_room_in_any_order(self, candidate: Candidate, able: list[Candidate]) -> bool:
        others = [other for other in able if other is not candidate]
        enough = self.left is None or len(able) <= self.left
        return enough and self.caps.full_for(candidate, others) is None

    def _seat_in_order(self, ordered: list[Candidate]) -> list[Candidate]:
        missed: list[Candidate] = []
        for candidate in ordered:
            if full := self.caps.full_for(candidate):
                self._tell(candidate, Result.PASSED_OVER, full)
            elif self.left == 0:
                missed.append(candidate)
            else:
                self._select(candidate, Because.EXPERTS_ORDER)
        return missed

    def _hold(self, contested: list[Candidate]) -> None:
        tie = Tie(contested[0].bucket, contested[0].place, tuple(c.key for c in contested))
        self.ties.append(tie)
        for candidate in contested:
            reason = Reason(Because.SHARED_RANK, place=tie.place, shared=len(contested))
            self._tell(candidate, Result.TIED, reason)

    def _select(self, candidate: Candidate, because: Because) -> None:
        number = 1 + sum(o.result is Result.SELECTED for o in self.outcomes.values())
        if self.left is not None:
            self.left -= 1
        self.caps.take(candidate)
        total = self.bucket.places if self.bucket else 0
        reason = Reason(because, place=candidate.place, number=number, places=total)
        self._tell(candidate, Result.SELECTED, reason, number)

    def _leave_out(self, group: list[Candidate], *, reserve: bool) -> None:
        """All places are taken: onto the reserve list where the call has one, ties together."""
        ordered = set(self.tie_order).issuperset(c.key for c in group)
        if ordered:
            group = sorted(group, key=lambda c: self.tie_order.index(c.key))
        first = 1 + sum(o.result is Result.RESERVE for o in self.outcomes.values())
        total = self.bucket.places if self.bucket else 0
        for step, candidate in enumerate(group):
            number = first + step if ordered else first
            if reserve and self.caps.full_for(candidate) is None:
                reason = Reason(Because.RESERVE, place=candidate.place, number=number, places=total)
                self._tell(candidate, Result.RESERVE, reason, number)
            else:
                reason = Reason(Because.PLACES_TAKEN, place=candidate.place, places=total)
                self._tell(candidate, Result.NOT_REACHED, reason)

    def _tell(
        self, candidate: Candidate, result: Result, reason: Reason, number: int | None = None
    ) -> None:
        self.outcomes[candidate.key] = Outcome(candidate, result, reason, number)


def _by_place(candidates: list[Candidate]) -> list[list[Candidate]]:
    groups: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(candidate.place, []).append(candidate)
    return list(groups.values())


def _check(everyone: list[Candidate], places: Places, floors: Mapping[str, Decimal]) -> None:
    if len({candidate.key for candidate in everyone}) != len(everyone):
        raise ValueError("a candidate stands on the list once")
    known = {bucket.id for bucket in places.buckets} or {""}
    if unknown := {candidate.bucket for candidate in everyone} - known:
        raise ValueError(f"the rules have no bucket {sorted(unknown)}")
    if places.max_per_occupation is not None:
        nameless = sum(not candidate.occupation for candidate in everyone)
        if nameless:
            message = _(
                "Candidates without an occupation: %(count)d. This call limits the places of each "
                "occupation, so enter their occupations first."
            )
            raise AllocationRefused(message % {"count": nameless})
    unscored = sum(c.value is None for c in everyone if c.bucket in floors)
    if unscored:
        message = _(
            "Candidates without a score: %(count)d. Their list has a pass line, so close the "
            "scoring first or take them off the list."
        )
        raise AllocationRefused(message % {"count": unscored})
