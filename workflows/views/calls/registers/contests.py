"""The contest registry: which contests count, and who took which rank."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions import registers
from evaluations.errors import NotFound, Refused
from evaluations.models import Contest
from workflows.forms.registers import MAX_SHEET, ContestForm, ResultsForm
from workflows.views.answer import status_of
from workflows.views.calls.door import require_role
from workflows.views.calls.registers import _frame, sheet

PAGE = 50


@login_required
@require_GET
def contests(request: HttpRequest) -> HttpResponse:
    require_role(request.user, *registers.KEEPERS)
    search = request.GET.get("q", "").strip()[:60]
    rows = Contest.objects.annotate(count=Count("results")).order_by("-pk")
    if search:
        rows = rows.filter(Q(name__contains=search) | Q(event__contains=search))
    after = _frame.position(request.GET.get("after", ""))
    found = list((rows.filter(pk__lt=after) if after else rows)[: PAGE + 1])
    context = _frame.context(request.user, "office_contests", _("Contests")) | {
        "rows": found[:PAGE],
        "search": search,
        "next_url": f"?q={search}&after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
    }
    return render(request, "calls/registers/contests.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_contest(request: HttpRequest) -> HttpResponse:
    require_role(request.user, *registers.KEEPERS)
    form, status = ContestForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = registers.register_contest(
                    by=request.user, at=timezone.now(), **form.cleaned_data
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The contest is registered. Add its result list."))
                return redirect("office_contest", made.public_id)
    context = _frame.context(request.user, "office_contests", _("Register a contest"))
    return render(request, "calls/registers/form.html", context | {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def contest(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One event with its result list. ID numbers are not kept, so none can be shown."""
    require_role(request.user, *registers.KEEPERS)
    row = Contest.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotFound(_("This contest is not registered."))
    form, wrong, status = ResultsForm(request.POST or None, request.FILES or None), (), 200
    if request.method == "POST":
        new, wrong, status = _import(request, row, form)
        if new is not None:
            sentence = ngettext("%(n)d new line.", "%(n)d new lines.", new) % {"n": new}
            messages.success(request, _("The list is imported.") + " " + sentence)
            return redirect("office_contest", row.public_id)
    context = _frame.context(request.user, "office_contests", str(row)) | {
        "contest": row,
        "form": form,
        "wrong": wrong,
        "results": row.results.order_by("rank", "pk")[:500],
    }
    return render(request, "calls/registers/contest.html", context, status=status)


@sensitive_variables("placings", "data")
def _import(
    request: HttpRequest, row: Contest, form: ResultsForm
) -> tuple[int | None, tuple[str, ...], int]:
    """(new lines or None, sentences for wrong rows, status)."""
    if not form.is_valid():
        return None, (), 422
    upload = form.cleaned_data["sheet"]
    try:
        if upload.size > MAX_SHEET:
            raise Refused(_("This file is larger than 2 MB. Keep only the result list in it."))
        data = upload.read()
        placings = sheet.read(data)
        new = registers.register_results(
            contest=row, placings=placings, by=request.user, at=timezone.now()
        )
    except registers.ListRefused as refusal:
        form.add_error("sheet", str(refusal))
        return None, refusal.sentences, 422
    except Refused as refusal:
        form.add_error("sheet", str(refusal))
        return None, (), status_of(refusal)
    return new, (), 302


@login_required
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty list to fill in."""
    require_role(request.user, *registers.KEEPERS)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(sheet.template(), content_type=kind)
    response["Content-Disposition"] = 'attachment; filename="contest-results.xlsx"'
    return response
