"""What an expert does: sign the undertaking, save a draft, submit once; how final marks are changed."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations import blind_copies, scoring
from evaluations.actions.assigning import reread
from evaluations.actions.case import actor_name
from evaluations.actions.panel import locked, note, rubric_of
from evaluations.errors import Complaint, Incomplete, NotPermitted, Refused, Stale
from evaluations.models import Member, Panel, Review, ScoreChange, User
from evaluations.panel_permissions import may_score, require, sits
from evaluations.roles import Role
from evaluations.rules import Rubric
from journal.record import commitment, record

LONGEST_COMMENT = 2000
# Halves at most: a finer scale pretends to know more than a reader can.
_STEP = Decimal("0.5")


def undertaking_text() -> str:
    """What is signed before anything opens; kept word for word with the signature."""
    return _(
        "I keep secret what I read, what I score and who sits with me, before and after the "
        "decision. I score what is in the file and nothing else, I contact no applicant and no "
        "employer, and I declare every interest that I have or recognise while reading."
    )


@transaction.atomic
def sign_undertaking(*, member_id: int, by: User, at: datetime) -> Member:
    """Once per panel. Signing again changes nothing."""
    row = Member.objects.get(pk=member_id)
    panel = locked(row.panel_id)
    member = panel.members.select_related("expert__user", "panel__call").get(pk=member_id)
    if refused := sits(by, member):
        raise NotPermitted(refused)
    if member.signed_at is None:
        member.signed_at, member.signed_by = at, by
        member.undertaking = undertaking_text()
        member.save(update_fields=["signed_at", "signed_by", "undertaking"])
        detail = {"member": member.number}
        note(panel, "undertaking", by=by, role=Role.EXPERT, at=at, detail=detail)
    return member


def read_marks(given: Mapping[str, str], rubric: Rubric) -> tuple[dict[str, str], list[Complaint]]:
    """Marks as they are kept ("17", "17.5"), and what is wrong with the others. Empty: no mark."""
    marks: dict[str, str] = {}
    problems = []
    for criterion in rubric.criteria:
        raw = str(given.get(criterion.id, "")).strip()
        if not raw:
            continue
        value = _number(raw)
        if value is None or not 0 <= value <= criterion.weight or value % _STEP:
            sentence = _("Enter a mark from 0 to %(n)d, in whole or half points.")
            problems.append(Complaint(f"marks.{criterion.id}", sentence % {"n": criterion.weight}))
        else:
            marks[criterion.id] = format(value.normalize(), "f")
    return marks, problems


def _number(raw: str) -> Decimal | None:
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


@transaction.atomic
def save_draft(
    *,
    review_id: int,
    marks: Mapping[str, str],
    comment: str,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> Review:
    """Keep what can be read of it. A draft never counts. Raises Incomplete for what cannot."""
    review = _to_write(review_id, by=by, seen=seen)
    kept, problems = read_marks(marks, rubric_of(review.panel_case.panel))
    if problems:
        raise Incomplete(_("Some marks cannot be read. Correct what is listed."), problems)
    _write(review, kept, comment, at=at)
    return review


@transaction.atomic
def submit(
    *,
    review_id: int,
    marks: Mapping[str, str],
    comment: str,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> Review:
    """The expert's marks, final. Raises Incomplete naming every criterion without a mark."""
    review = _to_write(review_id, by=by, seen=seen)
    if blind_copies.waiting([review.panel_case.application]):
        raise Refused(
            _(
                "A document of this file is being prepared again. Save the draft, and submit when "
                "the document is back."
            )
        )
    rubric = rubric_of(review.panel_case.panel)
    kept, problems = read_marks(marks, rubric)
    named = {problem.path for problem in problems}
    missing = [c.id for c in rubric.criteria if c.id not in kept and f"marks.{c.id}" not in named]
    problems += [Complaint(f"marks.{c}", _("Give a mark; 0 is a mark too.")) for c in missing]
    if problems:
        raise Incomplete(_("The score is not complete. Correct what is listed."), problems)
    review.total = total_of(kept, rubric)
    review.submitted_at, review.submitted_by = at, by
    digest = _write(review, kept, comment, at=at)
    # The marks are sealed until the close, for readers of the record too: only a digest goes there.
    record(
        verb="review.submit",
        subject=review.subject,
        actor=actor_name(by),
        role=Role.EXPERT,
        at=at,
        version=review.version,
        rules=review.panel_case.panel.call.rules_hash,
        commitment=digest,
    )
    return review


def total_of(marks: Mapping[str, str], rubric: Rubric) -> Decimal | None:
    return scoring.rubric_total({name: Decimal(mark) for name, mark in marks.items()}, rubric)


def _to_write(review_id: int, *, by: User, seen: int | None) -> Review:
    """The review, its panel locked first: a score and the close of the scoring never cross."""
    locked(Review.objects.select_related("panel_case").get(pk=review_id).panel_case.panel_id)
    review = reread(review_id)
    if refused := may_score(by, review):
        raise NotPermitted(refused)
    if seen is not None and seen != review.version:
        raise Stale(
            _("You have saved this file in another window since. Look at it again, then send."),
            changed_by=str(by),
            changed_at=review.saved_at or review.assigned_at,
        )
    return review


def _write(review: Review, marks: dict[str, str], comment: str, *, at: datetime) -> str:
    review.marks, review.comment = marks, comment.strip()[:LONGEST_COMMENT]
    review.saved_at = at
    review.version += 1
    review.salt, digest = commitment({"marks": marks, "comment": review.comment})
    review.save()
    return digest


# --- two people change what was final -------------------------------------------------------


@transaction.atomic
def propose_change(
    *, review_id: int, marks: Mapping[str, str], reason: str, by: User, at: datetime
) -> ScoreChange:
    """The office writes down what the expert asked for; nothing changes before a colleague confirms."""
    review, panel, role = _final(review_id, by=by, at=at)
    kept, problems = read_marks(marks, rubric_of(panel))
    if problems or total_of(kept, rubric_of(panel)) is None:
        raise Incomplete(_("Enter every mark as the expert wants it."), problems)
    if not reason.strip():
        raise Refused(_("Give the reason, as in the expert's written request."))
    if review.score_changes.filter(confirmed_at=None).exists():
        raise Refused(_("A change of this score already waits for confirmation."))
    change = ScoreChange.objects.create(
        review=review,
        before=review.marks,
        after=kept,
        reason=reason.strip(),
        proposed_at=at,
        proposed_by=by,
    )
    detail = {"change": change.pk, "file": review.panel_case.code, "member": review.member.number}
    note(panel, "propose_change", by=by, role=role, at=at, detail=detail)
    return change


@transaction.atomic
def confirm_change(*, change_id: int, by: User, at: datetime) -> ScoreChange:
    """A second person confirms; the marks change, and both names stand in the record."""
    row = ScoreChange.objects.select_related("review").get(pk=change_id)
    review, panel, role = _final(row.review_id, by=by, at=at)
    change = ScoreChange.objects.select_for_update(of=("self",)).get(pk=change_id)
    if change.confirmed_at is not None:
        raise Refused(_("This change has already been confirmed."))
    if change.proposed_by_id == by.pk:
        raise NotPermitted(_("You proposed this change. A second person has to confirm it."))
    review.total = total_of(change.after, rubric_of(panel))
    digest = _write(review, change.after, review.comment, at=at)
    change.confirmed_at, change.confirmed_by = at, by
    change.save()
    detail = {"change": change.pk, "file": review.panel_case.code, "member": review.member.number}
    note(panel, "confirm_change", by=by, role=role, at=at, detail=detail, commitment=digest)
    return change


def _final(review_id: int, *, by: User, at: datetime) -> tuple[Review, Panel, str]:
    """A submitted review of a panel that is still open, and the office's role."""
    found = Review.objects.select_related("panel_case").get(pk=review_id)
    panel = locked(found.panel_case.panel_id)
    review = reread(review_id)
    role = require(by, "change_score", panel.call, at=at, panel=panel)
    if review.submitted_at is None or review.ended_at is not None:
        raise Refused(_("Only a submitted score can be changed. This one is not."))
    return review, panel, role
