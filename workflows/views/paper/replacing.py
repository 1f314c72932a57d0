"""One certificate once more, with the next version of its number."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.models import Certificate, StatusChange
from evaluations.call_permissions import require
from workflows import replacing
from workflows.forms.paper import ReplaceForm
from workflows.views.answer import attempt
from workflows.views.calls import door, frame


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
