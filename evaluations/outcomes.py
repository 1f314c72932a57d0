"""What does the list say of whom, and why? The answer of ``allocation``, and who asks for it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Because(StrEnum):
    """The reasons there are; the values are stored, the sentences are not."""

    RANK = "rank"
    NO_QUOTA = "no_quota"
    EXPERTS_ORDER = "experts_order"
    SHARED_RANK = "shared_rank"
    TIE_AHEAD = "tie_ahead"
    OCCUPATION_FULL = "occupation_full"
    DISTRICT_FULL = "district_full"
    BELOW_FLOOR = "below_floor"
    PLACES_TAKEN = "places_taken"
    RESERVE = "reserve"


_SENTENCES = {
    Because.RANK: _("Selected by rank %(place)s, as number %(number)s of %(places)s places."),
    Because.NO_QUOTA: _("Selected: qualified, and this call has no quota."),
    Because.EXPERTS_ORDER: _(
        "Rank %(place)s is shared; selected because the experts decided the order."
    ),
    Because.SHARED_RANK: _(
        "Rank %(place)s is shared by %(shared)s candidates and there is not room for all of them. "
        "The experts must decide their order."
    ),
    Because.TIE_AHEAD: _("Waits until the experts have decided the order of rank %(place)s."),
    Because.OCCUPATION_FULL: _(
        "Passed over: the limit for the occupation %(occupation)s is %(limit)s, and it is reached."
    ),
    Because.DISTRICT_FULL: _(
        "Passed over: the limit for %(district)s is %(limit)s, and it is reached."
    ),
    Because.BELOW_FLOOR: _("Not selected: the score %(value)s is below the pass line %(floor)s."),
    Because.PLACES_TAKEN: _("Not selected: rank %(place)s, and all %(places)s places are taken."),
    Because.RESERVE: _("Number %(number)s on the reserve list: rank %(place)s."),
}


@dataclass(frozen=True, init=False)
class Reason:
    """``because`` and the ``facts`` of the case, ready to be stored as JSON."""

    because: Because
    facts: tuple[tuple[str, int | str], ...]

    def __init__(self, because: Because, **facts: int | str) -> None:
        object.__setattr__(self, "because", because)
        object.__setattr__(self, "facts", tuple(sorted(facts.items())))

    def sentence(self, **names: str) -> str:
        """In the reader's language. ``names`` replace codes: ``sentence(district="星东区")``."""
        return str(_SENTENCES[self.because]) % {**dict(self.facts), **names}


@dataclass(frozen=True)
class Candidate:
    """``place``: rank in the own bucket as ``scoring.rank`` gives it, shared ranks included.

    ``bucket``: id of the rules' Bucket; empty where the call has none. ``district`` is empty for
    units that report straight to the city: no district cap binds them. ``value``: the published
    figure, needed only where the bucket has a floor.
    """

    key: str
    place: int
    bucket: str = ""
    occupation: str = ""
    district: str = ""
    value: Decimal | None = None


class Result(StrEnum):
    """What the list says of a candidate. Only SELECTED has a place."""

    SELECTED = "selected"
    TIED = "tied"
    WAITING = "waiting"
    RESERVE = "reserve"
    PASSED_OVER = "passed_over"
    BELOW_FLOOR = "below_floor"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True)
class Outcome:
    """``number``: 1, 2, ... within the bucket for SELECTED, and again for RESERVE; otherwise None."""

    candidate: Candidate
    result: Result
    reason: Reason
    number: int | None = None


@dataclass(frozen=True)
class Tie:
    """These share a rank, and there is room for some of them only. The experts put them in order."""

    bucket: str
    place: int
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Allocation:
    """``outcomes``: every candidate once, by bucket, rank and key. Not ``final`` while a tie is open."""

    outcomes: tuple[Outcome, ...]
    ties: tuple[Tie, ...]

    @property
    def final(self) -> bool:
        return not self.ties

    def keys(self, result: Result) -> tuple[str, ...]:
        """Keys with that result, in the order of the list."""
        found = [outcome for outcome in self.outcomes if outcome.result is result]
        if result in {Result.SELECTED, Result.RESERVE}:
            order = list(dict.fromkeys(o.candidate.bucket for o in self.outcomes))
            found.sort(key=lambda o: (order.index(o.candidate.bucket), o.number, o.candidate.key))
        return tuple(outcome.candidate.key for outcome in found)
