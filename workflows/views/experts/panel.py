"""One panel at work: who sits, how far they are, give out, close, and the result after the close."""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations import blind_copies, panel_permissions, severity, whereabouts
from evaluations.actions import assigning, reviewing
from evaluations.actions.panel import live
from evaluations.desks import Desk
from evaluations.models import Application, Panel, Recusal, Review, ScoreChange
from evaluations.pool import PANEL_DESKS
from workflows import blinding
from workflows import panels as work
from workflows.forms.experts import CloseForm, ScoreForm
from workflows.views.answer import ActForm, attempt
from workflows.views.experts.panels import context, may, the_panel


@login_required
@require_GET
def panel_office(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    panel = the_panel(request.user, public_id, at=at)
    return _page(request, panel, CloseForm(seen=panel.version), at=at)


def _page(request: HttpRequest, panel: Panel, form: ActForm, *, at: datetime) -> HttpResponse:
    members = live(panel)
    given, done = _progress(panel)
    desks = whereabouts.desks_in(panel.call)
    there = {pk for pk, where in desks.items() if where == Desk.PANEL}
    known = set(panel.cases.values_list("application", flat=True))
    shown = context(panel, request.user, at=at) | {
        "members": [{"member": m, "given": given[m.pk], "done": done[m.pk]} for m in members],
        "reserves": list(panel.members.filter(reserve=True).select_related("expert__user")),
        "left": list(panel.members.exclude(ended_at=None).select_related("expert__user")),
        "planned": panel.draws.filter(drawn_at=None).first(),
        "given": sum(given.values()),
        "done": sum(done.values()),
        "files": len(known & there),
        "waiting": len(waiting := _of_track(panel, there - known)),
        "unready": len(blind_copies.waiting(_cases(waiting))),
        "recusals": _recusals(panel),
        "changes": list(
            ScoreChange.objects.filter(review__panel_case__panel=panel).select_related(
                "review__panel_case", "review__member", "proposed_by", "confirmed_by"
            )
        ),
        "form": form,
        "assign_refused": may(request.user, "assign", panel, at=at),
        "close_refused": may(request.user, "close", panel, at=at),
        "change_refused": may(request.user, "change_score", panel, at=at),
        "convene_refused": may(request.user, "convene", panel, at=at) or not _meets(panel),
    }
    return render(request, "experts/panel.html", shown, status=form.status)


def _cases(ids: list[int]) -> list[Application]:
    rows = Application.objects.filter(pk__in=ids).select_related("call")
    return list(rows.defer("answers"))


def _meets(panel: Panel) -> bool:
    """Whether any way through this call passes a meeting."""
    desks = {step.desk for track in panel.call.rules.tracks for step in track.route}
    return bool(desks & (set(PANEL_DESKS) - {Desk.PANEL}))


def _of_track(panel: Panel, ids: set[int]) -> list[int]:
    rows = panel.call.applications.filter(pk__in=ids)
    if panel.track:
        rows = rows.filter(track=panel.track)
    return list(rows.values_list("pk", flat=True))


def _progress(panel: Panel) -> tuple[Counter[int], Counter[int]]:
    """Member -> files given, and -> files submitted. Numbers only: scores are sealed."""
    rows = Review.objects.filter(panel_case__panel=panel, ended_at=None)
    given, done = Counter[int](), Counter[int]()
    for member_id, submitted in rows.values_list("member", "submitted_at"):
        given[member_id] += 1
        done[member_id] += submitted is not None
    return given, done


def _recusals(panel: Panel) -> list[Recusal]:
    """Why somebody is out of a file: of this panel's experts and files."""
    rows = Recusal.objects.filter(expert__seats__panel=panel, application__panel_cases__panel=panel)
    return list(rows.select_related("expert__user", "application").order_by("application", "pk"))


@login_required
@require_POST
def panel_assign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    panel = the_panel(request.user, public_id, at=at)
    blinding.order_all(panel.call, at=at)
    given = assigning.assign(panel_id=panel.pk, by=request.user, at=at)
    sentence = ngettext("%(n)d file was given out.", "%(n)d files were given out.", len(given))
    messages.success(request, sentence % {"n": len(given)})
    return redirect("panel_office", public_id=public_id)


@login_required
@require_POST
def panel_close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    panel = the_panel(request.user, public_id, at=at)
    form = CloseForm(request.POST, seen=panel.version)
    done = attempt(
        form,
        lambda: work.close_scoring(
            panel,
            by=request.user,
            at=at,
            seen=form.cleaned_data["seen"],
            least=form.cleaned_data["least"],
            places=form.cleaned_data["places"],
        ),
    )
    if done is None:
        return _page(request, panel, form, at=at)
    messages.success(request, _("The scoring is closed."))
    return redirect("panel_scores", public_id=public_id)


@login_required
@require_GET
def panel_scores(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ranks, every score, and how strict each expert was. Sealed until the close."""
    at = timezone.now()
    panel = the_panel(request.user, public_id, at=at)
    panel_permissions.require(request.user, "read_scores", panel.call, at=at, panel=panel)
    cases = panel.cases.exclude(place=None).select_related(
        "application__person", "application__employer"
    )
    reviews = Review.objects.filter(
        panel_case__panel=panel, ended_at=None, submitted_at__isnull=False
    ).select_related("member__expert__user", "panel_case")
    totals: dict[str, dict[str, Decimal]] = {}
    names: dict[str, str] = {}
    for review in reviews:
        number = f"{review.member.number:02}"
        names[number] = review.member.expert.user.name
        if review.total is not None:
            totals.setdefault(review.panel_case.code, {})[number] = review.total
    numbers = sorted(names)
    language = get_language() or ""
    criteria = {c.id: c.label.say(language) for c in panel.call.rules.rubric.criteria}
    shown = context(panel, request.user, at=at) | {
        "numbers": numbers,
        "rows": [
            {
                "case": case,
                "decided_by": criteria.get(case.decided_by, ""),
                "marks": [
                    {
                        "total": totals.get(case.code, {}).get(number),
                        "dropped": int(number) in case.dropped,
                    }
                    for number in numbers
                ],
            }
            for case in sorted(cases, key=lambda case: (case.place, case.code))
        ],
        "severity": [{"row": row, "name": names[row.scorer]} for row in severity.report(totals)],
    }
    return render(request, "experts/scores.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def propose_change(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    """Write down the change of a final score that an expert asked for. The old marks stay sealed."""
    at = timezone.now()
    panel = the_panel(request.user, public_id, at=at)
    panel_permissions.require(request.user, "change_score", panel.call, at=at, panel=panel)
    rows = Review.objects.filter(panel_case__panel=panel, ended_at=None)
    review = rows.exclude(submitted_at=None).filter(pk=pk).first()
    if review is None:
        return redirect("panel_office", public_id=public_id)
    form = ScoreForm(request.POST or None, rubric=panel.call.rules.rubric, seen=review.version)
    form.fields["comment"].label = _("Reason")
    form.fields["comment"].help_text = _("As in the expert's written request.")
    if request.method == "POST":
        change = attempt(
            form,
            lambda: reviewing.propose_change(
                review_id=review.pk,
                marks=form.marks(),
                reason=form.cleaned_data["comment"],
                by=request.user,
                at=at,
            ),
        )
        if change is not None:
            messages.success(request, _("A colleague has to confirm the change."))
            return redirect("panel_office", public_id=public_id)
    title = _("Change a final score: file %(code)s, expert no. %(n)d") % {
        "code": review.panel_case.code,
        "n": review.member.number,
    }
    shown = context(panel, request.user, at=at) | {"form": form, "title": title}
    return render(request, "experts/panel_form.html", shown, status=form.status)


@login_required
@require_POST
def confirm_change(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    at = timezone.now()
    panel = the_panel(request.user, public_id, at=at)
    change = ScoreChange.objects.filter(pk=pk, review__panel_case__panel=panel).first()
    if change is not None:
        reviewing.confirm_change(change_id=change.pk, by=request.user, at=at)
        messages.success(request, _("The change is made and recorded with both names."))
    return redirect("panel_office", public_id=public_id)


@login_required
@require_GET
def final_scores(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Which files a member has submitted, to choose the one to change: codes, no scores."""
    at = timezone.now()
    panel = the_panel(request.user, public_id, at=at)
    panel_permissions.require(request.user, "change_score", panel.call, at=at, panel=panel)
    rows = Review.objects.filter(
        panel_case__panel=panel, member__number=number, ended_at=None, submitted_at__isnull=False
    )
    shown: dict[str, Any] = context(panel, request.user, at=at) | {
        "reviews": list(rows.select_related("panel_case").order_by("panel_case__code")),
        "number": number,
    }
    return render(request, "experts/final.html", shown)
