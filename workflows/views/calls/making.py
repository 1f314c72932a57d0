"""Making the proposed list: order, places, what-if, and the act that proposes it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations import amendments
from evaluations.errors import Refused
from evaluations.models import Call, Panel
from evaluations.status import CALL_BEFORE_LIST, CallStatus
from workflows import listwork
from workflows.views.answer import ActForm, attempt
from workflows.views.calls import door, figures, frame, listed, ranking


@login_required
@require_http_methods(["GET", "POST"])
def call_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    door.require_reader(request.user, call)
    if call.status not in CALL_BEFORE_LIST and request.method == "GET":
        return listed.shown(request, call, at=at)
    form = ActForm(request.POST or None, seen=call.version)
    result = _tried(call, request)
    if request.POST.get("do") == "propose":
        went = attempt(form, lambda: _propose(request, call, form, result, at=at))
        if went is not None:
            return went
    status = form.status if form.errors else 422 if result.problems else 200
    return render(
        request, "calls/list.html", _context(request, call, form, result, at=at), status=status
    )


def _tried(call: Call, request: HttpRequest) -> ranking.Attempt:
    rules = amendments.in_force(call)
    data = request.POST if request.method == "POST" else None
    if data is not None and data.get("do") == "reset":
        data = None
    return ranking.allot(rules, ranking.begin(call, rules, data))


def _context(
    request: HttpRequest, call: Call, form: ActForm, result: ranking.Attempt, *, at: datetime
) -> dict[str, Any]:
    return frame.context(call, request.user, "call_list", at=at) | {
        "form": form,
        "result": result,
        "errors": [("", problem) for problem in result.problems],
        "chosen": len(result.chosen()),
        "enters": ranking.names(row for row in result.rows if row.moved == "enters"),
        "leaves": ranking.names(row for row in result.rows if row.moved == "leaves"),
        "panels": _panels(call),
        "blocks": figures.blocking(call, at=at) if call.status != CallStatus.OPEN else [],
        "refused": door.may(request.user, "propose", call, at=at),
    }


def _panels(call: Call) -> list[Panel]:
    """Where the scores and the severity report stand."""
    return list(call.panels.exclude(closed_at=None))


def _propose(
    request: HttpRequest, call: Call, form: ActForm, result: ranking.Attempt, *, at: datetime
) -> HttpResponse:
    if result.problems:
        raise Refused(_("Complete the order first."))
    if result.tried:
        raise Refused(
            _("Other values than those of the rules were tried. Put the rules' values back first.")
        )
    given = {
        "order": {str(pk): place for pk, place in result.order().items()},
        "notes": {str(pk): note for pk, note in result.notes().items()},
        "seen": form.cleaned_data["seen"],
    }
    made = listwork.take_on(call, "propose", given, n=len(result.rows), by=request.user, at=at)
    if made is None:
        return redirect(frame.url("call_job", call))
    messages.success(request, _("The list is proposed. Next: post the public notice."))
    return redirect(frame.url("call_notice", call))
