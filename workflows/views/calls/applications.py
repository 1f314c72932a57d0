"""All applications of one call: filtered, searched, a page by key."""

import re
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from evaluations import visibility
from evaluations.desks import Desk
from evaluations.models import Application
from evaluations.status import Status
from workflows.forms.calls import ApplicationFilter
from workflows.models import OPEN, DeskTask
from workflows.views.calls import door, figures, frame
from workflows.views.public import words

PAGE = 50


@login_required
@require_GET
def call_applications(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = door.the_call(request.user, public_id)
    door.require_reader(request.user, call)
    form = ApplicationFilter(
        request.GET,
        statuses=[(s.value, s.label) for s in Status if s != Status.DRAFT],
        desks=[(d.value, d.label) for d in Desk],
    )
    given = form.cleaned_data if form.is_valid() else {}
    cases = _narrowed(visibility.visible_to(request.user).filter(call=call), given)
    found = _page(cases, request.GET.get("after", ""))
    tracks = {track.id: words.say(track.label) for track in call.rules.tracks}
    context = frame.context(call, request.user, "call_applications", at=timezone.now()) | {
        "filters": form,
        "cleared_url": frame.url("call_applications", call) if any(given.values()) else "",
        "rows": [_row(case, tracks) for case in found[:PAGE]],
        "next_url": _next(request, found),
    }
    return render(request, "calls/applications.html", context)


def _narrowed(cases: QuerySet[Application], given: dict[str, Any]) -> QuerySet[Application]:
    cases = cases.exclude(status=Status.DRAFT)
    if given.get("status"):
        cases = cases.filter(status=given["status"])
    if given.get("desk"):
        lying = DeskTask.objects.filter(desk=given["desk"], status__in=OPEN)
        cases = cases.filter(pk__in=lying.values("process__application"))
    if words_given := given.get("q", "").strip():
        cases = cases.filter(_searched(words_given))
    return cases


def _searched(text: str) -> Q:
    """A reference, or the beginning of a name or of an employer's name."""
    if re.fullmatch(r"[A-Za-z0-9-]{3,}", text):
        return Q(reference__contains=text.upper())
    return Q(person__name__startswith=text) | Q(employer__name__startswith=text)


def _page(cases: QuerySet[Application], after: str) -> list[Application]:
    if after.isdecimal() and len(after) < 16:
        cases = cases.filter(pk__gt=int(after))
    rows = cases.annotate(desk=figures.at_desk()).select_related("person", "employer")
    return list(rows.defer("answers").order_by("pk")[: PAGE + 1])


def _row(case: Any, tracks: dict[str, str]) -> dict[str, Any]:
    return {
        "case": case,
        "url": reverse("desk", args=[case.public_id]),
        "track": tracks.get(case.track, case.track),
        "desk": Desk(case.desk).label if case.desk else _("nobody has to move"),
    }


def _next(request: HttpRequest, found: list[Application]) -> str:
    if len(found) <= PAGE:
        return ""
    query = request.GET.copy()
    query["after"] = str(found[PAGE - 1].pk)
    return f"?{query.urlencode()}"
