"""The calls: what is open now, and everything somebody needs to know about one of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from evaluations import amendments
from evaluations.actions import proposals
from evaluations.models import Call
from evaluations.status import CallStatus
from workflows import diagram
from workflows.views.calls.door import sees
from workflows.views.proposals.words import trace
from workflows.views.public import words

PAGE = 20


@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """Open calls first, then all earlier ones, a page by key."""
    at = timezone.now()
    public = Call.objects.filter(opened_at__isnull=False)
    now_open = list(public.filter(status=CallStatus.OPEN).order_by("closes_at", "pk"))
    rest = public.exclude(status=CallStatus.OPEN).order_by("-pk")
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) < 16:
        rest = rest.filter(pk__lt=int(after))
    found = list(rest[: PAGE + 1])
    context = {
        "open_calls": [card(call, at) for call in now_open] if not after else [],
        "earlier": [row(call) for call in found[:PAGE]],
        "next_url": f"?after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "now": at,
    }
    return render(request, "public/calls.html", context)


def card(call: Call, at: datetime) -> dict[str, Any]:
    """An open call as a card: who it is for and how long there is."""
    return {
        "call": call,
        "url": reverse("call", args=[call.public_id]),
        "purpose": words.say(call.rules.purpose),
        "tracks": [words.say(track.label) for track in call.rules.tracks],
        "waiting": at < call.opens_at,
    }


def row(call: Call) -> dict[str, Any]:
    """A line of ``parts/notice_list.html``."""
    return {
        "title": call.title,
        "url": reverse("call", args=[call.public_id]),
        "at": localtime(call.opens_at).date(),
        "until": localtime(call.closes_at).date(),
        "status": told_status(call),
        "kind": "call",
    }


@require_GET
def call_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = public_call(public_id)
    context = facts(call, at=at) | {
        "office_url": reverse("call_office", args=[call.public_id])
        if sees(request.user, call)
        else "",
        "apply_url": reverse("start_application", args=[call.public_id]),
    }
    return render(request, "public/call.html", context)


def public_call(public_id: UUID) -> Call:
    """A published call, or 404: one in preparation looks like an unknown one."""
    call = Call.objects.filter(public_id=public_id, opened_at__isnull=False).first()
    if call is None:
        raise Http404
    return call


def facts(call: Call, *, at: datetime) -> dict[str, Any]:
    """What the page of a call says, for the public and for the office's preview alike."""
    programme = call.rules
    return {
        "call": call,
        "told": told_status(call),
        "now": at,
        "purpose": words.say(programme.purpose),
        "programme_title": words.say(programme.title),
        "shared": words.shared_conditions(programme),
        "tracks": words.tracks(programme),
        "places": words.places(amendments.in_force(call)),
        "trace": trace(call, proposals.public_trace(call)),
        "clocks": words.clocks(programme),
        "decider": words.decider(programme),
        "issuers": words.issuers(programme),
        "contact": words.contact(call),
        "edition": words.edition(call),
        "closed_because": closed_because(call, at),
        "steps": steps(call, at),
        "notices": list(call.notices.order_by("-edition")),
        "diagram_url": reverse("call_diagram", args=[call.public_id])
        + f"?language={get_language()}",
    }


def closed_because(call: Call, at: datetime) -> str:
    """Why nobody can apply now; "" while the window is open."""
    if call.window_is_open(at):
        return ""
    if call.status == CallStatus.CANCELLED:
        return _cancelled(call)
    if call.status in {CallStatus.DRAFT, CallStatus.OPEN} and at < call.opens_at:
        return _("Applications open on %(day)s.") % {"day": _moment(call.opens_at)}
    return _("Applications closed on %(closed)s. It is now %(now)s by the server's clock.") % {
        "closed": _moment(call.closes_at),
        "now": _moment(at),
    }


def _cancelled(call: Call) -> str:
    change = call.changes.filter(after=CallStatus.CANCELLED).last()
    if change is None:
        return _("This call has been cancelled.")
    given = {"day": _moment(change.at), "reason": change.reason}
    return _("This call was cancelled on %(day)s: %(reason)s") % given


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "Y-m-d H:i")


_ORDER = (
    CallStatus.OPEN,
    CallStatus.CLOSED,
    CallStatus.PROPOSED,
    CallStatus.PUBLICISED,
    CallStatus.DECIDED,
    CallStatus.PROMULGATED,
)


def steps(call: Call, at: datetime) -> list[dict[str, Any]]:
    """The way of the call as ``parts/steps.html`` draws it. A list not yet public is not shown."""
    told = told_status(call)
    reached = {change.after: change.at for change in call.changes.all()}
    names = {
        CallStatus.OPEN: _("Applications"),
        CallStatus.CLOSED: _("Checks and review"),
        CallStatus.PUBLICISED: _("Public notice"),
        CallStatus.DECIDED: _("Decision"),
        CallStatus.PROMULGATED: _("Promulgation and certificates"),
    }
    present = _place(told)
    rows = []
    for status, name in names.items():
        place = _ORDER.index(status)
        state = "done" if place < present else "current" if place == present else "todo"
        rows.append({"label": name, "state": state, "at": reached.get(status)})
    if told == CallStatus.OPEN and at >= call.closes_at:
        rows[0]["state"], rows[1]["state"] = "done", "current"
    return rows


def _place(status: str) -> int:
    if status in {CallStatus.DRAFT, CallStatus.CANCELLED}:
        return -1
    return len(_ORDER) if status == CallStatus.CONCLUDED else _ORDER.index(CallStatus(status))


def told_status(call: Call) -> str:
    """The status in the public's eyes: a list is not known before its notice is posted."""
    if call.status in {CallStatus.REVIEWING, CallStatus.PROPOSED}:
        return CallStatus.CLOSED
    return call.status


@require_GET
def call_diagram(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The way of an application as a picture. The office sees that of a call in preparation."""
    call = Call.objects.filter(public_id=public_id).first()
    if call is None or (not call.is_public and not sees(request.user, call)):
        raise Http404
    language = "en" if request.GET.get("language", "").startswith("en") else "zh-hans"
    picture = diagram.svg(call.rules, language)
    return HttpResponse(picture, content_type="image/svg+xml; charset=utf-8")
