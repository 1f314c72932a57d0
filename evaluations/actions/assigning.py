"""Which expert scores which file: given out evenly, never across a conflict, taken back on recusal."""

import hashlib
import hmac
from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations import blind_copies, conflicts, whereabouts, workload
from evaluations.actions import opining
from evaluations.actions.call import locked as locked_call
from evaluations.actions.call import start_review
from evaluations.actions.panel import live, locked, note, rubric_of
from evaluations.desks import Desk
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import Application, Call, Member, Panel, PanelCase, Recusal, Review, User
from evaluations.panel_permissions import may_open, require
from evaluations.pool import reads_cases
from evaluations.roles import Role


@transaction.atomic
def assign(*, panel_id: int, by: User, at: datetime, seen: int | None = None) -> list[Review]:
    """Give out every file that lies at the experts' desk and whose papers are ready for blind
    readers, and what was taken back since.

    Conflicts are looked for anew: a file already given across one is taken back first. Each file
    goes to as many experts as the rubric says, or to all who are free of conflict when the panel
    has no more; a file with none is refused by name. Safe to run again. Returns the new reviews.
    """
    call = _call_of(panel_id)
    panel = locked(panel_id, seen=seen)
    role = require(by, "assign", call, at=at, panel=panel)
    rubric_of(panel)
    members = live(panel)
    if not members:
        raise Refused(_("Draw the experts first."))
    cases = _take_in(panel, by=by, at=at)
    clouded = _conflicts(members, cases, by=by, at=at)
    taken_back = _take_back(panel, clouded, by=by, at=at)
    reviews = _give_out(panel, members, cases, clouded, by=by, at=at)
    detail = {"files": len(cases), "given": len(reviews), "taken_back": taken_back}
    note(panel, "assign", by=by, role=role, at=at, detail=detail)
    if reviews:
        start_review(call, by=by, role=role, at=at)
    return reviews


def _call_of(panel_id: int) -> Call:
    """Locked before anything of it (see ``actions.case``). Raises NotFound."""
    panel = Panel.objects.filter(pk=panel_id).first()
    if panel is None:
        raise NotFound(_("This panel does not exist."))
    return locked_call(panel.call_id)


def _take_in(panel: Panel, *, by: User, at: datetime) -> list[PanelCase]:
    """The files at the desk, each under its code name. They can no longer be recalled."""
    desks = whereabouts.desks_in(panel.call)
    there = [pk for pk, desk in desks.items() if desk == Desk.PANEL]
    elsewhere = PanelCase.objects.filter(panel__call=panel.call, panel__closed_at=None)
    others = set(elsewhere.exclude(panel=panel).values_list("application", flat=True))
    rows = Application.objects.filter(pk__in=there).exclude(pk__in=others).order_by("pk")
    if panel.track:
        rows = rows.filter(track=panel.track)
    known = {case.application_id: case for case in panel.cases.select_related("application")}
    new = [case for case in rows.defer("answers") if case.pk not in known]
    # All experts of a file score the same papers: it waits until the last copy is decided on.
    unready = blind_copies.waiting(new)
    new = [case for case in new if case.pk not in unready]
    free = _codes(panel, len(new))
    for case, code in zip(_shuffled(panel, new), free, strict=True):
        if case.filings.latest("number").opened_at is None:
            opining.open_file(application_id=case.pk, desk=Desk.PANEL, by=by, at=at)
        known[case.pk] = PanelCase.objects.create(panel=panel, application=case, code=code)
    return [case for pk, case in sorted(known.items()) if pk in set(there)]


def _codes(panel: Panel, wanted: int) -> list[str]:
    start = panel.cases.count()
    return [f"{panel.number}-{number:03}" for number in range(start + 1, start + wanted + 1)]


def _shuffled(panel: Panel, cases: list[Application]) -> list[Application]:
    """Neither the order of filing nor the reference shows in a code name."""

    def lot(case: Application) -> bytes:
        return hmac.digest(panel.salt.encode(), str(case.public_id).encode(), hashlib.sha256)

    return sorted(cases, key=lot)


type Clouded = dict[int, set[int]]  # application -> experts


def _conflicts(members: list[Member], cases: list[PanelCase], *, by: User, at: datetime) -> Clouded:
    """Every conflict between these members and files, written down with its reason."""
    interests = conflicts.interests(member.expert for member in members)
    stakes = conflicts.stakes(case.application for case in cases)
    found: Clouded = {}
    rows = []
    for expert_id, known in interests.items():
        for case_id, case in stakes.items():
            reasons = conflicts.between(known, case)
            if reasons or case_id in known.recused:
                found.setdefault(case_id, set()).add(expert_id)
            rows += [
                Recusal(
                    expert_id=expert_id,
                    application_id=case_id,
                    kind=reason.kind,
                    note=reason.note[:200],
                    found_at=at,
                    found_by=by,
                )
                for reason in reasons
            ]
    Recusal.objects.bulk_create(rows, ignore_conflicts=True)
    return found


def _take_back(panel: Panel, clouded: Clouded, *, by: User, at: datetime) -> int:
    """A file in the wrong hands is taken back; a score that was given there does not count."""
    count = 0
    open_ones = Review.objects.filter(panel_case__panel=panel, ended_at=None)
    for review in open_ones.select_related("panel_case", "member"):
        if review.member.expert_id in clouded.get(review.panel_case.application_id, ()):
            end(review, by=by, at=at)
            count += 1
    return count


def end(review: Review, *, by: User, at: datetime) -> None:
    review.ended_at, review.ended_by = at, by
    review.version += 1
    review.save(update_fields=["ended_at", "ended_by", "version"])


def _give_out(
    panel: Panel,
    members: list[Member],
    cases: list[PanelCase],
    clouded: Clouded,
    *,
    by: User,
    at: datetime,
) -> list[Review]:
    seats = {m.expert_id: m for m in members if not reads_cases(m.expert, panel.call)}
    by_case = {case.pk: case for case in cases}
    rows = list(Review.objects.filter(panel_case__in=cases).select_related("member"))
    seen = {(row.panel_case_id, row.member.expert_id) for row in rows}
    count = Counter(row.panel_case_id for row in rows if row.ended_at is None)
    load = Counter(row.member.expert_id for row in rows if row.ended_at is None)
    free = {
        pk: [
            expert
            for expert in seats
            if (pk, expert) not in seen and expert not in clouded.get(case.application_id, ())
        ]
        for pk, case in by_case.items()
    }
    wanted = {pk: max(rubric_of(panel).experts - count[pk], 0) for pk in by_case}
    _refuse_nobody(by_case, free, count)
    given = workload.assign(free, wanted, load=load, lot=panel.salt)
    return Review.objects.bulk_create(
        Review(panel_case=by_case[pk], member=seats[expert], assigned_at=at, assigned_by=by)
        for pk, experts in sorted(given.items())
        for expert in experts
    )


def _refuse_nobody(
    cases: dict[int, PanelCase], free: dict[int, list[int]], count: Counter[int]
) -> None:
    """A file needs somebody; fewer than the rubric's number only shrinks the denominator."""
    for pk, case in cases.items():
        if not free[pk] and not count[pk]:
            raise Refused(
                _("Every expert of the panel is in conflict with %(reference)s. Draw further ones.")
                % {"reference": case.application.reference}
            )


@transaction.atomic
def recuse(*, review_id: int, reason: str, by: User, at: datetime) -> Review | None:
    """An expert declares an interest in a file: irrevocable, at once, everywhere in the call.

    The file is given to somebody else where somebody is free. Returns that new review, if any.
    """
    row = Review.objects.select_related("panel_case").get(pk=review_id)
    panel = locked(row.panel_case.panel_id)
    review = reread(review_id)
    if refused := may_open(by, review):
        raise NotPermitted(refused)
    if not reason.strip():
        raise Refused(_("Say in a few words what connects you with this file."))
    case, expert = review.panel_case, review.member.expert
    Recusal.objects.create(
        expert=expert,
        application=case.application,
        kind=Recusal.Kind.DECLARED,
        note=reason.strip()[:200],
        found_at=at,
        found_by=by,
    )
    new = []
    if panel.closed_at is None:  # a result that stands is not recomputed; votes to come are barred
        end(review, by=by, at=at)
        new = _give_out(panel, live(panel), [case], _now(panel, case), by=by, at=at)
    detail = {"file": case.code, "member": review.member.number, "given": len(new)}
    note(panel, "recuse", by=by, role=Role.EXPERT, at=at, detail=detail)
    return new[0] if new else None


def _now(panel: Panel, case: PanelCase) -> Clouded:
    """Conflicts of the sitting members with one file as they are known at this moment."""
    known = conflicts.interests(member.expert for member in live(panel))
    stakes = conflicts.stakes([case.application])[case.application_id]
    found = {pk for pk, each in known.items() if conflicts.between(each, stakes)}
    recused = case.application.recusals.values_list("expert", flat=True)
    return {case.application_id: found | set(recused)}


def reread(review_id: int) -> Review:
    """The review with everything that permission looks at, locked."""
    rows = Review.objects.select_for_update(of=("self",)).select_related(
        "member__expert__user",
        "member__panel__call",
        "panel_case__panel__call",
        "panel_case__application__call",
    )
    return rows.get(pk=review_id)
