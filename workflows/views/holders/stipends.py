"""The stipend list of a year: as it stands now, as it went to finance, and as a file."""

import io
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from evaluations import stipend
from evaluations.actions import stipends
from evaluations.call_permissions import role_over
from evaluations.errors import Refused
from evaluations.models import StipendList
from evaluations.roles import Role
from workflows.forms.holders import PaymentForm

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAMES = ("name", "employer", "title", "reference")


@login_required
@require_GET
def stipend_list(request: HttpRequest) -> HttpResponse:
    """The year's list as the register gives it now, and the lists already sent."""
    stipends.require_reader(request.user)
    this_year = localtime(timezone.now()).year
    year = _year(request.GET.get("year", ""), this_year)
    facts = stipends.facts()
    rows = [_row(line, facts[line.key]) for line in stipends.lines(year)]
    context = {
        "year": year,
        "today": localtime(timezone.now()).date(),
        "rows": [row for row in rows if row["months"]],
        "displaced": [row for row in rows if row["displaced"]],
        "total": sum(row["amount"] for row in rows),
        "people": len({row["person"] for row in rows if row["months"]}),
        "made": _made(year),
        "may_pay": bool(role_over(request.user, None, Role.FINANCE)),
        "late": _late(year, this_year),
        "may_make": bool(role_over(request.user, None, Role.REVIEW_OFFICE)),
        "opens": bool(role_over(request.user, None, Role.REVIEW_OFFICE, Role.AUDITOR)),
        "tab_items": [
            {
                "label": str(each),
                "url": f"{reverse('stipends')}?year={each}",
                "current": each == year,
            }
            for each in range(this_year + 1, this_year - 4, -1)
        ],
    }
    return render(request, "holders/stipends.html", context)


def _made(year: int) -> list[dict[str, Any]]:
    """The lists of a year with their payment; only the newest unpaid one is still due."""
    rows = StipendList.objects.filter(year=year).select_related("made_by", "payment__recorded_by")
    made, today = list(rows), localtime(timezone.now()).date()
    return [
        {
            "list": each,
            "payment": getattr(each, "payment", None),
            "due": stipends.due_on(each),
            "open": each is made[-1] and not hasattr(each, "payment"),
            "overdue": stipends.due_on(each) < today,
        }
        for each in made
    ]


def _late(year: int, this_year: int) -> str:
    """A past year for which somebody is to be paid and no list was ever made."""
    if year >= this_year or StipendList.objects.filter(year=year).exists():
        return ""
    return _("The year is over and no list was made.") if stipends.lines(year) else ""


@login_required
@require_POST
def pay_list(request: HttpRequest, year: int, number: int) -> HttpResponse:
    stipends.require_reader(request.user)
    made = StipendList.objects.filter(year=year, number=number).first()
    if made is None:
        raise Http404
    form = PaymentForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Enter the day of payment and the number of the voucher."))
    stipends.record_payment(
        list_id=made.pk, **form.cleaned_data, by=request.user, at=timezone.now()
    )
    messages.success(request, _("The payment is recorded."))
    return redirect(f"{reverse('stipends')}?year={year}")


def _year(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and 2000 <= int(text[:4]) <= 2100 else otherwise


def _row(line: stipend.Line, facts: dict[str, str]) -> dict[str, Any]:
    return facts | {
        "key": line.key,
        "person": line.person,
        "monthly": line.monthly,
        "months": span(line.months),
        "displaced": span(line.displaced),
        "amount": line.amount,
    }


def span(months: tuple[int, ...] | list[int]) -> str:
    """1-5, 8: months as people write them."""
    runs: list[list[int]] = []
    for month in months:
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


@login_required
@require_POST
def make_list(request: HttpRequest, year: int) -> HttpResponse:
    made = stipends.make_list(year=year, by=request.user, at=timezone.now())
    messages.success(
        request,
        _("List %(n)d of %(year)d is frozen for finance.") % {"n": made.number, "year": year},
    )
    return redirect(f"{reverse('stipends')}?year={year}")


@login_required
@require_GET
def stipend_file(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A frozen list as a sheet. Only frozen ones: what is paid is what was recorded."""
    stipends.require_reader(request.user)
    made = StipendList.objects.filter(year=year, number=number).first()
    if made is None:
        raise Http404
    book = Workbook()
    _fill(book.active, made)
    stream = io.BytesIO()
    book.save(stream)
    response = HttpResponse(stream.getvalue(), content_type=_XLSX)
    name = f"stipends-{year}-{number}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _fill(sheet: Worksheet, made: StipendList) -> None:
    sheet.title = str(made.year)
    heads = (
        _("Name"), _("Employer"), _("Title"), _("Reference"), _("Yuan a month"), _("Months"),
        _("Number of months"), _("Yuan"),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [heads]
    for line in stipend.read(made.lines):
        words = [line.get(name, "") for name in _NAMES]
        numbers = (line["monthly"], span(line["months"]), len(line["months"]), line["amount"])
        rows.append((*words, *numbers))
    rows.append((_("Total"), "", "", "", "", "", "", made.total))
    for number, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            put(sheet, number, column, value)
    for column, width in zip("ABCDEFGH", (12, 30, 20, 16, 12, 12, 12, 12), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"


def put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    """Text stays text: a name that begins with "=" is no formula in anybody's office."""
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
