"""Who may do what with a panel, a file before it, and a meeting. Same shape as ``permissions``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from evaluations import conflicts, pool
from evaluations.call_permissions import role_over
from evaluations.errors import NotPermitted
from evaluations.models import Application, Call, Meeting, Member, Panel, Review, User
from evaluations.roles import Role
from evaluations.status import CallStatus, Status

# Whoever watches that it is done rightly reads the record of a panel; scores after the close.
READERS = (Role.REVIEW_OFFICE, Role.SUPERVISION, Role.AUDITOR)
_SCORING = (CallStatus.OPEN, CallStatus.CLOSED, CallStatus.REVIEWING)


@dataclass(frozen=True)
class PanelAsk:
    user: User
    call: Call
    at: datetime
    panel: Panel | None = None
    meeting: Meeting | None = None
    case: Application | None = None


Predicate = Callable[[PanelAsk], str]


def office(ask: PanelAsk) -> str:
    if role_over(ask.user, ask.call, Role.REVIEW_OFFICE):
        return ""
    return _("Only the review office can do this.")


def reader(ask: PanelAsk) -> str:
    if role_over(ask.user, ask.call, *READERS):
        return ""
    return _("Only the review office, the supervision and the auditor read this page.")


def not_a_member(ask: PanelAsk) -> str:
    """Nobody draws, closes or counts for himself."""
    mine = Member.objects.filter(panel=ask.panel, expert__user=ask.user)
    if ask.panel is None or not mine.exists():
        return ""
    return _("You are an expert of this panel. A colleague of the office has to do this.")


def list_not_made(ask: PanelAsk) -> str:
    if ask.call.status in _SCORING:
        return ""
    return _("The experts work between the opening of the call and its list. That time is over.")


def scoring_open(ask: PanelAsk) -> str:
    if ask.panel is not None and ask.panel.closed_at is None:
        return ""
    return _("The scoring of this panel is closed. Nothing can be changed any more.")


def scoring_closed(ask: PanelAsk) -> str:
    if ask.panel is not None and ask.panel.closed_at is not None:
        return ""
    return _("Scores are sealed until the scoring is closed.")


def meeting_open(ask: PanelAsk) -> str:
    if ask.meeting is not None and ask.meeting.closed_at is None:
        return ""
    return _("This meeting is closed and its minutes are locked.")


def no_expert_here(ask: PanelAsk) -> str:
    """Whoever scores in this call prepares nothing that is scored."""
    if not Member.objects.filter(panel__call=ask.call, expert__user=ask.user).exists():
        return ""
    return _("You are an expert of this call. A colleague of the office has to do this.")


def no_interest(ask: PanelAsk) -> str:
    if ask.case is None or not conflicts.of_officer(ask.user, ask.case):
        return ""
    return _("You have an interest in this file. A colleague of the office has to do this.")


VERBS: dict[str, tuple[Predicate, ...]] = {
    "read": (reader,),
    "plan": (office, list_not_made, not_a_member),
    "draw": (office, list_not_made, not_a_member),
    "replace": (office, list_not_made, not_a_member),
    "assign": (office, list_not_made, not_a_member, scoring_open),
    "change_score": (office, list_not_made, not_a_member, scoring_open),
    "close": (office, list_not_made, not_a_member, scoring_open),
    "read_scores": (reader, scoring_closed),
    "convene": (office, list_not_made, not_a_member),
    "run_meeting": (office, list_not_made, not_a_member, meeting_open),
    "read_copies": (office,),
    "blind": (office, list_not_made, no_expert_here, no_interest),
}


def refusal(
    user: User,
    verb: str,
    call: Call,
    *,
    at: datetime,
    panel: Panel | None = None,
    meeting: Meeting | None = None,
    case: Application | None = None,
) -> str:
    """Why ``user`` may not do ``verb``; "" when allowed. KeyError for an unknown verb."""
    if not user.is_active:
        return _("This account has been closed.")
    ask = PanelAsk(user, call, at, panel or (meeting.panel if meeting else None), meeting, case)
    return next((reason for p in VERBS[verb] if (reason := p(ask))), "")


def require(
    user: User,
    verb: str,
    call: Call,
    *,
    at: datetime,
    panel: Panel | None = None,
    meeting: Meeting | None = None,
    case: Application | None = None,
) -> str:
    """The role in which it is done. Raises NotPermitted with the sentence."""
    if reason := refusal(user, verb, call, at=at, panel=panel, meeting=meeting, case=case):
        raise NotPermitted(reason)
    return role_over(user, call, *READERS)


# --- what an expert may do ------------------------------------------------------------------


def sits(user: User, member: Member) -> str:
    """Whether this is the expert's own seat, in force."""
    if not user.is_active or member.expert.user_id != user.pk:
        return _("This page does not exist, or is not yours to see.")
    if member.ended_at is not None or member.reserve:
        return _("You do not sit on this panel.")
    if not role_over(user, member.panel.call, Role.EXPERT, Role.PANEL_CHAIR):
        return _("Your role as an expert has ended. Ask the review office.")
    return ""


def may_open(user: User, review: Review) -> str:
    """Whether this expert may see this file now. Asked at every opening: a conflict that became
    known since, or another office that opens names, shuts it. One sentence for every ground."""
    if reason := sits(user, review.member):
        return reason
    if review.member.signed_at is None:
        return _("Sign the undertaking of confidentiality first.")
    if review.ended_at is not None or clouded(review):
        return _("This file is no longer yours to score.")
    return ""


def clouded(review: Review) -> bool:
    expert, case = review.member.expert, review.panel_case.application
    return bool(conflicts.of(expert, case)) or pool.reads_cases(expert, case.call)


def may_score(user: User, review: Review) -> str:
    """Whether this expert may still write marks for this file."""
    panel = review.panel_case.panel
    if reason := may_open(user, review):
        return reason
    if panel.closed_at is not None:
        return _("The scoring is closed. This score comes too late and is not counted.")
    if review.submitted_at is not None:
        return _("You have submitted this score. It is final; the office can be asked in writing.")
    if review.panel_case.application.status != Status.FILED:
        return _("This file is no longer before the panel. It needs no score.")
    return ""
