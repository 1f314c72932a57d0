"""From an order to a list: what the rules make of it, and what the office has to write down.

The law reads the scores itself: whoever stands against them needs a written reason, and so does an
order of people whom the scores do not separate, where the cut line runs between them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from django.conf import settings
from django.utils.translation import gettext as _

from evaluations import allocation, ordering
from evaluations.models import Application, Call, Placement
from evaluations.ordering import Ground
from evaluations.outcomes import Because, Candidate, Outcome, Reason, Result
from evaluations.rules import Places, Programme
from evaluations.rules.programme import FREE


@dataclass(frozen=True)
class Line:
    """Somebody who waits for the list."""

    case: Application
    group: str
    ground: Ground

    @property
    def pk(self) -> int:
        return self.case.pk

    @property
    def free(self) -> bool:
        """Whether the track takes no place of any quota."""
        return self.group.startswith(FREE)

    @property
    def scored(self) -> bool:
        return self.ground.basis == ordering.Basis.SCORE and self.ground.place is not None


@dataclass(frozen=True)
class Made:
    """``outcomes``: application id -> what the rules say of it; nothing of who was not put forward.
    ``ties``: ranks for which there is not room."""

    lines: tuple[Line, ...]
    order: Mapping[int, int]
    outcomes: Mapping[int, Outcome]
    ties: int

    def with_result(self, result: Result) -> list[int]:
        """Application ids in the order of the list: group by group, then by number."""
        groups = list(dict.fromkeys(line.group for line in self.lines))
        found = [line for line in self.lines if self._result(line) is result]
        found.sort(
            key=lambda line: (groups.index(line.group), self.outcomes[line.pk].number or 0, line.pk)
        )
        return [line.pk for line in found]

    def _result(self, line: Line) -> Result | None:
        outcome = self.outcomes.get(line.pk)
        return outcome.result if outcome else None


def lines(
    call: Call,
    cases: Iterable[Application],
    programme: Programme,
    *,
    weights: Mapping[str, int] | None = None,
) -> list[Line]:
    """In the order of the programme's tracks, then as filed."""
    cases = list(cases)
    groups = ordering.in_group(cases, programme)
    grounds = ordering.grounds(call, groups, programme, weights=weights)
    order = list(dict.fromkeys(programme.group_of(track) for track in programme.tracks))
    found = [Line(case, groups[case.pk], grounds[case.pk]) for case in cases]
    return sorted(found, key=lambda line: (order.index(line.group), line.pk))


def first_order(found: Iterable[Line]) -> dict[int, int]:
    """The order to begin with: by the ground; who has none comes after, all on one rank."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in found:
        groups[line.group].append(line)
    order: dict[int, int] = {}
    for members in groups.values():
        last = 1 + max((line.ground.place or 0 for line in members), default=0)
        order |= {line.pk: line.ground.place or last for line in members}
    return order


def ranked(call: Call, cases: Iterable[Application]) -> list[int]:
    """Application ids in the order to begin with, group by group; equals as filed."""
    found = lines(call, cases, call.rules)
    order = first_order(found)
    groups = list(dict.fromkeys(line.group for line in found))
    found.sort(key=lambda line: (groups.index(line.group), order[line.pk], line.pk))
    return [line.pk for line in found]


def allot(programme: Programme, found: Iterable[Line], order: Mapping[int, int]) -> Made:
    """Give out the places in this order. Who is not in ``order`` is not put forward."""
    found = tuple(found)
    places = programme.places
    put = [line for line in found if line.pk in order]
    limited = [_candidate(line, order) for line in put if not line.free]
    free = [_candidate(line, order) for line in put if line.free]
    # Without any bucket the rules' caps still bind; beside buckets a free track takes no place.
    answers = [allocation.allocate(free, Places() if places.buckets else places)]
    if limited:
        answers.append(allocation.allocate(limited, places))
    outcomes = {int(o.candidate.key): o for answer in answers for o in answer.outcomes}
    return Made(found, dict(order), outcomes, sum(len(answer.ties) for answer in answers))


def _candidate(line: Line, order: Mapping[int, int]) -> Candidate:
    return Candidate(
        key=str(line.pk),
        place=order[line.pk],
        bucket="" if line.free else line.group,
        occupation=line.case.occupation,
        district=district_of(line.case),
    )


def district_of(case: Application) -> str:
    """Empty for units that report straight to the city: no district cap binds them."""
    return case.employer.district if case.employer and case.employer.reports_to_district else ""


def district_title(code: str) -> str:
    titles = {district.code: district.title for district in settings.CITY.districts}
    return titles.get(code, code)


def tried(
    programme: Programme, places: Mapping[str, int], caps: Mapping[str, int | None]
) -> Programme:
    """The programme with other places, for looking only."""
    changed = msgspec.structs.replace(
        programme.places,
        buckets=tuple(
            msgspec.structs.replace(bucket, places=places.get(bucket.id, bucket.places))
            for bucket in programme.places.buckets
        ),
        **caps,
    )
    return msgspec.structs.replace(programme, places=changed)


# --- what has to be written down ------------------------------------------------------------


def unwritten(made: Made, notes: Mapping[int, str]) -> list[str]:
    """Each departure from the scores that nobody has given a reason for, as a sentence."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in made.lines:
        if line.scored and not notes.get(line.pk, "").strip():
            groups[line.group].append(line)
    found: list[str] = []
    for members in groups.values():
        found += [*_moved(members, made), *_ties(members, made), *_left_out(members, made)]
    return found


def _moved(members: list[Line], made: Made) -> Iterator[str]:
    put = [line for line in members if line.pk in made.order]
    put.sort(key=lambda line: (made.order[line.pk], line.ground.place or 0))
    worst: Line | None = None
    for line in put:
        if worst is not None and (worst.ground.place or 0) > (line.ground.place or 0):
            sentence = _(
                "%(moved)s stands before %(other)s with a lower score. Write the reason beside one "
                "of them."
            )
            yield sentence % {"moved": worst.case.reference, "other": line.case.reference}
        elif worst is None or line.ground.place != worst.ground.place:
            worst = line


def _ties(members: list[Line], made: Made) -> Iterator[str]:
    """Equal scores on both sides of the cut: the experts decide, and how stands in the minutes."""
    shared: dict[int, list[Line]] = defaultdict(list)
    for line in members:
        shared[line.ground.place or 0].append(line)
    for place, equal in shared.items():
        results = {made.outcomes[e.pk].result for e in equal if e.pk in made.outcomes}
        if Result.SELECTED in results and results & {Result.RESERVE, Result.NOT_REACHED}:
            sentence = _(
                "Rank %(place)s of the scores is shared and the cut runs between its holders. "
                "Write beside them how the experts decided."
            )
            yield sentence % {"place": place}


def _left_out(members: list[Line], made: Made) -> Iterator[str]:
    chosen = [
        line.ground.place or 0
        for line in made.lines
        if line.group == members[0].group
        and line.scored
        and line.pk in made.outcomes
        and made.outcomes[line.pk].result is Result.SELECTED
    ]
    for line in members:
        if line.pk not in made.order and chosen and (line.ground.place or 0) < max(chosen):
            sentence = _(
                "%(reference)s has a better score than others on the list. Write why it is not put "
                "forward."
            )
            yield sentence % {"reference": line.case.reference}


# --- the minutes ----------------------------------------------------------------------------

LEFT_OUT = "left_out"


def placement(made: Made, line: Line, call: Call, note: str) -> Placement:
    """The line of the minutes about one candidate, not yet saved."""
    outcome = made.outcomes.get(line.pk)
    facts: dict[str, Any] = dict(outcome.reason.facts) if outcome else {}
    if line.ground.votes:
        facts["votes"] = list(line.ground.votes)
    if line.ground.decided_by:
        facts["decided_by"] = line.ground.decided_by
    return Placement(
        application=line.case,
        call=call,
        bucket=line.group,
        basis=line.ground.basis,
        figure=line.ground.figure,
        basis_place=line.ground.place,
        place=made.order.get(line.pk),
        result=outcome.result if outcome else LEFT_OUT,
        because=outcome.reason.because if outcome else LEFT_OUT,
        facts=facts,
        number=outcome.number if outcome else None,
        note=note.strip(),
    )


def sentence(row: Placement) -> str:
    """Why this candidate has, or has not, a place: in the reader's language."""
    return " ".join(filter(None, [_verdict(row), _ground(row), row.note]))


def verdict(row: Placement) -> str:
    """As ``sentence``, without the figures: what the candidate himself is told."""
    return _verdict(row) or row.note


def _verdict(row: Placement) -> str:
    if row.because == LEFT_OUT:
        return "" if row.note else _("Not among the places of this call.")
    if row.bucket.startswith(FREE) and row.because == Because.NO_QUOTA:
        return _("Selected: qualified, and this way in takes no place.")
    facts = {k: v for k, v in row.facts.items() if k not in {"votes", "decided_by"}}
    names = {"district": district_title(facts["district"])} if "district" in facts else {}
    return Reason(Because(row.because), **facts).sentence(**names)


def _ground(row: Placement) -> str:
    parts = []
    if row.figure is not None and row.basis_place:
        said = _("Experts' score %(figure)s, rank %(place)s.")
        parts.append(said % {"figure": row.figure, "place": row.basis_place})
    elif row.figure is not None:
        parts.append(_("Experts' score %(figure)s.") % {"figure": row.figure})
    elif row.basis == Placement.Basis.DISTRICT:
        parts.append(_("Rank %(place)s of the district.") % {"place": row.basis_place})
    if votes := row.facts.get("votes"):
        said = _("%(yes)s votes for, %(present)s present.")
        parts.append(said % {"yes": votes[0], "present": votes[1]})
    return " ".join(parts)
