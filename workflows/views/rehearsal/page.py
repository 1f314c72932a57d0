"""The rehearsal: one button, a bar that moves, and what was found."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.errors import NotPermitted
from evaluations.models import Call, User
from evaluations.status import Status
from workflows.forms.rehearsal import RehearsalForm
from workflows.rehearsal import job, words
from workflows.rehearsal.report import Load, Report
from workflows.views.calls import door, frame


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def call_rehearsal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = _the_call(request.user, public_id, at=at)
    form = RehearsalForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            job.start(call, plan=form.plan(), by=request.user, at=at)
            return redirect(frame.url("call_rehearsal", call))
        status = 422
    state = job.Shelf(call).read()
    context = frame.context(call, request.user, "call_rehearsal", at=at) | {
        "form": form,
        "state": state,
        "stuck": state.stuck(at),
        "label": _label(state, at),
        "progress_url": reverse("call_rehearsal_progress", args=[call.public_id]),
        "found": _shown(state.report) if state.report else None,
        "outdated": bool(state.report and state.report.rules_hash != call.rules_hash),
    }
    return render(request, "rehearsal/page.html", context, status=status)


@login_required
@never_cache
@require_GET
def call_rehearsal_progress(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """For the bar: {done, total, label, finished}."""
    at = timezone.now()
    state = job.Shelf(_the_call(request.user, public_id, at=at)).read()
    return JsonResponse(
        {
            "done": state.done,
            "total": state.total,
            "label": _label(state, at),
            "finished": not state.running or state.stuck(at),
        }
    )


def _the_call(user: User, public_id: UUID, *, at: datetime) -> Call:
    """Whoever may create calls may rehearse them."""
    call = door.the_call(user, public_id)
    if reason := door.may(user, "create", None, at=at):
        raise NotPermitted(reason)
    return call


def _label(state: job.State, at: datetime) -> str:
    if state.stuck(at):
        return _("Nothing has moved for a while.")
    return _("The call is being played") if state.running else ""


def _shown(report: Report) -> dict[str, Any]:
    """The report in words, what stops the call first."""
    findings = sorted(report.findings, key=lambda finding: not finding.stops)
    told = [{"stops": each.stops, "sentence": words.sentence(each)} for each in findings]
    return {
        "report": report,
        "rehearsed_at": datetime.fromisoformat(report.rehearsed_at),
        "findings": told,
        "stops": sum(1 for each in told if each["stops"]),
        "calendar": _calendar(report),
        "loads": _loads(report),
        "outcomes": [
            {"status": status, "label": Status(status).label, "value": n}
            for status, n in report.outcomes.items()
        ],
    }


def _calendar(report: Report) -> list[dict[str, Any]]:
    """Each step with its days, and where its bar begins and ends on a line of 1,000."""
    if not report.calendar:
        return []
    days = [
        date.fromisoformat(text) for span in report.calendar for text in (span.first, span.last)
    ]
    start, length = min(days), max((max(days) - min(days)).days, 1)
    rows = []
    for span in report.calendar:
        first, last = date.fromisoformat(span.first), date.fromisoformat(span.last)
        x = 1000 * (first - start).days // length
        rows.append(
            {
                "label": words.step(span.step),
                "first": first,
                "last": last,
                "latest": date.fromisoformat(span.latest) if span.latest else None,
                "x": min(x, 990),
                "width": max(1000 * (last - first).days // length, 10),
            }
        )
    return rows


def _loads(report: Report) -> list[dict[str, Any]]:
    """Seats grouped by desk, the fullest first."""
    by_desk: dict[str, list[Load]] = defaultdict(list)
    for load in report.loads:
        by_desk[load.desk].append(load)
    most = max((load.files for load in report.loads), default=1)
    return [
        {
            "desk": words.step(desk),
            "files": report.scaled(sum(load.files for load in loads)),
            "seats": [
                {
                    "who": load.who,
                    "place": words.place(load.place),
                    "files": report.scaled(load.files),
                    "busiest": report.scaled(load.busiest),
                    "week": date.fromisoformat(load.busiest_week),
                    "share": load.files,
                    "most": most,
                }
                for load in sorted(loads, key=lambda load: (-load.files, load.place))
            ],
        }
        for desk, loads in sorted(by_desk.items(), key=lambda pair: -sum(x.files for x in pair[1]))
    ]
