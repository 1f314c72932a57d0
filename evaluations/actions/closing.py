"""The scoring is closed: totals, ranks, and the panel's word on every file, in one act."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations import conflicts, scoring, whereabouts
from evaluations.actions import opining
from evaluations.actions.panel import locked, note, rubric_of
from evaluations.desks import Desk, Verdict
from evaluations.errors import Refused
from evaluations.models import Opinion, Panel, PanelCase, Review, User
from evaluations.panel_permissions import require
from evaluations.rules import Rubric
from evaluations.scoring import Entry, Mark, Ranked
from journal.record import commitment


def before_panel(panel: Panel) -> list[PanelCase]:
    """The files that still lie at the experts' desk; withdrawn ones keep nothing here."""
    desks = whereabouts.desks_in(panel.call)
    rows = panel.cases.select_related("application__person", "application__call")
    return [case for case in rows if desks.get(case.application_id) == Desk.PANEL]


def counting(cases: list[PanelCase]) -> list[Review]:
    """The reviews in force, in a fixed order. What was taken back, or given in conflict, is not."""
    rows = Review.objects.filter(panel_case__in=cases, ended_at=None)
    reviews = list(rows.select_related("member__expert", "panel_case").order_by("pk"))
    interests = conflicts.interests({review.member.expert for review in reviews})
    stakes = conflicts.stakes(case.application for case in cases)
    return [
        review
        for review in reviews
        if review.panel_case.application_id not in interests[review.member.expert_id].recused
        and not conflicts.between(
            interests[review.member.expert_id], stakes[review.panel_case.application_id]
        )
    ]


def missing(panel: Panel) -> Counter[int]:
    """Number of a member -> files he has not submitted."""
    found = counting(before_panel(panel))
    return Counter(review.member.number for review in found if review.submitted_at is None)


@dataclass(frozen=True)
class Standing:
    """One file in the panel's order."""

    case: PanelCase
    score: scoring.PanelScore
    rank: Ranked


def standings(cases: list[PanelCase], reviews: list[Review], rubric: Rubric) -> list[Standing]:
    """Trimmed means and ranks, best first; ties by the rubric's criteria over the marks that count."""
    by_case: dict[int, list[Review]] = {case.pk: [] for case in cases}
    for review in reviews:
        by_case[review.panel_case_id].append(review)
    scores, entries = {}, []
    for case in cases:
        marks = [
            Mark(f"{r.member.number:04}", r.total, final=r.submitted_at is not None)
            for r in by_case[case.pk]
        ]
        score = scoring.panel_score(marks, trim_from=rubric.trim_from)
        if score is None:
            raise Refused(_("The file %(code)s has no score.") % {"code": case.code})
        scores[case.code] = score
        entries.append(Entry(case.code, score.value, _parts(by_case[case.pk], score, rubric)))
    ranked = scoring.rank(entries, tie_break=rubric.tie_break)
    by_code = {case.code: case for case in cases}
    return [Standing(by_code[each.key], scores[each.key], each) for each in ranked]


def _parts(
    reviews: list[Review], score: scoring.PanelScore, rubric: Rubric
) -> dict[str, Fraction | None]:
    """Mean of each criterion over the scorers whose totals count."""
    counted = [r for r in reviews if f"{r.member.number:04}" in score.counted]
    return {
        name: sum((Fraction(r.marks[name]) for r in counted), Fraction()) / len(counted)
        for name in rubric.tie_break
    }


@transaction.atomic
def close_scoring(
    *,
    panel_id: int,
    by: User,
    at: datetime,
    seen: int | None = None,
    least: Decimal | None = None,
    places: int | None = None,
) -> list[Opinion]:
    """Close the scoring and pass or refuse every file: all of them or none.

    ``least``: files below this figure are refused; ``places``: only so many go on, and all who
    share the last of these places. Neither: every file goes on with its score and rank.
    Raises Refused while scores are missing, saying whose number and how many.
    """
    panel = locked(panel_id, seen=seen)
    role = require(by, "close", panel.call, at=at, panel=panel)
    cases = before_panel(panel)
    if not cases:
        raise Refused(_("No file lies before this panel."))
    reviews = counting(cases)
    _refuse_missing(panel, cases, reviews)
    found = standings(cases, reviews, rubric_of(panel))
    panel.closed_at, panel.closed_by = at, by
    panel.least, panel.places = least, places
    for standing in found:
        _keep(standing)
    _salt, digest = commitment({s.case.code: str(s.score.value) for s in found}, salt=b"")
    detail = {"files": len(found), "least": str(least or ""), "places": places or 0}
    note(panel, "close", by=by, role=role, at=at, detail=detail, commitment=digest)
    return [_say(standing, least, places, by=by, at=at) for standing in found]


def _refuse_missing(panel: Panel, cases: list[PanelCase], reviews: list[Review]) -> None:
    late = Counter(r.member.number for r in reviews if r.submitted_at is None)
    if late:
        listed = ", ".join(
            _("expert no. %(number)d: %(n)d") % {"number": number, "n": n}
            for number, n in sorted(late.items())
        )
        raise Refused(
            _("Scores are still missing (%(listed)s). Remind them, or replace them.")
            % {"listed": listed}
        )
    waiting = whereabouts.desks_in(panel.call)
    known = {case.application_id for case in cases}
    rows = panel.call.applications.filter(pk__in=[p for p, d in waiting.items() if d == Desk.PANEL])
    if panel.track:
        rows = rows.filter(track=panel.track)
    others = PanelCase.objects.filter(panel__closed_at=None).exclude(panel=panel)
    rows = rows.exclude(pk__in=others.values("application"))
    if rows.exclude(pk__in=known).exists():
        raise Refused(_("New files have come to the experts' desk. Give them out first."))


def _keep(standing: Standing) -> None:
    case, rank = standing.case, standing.rank
    case.score, case.place = standing.score.value, rank.place
    case.shared_by, case.decided_by = rank.shared_by, rank.decided_by
    case.dropped = [int(number) for number in standing.score.dropped]
    case.save()


def _say(
    standing: Standing, least: Decimal | None, places: int | None, *, by: User, at: datetime
) -> Opinion:
    """The panel's word, through the one verb for opinions."""
    application, place = standing.case.application, standing.rank.place
    low = least is not None and standing.score.value < least
    beyond = places is not None and (place or 0) > places
    reason = ""
    if low:
        reason = _("The experts' score lies below the pass line of %(least)s.") % {"least": least}
    elif beyond:
        reason = _("Not among the best %(n)d by the experts' scores.") % {"n": places}
    return opining.give_opinion(
        application_id=application.pk,
        desk=Desk.PANEL,
        verdict=Verdict.DECLINE if reason else Verdict.PASS,
        by=by,
        seen=type(application).objects.values_list("version", flat=True).get(pk=application.pk),
        at=at,
        reason=reason,
        detail={"score": str(standing.score.value), "rank": place},
    )
