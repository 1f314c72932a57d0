"""The yearly review of a title: the holder reports, the employer vouches, the district decides."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations import holdings
from evaluations.actions import holders, proposals
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import (
    IN_TENURE,
    ExitGround,
    Holding,
    Proposal,
    ProposalKind,
    ReviewResult,
    User,
    YearlyReview,
)
from evaluations.public_list import local_day

TEXTS = ("study", "skill", "innovation", "training", "goals")


def due_on(year: int) -> date:
    """When the holder's report of ``year`` is due: a default, after the usual calendar [S91]."""
    return date(year + 1, 3, 31)


def years_of(holding: Holding, *, today: date) -> tuple[int, ...]:
    """The years this title reports on, so far. None for an honour without a tenure."""
    if holding.until is None:
        return ()
    return tuple(range(holding.since.year, min(today.year, holding.until.year) + 1))


def refusal_to_report(user: User, holding: Holding, year: int, *, at: datetime) -> str:
    """Why ``user`` may not write the report of this year; "" when allowed."""
    if not holdings.is_holder(user, holding):
        return _("Only the holder writes this report.")
    if holding.status not in IN_TENURE:
        return _("This title is no longer in its tenure.")
    if year not in years_of(holding, today=local_day(at)):
        return _("This title does not report on that year.")
    review = holding.reviews.filter(year=year).first()
    if review is not None and review.lies_with != "holder":
        return _("The report of this year has been filed. Ask your employer to give it back.")
    return ""


@transaction.atomic
def save_report(
    *, holding_id: int, year: int, texts: Mapping[str, str], by: User, at: datetime
) -> YearlyReview:
    """The working copy of the holder's report. Never refuses a half one."""
    holding = holders.locked(holding_id)
    if reason := refusal_to_report(by, holding, year, at=at):
        raise NotPermitted(reason)
    review, _created = YearlyReview.objects.get_or_create(holding=holding, year=year)
    for name in TEXTS:
        setattr(review, name, texts.get(name, getattr(review, name)).strip())
    review.save()
    return review


@transaction.atomic
def file_report(
    *, holding_id: int, year: int, texts: Mapping[str, str], by: User, at: datetime
) -> YearlyReview:
    """The report goes to the employer."""
    review = save_report(holding_id=holding_id, year=year, texts=texts, by=by, at=at)
    if not (review.skill and review.innovation and review.training):
        raise Refused(_("Report on skill, on innovation and on training others."))
    review.filed_at, review.filed_by, review.returned_because = at, by, ""
    review.save()
    holding = holders.locked(holding_id)
    holders.note(holding, "review.file", by=by, role="holder", at=at, detail={"year": year})
    return review


def _locked(review_id: int) -> YearlyReview:
    found = YearlyReview.objects.filter(pk=review_id).values_list("holding", flat=True).first()
    if found is None:
        raise NotFound(_("This report does not exist, or is not yours to see."))
    holding = holders.locked(found)
    review = YearlyReview.objects.select_for_update(of=("self",)).get(pk=review_id)
    review.holding = holding
    return review


def _require(by: User, review: YearlyReview, stage: str) -> str:
    parts = {"employer": holdings.employer_role, "district": holdings.district_role}
    role = parts[stage](by, review.holding)
    if not role:
        raise NotPermitted(
            _("Only the holder's employer can do this.")
            if stage == "employer"
            else _("Only the district of the employer can do this.")
        )
    if review.lies_with != stage:
        raise Refused(_("This report does not lie with you now. Reload the page."))
    return role


@transaction.atomic
def vouch(*, review_id: int, result: str, opinion: str, by: User, at: datetime) -> YearlyReview:
    """The employer's word, and the result it proposes."""
    review = _locked(review_id)
    role = _require(by, review, "employer")
    _check_result(result, opinion)
    review.proposed_result, review.employer_opinion = result, opinion.strip()
    review.vouched_at, review.vouched_by = at, by
    review.save()
    detail = {"year": review.year, "result": result}
    holders.note(review.holding, "review.vouch", by=by, role=role, at=at, detail=detail)
    return review


def _check_result(result: str, opinion: str) -> None:
    if result not in ReviewResult.values:
        raise Refused(_("Choose a result."))
    if result in {ReviewResult.UNQUALIFIED, ReviewResult.BASIC} and not opinion.strip():
        raise Refused(_("Give the reason for this result."))


@transaction.atomic
def give_back(*, review_id: int, reason: str, by: User, at: datetime) -> YearlyReview:
    """The employer gives the report back to the holder."""
    review = _locked(review_id)
    role = _require(by, review, "employer")
    if not reason.strip():
        raise Refused(_("Say what has to be added or corrected."))
    review.filed_at = review.filed_by = None
    review.returned_because = reason.strip()
    review.save()
    holders.note(review.holding, "review.give_back", by=by, role=role, at=at,
                 detail={"year": review.year})  # fmt: skip
    return review


@transaction.atomic
def decide(*, review_id: int, result: str, opinion: str, by: User, at: datetime) -> YearlyReview:
    """The district's result. The second "unqualified" in a row proposes the exit."""
    review = _locked(review_id)
    role = _require(by, review, "district")
    _check_result(result, opinion)
    review.result, review.opinion = result, opinion.strip()
    review.decided_at, review.decided_by = at, by
    review.save()
    detail = {"year": review.year, "result": result}
    holders.note(review.holding, "review.decide", by=by, role=role, at=at, detail=detail)
    if _failed_twice(review):
        _propose_exit(review, by=by, role=role, at=at)
    return review


def _failed_twice(review: YearlyReview) -> bool:
    """Two consecutive failures end the title: usual practice, no text found (domain brief 6.2)."""
    failed = review.holding.reviews.filter(result=ReviewResult.UNQUALIFIED)
    years = set(failed.values_list("year", flat=True))
    return review.result == ReviewResult.UNQUALIFIED and bool(
        {review.year - 1, review.year + 1} & years
    )


def _propose_exit(review: YearlyReview, *, by: User, role: str, at: datetime) -> None:
    holding = review.holding
    waiting = Proposal.objects.filter(
        kind=ProposalKind.EXIT, subject=holding.subject, decided_at=None
    )
    if holding.status not in IN_TENURE or waiting.exists():
        return
    proposals.propose(
        kind=ProposalKind.EXIT, about=holding, payload={"ground": ExitGround.UNQUALIFIED.value},
        reason=_("Two yearly reviews in a row were unqualified."), by=by, at=at, role=role,
    )  # fmt: skip
