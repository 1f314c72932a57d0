"""The final decision: the list under notice, what objections found, who is struck off."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.actions import publicity
from evaluations.errors import Refused
from evaluations.models import Application, Call, Objection
from evaluations.status import Status
from workflows import listwork
from workflows.forms.calls import DecisionForm
from workflows.views.answer import attempt
from workflows.views.calls import door, figures, frame
from workflows.views.public import words


@dataclass
class Row:
    """One name of the list before the deciders."""

    case: Application
    objections: list[Objection] = field(default_factory=list)
    struck: bool = False
    later: bool = False  # moved up, and still under a notice of his own
    why: str = ""

    @property
    def decidable(self) -> bool:
        return self.case.status == Status.PUBLICISED and not self.later


@login_required
@require_http_methods(["GET", "POST"])
def call_decision(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    door.require_reader(request.user, call)
    rows = _rows(call, request, at=at)
    form = DecisionForm(
        request.POST or None, seen=call.version, today=localtime(at).date(),
        initial={"decided_on": localtime(at).date()},
    )  # fmt: skip
    if request.method == "POST":
        went = attempt(form, lambda: _decide(request, call, form, rows, at=at))
        if went is not None:
            return went
    context = frame.context(call, request.user, "call_decision", at=at) | {
        "form": form,
        "rows": rows,
        "waiting": sum(row.decidable for row in rows),
        "blocks": figures.blocking(call, at=at),
        "decider": words.decider(call.rules),
        "decisions": list(call.decisions.select_related("decided_by")),
        "notice": call.notices.filter(supplementary=False).order_by("-edition").first(),
        "refused": door.may(request.user, "decide", call, at=at),
    }
    return render(request, "calls/decision.html", context, status=form.status)


def _rows(call: Call, request: HttpRequest, *, at: datetime) -> list[Row]:
    running = publicity.still_under_notice(call, at=at)
    cases = call.applications.filter(list_position__isnull=False).defer("answers")
    cases = cases.exclude(status=Status.PROPOSED).select_related("person", "employer")
    found = {
        case.pk: Row(
            case,
            later=case.reference in running,
            struck=f"strike-{case.pk}" in request.POST,
            why=request.POST.get(f"why-{case.pk}", "").strip()[:500],
        )
        for case in cases.order_by("list_position")
    }
    for objection in Objection.objects.filter(application__call=call).defer("objector_sealed"):
        if objection.application_id in found:
            found[objection.application_id].objections.append(objection)
    return list(found.values())


def _decide(
    request: HttpRequest, call: Call, form: DecisionForm, rows: list[Row], *, at: datetime
) -> HttpResponse:
    for row in rows:
        if row.why and not row.struck:
            raise Refused(
                _("%(name)s has a reason but is not ticked. Tick the name, or delete the reason.")
                % {"name": row.case.person.name}
            )
    struck = {row.case.pk: row.why for row in rows if row.struck and row.decidable}
    given = form.cleaned_data
    given_to_job = {
        "meeting": given["meeting"],
        "decided_on": given["decided_on"].isoformat(),
        "struck": {str(pk): why for pk, why in struck.items()},
        "seen": given["seen"],
    }
    n = sum(row.decidable for row in rows)
    if listwork.take_on(call, "decide", given_to_job, n=n, by=request.user, at=at) is None:
        return redirect(frame.url("call_job", call))
    messages.success(request, _("Decided. Next: the document that publishes it."))
    return redirect(frame.url("call_promulgation", call))
