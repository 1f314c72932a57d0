"""The office keeps the pool: who can be drawn, and what each has declared."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.actions import experts
from evaluations.errors import Refused
from evaluations.models import Expert
from workflows.forms.experts import ExpertForm, RelationForm
from workflows.views.answer import status_of
from workflows.views.calls.registers import _frame

PAGE = 50


@login_required
@require_GET
def office_experts(request: HttpRequest) -> HttpResponse:
    """The pool, the newest first, with the day each last served."""
    experts.keeper(request.user)
    search = request.GET.get("q", "").strip()[:60]
    rows = Expert.objects.select_related("user", "employer").order_by("-pk")
    rows = rows.annotate(served=Max("seats__draw__drawn_at", filter=Q(seats__reserve=False)))
    if search:
        by_unit = Q(unit__contains=search) | Q(employer__name__contains=search)
        rows = rows.filter(Q(user__name__startswith=search) | by_unit)
    after = _frame.position(request.GET.get("after", ""))
    found = list((rows.filter(pk__lt=after) if after else rows)[: PAGE + 1])
    context = _frame.context(request.user, "office_experts", _("Experts")) | {
        "rows": found[:PAGE],
        "search": search,
        "next_url": f"?q={search}&after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
    }
    return render(request, "experts/pool.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_expert(request: HttpRequest) -> HttpResponse:
    experts.keeper(request.user)
    form, status = ExpertForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = dict(form.cleaned_data)
            try:
                expert = experts.register_expert(
                    user=given.pop("username"), by=request.user, at=timezone.now(), **given
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = status_of(refusal)
            else:
                messages.success(request, _("%(name)s is in the pool.") % {"name": expert})
                return redirect("office_expert", public_id=expert.public_id)
    context = _frame.context(request.user, "office_experts", _("New expert")) | {
        "form": form,
        "back_url": reverse("office_experts"),
    }
    return render(request, "experts/expert.html", context, status=status)


def _the_expert(public_id: UUID) -> Expert:
    expert = Expert.objects.select_related("user", "employer").filter(public_id=public_id).first()
    if expert is None:
        raise Http404
    return expert


@login_required
@require_http_methods(["GET", "POST"])
def office_expert(request: HttpRequest, public_id: UUID) -> HttpResponse:
    experts.keeper(request.user)
    expert = _the_expert(public_id)
    form, status = ExpertForm(request.POST or None, expert=expert), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                experts.edit_expert(
                    expert_id=expert.pk, by=request.user, at=timezone.now(), **form.cleaned_data
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = status_of(refusal)
            else:
                messages.success(request, _("The changes are saved."))
                return redirect("office_expert", public_id=public_id)
    return _page(request, expert, form, RelationForm(), status)


def _page(
    request: HttpRequest, expert: Expert, form: ExpertForm, relation: RelationForm, status: int
) -> HttpResponse:
    context: dict[str, Any] = _frame.context(request.user, "office_experts", expert.user.name) | {
        "expert": expert,
        "form": form,
        "relation_form": relation,
        "relations": list(expert.relations.all()),
        "seats": list(expert.seats.select_related("panel__call", "draw")),
        "back_url": reverse("office_experts"),
    }
    return render(request, "experts/expert.html", context, status=status)


@login_required
@require_POST
def declare_relation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    expert = _the_expert(public_id)
    form = RelationForm(request.POST)
    if form.is_valid():
        experts.declare_relation(
            expert_id=expert.pk, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("Recorded. No file of this person or body goes there."))
        return redirect("office_expert", public_id=public_id)
    experts.keeper(request.user)
    return _page(request, expert, ExpertForm(expert=expert), form, 422)
