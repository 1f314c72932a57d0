"""Organisations: employers and offices, with what decides their chain of recommendation."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions import registers
from evaluations.errors import NotFound, Refused
from evaluations.identity import NumberRefused
from evaluations.models import Organisation
from workflows.forms.registers import OrganisationForm
from workflows.views.calls.door import require_role
from workflows.views.calls.registers import _frame

PAGE = 50


@login_required
@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    require_role(request.user, *registers.KEEPERS)
    search = request.GET.get("q", "").strip()[:60]
    rows = Organisation.objects.select_related("supervisor").order_by("-pk")
    if search:
        rows = rows.filter(Q(name__contains=search) | Q(uscc__startswith=search.upper()))
    after = _frame.position(request.GET.get("after", ""))
    found = list((rows.filter(pk__lt=after) if after else rows)[: PAGE + 1])
    districts = {district.code: district.title for district in settings.CITY.districts}
    context = _frame.context(request.user, "office_organisations", _("Organisations")) | {
        "rows": [(row, districts.get(row.district, "")) for row in found[:PAGE]],
        "search": search,
        "next_url": f"?q={search}&after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
    }
    return render(request, "calls/registers/organisations.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def organisation(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Register one, or change one that is there."""
    require_role(request.user, *registers.KEEPERS)
    row = Organisation.objects.select_related("supervisor").filter(pk=pk).first() if pk else None
    if pk and row is None:
        raise NotFound(_("This organisation is not registered."))
    form, status = OrganisationForm(request.POST or None, initial=_initial(row)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _save(request, form, row):
            return redirect("office_organisations")
    heading = row.name if row else _("Register an organisation")
    context = _frame.context(request.user, "office_organisations", heading) | {"form": form}
    return render(request, "calls/registers/form.html", context, status=status)


def _initial(row: Organisation | None) -> dict[str, Any]:
    if row is None:
        return {}
    names = ("name", "uscc", "kind", "affiliation", "district", "active")
    code = row.supervisor.uscc if row.supervisor else ""
    return {name: getattr(row, name) for name in names} | {"supervisor": code}


def _save(request: HttpRequest, form: OrganisationForm, row: Organisation | None) -> bool:
    try:
        saved = registers.register_organisation(
            organisation=row, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except NumberRefused as refusal:
        form.add_error("uscc", str(refusal))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("“%(name)s” is registered.") % {"name": saved.name})
    return True
