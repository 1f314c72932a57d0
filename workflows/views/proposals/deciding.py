"""The proposals that wait for a second person, and each of them with its decision."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions import proposals
from evaluations.errors import NotPermitted
from evaluations.models import Proposal, ProposalKind, User
from evaluations.roles import Role, Scope
from workflows import afterwards, two_persons
from workflows.forms.proposals import DecisionForm
from workflows.views.answer import attempt
from workflows.views.proposals import words

PAGE = 50
READERS = (
    Role.REVIEW_OFFICE,
    Role.PARTY_GROUP,
    Role.LEADING_GROUP,
    Role.CITY_GOVERNMENT,
    Role.SUPERVISION,
    Role.AUDITOR,
)


def visible(user: User) -> QuerySet[Proposal]:
    """Proposals of the calls over which this person holds such a role; never about himself."""
    seen = Q(pk=None)
    for grant in user.live_grants:
        if grant.role in READERS and grant.scope == Scope.CITY:
            seen |= Q(pk__isnull=False)
        elif grant.role in READERS and grant.scope == Scope.CALL:
            seen |= Q(call=grant.call_id)
    rows = Proposal.objects.filter(seen).exclude(application__person__user=user)
    return rows.select_related("call", "proposed_by", "decided_by", "application__person")


def _require(user: User) -> None:
    if not user.holds(*READERS):
        raise NotPermitted(_("This page is for the office and the bodies that decide."))


@login_required
@require_GET
def proposal_list(request: HttpRequest) -> HttpResponse:
    _require(request.user)
    state = request.GET.get("state", "open")
    rows = visible(request.user).order_by("-pk").defer("application__answers")
    rows = rows.filter(decided_at__isnull=state != "decided")
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) < 16:
        rows = rows.filter(pk__lt=int(after))
    shown = list(rows[: PAGE + 1])
    context = {
        "rows": [_row(each) for each in shown[:PAGE]],
        "decided": state == "decided",
        "tab_items": [
            {
                "label": _("Waiting for a second person"),
                "url": "?state=open",
                "current": state != "decided",
            },
            {"label": _("Decided already"), "url": "?state=decided", "current": state == "decided"},
        ],
        "next_url": f"?state={state}&after={shown[PAGE - 1].pk}" if len(shown) > PAGE else "",
    }
    return render(request, "proposals/list.html", context)


def _row(proposal: Proposal) -> dict[str, Any]:
    case = proposal.application
    return {
        "proposal": proposal,
        "kind": ProposalKind(proposal.kind).label,
        "about": f"{case.person.name} {case.reference}" if case else proposal.call.title,
    }


@login_required
@require_http_methods(["GET", "POST"])
def proposal_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    _require(request.user)
    proposal = visible(request.user).filter(public_id=public_id).first()
    if proposal is None:
        raise Http404
    act = proposals.ACTS[ProposalKind(proposal.kind)]
    form = DecisionForm(request.POST or None, seen=0, document=act.document)
    if request.method == "POST" and attempt(
        form, lambda: _decide(request.user, proposal, form, at=at)
    ):
        messages.success(request, _("Recorded."))
        return redirect("proposal", public_id=public_id)
    context = {
        "proposal": proposal,
        "kind": ProposalKind(proposal.kind).label,
        "about": afterwards.summary(proposal),
        "lines": words.lines(proposal),
        "form": form,
        "refused": proposals.refusal(request.user, proposal) if not proposal.decided_at else "",
        "by_its_own_module": act.carry_out is None,
    }
    return render(request, "proposals/page.html", context, status=form.status)


def _decide(user: User, proposal: Proposal, form: DecisionForm, *, at: datetime) -> Proposal:
    given = form.cleaned_data
    return two_persons.decide(
        proposal_id=proposal.pk, outcome=given["outcome"], note=given["note"],
        document_number=given.get("document_number", ""), by=user, at=at,
    )  # fmt: skip
