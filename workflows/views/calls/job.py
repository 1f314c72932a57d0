"""An act on a long list at work: a bar, what the law refused, and a second start after a crash."""

from datetime import datetime
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

from workflows import listwork
from workflows.listwork import State
from workflows.views.answer import ActForm, attempt
from workflows.views.calls import door, frame

# Where the office goes when the act is done, and where it was entered.
_NEXT = {
    "propose": "call_notice",
    "publicise": "call_notice",
    "decide": "call_promulgation",
    "promulgate": "call_certificates",
}
_FROM = {
    "propose": "call_list",
    "publicise": "call_notice",
    "decide": "call_decision",
    "promulgate": "call_promulgation",
}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def call_job(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    door.require_reader(request.user, call)
    state = listwork.Shelf(call).read()
    form = ActForm(request.POST or None, seen=call.version)
    if request.method == "POST" and attempt(form, lambda: _again(request, call, at=at)):
        return redirect(frame.url("call_job", call))
    context = frame.context(call, request.user, "call_office", at=at) | {
        "form": form,
        "state": state,
        "stuck": state.stuck(at),
        "label": _label(state, at),
        "progress_url": reverse("call_job_progress", args=[call.public_id]),
        "from_url": frame.url(_FROM.get(state.act, "call_office"), call),
        "next_url": frame.url(_NEXT.get(state.act, "call_office"), call),
        "done": bool(state.act) and not (state.running or state.refusal or state.failed),
    }
    return render(request, "calls/job.html", context, status=form.status)


def _again(request: HttpRequest, call: Any, *, at: datetime) -> bool:
    listwork.again(call, by=request.user, at=at)
    return True


@login_required
@never_cache
@require_GET
def call_job_progress(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """For the bar: {done, total, label, finished}."""
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    door.require_reader(request.user, call)
    state = listwork.Shelf(call).read()
    return JsonResponse(
        {
            "done": state.done,
            "total": state.total,
            "label": _label(state, at),
            "finished": not state.running or state.stuck(at),
        }
    )


def _label(state: State, at: datetime) -> str:
    if state.stuck(at):
        return _("Nothing has moved for a while.")
    if state.running:
        return {
            "propose": _("The list is being proposed"),
            "publicise": _("The notice is being posted"),
            "decide": _("The decision is being recorded"),
            "promulgate": _("The certificates are being given their numbers"),
        }[state.act]
    return ""
