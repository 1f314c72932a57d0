"""What follows from an act in another room: departments are asked, copies for blind readers are
ordered, certificates change with titles.

The law and the paper do not know each other, and neither knows the desks. Here they meet, in the
transaction of the act itself.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from certificates.issue import allocate, change_status
from certificates.models import Certificate
from certificates.models import Status as PaperStatus
from evaluations import whereabouts
from evaluations.actions import engagement, holders, joint, proposals
from evaluations.desks import Desk
from evaluations.models import (
    Application,
    Holding,
    HoldingStatus,
    JointRequest,
    PreIntroduction,
    Proposal,
    User,
)
from evaluations.status import Status
from workflows import blinding


def moved(case: Application, *, came_to: str, at: datetime) -> None:
    """A file has been moved by an act, to the desk ``came_to`` ("" when it stays, or has none)."""
    if came_to == Desk.PANEL:
        blinding.order(case, at=at)
    if came_to == Desk.JOINT_REVIEW:
        joint.ask(application_id=case.pk, at=at)
    elif _waits_for_departments(case):
        joint.close_unanswered(application_id=case.pk, at=at)


def _waits_for_departments(case: Application) -> bool:
    """Departments are asked at the desk of the joint review alone: most ways never come there."""
    if whereabouts.step_of(case, Desk.JOINT_REVIEW) is None:
        return False
    return case.joint_requests.filter(answered_at=None, closed_at=None).exists()


# A title that ended early keeps its honour no longer than its tenure: the paper says "expired".
_PAPER: dict[str, PaperStatus] = {
    HoldingStatus.ACTIVE: PaperStatus.VALID,
    HoldingStatus.SUSPENDED: PaperStatus.SUSPENDED,
    HoldingStatus.EXPIRED: PaperStatus.EXPIRED,
    HoldingStatus.TERMINATED: PaperStatus.EXPIRED,
    HoldingStatus.REVOKED: PaperStatus.REVOKED,
}


def follow(holding: Holding, *, by: User | None, at: datetime) -> None:
    """The certificate takes the standing of its title, with the reason and document of the last
    move. Doing it again changes nothing. Inside a transaction."""
    change = holding.changes.latest("id")
    certificate = certificate_of(holding)
    if certificate is None:
        return
    change_status(
        certificate,
        to=_PAPER[holding.status],
        reason=change.reason,
        document=change.document or holding.application.decision.document_number,
        by=f"user:{by.pk}" if by else "clock",
        at=at,
    )


def certificate_of(holding: Holding) -> Certificate | None:
    """The version in people's hands."""
    rows = Certificate.objects.filter(case=holding.application.subject)
    return rows.exclude(status=PaperStatus.SUPERSEDED).order_by("-version").first()


_TITLE_KINDS = ("revoke", "exit", "suspend", "resume")


def decided(proposal: Proposal, *, by: User, at: datetime) -> None:
    """A confirmed decision about a title reaches its certificate; departments need not answer about
    a call that is cancelled."""
    if proposal.kind in _TITLE_KINDS and proposal.outcome == Proposal.Outcome.CONFIRMED:
        holding = Holding.objects.select_related("application__decision").get(
            application=proposal.application_id
        )
        follow(holding, by=by, at=at)
    if proposal.kind == "cancel" and proposal.outcome == Proposal.Outcome.CONFIRMED:
        waiting = JointRequest.objects.filter(
            application__call=proposal.call_id, answered_at=None, closed_at=None
        )
        for pk in waiting.order_by("application").values_list("application", flat=True).distinct():
            joint.close_unanswered(application_id=pk, at=at)


def arrived(
    case: Application, *, contract_on: date, arrived_on: date, by: User, at: datetime, award
) -> PreIntroduction:
    """An approval on intent takes effect, and its certificate gets its number. ``award``: the facts
    of a decided case, as in ``workflows.promulgation``. Inside a transaction."""
    row = engagement.take_effect(
        application_id=case.pk, contract_on=contract_on, arrived_on=arrived_on, by=by, at=at
    )
    fresh = Application.objects.select_related("call", "person", "employer", "decision")
    allocate([award(fresh.get(pk=case.pk))], by=f"user:{by.pk}", at=at)
    return row


def ask_missing(at: datetime) -> list[JointRequest]:
    """Files that came to the joint review by another way than an act, such as a rebuild."""
    waiting = Application.objects.filter(
        status=Status.FILED,
        processes__finished=None,
        processes__tasks__desk=Desk.JOINT_REVIEW,
        processes__tasks__finished=None,
    ).exclude(joint_requests__answered_at=None, joint_requests__closed_at=None)
    asked = []
    for pk in waiting.order_by("pk").values_list("pk", flat=True).distinct():
        asked += joint.ask(application_id=pk, at=at)
    return asked


def summary(proposal: Proposal) -> str:
    """What a proposal is about, in one line."""
    target = proposals.target_of(proposal)
    match target:
        case Holding():
            return _("%(title)s, %(name)s") % {"title": target.title, "name": target.person.name}
        case Application():
            return target.reference
        case _:
            return target.title


def expire(holding_id: int, *, at: datetime) -> Holding | None:
    """One tenure has ended: title and certificate together. None when not due."""
    holding = holders.expire(holding_id=holding_id, at=at)
    if holding is not None:
        follow(holding, by=None, at=at)
    return holding
