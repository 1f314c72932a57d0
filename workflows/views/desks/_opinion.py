"""An opinion is given: the one act of a desk. Whoever comes second is told who was first."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evaluations.actions import opining, proofs
from evaluations.desks import Verdict
from evaluations.errors import Incomplete, Refused
from evaluations.models import Application, Opinion
from evaluations.uploads import accept_upload
from workflows import desk as desks
from workflows.views import answer
from workflows.views.desks import _kind, _page, kinds
from workflows.views.desks._case_file import CaseFile
from workflows.views.desks._opinion_form import OpinionForm
from workflows.views.inbox import filters_of

_MAX_PROOF = 10 * 2**20


@login_required
@require_POST
def give_opinion(request: HttpRequest, public_id: UUID, desk: str) -> HttpResponse:
    """``desk`` is the one the page was about: a stale page must not speak for another desk."""
    at = timezone.now()
    case = answer.the_case(request, public_id, at=at)
    kind = kinds().get(desk)
    if kind is None or not kind.verdicts:
        raise Http404
    problems = _keep_proofs(request, case, desk, at=at)
    file = CaseFile.of(case, reader=request.user, desk=desk)
    form = OpinionForm(request.POST, file=file, kind=kind, at=at)
    if problems:
        form.is_valid()
        form.status = 422
        for problem in problems:
            form.add_error(None, problem)
    else:
        opinion = _attempt(request, case, kind, form, at=at)
        if opinion is not None:
            return _done(request, opinion)
    return _page.refused(request, case, desk, form, at=at)


def _attempt(
    request: HttpRequest, case: Application, kind: _kind.Kind, form: OpinionForm, *, at: datetime
) -> Opinion | None:
    def act() -> Opinion:
        return opining.give_opinion(
            application_id=case.pk, desk=kind.desk, by=request.user, at=at, **form.arguments()
        )

    def performed() -> Opinion | None:
        try:
            return desks.perform(case, act, by=request.user, at=at)
        except Incomplete as refusal:
            for complaint in refusal.complaints:
                form.add_error(form.name_of(complaint), complaint.sentence)
            form.status = 422
            form.renew()
            return None

    return answer.attempt(form, performed)


def _keep_proofs(request: HttpRequest, case: Application, desk: str, *, at: datetime) -> list[str]:
    """Uploads first, each by itself: whatever else is refused, a kept file need not be sent again.
    Returns a sentence for each that was not kept."""
    sentences = []
    for file in request.FILES.getlist("proof"):
        try:
            clean = accept_upload(file.read(_MAX_PROOF + 1), name=file.name, max_bytes=_MAX_PROOF)
            proofs.attach(application_id=case.pk, desk=desk, file=clean, by=request.user, at=at)
        except Refused as refusal:
            sentences.append(f"{file.name}: {refusal}")
    return sentences


def _done(request: HttpRequest, opinion: Opinion) -> HttpResponse:
    case = opinion.application
    said = _("%(reference)s: recorded “%(verdict)s”.") % {
        "reference": case.reference,
        "verdict": Verdict(opinion.verdict).label,
    }
    messages.success(request, said)
    filters = filters_of(request)
    if request.POST.get("then") == "inbox":
        where, query = redirect("inbox"), filters.query()
    else:
        where, query = redirect("next_file", desk=opinion.desk), filters.query()
    if query:
        where["Location"] += f"?{query}"
    return where
