"""What every office page of a call shares: its head, its tabs, its way back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from evaluations.call_permissions import role_over
from evaluations.desks import CallDesk
from evaluations.models import Call, User
from evaluations.panel_permissions import READERS
from evaluations.pool import PANEL_DESKS
from evaluations.roles import Role
from evaluations.route import next_call_desk
from evaluations.status import CALL_BEFORE_LIST, CallStatus
from workflows import desk
from workflows.views.calls.door import reads_cases, the_call
from workflows.views.public import words

# The page on which a desk of the call does its work.
PAGE_OF: dict[CallDesk, str] = {
    CallDesk.SETUP: "call_setup",
    CallDesk.WINDOW: "call_office",
    CallDesk.PROPOSED_LIST: "call_list",
    CallDesk.NOTICE: "call_notice",
    CallDesk.DECISION: "call_decision",
    CallDesk.PROMULGATION: "call_promulgation",
    CallDesk.CERTIFICATES: "call_certificates",
}
# Pages with the names of candidates.
_NAMING = {"call_list", "call_notice", "call_decision"}


def context(call: Call, user: User, page: str, *, at: datetime) -> dict[str, Any]:
    """The head and the tabs; ``page`` is the url name of the present one."""
    return {
        "call": call,
        "heading": call.title,
        "caption": words.say(call.rules.title),
        "edition": words.edition(call),
        "tab_items": tabs(call, user, page),
        "now": at,
        "today": localtime(at).date(),
        "is_office": bool(role_over(user, call, Role.REVIEW_OFFICE)),
        "public_url": url("call", call) if call.is_public else "",
    }


def url(name: str, call: Call) -> str:
    return reverse(name, args=[call.public_id])


def tabs(call: Call, user: User, page: str) -> list[dict[str, Any]]:
    """Only pages that this user may open and that mean something at this step."""
    shown = {"call_office": _("Overview")}
    if call.status == CallStatus.DRAFT and role_over(user, call, Role.REVIEW_OFFICE):
        shown |= {"call_setup": _("Set up"), "call_preview": _("Preview")}
    if reads_cases(user, call):
        shown["call_applications"] = _("Applications")
    if call.status not in {CallStatus.DRAFT, CallStatus.OPEN, CallStatus.CANCELLED}:
        shown |= _later(call, user)
    if call.status in CALL_BEFORE_LIST | {CallStatus.DRAFT} and role_over(
        user, call, Role.REVIEW_OFFICE
    ):
        shown["call_rehearsal"] = _("Rehearsal")
    if call.is_public and _has_experts(call) and role_over(user, call, *READERS):
        shown["call_panels"] = _("Experts")
    if call.is_public:
        shown["call_changes"] = _("Amendments")
    shown["call_history"] = _("History")
    if role_over(user, call, Role.AUDITOR):
        shown["call_record"] = _("Record")
    return [
        {"label": label, "url": url(name, call), "current": name == page}
        for name, label in shown.items()
    ]


def _has_experts(call: Call) -> bool:
    """Whether any track of the call passes a desk where experts score or vote."""
    desks = {step.desk for track in call.rules.tracks for step in track.route}
    return bool(desks & set(PANEL_DESKS))


def _issues(call: Call) -> bool:
    return call.status in {CallStatus.PROMULGATED, CallStatus.CONCLUDED}


def _later(call: Call, user: User) -> dict[str, str]:
    shown = {"call_list": _("List")} if reads_cases(user, call) else {}
    if call.status in {CallStatus.CLOSED, CallStatus.REVIEWING}:
        return shown
    if reads_cases(user, call):
        shown |= {"call_notice": _("Notice"), "call_decision": _("Decision")}
    shown |= {"call_promulgation": _("Promulgation"), "call_certificates": _("Certificates")}
    if role_over(user, call, Role.CERTIFICATE_OFFICER) and _issues(call):
        shown["print_desk"] = _("Print desk")
    return shown


@login_required
@require_GET
def call_desk(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """To the page where this call's present desk does its work."""
    call = the_call(request.user, public_id)
    where = next_call_desk(call.status)
    page = PAGE_OF[where] if where else "call_office"
    if page in _NAMING and not reads_cases(request.user, call):
        page = "call_office"
    return redirect(url(page, call))


def perform[T](call: Call, act: Callable[[], T], *, by: User, at: datetime) -> T:
    return desk.perform(call, act, by=by, at=at)
