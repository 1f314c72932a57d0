"""The tables of the law, one file a subject."""

from evaluations.models.application import Application, Filing, StatusChange
from evaluations.models.ballot import Ballot, Item, Meeting, Seat, VotingRight
from evaluations.models.calendar import CalendarDay, CalendarYear, work_calendar
from evaluations.models.call import Call, CallStatusChange
from evaluations.models.contest import Contest, ContestResult
from evaluations.models.evidence import Attachment
from evaluations.models.expert import Expert, Level, Recusal, Relation
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

__all__ = [
    "ActKey",
    "Application",
    "Attachment",
    "Ballot",
    "CalendarDay",
    "CalendarYear",
    "Call",
    "CallStatusChange",
    "Contest",
    "ContestResult",
    "Correction",
    "Decision",
    "Draw",
    "EligibilityException",
    "Expert",
    "Filing",
    "Item",
    "JointAnswer",
    "JointDepartment",
    "JointHold",
    "JointRequest",
    "Level",
    "Meeting",
    "Member",
    "Notice",
    "Objection",
    "Opinion",
    "Organisation",
    "Panel",
    "PanelCase",
    "Person",
    "RecheckRequest",
    "Recusal",
    "Relation",
    "Review",
    "RoleGrant",
    "ScoreChange",
    "Seat",
    "StatusChange",
    "User",
    "VotingRight",
    "work_calendar",
]
