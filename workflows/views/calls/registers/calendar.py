"""The calendar of working days: which years are known, and the notices the office entered."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions import registers
from evaluations.calendar import WorkCalendar
from evaluations.errors import Refused
from evaluations.models import CalendarDay, CalendarYear, work_calendar
from workflows.forms.registers import YearForm
from workflows.views.answer import status_of
from workflows.views.calls.door import require_role
from workflows.views.calls.registers import _frame


@login_required
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Last year to the year after next: known from where, or not known."""
    require_role(request.user, *registers.KEEPERS)
    this_year = localtime(timezone.now()).year
    known = work_calendar()
    entered = {row.year: row for row in CalendarYear.objects.select_related("entered_by")}
    years = sorted({*range(this_year - 1, this_year + 3), *entered}, reverse=True)
    rows = [_row(year, known, entered.get(year)) for year in years]
    context = _frame.context(request.user, "office_calendar", _("Calendar of working days"))
    return render(request, "calls/registers/calendar.html", context | {"rows": rows})


def _row(year: int, known: WorkCalendar, entered: CalendarYear | None) -> dict[str, Any]:
    complete = entered is not None and entered.complete
    return {
        "year": year,
        "known": known.knows(year),
        "entered": entered,
        "doubts": known.doubts(year) if complete and known.knows(year) else (),
    }


@login_required
@require_http_methods(["GET", "POST"])
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """One notice of the State Council, line by line."""
    require_role(request.user, *registers.KEEPERS)
    form, status = YearForm(request.POST or None, initial=_initial(year)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _enter(request, form)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = status_of(refusal)
            else:
                return redirect("office_calendar")
    heading = _("Holiday notice for %(year)d") % {"year": year}
    context = _frame.context(request.user, "office_calendar", heading) | {"form": form}
    return render(request, "calls/registers/form.html", context, status=status)


def _enter(request: HttpRequest, form: YearForm) -> None:
    given = form.cleaned_data
    entered = registers.enter_year(
        year=given["year"],
        source=given["source"],
        days=form.days(),
        complete=given["complete"],
        by=request.user,
        at=timezone.now(),
    )
    doubts = work_calendar().doubts(entered.year) if entered.complete else ()
    if doubts:
        sentence = _("Saved. Please check: these holidays by law are working days here: %(days)s.")
        named = "、".join(day.isoformat() for day in doubts)
        messages.warning(request, sentence % {"days": named})
    else:
        messages.success(request, _("Saved. Periods are computed with these days from now on."))


def _initial(year: int) -> dict[str, Any]:
    row = CalendarYear.objects.filter(year=year).first()
    if row is None:
        return {"year": year}
    days = list(row.days.all())
    return {
        "year": year,
        "source": row.source,
        "complete": row.complete,
        "holidays": _lines(day for day in days if not day.is_working),
        "working": _lines(day for day in days if day.is_working),
    }


def _lines(days: Iterable[CalendarDay]) -> str:
    return "\n".join(f"{day.date.isoformat()} {day.note}".rstrip() for day in days)
