"""From an order and a number of places to a list, without writing anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from certificates.fonts import unprintable
from evaluations import allocation, whereabouts
from evaluations.desks import Desk, Verdict
from evaluations.models import Application, Call, Opinion
from evaluations.outcomes import Because, Candidate, Outcome, Result
from evaluations.rules import Places, Programme
from evaluations.status import Status
from workflows.views.public import words

MOST_PLACES = 100_000
TRACK = "track:"


@dataclass
class Row:
    """A candidate at the list desk. ``place``: the order the office gives, None: not put forward."""

    case: Application
    group: str
    track: str
    district: str
    district_rank: int | None
    place: int | None = None
    why: str = ""
    outcome: Outcome | None = None
    before: Result | None = None  # by the rules' own places, when others are tried
    unprintable: str = ""

    @property
    def selected(self) -> bool:
        return self.outcome is not None and self.outcome.result is Result.SELECTED

    @property
    def free(self) -> bool:
        """Whether the track takes no place of any quota."""
        return self.group.startswith(TRACK)

    @property
    def moved(self) -> str:
        """ "enters" or "leaves" against the rules' own places."""
        if self.before is None or self.selected == (self.before is Result.SELECTED):
            return ""
        return "enters" if self.selected else "leaves"

    @property
    def sentence(self) -> str:
        """Why this candidate is, or is not, on the list: as the minutes say it."""
        if self.outcome is None:
            return self.why
        if self.free and self.outcome.reason.because is Because.NO_QUOTA:
            return _("Selected: qualified, and this way in takes no place.")
        names = {"district": self.district} if self.district else {}
        return self.why or self.outcome.reason.sentence(**names)


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


@dataclass
class Attempt:
    """One way to make the list: what was entered, and what comes of it."""

    groups: list[Group]
    problems: list[str] = field(default_factory=list)
    ties: int = 0

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    @property
    def tried(self) -> bool:
        """Whether places other than the rules' own were tried."""
        return any(group.places != group.own_places for group in self.groups)

    def chosen(self) -> list[int]:
        """Application ids in the order of the list."""
        found = []
        for group in self.groups:
            seated = [row for row in group.rows if row.selected]
            seated.sort(key=lambda row: row.outcome.number if row.outcome else 0)
            found += [row.case.pk for row in seated]
        return found

    def reasons(self) -> dict[int, str]:
        return {row.case.pk: row.sentence for row in self.rows if not row.selected}


def at_the_gate(call: Call) -> list[Row]:
    """Everybody who has passed every desk, with the district's own order."""
    waiting = {pk for pk, desk in whereabouts.desks_in(call).items() if desk == Desk.LIST}
    cases = call.applications.filter(status=Status.FILED).select_related("person", "employer")
    ranks = _district_ranks(call)
    tracks = {track.id: track for track in call.rules.tracks}
    districts = {district.code: district.title for district in settings.CITY.districts}
    return [
        Row(
            case=case,
            group=words.bucket_of(call.rules, tracks[case.track]) or f"{TRACK}{case.track}",
            track=words.say(tracks[case.track].label),
            district=districts.get(_district(case), ""),
            district_rank=ranks.get(case.pk),
            unprintable=unprintable(f"{case.person.name}{case.employer or ''}"),
        )
        for case in cases.defer("answers").order_by("pk")
        if case.pk in waiting
    ]


def _district(case: Application) -> str:
    """Empty for units that report straight to the city: no district cap binds them."""
    return case.employer.district if case.employer and case.employer.reports_to_district else ""


def _district_ranks(call: Call) -> dict[int, int]:
    said = Opinion.objects.filter(
        application__call=call, desk=Desk.DISTRICT, verdict=Verdict.PASS
    ).order_by("id")
    found = said.values_list("application_id", "detail")
    return {pk: detail["rank"] for pk, detail in found if "rank" in detail}


def proposal(groups: Iterable[Group]) -> None:
    """The order to begin with: the district's rank; who has none comes after, all on one rank."""
    for group in groups:
        last = 1 + max((row.district_rank or 0 for row in group.rows), default=0)
        for row in group.rows:
            row.place = row.district_rank or last


def groups_of(programme: Programme, rows: Iterable[Row]) -> list[Group]:
    """In the order of the programme's tracks."""
    buckets = {bucket.id: bucket for bucket in programme.places.buckets}
    found: dict[str, Group] = {}
    for track in programme.tracks:
        key = words.bucket_of(programme, track)
        if key:
            bucket = buckets[key]
            group = Group(key, words.say(bucket.label), bucket.places, bucket.places)
        else:
            group = Group(f"{TRACK}{track.id}", words.say(track.label), None, None)
        found.setdefault(group.id, group)
    for row in rows:
        found[row.group].rows.append(row)
    return list(found.values())


def read(groups: list[Group], data: QueryDict) -> list[str]:
    """Take order, reasons and tried places from what was typed; returns what is wrong with it."""
    problems = []
    for group in groups:
        if group.own_places is not None:
            text = data.get(f"places-{group.id}", str(group.own_places)).strip()
            if text.isdecimal() and int(text) <= MOST_PLACES:
                group.places = int(text)
            else:
                problems.append(_("%s: enter the places as a whole number.") % group.label)
        problems += [problem for row in group.rows if (problem := _read_row(row, data))]
    return problems


def _read_row(row: Row, data: QueryDict) -> str:
    text = data.get(f"place-{row.case.pk}", "").strip()
    row.why = data.get(f"why-{row.case.pk}", "").strip()[:500]
    row.place = None
    if text.isdecimal() and 0 < int(text) <= MOST_PLACES:
        row.place = int(text)
        row.why = ""
        return ""
    if text:
        return _("%s: enter the place as a whole number from 1.") % row.case.reference
    if not row.why:
        sentence = _("%s: give a place, or the reason for leaving this candidate out.")
        return sentence % row.case.reference
    return ""


def allot(programme: Programme, groups: list[Group], problems: list[str]) -> Attempt:
    """Give out the places as entered, and compare with the rules' own places."""
    attempt = Attempt(groups, list(problems))
    tried = {group.id: group.places for group in groups if group.places is not None}
    outcomes, attempt.ties = _outcomes(programme, attempt.rows, tried)
    own = _outcomes(programme, attempt.rows, {})[0] if attempt.tried else {}
    for row in attempt.rows:
        row.outcome = outcomes.get(row.case.pk)
        base = own.get(row.case.pk)
        row.before = base.result if base else None
    for group in groups:
        group.rows.sort(key=_as_listed)
    return attempt


def _as_listed(row: Row) -> tuple[Any, ...]:
    number = row.outcome.number if row.outcome and row.selected else None
    return (number is None, number or 0, row.place or MOST_PLACES, row.case.pk)


def _outcomes(
    programme: Programme, rows: list[Row], tried: Mapping[str, int]
) -> tuple[dict[int, Outcome], int]:
    buckets = tuple(
        msgspec.structs.replace(bucket, places=tried.get(bucket.id, bucket.places))
        for bucket in programme.places.buckets
    )
    quota = {bucket.id for bucket in buckets}
    limited = [row for row in rows if row.place and row.group in quota]
    free = [row for row in rows if row.place and row.group not in quota]
    places = msgspec.structs.replace(programme.places, buckets=buckets)
    # Without any bucket the rules' caps still bind; beside buckets a free track takes no place.
    rest = allocation.allocate(map(_candidate, free), Places() if buckets else places)
    first = allocation.allocate(map(_candidate, limited), places) if limited else None
    answers = [rest, first] if first else [rest]
    outcomes = {int(o.candidate.key): o for answer in answers for o in answer.outcomes}
    return outcomes, sum(len(answer.ties) for answer in answers)


def _candidate(row: Row) -> Candidate:
    assert row.place is not None
    return Candidate(
        key=str(row.case.pk),
        place=row.place,
        bucket="" if row.free else row.group,
        occupation=row.case.occupation,
        district=_district(row.case),
    )
