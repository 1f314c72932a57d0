"""The document that publishes a decision, and the numbers it gives out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from certificates.fonts import Unprintable
from certificates.issue import Conflict
from evaluations.errors import Refused
from evaluations.models import Decision
from evaluations.status import Status
from workflows import listwork
from workflows.forms.calls import PromulgationForm
from workflows.views.answer import attempt
from workflows.views.calls import door, figures, frame


@login_required
@require_http_methods(["GET", "POST"])
def call_promulgation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    decision = call.decisions.filter(promulgated_at=None).select_related("call").first()
    initial = {"effective_on": localtime(at).date()}
    form = PromulgationForm(request.POST or None, seen=call.version, initial=initial)
    if request.method == "POST":
        went = attempt(form, lambda: _promulgate(request, decision, form, at=at))
        if went is not None:
            return went
    context = frame.context(call, request.user, "call_promulgation", at=at) | {
        "form": form,
        "decision": _line(decision) if decision else None,
        "done": [_line(each) for each in call.decisions.exclude(promulgated_at=None)],
        "blocks": figures.blocking(call, at=at) if decision else [],
        "refused": door.may(request.user, "promulgate", call, at=at),
    }
    return render(request, "calls/promulgation.html", context, status=form.status)


def _numbers_given(n: int) -> str:
    sentence = ngettext(
        "Promulgated. %(n)d certificate has its number.",
        "Promulgated. %(n)d certificates have their numbers.",
        n,
    )
    return sentence % {"n": n}


def _line(decision: Decision) -> dict[str, Any]:
    approved = {Status.APPROVED, Status.CERTIFIED, Status.REVOKED}
    return {
        "decision": decision,
        "approved": decision.cases.filter(status__in=approved).count(),
        "struck": decision.cases.filter(status=Status.STRUCK_OFF).count(),
    }


def _promulgate(
    request: HttpRequest, decision: Decision | None, form: PromulgationForm, *, at: datetime
) -> HttpResponse:
    if decision is None:
        raise Refused(_("No decision waits to be promulgated."))
    given = form.cleaned_data
    entered = {
        "decision": decision.number,
        "document_number": given["document_number"],
        "effective_on": given["effective_on"].isoformat(),
        "seen": given["seen"],
    }
    call, n = decision.call, decision.cases.count()
    try:
        made = listwork.take_on(call, "promulgate", entered, n=n, by=request.user, at=at)
    except (Unprintable, Conflict) as problem:
        raise Refused(str(problem)) from problem
    if made is None:
        return redirect(frame.url("call_job", call))
    messages.success(request, _numbers_given(len(made)))
    return redirect(frame.url("call_certificates", call))
