"""A member in a meeting: sign in, step back, vote. Recused items are not on the own agenda."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.actions import ballot, meeting
from evaluations.desks import Desk
from evaluations.errors import NotPermitted
from evaluations.models import Item, Meeting, Seat, User, VotingRight
from workflows.forms.experts import VoteForm, WhyForm
from workflows.views.answer import attempt


def _mine(user: User, public_id: UUID) -> tuple[Meeting, Seat]:
    """The meeting and the own seat; 404 for everybody else."""
    found = Meeting.objects.select_related("call", "panel").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    try:
        seat = meeting.seat_of(user, found)
    except NotPermitted:
        raise Http404 from None
    if seat.member.signed_at is None:
        raise Http404
    return found, seat


@login_required
@require_GET
def expert_meeting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found, seat = _mine(request.user, public_id)
    context = {
        "meeting": found,
        "heading": Desk(found.desk).label,
        "caption": found.call.title,
        "seat": seat,
        "rows": _rows(found, seat),
        "form": VoteForm(),
    }
    return render(request, "experts/meeting.html", context)


def _rows(found: Meeting, seat: Seat) -> list[dict[str, Any]]:
    """The agenda without the items from which this member is recused: they do not even count."""
    barred = meeting.recused_from(found)
    rights = dict(VotingRight.objects.filter(seat=seat).values_list("item", "used"))
    items = found.items.select_related("application__person", "application__employer")
    return [
        {"item": item, "state": _state(item, rights.get(item.pk))}
        for item in items
        if seat.member.expert_id not in barred.get(item.application_id, ())
    ]


def _state(item: Item, used: bool | None) -> str:
    """ "waiting", "vote", "voted", "away" (no vote: signed in later), or "closed"."""
    if item.closed_at is not None:
        return "closed"
    if item.opened_at is None:
        return "waiting"
    return {None: "away", True: "voted", False: "vote"}[used]


@login_required
@require_POST
def sign_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found, _seat = _mine(request.user, public_id)
    meeting.sign_in(meeting_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("You are signed in."))
    return redirect("expert_meeting", public_id=public_id)


def _own_item(found: Meeting, seat: Seat, number: int) -> Item:
    for row in _rows(found, seat):
        if row["item"].number == number:
            return row["item"]
    raise Http404


@login_required
@require_POST
def vote(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    found, seat = _mine(request.user, public_id)
    item = _own_item(found, seat, number)
    form = VoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose for, against, or abstain."))
    else:
        ballot.cast(item_id=item.pk, choice=form.cleaned_data["choice"], by=request.user)
        # Not which: somebody may stand behind.
        messages.success(request, _("Your vote is in the box."))
    return redirect("expert_meeting", public_id=public_id)


@login_required
@require_http_methods(["GET", "POST"])
def recuse(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    found, seat = _mine(request.user, public_id)
    item = _own_item(found, seat, number)
    form = WhyForm(request.POST or None, seen=found.version)
    if request.method == "POST":
        done = attempt(
            form,
            lambda: meeting.recuse(
                item_id=item.pk,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            ),
        )
        if done:
            messages.success(request, _("You are recused from this item."))
            return redirect("expert_meeting", public_id=public_id)
    context = {
        "heading": _("Step back from this item"),
        "caption": _("Item %(n)d") % {"n": number},
        "back_url": reverse("expert_meeting", args=[public_id]),
        "form": form,
    }
    return render(request, "experts/recuse.html", context, status=form.status)
