"""A large file for the printer at work: a bar, a button when it is ready, a second start."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.call_permissions import require
from evaluations.models import Call, User
from workflows import print_job
from workflows.views.answer import ActForm, attempt
from workflows.views.calls import door, frame


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def print_work(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = _the_call(request.user, public_id, at=at)
    form = ActForm(request.POST or None, seen=call.version)
    if request.method == "POST" and attempt(form, lambda: _again(request, call, at=at)):
        return redirect(frame.url("print_work", call))
    context = frame.context(call, request.user, "print_desk", at=at) | about(call, request.user, at)
    return render(request, "paper/work.html", context | {"form": form}, status=form.status)


def about(call: Call, user: User, at: datetime) -> dict[str, Any]:
    """How the file of this officer stands."""
    shelf = print_job.Shelf(call, user)
    state = shelf.read()
    return {
        "state": state,
        "stuck": state.stuck(at),
        "label": _label(state, at),
        "progress_url": reverse("print_work_progress", args=[call.public_id]),
        "asked_at": datetime.fromisoformat(state.at) if state.at else None,
        "ready": bool(state.run) and shelf.file.exists(),
        "kept_until": datetime.fromisoformat(state.at) + print_job.KEPT if state.run else None,
    }


def _again(request: HttpRequest, call: Call, *, at: datetime) -> bool:
    print_job.again(call, by=request.user, at=at)
    return True


def _the_call(user: User, public_id: UUID, *, at: datetime) -> Call:
    call = door.the_call(user, public_id)
    require(user, "certify", call, at=at)
    return call


@login_required
@never_cache
@require_GET
def print_work_progress(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """For the bar: {done, total, label, finished}."""
    at = timezone.now()
    state = print_job.Shelf(_the_call(request.user, public_id, at=at), request.user).read()
    return JsonResponse(
        {
            "done": state.done,
            "total": state.total,
            "label": _label(state, at),
            "finished": not state.running or state.stuck(at),
        }
    )


def _label(state: print_job.State, at: datetime) -> str:
    if state.stuck(at):
        return _("Nothing has moved for a while.")
    return _("The pages are being made") if state.running else ""


@login_required
@require_GET
def print_work_file(request: HttpRequest, public_id: UUID) -> FileResponse:
    """For the officer who asked for it. Never kept by a cache: it holds names and pictures."""
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    path = print_job.ready(call, by=request.user, at=at)
    state = print_job.Shelf(call, request.user).read()
    response = FileResponse(
        path.open("rb"), as_attachment=True, content_type="application/pdf",
        filename=f"{state.order.kind}-{state.run}.pdf",
    )  # fmt: skip
    response.headers["Cache-Control"] = "private, no-store"
    return response
