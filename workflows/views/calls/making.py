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
from evaluations.actions import proposing
from evaluations.errors import Refused
from evaluations.models import Call, Panel, StatusChange
from evaluations.status import CALL_BEFORE_LIST, CallStatus, Status
from workflows.views.answer import ActForm, attempt
from workflows.views.calls import door, figures, frame, ranking


@login_required
@require_http_methods(["GET", "POST"])
def call_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    door.require_reader(request.user, call)
    if call.status not in CALL_BEFORE_LIST and request.method == "GET":
        return _made(request, call, at=at)
    form = ActForm(request.POST or None, seen=call.version)
    result = _tried(call, request)
    if request.POST.get("do") == "propose" and attempt(
        form, lambda: _propose(request, call, form, result, at=at)
    ):
        messages.success(request, _("The list is proposed. Next: post the public notice."))
        return redirect(frame.url("call_notice", call))
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
) -> Call:
    if result.problems:
        raise Refused(_("Complete the order first."))
    if result.tried:
        raise Refused(
            _("Other values than those of the rules were tried. Put the rules' values back first.")
        )
    return frame.perform(
        call,
        lambda: proposing.propose(
            call_id=call.pk,
            order=result.order(),
            notes=result.notes(),
            by=request.user,
            seen=form.cleaned_data["seen"],
            at=at,
        ),
        by=request.user,
        at=at,
    )


def _made(request: HttpRequest, call: Call, *, at: datetime) -> HttpResponse:
    """The list as it was proposed, and who was left out with which reason."""
    cases = call.applications.filter(list_position__isnull=False).defer("answers")
    left = StatusChange.objects.filter(
        application__call=call, verb="not_select", after=Status.NOT_SELECTED
    )
    context = frame.context(call, request.user, "call_list", at=at) | {
        "listed": cases.select_related("person", "employer").order_by("list_position"),
        "left_out": left.select_related("application__person", "application__employer"),
    }
    return render(request, "calls/listed.html", context)
