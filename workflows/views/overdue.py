"""Overdue work, for the office: who holds what, and for how long."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from evaluations.errors import NotPermitted
from evaluations.models import Organisation, User
from evaluations.roles import Role, Scope
from workflows import inbox
from workflows.views.inbox import FilterForm, filters_of, links, row_words

SEES_ALL = (Role.REVIEW_OFFICE, Role.AUDITOR, Role.SUPERVISION)


def _roles(user: User) -> list[Role]:
    return [Role(g.role) for g in user.live_grants if g.role in SEES_ALL and g.scope == Scope.CITY]


def may_see(user: User) -> bool:
    return bool(_roles(user))


def _opens(user: User) -> bool:
    """Supervision sees that a file is late, and where; what stands in it is not its business."""
    return any(role.kind.reads_cases for role in _roles(user))


@login_required
@require_GET
def overdue_page(request: HttpRequest) -> HttpResponse:
    at, user, filters = timezone.now(), request.user, filters_of(request)
    if not may_see(user):
        raise NotPermitted(_("Only the review office and those who watch over it see this list."))
    tasks = filters.narrow(inbox.lying().filter(due_order__lt=at), user=user, at=at)
    page = inbox.page(
        tasks, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    form = FilterForm(request.GET)
    form.offer(calls=[], desks=_desks())
    del form.fields["overdue"]  # all of them are
    context = {
        "rows": _rows(page.rows, user=user, at=at),
        "figures": inbox.figures(user, tasks),
        "filters": form,
        "narrowed": bool(filters.query()),
        "today": localtime(at).date(),
        **links(filters, page),
    }
    return render(request, "overdue.html", context)


def _desks() -> list[str]:
    return [desk for desk in inbox.ALL_DESKS if desk not in inbox.WAITING]


def _rows(rows: list[dict[str, Any]], *, user: User, at: datetime) -> list[dict[str, Any]]:
    words = [row_words(row, user=user, at=at) for row in rows]
    if not _opens(user):
        words = [row | {"url": ""} for row in words]
    places = _place_names({row["lies_at"] for row in rows})
    return [row | {"place_label": places.get(row["lies_at"], "")} for row in words]


def _place_names(places: set[str]) -> dict[str, str]:
    """The place of each desk in words (one query for the supervising departments)."""
    named = {"city": settings.CITY.office.title}
    named |= {f"district:{d.code}": d.title for d in settings.CITY.districts}
    ids = [int(p.partition(":")[2]) for p in places if p.startswith(("employer:", "supervisor:"))]
    found = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
    for place in places:
        kind, _colon, key = place.partition(":")
        if kind in {"employer", "supervisor"}:
            named[place] = found.get(int(key), "")
        elif kind == "applicant":
            named[place] = _("the applicant")
    return named
