"""Revocation (撤销): a lead, an investigation, the holder's word, and the body that once approved.

Process: domain brief 6.3. A clerk's button never revokes: the last step is a proposal of one
person that the approving body confirms with the number of its document.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evaluations import holdings
from evaluations.actions import case as case_frame
from evaluations.actions import holders
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import (
    Holding,
    HoldingStatus,
    Inquiry,
    Proposal,
    ProposalKind,
    User,
    work_calendar,
)
from evaluations.public_list import local_day
from evaluations.rules import Clock
from journal.record import commitment

# How long the holder has at least for a statement: a default of the house, no rule was found.
STATEMENT = Clock(5, "WORKDAY")


@transaction.atomic
def open_inquiry(*, holding_id: int, source: str, lead: str, by: User, at: datetime) -> Inquiry:
    """A lead that can be checked is taken up. One inquiry at a time."""
    holding = holders.locked(holding_id)
    role = _office(by, holding)
    if holding.status == HoldingStatus.REVOKED:
        raise Refused(_("This title is already revoked."))
    if source not in Inquiry.Source.values or not lead.strip():
        raise Refused(_("Say where the lead comes from and what it says."))
    if holding.inquiries.filter(closed_at=None).exists():
        raise Refused(_("An inquiry into this title is already open."))
    inquiry = Inquiry.objects.create(
        holding=holding, source=source, lead=lead.strip(), opened_at=at, opened_by=by
    )
    _salt, digest = commitment({"lead": inquiry.lead})
    holders.note(holding, "inquiry.open", by=by, role=role, at=at, commitment=digest,
                 detail={"source": source})  # fmt: skip
    return inquiry


def _office(by: User, holding: Holding) -> str:
    role = holdings.office_role(by, holding)
    if not role:
        raise NotPermitted(_("Only the review office can do this."))
    return role


def _open(inquiry_id: int) -> Inquiry:
    """The inquiry, its title locked first. Raises NotFound, or Refused when it is closed."""
    found = Inquiry.objects.filter(pk=inquiry_id).values_list("holding", flat=True).first()
    if found is None:
        raise NotFound(_("This inquiry does not exist, or is not yours to see."))
    holding = holders.locked(found)
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry_id)
    inquiry.holding = holding
    if inquiry.closed_at is not None:
        raise Refused(_("This inquiry is closed."))
    return inquiry


@transaction.atomic
def record_finding(*, inquiry_id: int, finding: str, by: User, at: datetime) -> Inquiry:
    """What the investigation found. Written once."""
    inquiry = _open(inquiry_id)
    role = _office(by, inquiry.holding)
    if inquiry.found_at is not None:
        raise Refused(_("The finding is already recorded."))
    if not finding.strip():
        raise Refused(_("Write down what was found, and by which means."))
    inquiry.finding, inquiry.found_at, inquiry.found_by = finding.strip(), at, by
    inquiry.save()
    holders.note(inquiry.holding, "inquiry.finding", by=by, role=role, at=at)
    return inquiry


@transaction.atomic
def invite_statement(*, inquiry_id: int, due_at: datetime, by: User, at: datetime) -> Inquiry:
    """The holder is told the finding and asked for his word, with time to answer."""
    inquiry = _open(inquiry_id)
    role = _office(by, inquiry.holding)
    if inquiry.found_at is None:
        raise Refused(_("Record the finding first: the holder must know what to answer."))
    if inquiry.stated_at is not None:
        raise Refused(_("The holder has already made a statement."))
    least = work_calendar().due(at, STATEMENT)
    if due_at < least:
        raise Refused(
            _("The holder needs at least %(n)d working days: until %(day)s.")
            % {"n": STATEMENT.n, "day": local_day(least).isoformat()}
        )
    inquiry.statement_due, inquiry.invited_at, inquiry.invited_by = due_at, at, by
    inquiry.save()
    holders.note(inquiry.holding, "inquiry.invite", by=by, role=role, at=at)
    return inquiry


@transaction.atomic
def make_statement(
    *, inquiry_id: int, statement: str, wants_hearing: bool, by: User, at: datetime
) -> Inquiry:
    """The holder's own word. Also after the date, as long as nothing is decided."""
    inquiry = _open(inquiry_id)
    if not holdings.is_holder(by, inquiry.holding):
        raise NotPermitted(_("Only the holder can make this statement."))
    if inquiry.invited_at is None:
        raise Refused(_("You have not been asked for a statement yet."))
    if inquiry.stated_at is not None:
        raise Refused(_("Your statement is already recorded."))
    if not statement.strip():
        raise Refused(_("Write your statement."))
    inquiry.statement, inquiry.wants_hearing = statement.strip(), wants_hearing
    inquiry.stated_at, inquiry.stated_by = at, by
    inquiry.save()
    _salt, digest = commitment({"statement": inquiry.statement})
    holders.note(inquiry.holding, "inquiry.statement", by=by, role="holder", at=at,
                 commitment=digest, detail={"wants_hearing": wants_hearing})  # fmt: skip
    return inquiry


@transaction.atomic
def record_hearing(
    *, inquiry_id: int, held_on: date, minutes: str, by: User, at: datetime
) -> Inquiry:
    """The hearing (听证) took place; its minutes are kept."""
    inquiry = _open(inquiry_id)
    role = _office(by, inquiry.holding)
    if inquiry.invited_at is None:
        raise Refused(_("Ask the holder for a statement first."))
    if inquiry.heard_at is not None:
        raise Refused(_("The hearing is already recorded."))
    if held_on > local_day(at) or not minutes.strip():
        raise Refused(_("Enter a day that has come, and the minutes of the hearing."))
    inquiry.hearing_on, inquiry.minutes = held_on, minutes.strip()
    inquiry.heard_at, inquiry.heard_by = at, by
    inquiry.save()
    holders.note(inquiry.holding, "inquiry.hearing", by=by, role=role, at=at)
    return inquiry


@transaction.atomic
def close_unfounded(*, inquiry_id: int, reason: str, by: User, at: datetime) -> Inquiry:
    """The lead is not confirmed: the title stays, and the reason is kept."""
    inquiry = _open(inquiry_id)
    role = _office(by, inquiry.holding)
    if _proposals(inquiry.holding).filter(decided_at=None).exists():
        raise Refused(_("The revocation is already proposed. The approving body decides now."))
    if not reason.strip():
        raise Refused(_("Say why the lead is not confirmed."))
    _close(inquiry, Inquiry.Outcome.UNFOUNDED, reason.strip(), by=by, at=at)
    holders.note(inquiry.holding, "inquiry.unfounded", by=by, role=role, at=at)
    return inquiry


def _close(inquiry: Inquiry, outcome: str, reason: str, *, by: User, at: datetime) -> None:
    inquiry.outcome, inquiry.closing_reason = outcome, reason
    inquiry.closed_at, inquiry.closed_by = at, by
    inquiry.save()


def _proposals(holding: Holding) -> QuerySet[Proposal]:
    return Proposal.objects.filter(kind=ProposalKind.REVOKE, application=holding.application_id)


def missing(inquiry: Inquiry, *, at: datetime) -> str:
    """What keeps the revocation from being proposed; "" when nothing does."""
    if inquiry.found_at is None:
        return _("The finding is missing.")
    if inquiry.invited_at is None or inquiry.statement_due is None:
        return _("The holder has not been asked for a statement.")
    if inquiry.stated_at is None and at <= inquiry.statement_due:
        return _("The holder still has time for a statement.")
    if inquiry.wants_hearing and inquiry.heard_at is None:
        return _("The holder asked for a hearing. Record it first.")
    return ""


# --- for evaluations.actions.proposals ---


def check(holding: Holding, _payload: dict[str, Any], *, at: datetime) -> None:
    """Nobody proposes, and nobody confirms, what was not investigated and heard."""
    inquiry = holding.inquiries.filter(closed_at=None).first()
    if inquiry is None:
        raise Refused(_("Open an inquiry first: a title is revoked only after an investigation."))
    if reason := missing(inquiry, at=at):
        raise Refused(reason)


def carry_out(proposal: Proposal, holding: Holding, *, by: User, role: str, at: datetime) -> None:
    """Void from the beginning: the case, the title and the inquiry end together."""
    case = case_frame.locked(holding.application_id)
    inquiry = holding.inquiries.get(closed_at=None)
    case_frame.move(case, "revoke", verb="revoke", by=by, role=role, at=at,
                    reason=proposal.reason, detail={"document": proposal.document_number})  # fmt: skip
    holders.move(holding, "revoke", by=by, role=role, at=at, reason=proposal.reason,
                 effective_on=holding.since, document=proposal.document_number,
                 proposal=proposal)  # fmt: skip
    _close(inquiry, Inquiry.Outcome.REVOKED, proposal.document_number, by=by, at=at)


def rejected(proposal: Proposal, *, by: User, at: datetime) -> None:
    """The approving body keeps the title: the inquiry ends with its word."""
    if proposal.kind != ProposalKind.REVOKE:
        return
    inquiry = Inquiry.objects.filter(
        holding__application=proposal.application_id, closed_at=None
    ).first()
    if inquiry is not None:
        _close(inquiry, Inquiry.Outcome.KEPT, proposal.note, by=by, at=at)
