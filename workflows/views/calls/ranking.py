"""The list on the screen: the order, what is tried, and who enters or leaves. Writes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from certificates.fonts import unprintable
from evaluations import listing, whereabouts
from evaluations.desks import Desk
from evaluations.listing import Line, Made
from evaluations.models import Call
from evaluations.ordering import Ground
from evaluations.outcomes import Outcome, Result
from evaluations.rules import Programme
from evaluations.status import Status
from workflows.views.public import words

MOST_PLACES = 100_000
CAPS = ("max_per_occupation", "max_per_district")


@dataclass
class Row:
    """A candidate at the list desk. ``place``: the order the office gives, None: not put forward."""

    line: Line
    call: Call
    made: Made | None = None
    place: int | None = None
    why: str = ""
    before: Result | None = None  # by the rules of the call, when something else is tried

    @property
    def case(self) -> Any:
        return self.line.case

    @property
    def ground(self) -> Ground:
        return self.line.ground

    @property
    def district(self) -> str:
        code = listing.district_of(self.case)
        return listing.district_title(code) if code else ""

    @property
    def unprintable(self) -> str:
        return unprintable(f"{self.case.person.name}{self.case.employer or ''}")

    @property
    def outcome(self) -> Outcome | None:
        return self.made.outcomes.get(self.line.pk) if self.made else None

    @property
    def selected(self) -> bool:
        return self.outcome is not None and self.outcome.result is Result.SELECTED

    @property
    def moved(self) -> str:
        """ "enters" or "leaves" against the rules of the call."""
        if self.before is None or self.selected == (self.before is Result.SELECTED):
            return ""
        return "enters" if self.selected else "leaves"

    @property
    def sentence(self) -> str:
        """Why this candidate is, or is not, on the list: as the minutes say it."""
        if self.made is None:
            return self.why
        return listing.sentence(listing.placement(self.made, self.line, self.call, self.why))


@dataclass
class Group:
    """A bucket with its places, or a track that takes none."""

    id: str
    label: str
    own_places: int | None
    places: int | None
    rows: list[Row] = field(default_factory=list)

    @property
    def selected(self) -> int:
        return sum(row.selected for row in self.rows)

    @property
    def scored(self) -> bool:
        return any(row.ground.figure is not None for row in self.rows)

    @property
    def voted(self) -> bool:
        return any(row.ground.votes for row in self.rows)

    @property
    def ranked(self) -> bool:
        return any(row.ground.district_rank for row in self.rows)


@dataclass
class Knob:
    """A value of the rules that can be tried: a weight, or a cap."""

    name: str
    label: str
    own: int | None
    value: int | None


@dataclass
class Attempt:
    """One way to make the list: what was entered, and what comes of it."""

    call: Call
    groups: list[Group]
    weights: list[Knob]
    caps: list[Knob]
    problems: list[str] = field(default_factory=list)
    ties: int = 0

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    @property
    def reweighted(self) -> bool:
        return any(knob.value != knob.own for knob in self.weights)

    @property
    def tried(self) -> bool:
        """Whether anything but the rules of the call is tried."""
        return self.reweighted or (
            any(group.places != group.own_places for group in self.groups)
            or any(knob.value != knob.own for knob in self.caps)
        )

    def chosen(self) -> list[Row]:
        return [row for row in self.rows if row.selected]

    def order(self) -> dict[int, int]:
        return {row.line.pk: row.place for row in self.rows if row.place}

    def notes(self) -> dict[int, str]:
        return {row.line.pk: row.why for row in self.rows if row.why}


def begin(call: Call, programme: Programme, data: QueryDict | None) -> Attempt:
    """The page's fields as entered, or as the rules have them. With other weights the order follows
    the scores that they would give; what was typed beside the names stays."""
    attempt = Attempt(call, _groups(programme), _weights(programme), _caps(programme))
    if data is not None:
        attempt.problems += _read_knobs(attempt, data)
    weights = {knob.name: knob.value or 0 for knob in attempt.weights}
    found = listing.lines(
        call, _waiting(call), programme, weights=weights if attempt.reweighted else None
    )
    first = listing.first_order(found)
    groups = {group.id: group for group in attempt.groups}
    for line in found:
        groups[line.group].rows.append(Row(line, call, place=first[line.pk]))
    if data is not None:
        # An order that came from other weights is not the office's own.
        computed = attempt.reweighted or data.get("order") == "tried"
        attempt.problems += [p for row in attempt.rows if (p := _read_row(row, data, computed))]
    return attempt


def _waiting(call: Call):
    """Everybody who has passed every desk."""
    waiting = [pk for pk, desk in whereabouts.desks_in(call).items() if desk == Desk.LIST]
    cases = call.applications.filter(status=Status.FILED, pk__in=waiting)
    return cases.select_related("person", "employer").defer("answers").order_by("pk")


def _groups(programme: Programme) -> list[Group]:
    """In the order of the programme's tracks."""
    buckets = {bucket.id: bucket for bucket in programme.places.buckets}
    found: dict[str, Group] = {}
    for track in programme.tracks:
        key = programme.group_of(track)
        if bucket := buckets.get(key):
            group = Group(key, words.say(bucket.label), bucket.places, bucket.places)
        else:
            group = Group(key, words.say(track.label), None, None)
        found.setdefault(key, group)
    return list(found.values())


def _weights(programme: Programme) -> list[Knob]:
    """Where there is a quota: without one no weight moves anybody."""
    if programme.rubric is None or not programme.places.buckets:
        return []
    return [
        Knob(criterion.id, words.say(criterion.label), criterion.weight, criterion.weight)
        for criterion in programme.rubric.criteria
    ]


def _caps(programme: Programme) -> list[Knob]:
    labels = {
        "max_per_occupation": _("Most of one occupation"),
        "max_per_district": _("Most of one district"),
    }
    values = {name: getattr(programme.places, name) for name in CAPS}
    return [
        Knob(name, labels[name], value, value)
        for name, value in values.items()
        if value is not None
    ]


def _read_knobs(attempt: Attempt, data: QueryDict) -> list[str]:
    problems = []
    for group in attempt.groups:
        if group.own_places is not None:
            group.places, problem = _number(data, f"places-{group.id}", group.places, group.label)
            problems += problem
    for prefix, knobs in (("weight", attempt.weights), ("cap", attempt.caps)):
        for knob in knobs:
            knob.value, problem = _number(data, f"{prefix}-{knob.name}", knob.own, knob.label)
            problems += problem
    if attempt.weights and not any(knob.value for knob in attempt.weights):
        problems.append(_("At least one weight has to be above zero."))
        for knob in attempt.weights:
            knob.value = knob.own
    return problems


def _number(
    data: QueryDict, name: str, own: int | None, label: str
) -> tuple[int | None, list[str]]:
    text = data.get(name, "" if own is None else str(own)).strip()
    if text.isdecimal() and int(text) <= MOST_PLACES:
        return int(text), []
    return own, [_("%s: enter a whole number.") % label]


def _read_row(row: Row, data: QueryDict, computed: bool) -> str:
    row.why = data.get(f"why-{row.case.pk}", "").strip()[:500]
    if computed:
        return ""
    text = data.get(f"place-{row.case.pk}", "").strip()
    row.place = None
    if text.isdecimal() and 0 < int(text) <= MOST_PLACES:
        row.place = int(text)
        return ""
    if text:
        return _("%s: enter the place as a whole number from 1.") % row.case.reference
    if not row.why:
        sentence = _("%s: give a place, or the reason for leaving this candidate out.")
        return sentence % row.case.reference
    return ""


def allot(programme: Programme, attempt: Attempt) -> Attempt:
    """Give out the places as entered, and compare with the rules of the call."""
    lines = [row.line for row in attempt.rows]
    places = {g.id: g.places for g in attempt.groups if g.places is not None}
    caps = {knob.name: knob.value for knob in attempt.caps}
    made = listing.allot(listing.tried(programme, places, caps), lines, attempt.order())
    own = _by_the_rules(programme, attempt) if attempt.tried else {}
    attempt.ties = made.ties
    for row in attempt.rows:
        row.made = made
        row.before = own.get(row.line.pk)
    for group in attempt.groups:
        group.rows.sort(key=_as_listed)
    if not attempt.problems and not attempt.tried and not made.ties:
        attempt.problems += listing.unwritten(made, attempt.notes())
    return attempt


def _by_the_rules(programme: Programme, attempt: Attempt) -> Mapping[int, Result]:
    """Application id -> what the rules' own places, caps and weights say."""
    order, lines = attempt.order(), [row.line for row in attempt.rows]
    if attempt.reweighted:
        lines = listing.lines(attempt.call, [line.case for line in lines], programme)
        order = listing.first_order(lines)
    made = listing.allot(programme, lines, order)
    return {pk: outcome.result for pk, outcome in made.outcomes.items()}


def _as_listed(row: Row) -> tuple[Any, ...]:
    number = row.outcome.number if row.outcome and row.selected else None
    return (number is None, number or 0, row.place or MOST_PLACES, row.case.pk)


def names(rows: Iterable[Row]) -> str:
    return "、".join(row.case.person.name for row in rows)
