"""Two-person acts: one proposes with a reason, another confirms or rejects. Neither alone moves
anything, and both stand in the record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evaluations.actions import amending, holders, rectifying, revocation
from evaluations.actions import call as call_frame
from evaluations.actions.case import actor_name
from evaluations.actions.case import locked as locked_case
from evaluations.call_permissions import role_over
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import Application, Call, Holding, Proposal, ProposalKind, User
from evaluations.roles import Role
from journal.record import commitment, record

type Target = Call | Application | Holding
type Deciders = Callable[[Call], tuple[Role, ...]]

_OFFICE = (Role.REVIEW_OFFICE,)


def _the_body(call: Call) -> tuple[Role, ...]:
    """The body that approved the list: it alone takes back what it gave (domain brief 6.3)."""
    return (Role(call.rules.decided_by),)


def _office_or_body(call: Call) -> tuple[Role, ...]:
    return (*_OFFICE, *_the_body(call))


@dataclass(frozen=True)
class Act:
    """``about``: what ``subject`` names. ``check`` and ``carry_out`` are None where the caller of
    ``decide`` brings the act with him (a score lies in the experts' module)."""

    about: type[Target] | None
    deciders: Deciders
    check: Callable[..., None] | None = None
    carry_out: Callable[..., None] | None = None
    document: bool = False  # confirmed only with the number of the decision


ACTS: dict[ProposalKind, Act] = {
    ProposalKind.EXTEND_WINDOW: Act(
        Call, _office_or_body, amending.check_window, amending.extend_window
    ),
    ProposalKind.LATE_ENTRY: Act(
        Call, _office_or_body, amending.check_late_entry, amending.admit_late_entry
    ),
    ProposalKind.PLACES: Act(Call, _the_body, amending.check_places, amending.amend_places),
    ProposalKind.CANCEL: Act(Call, _the_body, amending.check_cancel, amending.cancel),
    ProposalKind.SCORE: Act(None, _office_or_body),
    ProposalKind.REVOKE: Act(
        Holding, _the_body, revocation.check, revocation.carry_out, document=True
    ),
    ProposalKind.EXIT: Act(
        Holding, _the_body, holders.check_exit, holders.carry_out, document=True
    ),
    ProposalKind.SUSPEND: Act(
        Holding, _office_or_body, holders.check_suspend, holders.carry_out, document=True
    ),
    ProposalKind.RESUME: Act(
        Holding, _office_or_body, holders.check_resume, holders.carry_out, document=True
    ),
    # A slip of the pen is no new decision: a second officer may confirm it as well as the body.
    ProposalKind.CORRECT: Act(
        Holding, _office_or_body, rectifying.check, rectifying.carry_out, document=True
    ),
}  # fmt: skip


def _call_of(target: Target) -> Call:
    match target:
        case Call():
            return target
        case Holding():
            return target.application.call
        case _:
            return target.call


def _case_of(target: Target) -> Application | None:
    match target:
        case Call():
            return None
        case Holding():
            return target.application
        case _:
            return target


def _locked(target: Target) -> Target:
    """The thing proposed about, locked: proposals about one thing queue up."""
    match target:
        case Call():
            return call_frame.locked(target.pk)
        case Holding():
            locked_case(target.application_id)  # lock order: the case, then its title
            return holders.locked(target.pk)
        case _:
            return locked_case(target.pk)


@transaction.atomic
def propose(
    *,
    kind: str,
    about: Target,
    payload: dict[str, Any],
    reason: str,
    by: User,
    at: datetime,
    subject: str = "",
    role: str = "",
) -> Proposal:
    """The first of two persons. ``subject``: only for a score, the record's name of the review.

    ``role``: given by a verb of the law that has asked permission itself (a district whose second
    "unqualified" in a row proposes the exit); else the review office proposes.
    Raises Refused (what is wrong with it, or that one is open already) and NotPermitted.
    """
    act, target = ACTS[ProposalKind(kind)], _locked(about)
    call = _call_of(target)
    role = role or _proposer(by, target)
    if not reason.strip():
        raise Refused(_("Give the reason: the second person and the record need it."))
    if act.check is not None:
        act.check(target, payload, at=at)
    proposal = Proposal(
        kind=kind, subject=subject or target.subject, call=call, application=_case_of(target),
        payload=payload, reason=reason.strip(), role=role, proposed_at=at, proposed_by=by,
    )  # fmt: skip
    proposal.salt, digest = commitment({"reason": proposal.reason})
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError:
        raise Refused(
            _("The same has already been proposed and waits for the second person.")
        ) from None
    _note(proposal, "propose", by=by, role=role, at=at, commitment=digest)
    return proposal


def _proposer(by: User, target: Target) -> str:
    case = _case_of(target)
    if case is not None and case.person.user_id == by.pk:
        raise NotPermitted(_("This is about yourself. Somebody else has to propose it."))
    role = role_over(by, _call_of(target), *_OFFICE)
    if not role:
        raise NotPermitted(_("Only the review office can propose this."))
    return role


def target_of(proposal: Proposal) -> Target:
    """The call, application or title it is about."""
    match ACTS[ProposalKind(proposal.kind)].about:
        case about if about is Holding:
            return Holding.objects.select_related("application__call", "person", "employer").get(
                application=proposal.application_id
            )
        case about if about is Call:
            return proposal.call
        case _:
            return proposal.application or proposal.call


def refusal(user: User, proposal: Proposal) -> str:
    """Why ``user`` may not decide this proposal; "" when allowed."""
    if proposal.decided_at is not None:
        return _("This proposal has already been decided.")
    if proposal.proposed_by_id == user.pk:
        return _("You proposed this. A second person has to confirm it.")
    case = proposal.application
    if case is not None and case.person.user_id == user.pk:
        return _("This is about yourself. Somebody else has to decide it.")
    if not decider_role(user, proposal):
        wanted = ACTS[ProposalKind(proposal.kind)].deciders(proposal.call)
        names = _(", ").join(str(role.label) for role in wanted)
        return _("Only this body decides here: %(body)s.") % {"body": names}
    return ""


def decider_role(user: User, proposal: Proposal) -> str:
    act = ACTS[ProposalKind(proposal.kind)]
    return role_over(user, proposal.call, *act.deciders(proposal.call))


@transaction.atomic
def decide(
    *,
    proposal_id: int,
    outcome: str,
    by: User,
    at: datetime,
    note: str = "",
    document_number: str = "",
    then: Callable[[Proposal], None] | None = None,
) -> Proposal:
    """The second of two persons. A confirmation carries the act out in the same transaction.

    ``then``: the act of a kind that has none of its own (a score). Raises NotPermitted for the
    proposer himself, Refused when it is decided already or no longer possible.
    """
    proposal = _open(proposal_id)
    if reason := refusal(by, proposal):
        raise Refused(reason) if proposal.decided_at else NotPermitted(reason)
    act = ACTS[ProposalKind(proposal.kind)]
    confirmed = outcome == Proposal.Outcome.CONFIRMED
    _check_decision(act, outcome, note=note, document=document_number)
    target = target_of(proposal)
    if confirmed and act.check is not None:
        act.check(target, proposal.payload, at=at)
    role = decider_role(by, proposal)
    proposal.outcome, proposal.note = outcome, note.strip()
    proposal.document_number = document_number.strip() if confirmed else ""
    proposal.decided_at, proposal.decided_by, proposal.decided_role = at, by, role
    proposal.save()
    _note(proposal, outcome, by=by, role=role, at=at)
    if not confirmed:
        revocation.rejected(proposal, by=by, at=at)
        return proposal
    carry_out = act.carry_out
    if carry_out is not None:
        carry_out(proposal, target, by=by, role=role, at=at)
    else:
        assert then is not None, f"nobody says what {proposal.kind} does"
        then(proposal)
    return proposal


def _open(proposal_id: int) -> Proposal:
    """The proposal, what it is about locked first: of two confirmations one comes second."""
    found = Proposal.objects.select_related("call", "application__person").filter(pk=proposal_id)
    proposal = found.first()
    if proposal is None:
        raise NotFound(_("This proposal does not exist."))
    _locked(target_of(proposal))
    return found.select_for_update(of=("self",)).get()


def _check_decision(act: Act, outcome: str, *, note: str, document: str) -> None:
    if outcome not in Proposal.Outcome.values:
        raise Refused(_("Confirm or reject."))
    if outcome == Proposal.Outcome.REJECTED and not note.strip():
        raise Refused(_("Say why it is rejected."))
    if outcome == Proposal.Outcome.CONFIRMED and act.document and not document.strip():
        raise Refused(_("Enter the number of the document of this decision."))


def _note(
    proposal: Proposal, verb: str, *, by: User, role: str, at: datetime, **entry: Any
) -> None:
    record(
        verb=f"proposal.{verb}", subject=proposal.subject, actor=actor_name(by), role=role, at=at,
        rules=proposal.call.rules_hash,
        detail={"kind": proposal.kind, "proposal": str(proposal.public_id)}, **entry,
    )  # fmt: skip


PUBLIC_KINDS = (
    ProposalKind.EXTEND_WINDOW,
    ProposalKind.LATE_ENTRY,
    ProposalKind.PLACES,
    ProposalKind.CANCEL,
)


def public_trace(call: Call) -> list[Proposal]:
    """What was changed after the call opened, for everybody to read: never who came in late."""
    rows = call.proposals.filter(kind__in=PUBLIC_KINDS, outcome=Proposal.Outcome.CONFIRMED)
    return list(rows.select_related("amendment").order_by("decided_at"))
