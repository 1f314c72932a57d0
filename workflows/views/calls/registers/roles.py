"""Who holds which role. Given and ended here, with an entry in the record."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.actions import granting
from evaluations.errors import NotFound, Refused
from evaluations.models import RoleGrant, User
from evaluations.roles import Role
from workflows.forms.registers import GrantForm
from workflows.views.answer import status_of
from workflows.views.calls.door import require_role
from workflows.views.calls.registers import _frame

PAGE = 50
_KEEPERS = (Role.SYSADMIN, Role.REVIEW_OFFICE)


@login_required
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Grants in force, the newest first; applicants have theirs by themselves and are left out."""
    require_role(request.user, *_KEEPERS)
    search = request.GET.get("q", "").strip()[:60]
    rows = RoleGrant.objects.filter(ended_at=None).exclude(role=Role.APPLICANT)
    rows = rows.select_related("user", "organisation", "call", "granted_by").order_by("-pk")
    if search:
        rows = rows.filter(Q(user__name__startswith=search) | Q(user__username__startswith=search))
    after = _frame.position(request.GET.get("after", ""))
    found = list((rows.filter(pk__lt=after) if after else rows)[: PAGE + 1])
    mine = granting.grantable(request.user)
    districts = {district.code: district.title for district in settings.CITY.districts}
    context = _frame.context(request.user, "office_roles", _("Roles")) | {
        "rows": [
            {
                "grant": grant,
                "reach": grant.organisation or grant.call or districts.get(grant.district, ""),
                "may_end": grant.role in mine and grant.user_id != request.user.pk,
            }
            for grant in found[:PAGE]
        ],
        "search": search,
        "next_url": f"?q={search}&after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
    }
    return render(request, "calls/registers/roles.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_grant(request: HttpRequest) -> HttpResponse:
    require_role(request.user, *_KEEPERS)
    initial = {"username": request.GET.get("user", "")[:150]}
    form = GrantForm(request.POST or None, by=request.user, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                messages.success(request, _give(request.user, dict(form.cleaned_data)))
                return redirect("office_roles")
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = status_of(refusal)
    context = _frame.context(request.user, "office_roles", _("Give a role")) | {"form": form}
    return render(request, "calls/registers/form.html", context, status=status)


def _give(by: User, given: dict[str, Any]) -> str:
    """Give the role, or propose it where two persons give it. Returns what to tell."""
    user, role, at = given.pop("username"), given["role"], timezone.now()
    named = {"name": user, "role": role.label}
    if role.kind.weighty:
        named_by = {name: given[name] for name in ("scope", "call", "reason")}
        granting.propose_role(user=user, role=role, by=by, at=at, **named_by)
        sentence = _("Proposed: “%(role)s” for %(name)s. A second person confirms it.")
    else:
        given.pop("reason")
        granting.grant_role(user=user, by=by, at=at, **given)
        sentence = _("%(name)s now has the role “%(role)s”.")
    return sentence % named


@login_required
@require_POST
def end_grant(request: HttpRequest, pk: int) -> HttpResponse:
    grant = RoleGrant.objects.filter(pk=pk).first()
    if grant is None:
        raise NotFound(_("This grant does not exist."))
    granting.end_role(grant=grant, by=request.user, at=timezone.now())
    messages.success(request, _("The role has ended. It stays on record."))
    return redirect("office_roles")
