"""The way to a revocation, step by step; and the holder's own word in it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluations import holdings
from evaluations.actions import proposals, revocation
from evaluations.models import Holding, HoldingStatus, Inquiry, Proposal, ProposalKind
from evaluations.public_list import end_of_day
from workflows.forms import holders as forms
from workflows.forms.proposals import ReasonForm
from workflows.views.holders import act


def _reader(request: HttpRequest, public_id: UUID) -> tuple[Holding, str]:
    """The title, and whether its office or its holder reads; nobody else finds the page."""
    holding = act.the_title(request.user, public_id)
    if holdings.office_role(request.user, holding):
        return holding, "office"
    invited = holding.inquiries.filter(invited_at__isnull=False)
    if holdings.is_holder(request.user, holding) and invited.exists():
        return holding, "holder"
    raise Http404


@login_required
@require_GET
def title_inquiry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    holding, reader = _reader(request, public_id)
    rows = list(holding.inquiries.order_by("-id"))
    if reader == "holder":
        rows = [row for row in rows if row.invited_at]
    running = next((row for row in rows if row.closed_at is None), None)
    proposal = Proposal.objects.filter(
        kind=ProposalKind.REVOKE, application=holding.application_id, decided_at=None
    ).first()
    context = {
        "holding": holding,
        "office": reader == "office",
        "inquiries": rows,
        "running": running,
        "proposal": proposal,
        "steps": [(step, heading_of(step)) for step in _next(holding, reader, running, proposal)],
        "missing": revocation.missing(running, at=at) if running else "",
    }
    return render(request, "holders/inquiry.html", context)


def _next(
    holding: Holding, reader: str, running: Inquiry | None, proposal: Proposal | None
) -> list[str]:
    if reader == "holder":
        return _own(running)
    return [] if proposal else _steps(holding, running)


def _steps(holding: Holding, running: Inquiry | None) -> list[str]:
    """What the office may do next."""
    if running is None:
        return ["open"] if holding.status != HoldingStatus.REVOKED else []
    steps = ["finding"] if running.found_at is None else []
    if running.found_at is not None and running.stated_at is None:
        steps.append("invite")
    if running.invited_at is not None and running.heard_at is None:
        steps.append("hearing")
    return [*steps, "unfounded", "propose"]


def _own(running: Inquiry | None) -> list[str]:
    return ["statement"] if running and running.invited_at and not running.stated_at else []


type Verb = Callable[..., object]

# step -> form, heading, button, arguments of the verb from the form
_ACTS: dict[str, tuple[type[Any], Verb, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "finding": (forms.FindingForm, revocation.record_finding, lambda d: {"finding": d["finding"]}),
    "invite": (
        forms.InviteForm, revocation.invite_statement,
        lambda d: {"due_at": end_of_day(d["due_on"])},
    ),
    "statement": (
        forms.StatementForm, revocation.make_statement,
        lambda d: {"statement": d["statement"], "wants_hearing": d["wants_hearing"]},
    ),
    "hearing": (
        forms.HearingForm, revocation.record_hearing,
        lambda d: {"held_on": d["held_on"], "minutes": d["minutes"]},
    ),
    "unfounded": (
        forms.UnfoundedForm, revocation.close_unfounded, lambda d: {"reason": d["reason"]},
    ),
}  # fmt: skip


def heading_of(step: str) -> str:
    return {
        "open": _("Open an inquiry"),
        "finding": _("Record the finding"),
        "invite": _("Ask the holder for a statement"),
        "statement": _("Make a statement"),
        "hearing": _("Record the hearing"),
        "unfounded": _("Close: the lead is not confirmed"),
        "propose": _("Propose the revocation"),
    }[step]


@login_required
@require_http_methods(["GET", "POST"])
def inquiry_step(request: HttpRequest, public_id: UUID, step: str) -> HttpResponse:
    at = timezone.now()
    holding, reader = _reader(request, public_id)
    running = holding.inquiries.filter(closed_at=None).first()
    if (step == "statement") != (reader == "holder") or (running is None) != (step == "open"):
        raise Http404
    form, run = _step(request, holding, running, step, at=at)
    heading = heading_of(step)
    return act.page(
        request, holding, form, run, heading=heading, button=heading, back="title_inquiry",
        inquiry=running,
    )  # fmt: skip


def _step(
    request: HttpRequest, holding: Holding, running: Inquiry | None, step: str, *, at: datetime
) -> tuple[Any, Callable[[Any], object]]:
    data, by = request.POST or None, request.user
    if step == "open":
        form = forms.LeadForm(data, seen=holding.version)
        return form, lambda f: revocation.open_inquiry(
            holding_id=holding.pk, source=f.cleaned_data["source"], lead=f.cleaned_data["lead"],
            by=by, at=at,
        )  # fmt: skip
    if step == "propose":
        form = ReasonForm(data, seen=holding.version)
        return form, lambda f: proposals.propose(
            kind=ProposalKind.REVOKE, about=holding, payload={},
            reason=f.cleaned_data["reason"], by=by, at=at,
        )  # fmt: skip
    if step not in _ACTS:
        raise Http404
    made, verb, arguments = _ACTS[step]
    form = made(data, seen=holding.version)
    return form, lambda f: verb(inquiry_id=running.pk, by=by, at=at, **arguments(f.cleaned_data))
