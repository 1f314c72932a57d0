"""The print desk of a call: choose rows, look, print, and say what was spoiled."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certificates import printing, stationery
from certificates.models import Certificate, PrintRun
from evaluations.call_permissions import require
from evaluations.models import Call, User
from workflows import paper, print_job
from workflows.forms.paper import PrinterForm, PrintForm, SpoilForm
from workflows.views.answer import attempt
from workflows.views.calls import door, frame
from workflows.views.paper.file import as_pdf

_LATEST_RUNS = 50
_ORDERS = {
    "number": gettext_lazy("Number"),
    "employer": gettext_lazy("Employer"),
    "name": gettext_lazy("Name"),
}
_CHOICES = {
    "new": gettext_lazy("not printed yet"),
    "all": gettext_lazy("all"),
    "none": gettext_lazy("untick all"),
}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def print_desk(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    require(request.user, "certify", call, at=at)
    form = PrintForm(request.POST or None, seen=call.version)
    order = (request.POST or request.GET).get("order", "number")
    if request.method == "POST":
        rows = paper.printable(call, order=order, keys=_keys(request))
        chosen = rows if request.POST.getlist("row") else []
        answer = _file(request, call, form, chosen, at=at)
        if answer:
            return answer
    context = _context(call, request.user, at=at) | {
        "form": form,
    } | _choice(call, order, request)  # fmt: skip
    return render(request, "paper/desk.html", context, status=form.status)


def _choice(call: Call, order: str, request: HttpRequest) -> dict[str, Any]:
    """The rows with their ticks. Whoever opens the page wants what has not been printed yet; a
    refusal keeps the ticks as they were."""
    choose = request.GET.get("choose", "new")
    times = printing.printed(call.subject)
    kept = set(_keys(request)) if "row" in request.POST else None

    def chosen(row: Certificate) -> bool:
        if kept is not None:
            return row.pk in kept
        return choose == "all" or (choose != "none" and not times[str(row)])

    rows = paper.printable(call, order=order)
    return {
        "order": order,
        "orders": _tabs(_ORDERS, "order", order, f"&choose={choose}" if choose in _CHOICES else ""),
        "choices": _tabs(_CHOICES, "choose", choose, f"&order={order}" if order in _ORDERS else ""),
        "rows": [
            {"certificate": row, "times": times[str(row)], "chosen": chosen(row)} for row in rows
        ],
    }


def _keys(request: HttpRequest) -> list[int]:
    given = request.POST.getlist("row")
    return [int(key) for key in given if key.isdecimal() and len(key) < 16]


def _file(
    request: HttpRequest, call: Call, form: PrintForm, rows: list[Certificate], *, at: Any
) -> HttpResponse | None:
    by = request.user
    if "preview" in request.POST:
        pdf = attempt(form, lambda: paper.preview(call, rows, by=by, at=at))
        return as_pdf(pdf, "preview.pdf", inline=True) if pdf else None

    def act() -> HttpResponse:
        given = form.cleaned_data
        made = print_job.take_on(
            call, rows, kind=given["kind"], printer=given["printer"], by=by, at=at,
            reason=given["reason"],
        )  # fmt: skip
        if made is None:
            return redirect(frame.url("print_work", call))
        return as_pdf(made[0], f"{made[1].kind}-{made[1].pk}.pdf")

    return attempt(form, act)


def _tabs(words: dict[str, Promise], name: str, now: str, rest: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"?{name}={key}{rest}", "current": key == now}
        for key, label in words.items()
    ]


def _context(call: Call, user: User, *, at: Any) -> dict[str, Any]:
    runs = list(PrintRun.objects.filter(subject=call.subject)[:_LATEST_RUNS])
    names = _names(run.printed_by for run in runs)
    return frame.context(call, user, "print_desk", at=at) | {
        "runs": [{"run": run, "by": names.get(run.printed_by, "")} for run in runs],
        "work": print_job.Shelf(call, user).read(),
    }


def _names(pseudonyms: Any) -> dict[str, str]:
    keys = {int(each.removeprefix("user:")) for each in pseudonyms if each.startswith("user:")}
    return {f"user:{user.pk}": user.name for user in User.objects.filter(pk__in=keys)}


@login_required
@require_POST
def spoiled(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    form = SpoilForm(request.POST, seen=call.version)

    def act() -> PrintRun:
        given = form.cleaned_data
        return paper.spoil(call, given["run"], sheets=given["sheets"], by=request.user, at=at)

    if attempt(form, act):
        return redirect(frame.url("print_desk", call))
    require(request.user, "certify", call, at=at)
    context = _context(call, request.user, at=at) | {
        "form": PrintForm(seen=call.version), "failed": form,
    } | _choice(call, "number", request)  # fmt: skip
    return render(request, "paper/desk.html", context, status=form.status)


@login_required
@require_http_methods(["GET", "POST"])
def printers(request: HttpRequest) -> HttpResponse:
    """Calibration of each printer, and the page to measure it with."""
    at = timezone.now()
    paper.city_role(request.user, paper.Role.CERTIFICATE_OFFICER)
    form = PrinterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        paper.calibrate(
            given["name"], right_mm=given["right_mm"], down_mm=given["down_mm"],
            by=request.user, at=at,
        )  # fmt: skip
        return redirect("printers")
    context = {
        "heading": _("Printers"), "form": form,
        "rows": paper.Printer.objects.order_by("name"),
    }  # fmt: skip
    return render(request, "paper/printers.html", context, status=422 if form.is_bound else 200)


@login_required
def ruler(request: HttpRequest) -> HttpResponse:
    paper.city_role(request.user, paper.Role.CERTIFICATE_OFFICER)
    tall = request.GET.get("tall") == "1"
    page = stationery.ruler_page(width=210, height=297) if tall else stationery.ruler_page()
    return as_pdf(page, "ruler.pdf", inline=True)
