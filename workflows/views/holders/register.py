"""The register of holders as its readers see it: the office all of them, others their own."""

import re
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from evaluations import holdings
from evaluations.actions import stipends
from evaluations.call_permissions import role_over
from evaluations.errors import NotPermitted
from evaluations.models import Holding, HoldingStatus
from evaluations.roles import Role
from workflows import programme
from workflows.forms.holders import HoldingFilter

PAGE = 50
OFFICES = (
    Role.REVIEW_OFFICE,
    Role.PARTY_GROUP,
    Role.LEADING_GROUP,
    Role.CITY_GOVERNMENT,
    Role.AUDITOR,
)


@login_required
@require_GET
def office_holders(request: HttpRequest) -> HttpResponse:
    """Every title of the city."""
    if not role_over(request.user, None, *OFFICES):
        raise NotPermitted(_("This register is for the office and the bodies that decide."))
    return _list(request, heading=_("Holders"), office=True)


@login_required
@require_GET
def titles(request: HttpRequest) -> HttpResponse:
    """The titles this person has to do with: the own, those of the unit, those of the district."""
    return _list(request, heading=_("Titles"), office=False)


def _list(request: HttpRequest, *, heading: str, office: bool) -> HttpResponse:
    language = get_language() or ""
    named = [(p.title_code, p.title.say(language)) for p in programme.all_programmes()]
    form = HoldingFilter(request.GET, titles=[each for each in named if each[0]])
    given = form.cleaned_data if form.is_valid() else {}
    rows = _narrowed(holdings.visible_to(request.user), given)
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) < 16:
        rows = rows.filter(pk__lt=int(after))
    related = rows.select_related("person", "employer", "application")
    shown = list(related.defer("application__answers").order_by("-pk")[: PAGE + 1])
    narrowed = any(given.values())
    context = {
        "heading": heading,
        "office": office,
        "runs": office and bool(role_over(request.user, None, Role.REVIEW_OFFICE)),
        "pays": office and bool(role_over(request.user, None, *stipends.READERS)),
        "rows": shown[:PAGE],
        "filters": form,
        "narrowed": narrowed,
        "cleared_url": request.path if narrowed else "",
        "next_url": _next(request, shown),
        "today": localtime(timezone.now()).date(),
    }
    return render(request, "holders/list.html", context)


def _narrowed(rows: QuerySet[Holding], given: dict[str, Any]) -> QuerySet[Holding]:
    if given.get("status") in HoldingStatus.values:
        rows = rows.filter(status=given["status"])
    if given.get("title"):
        rows = rows.filter(title_code=given["title"])
    if re.fullmatch(r"20\d\d", given.get("ending", "")):
        rows = rows.filter(until__year=int(given["ending"]))
    if words := given.get("q", "").strip():
        rows = rows.filter(
            Q(person__name__startswith=words)
            | Q(employer__name__startswith=words)
            | Q(application__reference=words.upper())
        )
    return rows


def _next(request: HttpRequest, shown: list[Holding]) -> str:
    if len(shown) <= PAGE:
        return ""
    query = request.GET.copy()
    query["after"] = str(shown[PAGE - 1].pk)
    return f"?{query.urlencode()}"
