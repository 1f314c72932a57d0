"""The front door: what is open, what is under notice, who was honoured, and how to check a paper."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from certificates import queries
from certificates.forms import TypedForm
from evaluations.models import Call, Decision
from evaluations.status import CallStatus, Status
from workflows.views.public import calls, notices

LATEST = 5
ROLLS = 4
NAMES = 6


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    running = Call.objects.filter(status=CallStatus.OPEN, closes_at__gt=at)
    context = {
        "calls": [calls.card(call, at) for call in running.order_by("closes_at", "pk")],
        "notices": [notices.row(notice, at) for notice in notices.running(at)],
        "promulgated": [promulgated(decision) for decision in latest_promulgations()],
        "rolls": queries.rolls(lists=ROLLS, names=NAMES),
        "verify": TypedForm(auto_id="verify_%s"),
        "now": at,
    }
    return render(request, "public/home.html", context)


def latest_promulgations() -> list[Decision]:
    rows = Decision.objects.filter(promulgated_at__isnull=False).select_related("call")
    granted = Count("cases", filter=Q(cases__status__in=[Status.APPROVED, Status.CERTIFIED]))
    return list(rows.annotate(granted=granted).order_by("-promulgated_at", "-pk")[:LATEST])


def promulgated(decision: Any) -> dict[str, Any]:
    """A line of ``parts/notice_list.html``."""
    return {
        "title": decision.call.title,
        "url": reverse("call", args=[decision.call.public_id]),
        "at": decision.effective_on,
        "note": decision.document_number,
        "granted": decision.granted,
        "status": CallStatus.PROMULGATED,
        "kind": "call",
    }
