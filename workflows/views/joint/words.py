"""Departments in words, and a request as a line of a list."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import get_language

from evaluations import joint
from evaluations.models import JointRequest
from workflows import programme


def labels() -> Mapping[str, str]:
    """Department -> its words in the reader's language."""
    found = joint.labels(programme.all_programmes())
    language = get_language() or ""
    return {code: label.say(language) or code for code, label in found.items()}


def label(code: str) -> str:
    return labels().get(code, code)


def row(request: JointRequest, names: Mapping[str, str], *, at: datetime) -> dict[str, Any]:
    """For the lists of departments and of the office."""
    return {
        "request": request,
        "case": request.application,
        "department": names.get(request.department, request.department),
        "due_day": localtime(request.due_at).date() if request.due_at else None,
        "late": request.is_open and request.due_at is not None and request.due_at < at,
    }
