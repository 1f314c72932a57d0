"""The way of a two-person act to the law, the desks and the paper, in one transaction."""

from collections.abc import Callable
from datetime import date, datetime

from evaluations.actions import proposals
from evaluations.models import Application, PreIntroduction, Proposal, User
from workflows import afterwards, desk, promulgation


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
    """As ``evaluations.actions.proposals.decide``; the file and the certificate follow."""
    found = Proposal.objects.select_related("call", "application").get(pk=proposal_id)

    def act() -> Proposal:
        proposal = proposals.decide(
            proposal_id=proposal_id,
            outcome=outcome,
            by=by,
            at=at,
            note=note,
            document_number=document_number,
            then=then,
        )
        afterwards.decided(proposal, by=by, at=at)
        return proposal

    return desk.perform(found.application or found.call, act, by=by, at=at)


def take_effect(
    case: Application, *, contract_on: date, arrived_on: date, by: User, at: datetime
) -> PreIntroduction:
    """Contract and arrival of somebody approved on intent; the certificate waits to be issued."""
    return desk.perform(
        case,
        lambda: afterwards.arrived(
            case,
            contract_on=contract_on,
            arrived_on=arrived_on,
            by=by,
            at=at,
            award=promulgation.award,
        ),
        by=by,
        at=at,
    )
