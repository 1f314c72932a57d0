"""What do the marks and the ballots amount to? Exact arithmetic, no ORM, no floats.

Marks come in as int, Decimal or Fraction and are computed as fractions; only a published figure is
rounded, half up, to two decimals, and it is the published figure that ranks: two people with the
same figure on the list share their rank. A mark that is missing or still a draft is never a zero.
Sources: domain brief 2.5; Order 40 for ballots.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from evaluations.errors import Refused
from evaluations.rules import Ballot, Rubric

Number = int | Decimal | Fraction


class ScoreRefused(Refused):
    """A mark outside its scale, or marks from which no result follows. ``str()`` is the sentence."""


class NoQuorum(Refused):
    """Too few members are present: the vote has no result, which is not a rejection."""


class BallotRefused(Refused):
    """The counts contradict each other. ``str()`` says which."""


def rounded(value: Number, places: int = 2) -> Decimal:
    """Half up to ``places`` decimals: 86.125 becomes 86.13, by exact arithmetic."""
    exact = _exact(value)
    scaled = abs(exact) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if exact >= 0 else -whole).scaleb(-places)


def rubric_total(marks: Mapping[str, Number | None], rubric: Rubric) -> Decimal | None:
    """One scorer's total: the sum over the rubric's criteria, or None while one is missing.

    ``marks``: criterion id -> mark from 0 to the criterion's weight. Raises ScoreRefused for a mark
    outside its scale, ValueError for a criterion that the rubric does not have.
    """
    if unknown := marks.keys() - {criterion.id for criterion in rubric.criteria}:
        raise ValueError(f"the rubric has no criterion {sorted(unknown)}")
    found = [(criterion, marks.get(criterion.id)) for criterion in rubric.criteria]
    for criterion, mark in found:
        if mark is not None and not 0 <= _exact(mark) <= criterion.weight:
            message = _("A mark between 0 and %(weight)d is needed here; %(mark)s is outside.")
            raise ScoreRefused(message % {"weight": criterion.weight, "mark": mark})
    if any(mark is None for _criterion, mark in found):
        return None
    return rounded(sum(_exact(mark) for _criterion, mark in found))


@dataclass(frozen=True)
class Mark:
    """One scorer's mark of one candidate. ``value`` None: not given. ``final`` False: a draft."""

    scorer: str
    value: Number | None
    final: bool = True


@dataclass(frozen=True)
class PanelScore:
    """What a panel's marks amount to, and which marks made it.

    ``value`` is the published figure, ``exact`` the mean behind it. ``counted``, ``dropped`` and
    ``waiting`` (missing or draft) are scorers in alphabetical order.
    """

    value: Decimal
    exact: Fraction
    counted: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


def panel_score(marks: Iterable[Mark], *, trim_from: int = 5) -> PanelScore | None:
    """The trimmed mean of the final marks; None while there is none.

    With ``trim_from`` final marks or more, one highest and one lowest are dropped (Rubric.trim_from;
    5 is common practice, not a rule of law). Raises ValueError when a scorer appears twice.
    """
    if trim_from < 3:
        raise ValueError("dropping two marks of fewer than three leaves nothing")
    marks = sorted(marks, key=lambda mark: mark.scorer)
    if len({mark.scorer for mark in marks}) != len(marks):
        raise ValueError("a scorer has one mark for a candidate")
    given = [mark for mark in marks if mark.final and mark.value is not None]
    if not given:
        return None
    ordered = sorted(given, key=lambda mark: (_exact(mark.value), mark.scorer))
    dropped = [ordered[0], ordered[-1]] if len(ordered) >= trim_from else []
    counted = [mark for mark in given if mark not in dropped]
    exact = _mean(mark.value for mark in counted)
    return PanelScore(
        value=rounded(exact),
        exact=exact,
        counted=tuple(mark.scorer for mark in counted),
        dropped=tuple(sorted(mark.scorer for mark in dropped)),
        waiting=tuple(mark.scorer for mark in marks if mark not in given),
    )


def trimmed_mean(values: Iterable[Number], *, trim_from: int = 5) -> Fraction:
    """The exact mean, one highest and one lowest dropped from ``trim_from`` values on.

    Raises ValueError for no values: the mean of nothing is not zero.
    """
    marks = [Mark(scorer=f"{place:09}", value=value) for place, value in enumerate(values)]
    score = panel_score(marks, trim_from=trim_from)
    if score is None:
        raise ValueError("the mean of nothing is not a number")
    return score.exact


@dataclass(frozen=True)
class Calibrated:
    """``value`` = ``raw`` x ``factor``, rounded; it may exceed full marks and is then not cut."""

    panel: str
    raw: Fraction
    factor: Fraction
    value: Decimal


def calibrate(panels: Mapping[str, Mapping[str, Number]]) -> dict[str, Calibrated]:
    """Second-average method (二次平均法) for panels that scored different parts of one pool.

    ``panels``: panel -> candidate -> raw score. Factor of a panel = mean of all raw scores / mean
    of the panel's raw scores [S-2avg]. Order within a panel stays, all panels get the same mean.
    Raises ScoreRefused when a panel gave only zeros, ValueError when a candidate is in two panels.
    """
    raw = {panel: {key: _exact(v) for key, v in scores.items()} for panel, scores in panels.items()}
    keys = [key for scores in raw.values() for key in scores]
    if len(set(keys)) != len(keys):
        raise ValueError("a candidate is scored by one panel")
    if not keys:
        return {}
    overall = _mean(score for scores in raw.values() for score in scores.values())
    found: dict[str, Calibrated] = {}
    for panel, scores in raw.items():
        if not scores:
            continue
        own = _mean(scores.values())
        if own <= 0:
            message = _("Panel %(panel)s gave no marks above zero, so panels cannot be compared.")
            raise ScoreRefused(message % {"panel": panel})
        factor = overall / own
        for key, score in scores.items():
            found[key] = Calibrated(panel, score, factor, rounded(score * factor))
    return found


@dataclass(frozen=True)
class Entry:
    """A candidate to be ranked, by the published figure or by votes for.

    ``value`` None: no result yet, so no rank, and certainly not 0. ``parts``: sub-scores by name
    (criteria; or the score, where votes rank), for breaking ties.
    """

    key: str
    value: Number | None
    parts: Mapping[str, Number | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Ranked:
    """``place`` 1 is best; None for an entry without a result.

    ``shared_by``: how many stand on this place. ``decided_by``: the sub-score that separated this
    entry from others with the same figure; empty when the figure decided, or nothing could.
    """

    key: str
    value: Number | None
    place: int | None
    shared_by: int = 1
    decided_by: str = ""


def rank(entries: Iterable[Entry], *, tie_break: Sequence[str] = ()) -> tuple[Ranked, ...]:
    """All entries, best first; equal ones share a place and the next place is skipped (1, 2, 2, 4).

    ``tie_break``: names of sub-scores, compared in this order among equals. A sub-score that one of
    the equals lacks decides nothing for them. Those without a result come last, without a place.
    Who shares a place is listed by key. Raises ValueError when a key appears twice.
    """
    entries = sorted(entries, key=lambda entry: entry.key)
    if len({entry.key for entry in entries}) != len(entries):
        raise ValueError("a candidate is ranked once")
    scored = [entry for entry in entries if entry.value is not None]
    found: list[Ranked] = []
    for group in _split(scored, lambda entry: _exact(entry.value)):
        for equals, decided_by in _break_tie(group, tuple(tie_break)):
            place = len(found) + 1
            found += [Ranked(e.key, e.value, place, len(equals), decided_by) for e in equals]
    return (*found, *(Ranked(e.key, None, None) for e in entries if e.value is None))


def quorum_met(present: int, eligible: int, rule: Ballot) -> bool:
    """Whether enough members are present for a vote (Order 40: two thirds of the committee)."""
    _check_people(present, eligible)
    return present > 0 and _reaches(present, rule.quorum, eligible)


def votes_needed(present: int, eligible: int, rule: Ballot) -> int:
    """The smallest number of votes for that passes."""
    _check_people(present, eligible)
    numerator, denominator = rule.threshold
    base = present if rule.base == "PRESENT" else eligible
    return -(-numerator * base // denominator)


def passes(yes: int, present: int, eligible: int, rule: Ballot) -> bool:
    """Whether ``yes`` votes carry it: for * denominator >= numerator * base, in integers.

    ``present`` and ``eligible`` leave out members who are recused from this case. Whoever is
    present and did not vote for it counts as against: abstention, blank and lost ballots alike.
    Raises NoQuorum, and BallotRefused when there are more votes than people: nobody votes for
    another, nobody votes later (Order 40).
    """
    if not quorum_met(present, eligible, rule):
        message = _(
            "Members present: %(present)d of %(eligible)d; the quorum is %(quorum)d. "
            "No vote can be taken."
        )
        numerator, denominator = rule.quorum
        quorum = max(1, -(-numerator * eligible // denominator))
        raise NoQuorum(message % {"present": present, "eligible": eligible, "quorum": quorum})
    if not 0 <= yes <= present:
        message = _("Votes counted: %(votes)d; members present: %(present)d. Count again.")
        raise BallotRefused(message % {"votes": yes, "present": present})
    return _reaches(yes, rule.threshold, present if rule.base == "PRESENT" else eligible)


def _reaches(part: int, share: tuple[int, int], base: int) -> bool:
    numerator, denominator = share
    if not 0 < numerator <= denominator:
        raise ValueError(f"{numerator}/{denominator} is not a share of a committee")
    return part * denominator >= numerator * base


def _check_people(present: int, eligible: int) -> None:
    if not 0 <= present <= eligible:
        message = _(
            "%(present)d present of %(eligible)d members is impossible. Check the attendance."
        )
        raise BallotRefused(message % {"present": present, "eligible": eligible})


def _break_tie(
    group: list[Entry], names: tuple[str, ...], decided_by: str = ""
) -> list[tuple[list[Entry], str]]:
    if len(group) == 1 or not names:
        return [(group, decided_by)]
    name, rest = names[0], names[1:]
    if any(entry.parts.get(name) is None for entry in group):
        return _break_tie(group, rest, decided_by)
    parts = _split(group, lambda entry: _exact(entry.parts[name]))
    decided = name if len(parts) > 1 else decided_by
    return [found for part in parts for found in _break_tie(part, rest, decided)]


def _split(entries: list[Entry], by: Callable[[Entry], Fraction]) -> list[list[Entry]]:
    groups: dict[Fraction, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(by(entry), []).append(entry)
    return [groups[value] for value in sorted(groups, reverse=True)]


def _mean(values: Iterable[Number | None]) -> Fraction:
    exact = [_exact(value) for value in values]
    return sum(exact, Fraction()) / len(exact)


def _exact(value: Number | None) -> Fraction:
    """A float has already lost the mark that was given; NaN and infinity never were one."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise TypeError(f"a mark is an int, Decimal or Fraction, not {value!r}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{value} is not a mark")
    return Fraction(value)
