"""Changes of a call after it opened: window, one late entry, places. Each needs a second person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluations import amendments
from evaluations.actions import amending, proposals
from evaluations.call_permissions import role_over
from evaluations.errors import NotPermitted
from evaluations.models import Call, ProposalKind
from evaluations.roles import Role
from evaluations.status import CALL_BEFORE_LIST
from workflows.forms.proposals import CancelForm, LateEntryForm, PlacesForm, ReasonForm, WindowForm
from workflows.views.answer import attempt
from workflows.views.calls import door, frame
from workflows.views.proposals import words


def _form(kind: str, call: Call, data: Any = None) -> ReasonForm:
    match kind:
        case ProposalKind.EXTEND_WINDOW:
            return WindowForm(data, seen=call.version)
        case ProposalKind.LATE_ENTRY:
            return LateEntryForm(data, seen=call.version, call=call)
        case ProposalKind.PLACES:
            return PlacesForm(data, seen=call.version, call=call)
        case ProposalKind.CANCEL:
            return CancelForm(data, seen=call.version, call=call)
        case _:
            raise Http404


@login_required
@require_GET
def call_changes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was changed, what waits, and the way to propose more."""
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    context = frame.context(call, request.user, "call_changes", at=at) | {
        "waiting": list(call.proposals.filter(decided_at=None).select_related("proposed_by")),
        "trace": words.trace(call, proposals.public_trace(call)),
        "kinds": _kinds(call, at=at),
        "may_propose": bool(role_over(request.user, call, Role.REVIEW_OFFICE)),
    }
    return render(request, "proposals/changes.html", context)


def _kinds(call: Call, *, at: datetime) -> list[tuple[str, str, str]]:
    """(kind, label, why it is too late for it)."""
    kinds = {
        ProposalKind.EXTEND_WINDOW: amending.window_over(call, at=at),
        ProposalKind.LATE_ENTRY: amending.entry_over(call),
    }
    if amendments.amendable(call.rules):
        kinds[ProposalKind.PLACES] = amending.places_settled(call)
    if call.status in CALL_BEFORE_LIST:
        kinds[ProposalKind.CANCEL] = ""
    return [(kind.value, str(kind.label), why_not) for kind, why_not in kinds.items()]


@login_required
@require_http_methods(["GET", "POST"])
def propose_change(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    if not role_over(request.user, call, Role.REVIEW_OFFICE):
        raise NotPermitted(_("Only the review office can propose this."))
    form = _form(kind, call, request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda: _propose(request, call, kind, form, at=at)
    ):
        messages.success(request, _("Proposed. A second person has to confirm it."))
        return redirect("call_changes", public_id=public_id)
    context = frame.context(call, request.user, "call_changes", at=at) | {
        "form": form,
        "kind": ProposalKind(kind).label,
    }
    return render(request, "proposals/propose.html", context, status=form.status)


def _propose(
    request: HttpRequest, call: Call, kind: str, form: ReasonForm, *, at: datetime
) -> object:
    return proposals.propose(
        kind=kind, about=call, payload=form.payload(), reason=form.cleaned_data["reason"],
        by=request.user, at=at,
    )  # fmt: skip
