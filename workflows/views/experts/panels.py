"""The panels of a call: planned, drawn before the observer, replaced, their record."""

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

from evaluations import panel_permissions
from evaluations.actions import panel as panels
from evaluations.errors import NotFound
from evaluations.models import Call, Draw, Expert, Level, Panel, Recusal, User
from evaluations.pool import Reason
from workflows.forms.experts import TermsForm, WhyForm, WitnessForm
from workflows.views.answer import attempt
from workflows.views.calls import frame
from workflows.views.experts import copies
from workflows.views.public import words


def the_panel(user: User, public_id: UUID, *, at: datetime) -> Panel:
    """The panel for somebody who may read its record. Raises NotFound or NotPermitted."""
    panel = Panel.objects.select_related("call", "observer").filter(public_id=public_id).first()
    if panel is None:
        raise NotFound(_("This panel does not exist."))
    panel_permissions.require(user, "read", panel.call, at=at, panel=panel)
    return panel


def context(panel: Panel, user: User, *, at: datetime) -> dict[str, Any]:
    """The head of every page of one panel."""
    return frame.context(panel.call, user, "call_panels", at=at) | {
        "panel": panel,
        "track": track_words(panel),
    }


def track_words(panel: Panel) -> str:
    if not panel.track:
        return _("all tracks")
    return words.say(panel.call.rules.track(panel.track).label)


def may(user: User, verb: str, panel: Panel, *, at: datetime) -> str:
    return panel_permissions.refusal(user, verb, panel.call, at=at, panel=panel)


@login_required
@require_http_methods(["GET", "POST"])
def call_panels(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All panels and meetings of a call, and the form that plans a new panel."""
    at = timezone.now()
    call = Call.objects.filter(public_id=public_id).first()
    if call is None:
        raise NotFound(_("This call does not exist."))
    panel_permissions.require(request.user, "read", call, at=at)
    form = TermsForm(request.POST or None, call=call, seen=call.version)
    if request.method == "POST":
        draw = attempt(form, lambda: _plan(request.user, call, form, at=at))
        if draw is not None:
            messages.success(request, _("The pool is frozen and the seed is sealed."))
            return redirect("panel_office", public_id=draw.panel.public_id)
    rows = call.panels.select_related("observer").prefetch_related("members")
    shown = frame.context(call, request.user, "call_panels", at=at) | {
        "rows": [{"panel": panel, "track": track_words(panel)} for panel in rows],
        "meetings": list(call.meetings.select_related("panel")),
        "form": form,
        "refused": panel_permissions.refusal(request.user, "plan", call, at=at),
        "no_rubric": call.rules.rubric is None,
        "blind": call.rules.rubric is None or call.rules.rubric.blind,
        "to_check": copies.to_check(call).count(),
    }
    return render(request, "experts/panels.html", shown, status=form.status)


def _plan(user: User, call: Call, form: TermsForm, *, at: datetime) -> Draw:
    return panels.plan(
        call=call,
        terms=form.terms(),
        track=form.cleaned_data.get("track", ""),
        observer=form.cleaned_data["observer"],
        by=user,
        at=at,
    )


@login_required
@require_POST
def panel_draw(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    at = timezone.now()
    panel = the_panel(request.user, public_id, at=at)
    row = panel.draws.filter(number=number).first()
    if row is None:
        raise Http404
    form = WitnessForm(request.POST, seen=panel.version)
    done = attempt(
        form,
        lambda: panels.draw(
            draw_id=row.pk, witness=form.cleaned_data["witness"], by=request.user, at=at
        ),
    )
    if done is None:
        return _record_page(request, panel, form=form, at=at)
    messages.success(request, _("Drawn. The seed is open and the draw can be made again."))
    return redirect("panel_record", public_id=public_id)


@login_required
@require_http_methods(["GET", "POST"])
def panel_further(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A further draw for the same panel, with its reason."""
    at = timezone.now()
    panel = the_panel(request.user, public_id, at=at)
    form = TermsForm(
        request.POST or None, call=panel.call, further=True, seen=panel.version,
        initial={"count": 1, "reserves": 0},
    )  # fmt: skip
    if request.method == "POST":
        draw = attempt(
            form,
            lambda: panels.plan_further(
                panel_id=panel.pk,
                terms=form.terms(),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=at,
            ),
        )
        if draw is not None:
            return redirect("panel_record", public_id=public_id)
    shown = context(panel, request.user, at=at) | {"form": form, "title": _("Further draw")}
    return render(request, "experts/panel_form.html", shown, status=form.status)


@login_required
@require_http_methods(["GET", "POST"])
def panel_replace(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """A member leaves, with the reason; the next reserve who fits comes."""
    at = timezone.now()
    panel = the_panel(request.user, public_id, at=at)
    member = panel.members.filter(number=number).select_related("expert__user").first()
    if member is None:
        raise Http404
    form = WhyForm(request.POST or None, seen=panel.version)
    if request.method == "POST":
        coming = attempt(
            form,
            lambda: panels.replace(
                member_id=member.pk, reason=form.cleaned_data["reason"], by=request.user, at=at
            ),
        )
        if coming is not None:
            messages.success(request, _("Reserve no. %(n)d takes the seat.") % {"n": coming.number})
            return redirect("panel_office", public_id=public_id)
    title = _("Replace %(name)s") % {"name": member.expert.user.name}
    shown = context(panel, request.user, at=at) | {"form": form, "title": title}
    return render(request, "experts/panel_form.html", shown, status=form.status)


@login_required
@require_GET
def panel_record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything about the draws on one page: terms, pool with reasons, seed, people, replay."""
    at = timezone.now()
    panel = the_panel(request.user, public_id, at=at)
    form = WitnessForm(seen=panel.version)
    return _record_page(request, panel, form=form, at=at)


def _record_page(
    request: HttpRequest, panel: Panel, *, form: WitnessForm, at: datetime
) -> HttpResponse:
    experts = {str(e.public_id): e for e in Expert.objects.select_related("user", "employer")}
    draws = panel.draws.select_related("planned_by", "drawn_by").prefetch_related("members")
    shown = context(panel, request.user, at=at) | {
        "draws": [_draw_words(row, experts) for row in draws],
        "form": form,
        "refused": may(request.user, "draw", panel, at=at),
    }
    return render(request, "experts/record.html", shown, status=form.status)


def _draw_words(row: Draw, experts: dict[str, Expert]) -> dict[str, Any]:
    seats = {str(m.expert_id): m for m in row.members.all()}
    people = []
    for line in row.pool:
        expert = experts[line["expert"]]
        people.append(
            {
                "expert": expert,
                "reasons": [Reason(code).label for code in line["reasons"]],
                "cases": line["cases"],
                "kinds": [Recusal.Kind(code).label for code in line["kinds"]],
                "seat": seats.get(str(expert.pk)),
            }
        )
    people.sort(key=lambda line: (line["seat"] is None, _number(line["seat"])))
    return {
        "draw": row,
        "terms": _terms_words(row),
        "people": people,
        "replayed": row.drawn_at is not None and panels.replayed(row),
    }


def _number(seat: Any) -> int:
    return seat.number if seat is not None else 0


def _terms_words(row: Draw) -> list[dict[str, Any]]:
    terms = row.read_terms
    return [
        {"label": _("Members"), "value": terms.count},
        {"label": _("Reserves"), "value": str(terms.reserves)},
        {"label": _("At most of one employer"), "value": terms.max_per_employer or _("no limit")},
        {"label": _("At least from outside the city"), "value": f"{terms.external_percent} %"},
        {
            "label": _("At least of the level"),
            "value": Level(terms.level).label if terms.level else _("any"),
        },
        {"label": _("Specialty"), "value": terms.specialty or _("any")},
        {"label": _("Months since the last panel"), "value": str(terms.gap_months)},
    ]
