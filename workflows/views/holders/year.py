"""One year of a title: the holder reports, the employer vouches, the district decides."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations import holdings
from evaluations.actions import yearly
from evaluations.models import Holding, User, YearlyReview
from workflows.forms.holders import GiveBackForm, ReportForm, ResultForm
from workflows.views.answer import ActForm, attempt
from workflows.views.holders import act


@login_required
@require_http_methods(["GET", "POST"])
def title_year(request: HttpRequest, public_id: UUID, year: int) -> HttpResponse:
    at = timezone.now()
    holding = act.the_title(request.user, public_id)
    if year not in yearly.years_of(holding, today=localtime(at).date()):
        raise Http404
    review = holding.reviews.filter(year=year).first()
    part = part_of(request.user, holding, review)
    form = _form(part, request, holding, review)
    if request.method == "POST" and form is not None:
        done = attempt(form, lambda: _run(part, request, holding, year, review, form, at=at))
        if done is not None:
            messages.success(request, _said(part, request))
            return redirect("title", public_id=public_id)
    context = {
        "holding": holding,
        "year": year,
        "review": review,
        "part": part,
        "form": form,
        "give_back": GiveBackForm(seen=holding.version, prefix="back")
        if part == "employer"
        else None,
        "due_on": yearly.due_on(year),
        "today": localtime(at).date(),
    }
    return render(request, "holders/year.html", context, status=form.status if form else 200)


def part_of(user: User, holding: Holding, review: YearlyReview | None) -> str:
    """The part in which this reader may write now: "holder", "employer", "district" or ""."""
    lies_with = review.lies_with if review else "holder"
    writes = {
        "holder": lambda: holdings.is_holder(user, holding) and holding.status in _WRITABLE,
        "employer": lambda: holdings.employer_role(user, holding),
        "district": lambda: holdings.district_role(user, holding),
    }
    return lies_with if lies_with and writes[lies_with]() else ""


_WRITABLE = ("active", "suspended")


def _form(
    part: str, request: HttpRequest, holding: Holding, review: YearlyReview | None
) -> ActForm | None:
    data = request.POST or None
    match part:
        case "holder":
            initial = {name: getattr(review, name) for name in yearly.TEXTS} if review else {}
            return ReportForm(data, seen=holding.version, initial=initial)
        case "employer" if request.POST.get("then") == "give_back":
            return GiveBackForm(data, seen=holding.version, prefix="back")
        case "employer" | "district":
            proposed = {"result": review.proposed_result} if review else {}
            return ResultForm(data, seen=holding.version, initial=proposed)
        case _:
            return None


def _run(
    part: str,
    request: HttpRequest,
    holding: Holding,
    year: int,
    review: YearlyReview | None,
    form: Any,
    *,
    at: Any,
) -> YearlyReview:
    by, given = request.user, form.cleaned_data
    if part == "holder":
        report = yearly.save_report if request.POST.get("then") == "save" else yearly.file_report
        return report(holding_id=holding.pk, year=year, texts=form.texts(), by=by, at=at)
    if isinstance(form, GiveBackForm):
        return yearly.give_back(review_id=review.pk, reason=given["reason"], by=by, at=at)
    verb = yearly.vouch if part == "employer" else yearly.decide
    return verb(review_id=review.pk, result=given["result"], opinion=given["opinion"], by=by, at=at)


def _said(part: str, request: HttpRequest) -> str:
    if part == "holder" and request.POST.get("then") == "save":
        return _("Saved. Your employer does not see it yet.")
    return _("Recorded.")
