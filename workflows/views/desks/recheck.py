"""复核: was there an error of fact or procedure? Judgement is not rechecked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from evaluations.actions import opining
from evaluations.desks import Desk
from evaluations.models import Application, RecheckRequest
from workflows import desk as desks
from workflows.views import answer
from workflows.views.desks import _page
from workflows.views.desks._case_file import CaseFile
from workflows.views.desks._kind import Kind

_Outcome = RecheckRequest.Outcome


class RecheckForm(answer.ActForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[
            (
                _Outcome.ADMITTED,
                gettext_lazy(
                    "Admit\nThe file is examined again at the desk that refused it. If the list is "
                    "made already, it comes onto it later, with a public notice of its own."
                ),
            ),
            (
                _Outcome.DISMISSED,
                gettext_lazy("Dismiss\nThe refusal stands. This ends the recheck."),
            ),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "maxlength": 2000}),
    )


def _more(file: CaseFile, form: answer.ActForm | None) -> dict[str, Any]:
    request = file.case.rechecks.filter(decided_at=None).select_related("requested_by").first()
    refused = [o for o in file.opinions if o.verdict == "decline"]
    return {
        "request_made": request,
        "refused": file.opinion_words(refused[-1]) if refused else None,
        "form": form or RecheckForm(seen=file.case.version),
    }


KIND = Kind(
    Desk.RECHECK,
    duty=gettext_lazy("Was there an error of fact or of procedure? Judgement is not rechecked."),
    more=_more,
    verb="decide_recheck",
)


@login_required
@require_POST
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    case = answer.the_case(request, public_id, at=at)
    form = RecheckForm(request.POST, seen=case.version)
    if answer.attempt(form, lambda: _perform(case, form, request, at=at)):
        messages.success(request, _("%s: the recheck is decided.") % case.reference)
        return redirect("next_file", desk=Desk.RECHECK)
    return _page.refused(request, case, Desk.RECHECK, form, at=at)


def _perform(
    case: Application, form: RecheckForm, request: HttpRequest, *, at: datetime
) -> RecheckRequest:
    given = form.cleaned_data
    return desks.perform(
        case,
        lambda: opining.decide_recheck(
            application_id=case.pk,
            by=request.user,
            seen=given["seen"],
            at=at,
            outcome=given["outcome"],
            reason=given["reason"],
        ),
        by=request.user,
        at=at,
    )
