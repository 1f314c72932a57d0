"""In which order does a list begin, and what speaks for each place?

Where experts have scored, with their figures (trimmed mean, ties by the rubric's criteria); where no
panel sat, with the order of each district. ``weights`` tries other weights of the rubric on the
marks that were given; nothing is written.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluations import scoring
from evaluations.desks import Desk, Verdict
from evaluations.models import Application, Call, Item, Opinion, PanelCase, Placement, Review
from evaluations.rules import Programme, Rubric
from evaluations.scoring import Entry, Mark

Basis = Placement.Basis


@dataclass(frozen=True)
class Ground:
    """What is known of one candidate before the office says anything.

    ``place``: by the basis, shared ranks included; None where nothing speaks. ``decided_by``: the
    criterion that broke a tie. ``votes``: for, and present.
    """

    basis: Basis = Basis.NONE
    place: int | None = None
    figure: Decimal | None = None
    shared_by: int = 1
    decided_by: str = ""
    district_rank: int | None = None
    votes: tuple[int, int] | None = None


def grounds(
    call: Call,
    groups: Mapping[int, str],
    programme: Programme,
    *,
    weights: Mapping[str, int] | None = None,
) -> dict[int, Ground]:
    """Application id -> ground. ``groups``: application id -> its bucket, or "track:..."."""
    scored = _scored(call, programme)
    districts, votes = district_ranks(call), _votes(call)
    ranked = _ranked(groups, scored, programme.rubric, weights)
    quota = {bucket.id for bucket in programme.places.buckets}
    found = {}
    for pk, group in groups.items():
        rank, case = ranked.get(pk), scored.get(pk)
        common: dict[str, Any] = {"district_rank": districts.get(pk), "votes": votes.get(pk)}
        if rank is None or case is None:
            basis = Basis.DISTRICT if pk in districts else Basis.NONE
            found[pk] = Ground(basis=basis, place=districts.get(pk), **common)
        else:
            # Without a quota nobody is ranked against anybody; the figure is shown all the same.
            found[pk] = Ground(
                basis=Basis.SCORE if group in quota else Basis.NONE,
                place=rank.place if group in quota else None,
                figure=scoring.rounded(rank.value or 0),
                shared_by=rank.shared_by,
                decided_by=rank.decided_by,
                **common,
            )
    return found


def _scored(call: Call, programme: Programme) -> dict[int, PanelCase]:
    """Application id -> its file at the panel that closed last."""
    if programme.rubric is None:
        return {}
    rows = PanelCase.objects.filter(panel__call=call, panel__closed_at__isnull=False)
    rows = rows.exclude(score=None).select_related("panel").order_by("panel")
    return {case.application_id: case for case in rows}


def district_ranks(call: Call) -> dict[int, int]:
    said = Opinion.objects.filter(
        application__call=call, desk=Desk.DISTRICT, verdict=Verdict.PASS
    ).order_by("id")
    found = said.values_list("application_id", "detail")
    return {pk: detail["rank"] for pk, detail in found if "rank" in detail}


def _votes(call: Call) -> dict[int, tuple[int, int]]:
    rows = Item.objects.filter(meeting__call=call, passed=True).order_by("pk")
    return {
        pk: (yes or 0, present or 0)
        for pk, yes, present in rows.values_list("application_id", "yes", "present")
    }


def _ranked(
    groups: Mapping[int, str],
    scored: Mapping[int, PanelCase],
    rubric: Rubric | None,
    weights: Mapping[str, int] | None,
) -> dict[int, scoring.Ranked]:
    found: dict[int, scoring.Ranked] = {}
    if rubric is None:
        return found
    members: dict[str, list[PanelCase]] = defaultdict(list)
    for pk, group in groups.items():
        if pk in scored:
            members[group].append(scored[pk])
    for cases in members.values():
        if weights is None and len({case.panel_id for case in cases}) == 1:
            found |= {case.application_id: _published(case) for case in cases}
        else:
            found |= _computed(cases, rubric, weights or {})
    return found


def _published(case: PanelCase) -> scoring.Ranked:
    """One panel scored the whole group: its order is the one that was closed with the scoring."""
    return scoring.Ranked(
        str(case.application_id), case.score, case.place, case.shared_by or 1, case.decided_by
    )


def _computed(
    cases: Iterable[PanelCase], rubric: Rubric, weights: Mapping[str, int]
) -> dict[int, scoring.Ranked]:
    cases = list(cases)
    reviews: dict[int, list[Review]] = defaultdict(list)
    rows = Review.objects.filter(panel_case__in=cases, ended_at=None, submitted_at__isnull=False)
    for review in rows.select_related("member").order_by("pk"):
        reviews[review.panel_case_id].append(review)
    entries = [_entry(case, reviews[case.pk], rubric, weights) for case in cases]
    ranked = scoring.rank(entries, tie_break=rubric.tie_break)
    return {int(each.key): each for each in ranked}


def _entry(
    case: PanelCase, reviews: list[Review], rubric: Rubric, weights: Mapping[str, int]
) -> Entry:
    """The published figure and the means behind it; or what both would be with other weights."""
    marks = {f"{r.member.number:04}": _marks(r, rubric, weights) for r in reviews}
    if weights:
        score = scoring.panel_score(
            (Mark(number, scoring.rounded(sum(m.values(), Fraction()))) for number, m in marks.items()),
            trim_from=rubric.trim_from,
        )  # fmt: skip
        value = score.value if score else None
        counted = list(score.counted) if score else []
    else:
        value = case.score
        counted = [number for number in marks if int(number) not in case.dropped]
    parts = {
        name: sum((marks[number][name] for number in counted), Fraction()) / len(counted)
        for name in rubric.tie_break
        if counted
    }
    return Entry(str(case.application_id), value, parts)


def _marks(review: Review, rubric: Rubric, weights: Mapping[str, int]) -> dict[str, Fraction]:
    """Criterion -> mark, stretched from its own weight to the one that is tried."""
    return {
        criterion.id: Fraction(review.marks[criterion.id])
        * Fraction(weights.get(criterion.id, criterion.weight), criterion.weight)
        for criterion in rubric.criteria
    }


def in_group(cases: Iterable[Application], programme: Programme) -> dict[int, str]:
    """Application id -> the bucket in which it competes, or its own track where that has no quota."""
    groups = {track.id: programme.group_of(track) for track in programme.tracks}
    return {case.pk: groups[case.track] for case in cases}
