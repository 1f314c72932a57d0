"""The tables of the law, one file a subject."""

from evaluations.models.account import (
    AccountEvent,
    AccountKey,
    EmployerRequest,
    GrantRequest,
    IdentityCorrection,
    Outcome,
)
from evaluations.models.application import Application, Filing, StatusChange
from evaluations.models.ballot import Ballot, Item, Meeting, Seat, VotingRight
from evaluations.models.blind_copy import BlindBox, BlindCopy, BlindOpening, BlindPage
from evaluations.models.calendar import CalendarDay, CalendarYear, work_calendar
from evaluations.models.call import Call, CallStatusChange
from evaluations.models.contest import Contest, ContestResult
from evaluations.models.engagement import (
    AuditSample,
    Delegation,
    Milestone,
    PreIntroduction,
    TaskBook,
)
from evaluations.models.evidence import Attachment
from evaluations.models.expert import Expert, Level, Recusal, Relation
from evaluations.models.holder import (
    IN_TENURE,
    ExitGround,
    Holding,
    HoldingChange,
    HoldingEvent,
    HoldingStatus,
    ReviewResult,
    StipendList,
    StipendPayment,
    YearlyReview,
)
from evaluations.models.inquiry import Inquiry
from evaluations.models.joint import JointAnswer, JointDepartment, JointHold, JointRequest
from evaluations.models.notice import Decision, Notice, Objection
from evaluations.models.opinion import (
    ActKey,
    Correction,
    EligibilityException,
    Opinion,
    RecheckRequest,
)
from evaluations.models.organisation import Organisation
from evaluations.models.panel import Draw, Member, Panel, PanelCase, Review, ScoreChange
from evaluations.models.people import Person, RoleGrant, User
from evaluations.models.placement import LateListing, Placement
from evaluations.models.proposal import Amendment, LateEntry, Proposal, ProposalKind

__all__ = [
    "AccountEvent",
    "AccountKey",
    "ActKey",
    "Amendment",
    "Application",
    "Attachment",
    "AuditSample",
    "Ballot",
    "BlindBox",
    "BlindCopy",
    "BlindOpening",
    "BlindPage",
    "CalendarDay",
    "CalendarYear",
    "Call",
    "CallStatusChange",
    "Contest",
    "ContestResult",
    "Correction",
    "Decision",
    "Delegation",
    "Draw",
    "EligibilityException",
    "EmployerRequest",
    "ExitGround",
    "Expert",
    "Filing",
    "GrantRequest",
    "Holding",
    "HoldingChange",
    "HoldingEvent",
    "HoldingStatus",
    "IN_TENURE",
    "IdentityCorrection",
    "Inquiry",
    "Item",
    "JointAnswer",
    "JointDepartment",
    "JointHold",
    "JointRequest",
    "LateEntry",
    "Level",
    "Meeting",
    "Member",
    "Milestone",
    "Notice",
    "Objection",
    "Opinion",
    "Organisation",
    "Outcome",
    "Panel",
    "PanelCase",
    "Person",
    "LateListing",
    "Placement",
    "PreIntroduction",
    "Proposal",
    "ProposalKind",
    "RecheckRequest",
    "Recusal",
    "Relation",
    "Review",
    "ReviewResult",
    "RoleGrant",
    "ScoreChange",
    "Seat",
    "StatusChange",
    "StipendList",
    "StipendPayment",
    "TaskBook",
    "User",
    "VotingRight",
    "YearlyReview",
    "work_calendar",
]
