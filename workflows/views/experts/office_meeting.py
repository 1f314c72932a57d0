"""The office runs a meeting: agenda, attendance, one vote at a time, minutes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations import panel_permissions, scoring, whereabouts
from evaluations.actions import ballot, meeting
from evaluations.desks import Desk
from evaluations.errors import NotFound
from evaluations.models import Item, Meeting, Recusal, User
from workflows import panels as work
from workflows.forms.experts import MeetingForm
from workflows.views.answer import attempt
from workflows.views.calls import frame
from workflows.views.experts.panels import context, the_panel


@login_required
@require_http_methods(["GET", "POST"])
def new_meeting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    panel = the_panel(request.user, public_id, at=at)
    panel_permissions.require(request.user, "convene", panel.call, at=at, panel=panel)
    desks = {str(where) for where in whereabouts.desks_in(panel.call).values() if where}
    members = panel.members.filter(reserve=False, ended_at=None).select_related("expert__user")
    form = MeetingForm(
        request.POST or None, members=members, desks=sorted(desks), seen=panel.version
    )
    if request.method == "POST":
        held = attempt(form, lambda: _convene(request.user, panel, form, at=at))
        if held is not None:
            return redirect("meeting_office", public_id=held.public_id)
    shown = context(panel, request.user, at=at) | {"form": form, "title": _("New meeting")}
    if not form.fields["desk"].choices:
        shown["unable"] = _("No file waits for a vote, a defence or a site visit now.")
    return render(request, "experts/panel_form.html", shown, status=form.status)


def _convene(user: User, panel: Any, form: MeetingForm, *, at: datetime) -> Meeting:
    given = {name: form.cleaned_data[name] for name in ("desk", "held_on", "place", "chair")}
    return meeting.convene(panel=panel, by=user, at=at, **given)


def _the_meeting(user: User, public_id: UUID, *, at: datetime) -> Meeting:
    rows = Meeting.objects.select_related("call", "panel", "chair__expert__user", "observer")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("This meeting does not exist."))
    panel_permissions.require(user, "read", found.call, at=at, meeting=found)
    return found


@login_required
@require_GET
def meeting_office(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Attendance, agenda, and the one vote that is open. How anybody voted is not here, nor anywhere."""
    at = timezone.now()
    found = _the_meeting(request.user, public_id, at=at)
    shown = _context(found, request.user, at=at)
    return render(request, "experts/meeting_office.html", shown)


def _context(found: Meeting, user: User, *, at: datetime) -> dict[str, Any]:
    barred = meeting.recused_from(found)
    seats = list(found.seats.select_related("member__expert__user", "member__expert__employer"))
    items = found.items.select_related("application__person", "application__employer")
    rule = meeting.rule_of(found)
    free = sum(seat.signed_at is not None for seat in seats)
    return frame.context(found.call, user, "call_panels", at=at) | {
        "meeting": found,
        "at_desk": Desk(found.desk).label,
        "seats": seats,
        "present": free,
        "quorum": scoring.quorum_met(free, len(seats), rule) if seats else False,
        "rule": rule,
        "rows": [
            {
                "item": item,
                "barred": len(barred.get(item.application_id, ())),
                "papers": _papers(item),
            }
            for item in items
        ],
        "refused": panel_permissions.refusal(user, "run_meeting", found.call, at=at, meeting=found),
        "recusals": _recusals(found),
    }


def _papers(item: Item) -> int | None:
    """How many papers are in an open box: that one is missing may be said, not whose."""
    if item.opened_at is None or item.closed_at is not None:
        return None
    return item.ballots.count()


def _recusals(found: Meeting) -> list[Recusal]:
    rows = Recusal.objects.filter(
        expert__in=found.seats.values("member__expert"),
        application__in=found.items.values("application"),
    )
    return list(rows.select_related("expert__user", "application"))


@login_required
@require_POST
def meeting_item(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Open or close the vote on one item."""
    at = timezone.now()
    found = _the_meeting(request.user, public_id, at=at)
    item = found.items.filter(number=number).first()
    if item is None:
        raise Http404
    verb = ballot.close_item if request.POST.get("do") == "close" else ballot.open_item
    verb(item_id=item.pk, by=request.user, at=at)
    return redirect("meeting_office", public_id=public_id)


@login_required
@require_POST
def meeting_close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    found = _the_meeting(request.user, public_id, at=at)
    work.close_meeting(found, by=request.user, at=at)
    messages.success(request, _("The meeting is closed and its minutes are locked."))
    return redirect("meeting_minutes", public_id=public_id)


@login_required
@require_GET
def meeting_minutes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The minutes to print and sign: attendance, recusals, counts, result."""
    at = timezone.now()
    found = _the_meeting(request.user, public_id, at=at)
    return render(request, "experts/minutes.html", _context(found, request.user, at=at))
