"""The tables of the law, one file a subject."""

from evaluations.models.application import Application, Filing, StatusChange
from evaluations.models.calendar import CalendarDay, CalendarYear, work_calendar
from evaluations.models.call import Call, CallStatusChange
from evaluations.models.contest import Contest, ContestResult
from evaluations.models.evidence import Attachment
from evaluations.models.notice import Decision, Notice, Objection
from evaluations.models.opinion import (
    ActKey,
    Correction,
    EligibilityException,
    Opinion,
    RecheckRequest,
)
from evaluations.models.organisation import Organisation
from evaluations.models.people import Person, RoleGrant, User

__all__ = [
    "ActKey",
    "Application",
    "Attachment",
    "CalendarDay",
    "CalendarYear",
    "Call",
    "CallStatusChange",
    "Contest",
    "ContestResult",
    "Correction",
    "Decision",
    "EligibilityException",
    "Filing",
    "Notice",
    "Objection",
    "Opinion",
    "Organisation",
    "Person",
    "RecheckRequest",
    "RoleGrant",
    "StatusChange",
    "User",
    "work_calendar",
]
