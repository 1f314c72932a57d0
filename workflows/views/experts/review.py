"""One file before one expert: read without a name, score, save, submit, or step back."""

from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations import blindness
from evaluations.actions import assigning, reviewing
from evaluations.errors import Incomplete, Refused
from evaluations.models import Review
from evaluations.panel_permissions import may_score
from workflows.forms.experts import ScoreForm, WhyForm
from workflows.views.answer import attempt, status_of
from workflows.views.experts.work import state_of


def _the_review(request: HttpRequest, token: UUID) -> Review:
    """The file, or a 404 that does not tell why: unknown, another's, or taken back."""
    review = blindness.find(request.user, token)
    if review is None:
        raise Http404
    return review


@login_required
@require_http_methods(["GET", "POST"])
def expert_file(request: HttpRequest, token: UUID) -> HttpResponse:
    at, review = timezone.now(), _the_review(request, token)
    rubric = review.panel_case.panel.call.rules.rubric
    form = ScoreForm(
        request.POST or None, rubric=rubric, seen=review.version, initial=_initial(review)
    )
    if request.method == "POST":
        done = _act(request, review, form, at=at)
        if done is not None:
            return done
    return render(request, "experts/file.html", _context(request, review, form), status=form.status)


def _initial(review: Review) -> dict[str, Any]:
    marks = {f"marks.{name}": mark for name, mark in review.marks.items()}
    return marks | {"comment": review.comment}


def _act(
    request: HttpRequest, review: Review, form: ScoreForm, *, at: datetime
) -> HttpResponse | None:
    submits = request.POST.get("do") == "submit"
    verb = reviewing.submit if submits else reviewing.save_draft

    def act() -> Review | None:
        try:
            return verb(
                review_id=review.pk,
                marks=form.marks(),
                comment=form.cleaned_data["comment"],
                by=request.user,
                at=at,
                seen=form.cleaned_data["seen"],
            )
        except Incomplete as refusal:
            for complaint in refusal.complaints:
                form.add_error(complaint.path, complaint.sentence)
            form.status = status_of(refusal)
            form.renew()
            return None

    written = attempt(form, act)
    if written is None:
        return None
    if not submits:
        messages.success(request, _("The draft is saved. It does not count before you submit it."))
        return redirect("expert_file", token=review.token)
    messages.success(request, _("%(code)s: submitted.") % {"code": review.panel_case.code})
    left = [r for r in blindness.work_of(review.member) if r.submitted_at is None]
    return redirect("expert_file", token=left[0].token) if left else redirect("expert")


def _context(request: HttpRequest, review: Review, form: ScoreForm) -> dict[str, Any]:
    work = blindness.work_of(review.member)
    here = [each.pk for each in work].index(review.pk) if review in work else 0
    panel = review.panel_case.panel
    return {
        "review": review,
        "code": review.panel_case.code,
        "state": state_of(review),
        "form": form,
        "pages": [_grouped(page) for page in blindness.pages(review, get_language() or "")],
        "blind": blindness.is_blind(review.panel_case.application),
        "person": _person(review),
        "refused": may_score(request.user, review),
        "full": sum(c.weight for c in panel.call.rules.rubric.criteria),
        "given": _given(review, panel.call.rules.rubric),
        "done": sum(each.submitted_at is not None for each in work),
        "total": len(work),
        "previous": work[here - 1].token if here > 0 else None,
        "next": work[here + 1].token if here + 1 < len(work) else None,
        "autosave_url": reverse("expert_autosave", args=[review.token]),
    }


def _grouped(page: blindness.ShownPage) -> dict[str, Any]:
    """Neighbouring lines form one list; each table stands for itself."""
    groups = [
        {"grid": is_grid, "entries": list(entries)}
        for is_grid, entries in groupby(page.entries, lambda entry: entry.kind == "grid")
    ]
    return {"id": page.id, "title": page.title, "groups": groups}


def _given(review: Review, rubric: Any) -> list[dict[str, str]]:
    language = get_language() or ""
    return [
        {
            "label": criterion.label.say(language),
            "value": f"{review.marks.get(criterion.id, '–')} / {criterion.weight}",
        }
        for criterion in rubric.criteria
    ]


def _person(review: Review) -> list[dict[str, str]]:
    """Only where the rubric is not blind."""
    case = review.panel_case.application
    if blindness.is_blind(case):
        return []
    return [
        {"label": _("Name"), "value": case.person.name},
        {"label": _("Employer"), "value": str(case.employer or "")},
    ]


@login_required
@require_POST
def autosave(request: HttpRequest, token: UUID) -> JsonResponse:
    """The draft every few seconds. What cannot be read yet is not kept, and says so."""
    at, review = timezone.now(), _the_review(request, token)
    form = ScoreForm(
        request.POST, rubric=review.panel_case.panel.call.rules.rubric, seen=review.version
    )
    if not form.is_valid():
        return JsonResponse({"message": _("This draft cannot be saved yet.")}, status=422)
    try:
        saved = reviewing.save_draft(
            review_id=review.pk,
            marks=form.marks(),
            comment=form.cleaned_data["comment"],
            by=request.user,
            at=at,
            seen=form.cleaned_data["seen"],
        )
    except Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=status_of(refusal))
    return JsonResponse({"saved_at": f"{localtime(at):%H:%M}", "seen": saved.version})


@login_required
@require_http_methods(["GET", "POST"])
def recuse(request: HttpRequest, token: UUID) -> HttpResponse:
    """Declare an interest. It cannot be taken back."""
    review = _the_review(request, token)
    form = WhyForm(request.POST or None, seen=review.version)
    if request.method == "POST":
        done = attempt(
            form,
            lambda: (
                assigning.recuse(
                    review_id=review.pk,
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                    at=timezone.now(),
                ),
                True,
            ),
        )
        if done:
            messages.success(request, _("You are recused from this file."))
            return redirect("expert")
    context = {
        "heading": _("Step back from this file"),
        "caption": review.panel_case.code,
        "back_url": reverse("expert_file", args=[review.token]),
        "form": form,
    }
    return render(request, "experts/recuse.html", context, status=form.status)


@login_required
@require_GET
def attachment(request: HttpRequest, token: UUID, file_id: UUID) -> FileResponse:
    """A filed upload, only where the rubric is not blind."""
    review = _the_review(request, token)
    case = review.panel_case.application
    kept = case.attachments.filter(public_id=file_id).first()
    named = case.filings.latest("number").content
    if blindness.is_blind(case) or kept is None or str(kept.public_id) not in named:
        raise Http404
    response = FileResponse(
        kept.file.open("rb"), as_attachment=True, filename=kept.name, content_type=kept.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
