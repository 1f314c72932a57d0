"""One certificate once more, with the next version of its number."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from certificates.models import Certificate, Status, StatusChange
from evaluations.call_permissions import require
from evaluations.errors import NotPermitted
from evaluations.roles import Role
from workflows import corrections, replacing
from workflows.forms.paper import ReplaceForm
from workflows.views.answer import attempt
from workflows.views.calls import door, frame
from workflows.views.proposals import words

MOST = 100


@login_required
@require_GET
def certificates_to_correct(request: HttpRequest) -> HttpResponse:
    """What two persons have corrected, with the way to the paper that still says otherwise."""
    if not request.user.holds(Role.CERTIFICATE_OFFICER):
        raise NotPermitted(_("Only the certificate officer can do this."))
    rows = corrections.waiting(request.user).select_related("call", "application__person")
    found = list(rows.order_by("decided_at", "pk")[:MOST])
    papers = Certificate.objects.filter(
        case__in=[row.application.subject for row in found], issued_at__isnull=False
    ).exclude(status=Status.SUPERSEDED)
    by_case = {paper.case: paper for paper in papers}
    context = {
        "rows": [
            {
                "row": row, "paper": by_case.get(row.application.subject),
                "lines": words.lines(row),
            }
            for row in found
        ],
    }  # fmt: skip
    return render(request, "paper/to_correct.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def replace_certificate(request: HttpRequest, public_id: UUID, key: int) -> HttpResponse:
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    require(request.user, "certify", call, at=at)
    certificate = replacing.found(call, key)
    form = ReplaceForm(request.POST or None, seen=call.version)

    def act() -> Certificate:
        given = form.cleaned_data
        return replacing.replace_certificate(
            call, certificate, cause=given["cause"], reason=given["reason"],
            document=given["document"], by=request.user, at=at,
        )  # fmt: skip

    if request.method == "POST" and attempt(form, act):
        return redirect(frame.url("call_certificates", call))
    context: dict[str, Any] = frame.context(call, request.user, "call_certificates", at=at) | {
        "form": form,
        "certificate": certificate,
        "differences": replacing.differences(certificate),
        "changes": StatusChange.objects.filter(certificate=certificate).order_by("pk"),
    }
    return render(request, "paper/replace.html", context, status=form.status)
