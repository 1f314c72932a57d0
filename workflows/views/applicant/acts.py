"""Recall, withdraw, ask for a recheck: each on a page that says what it does before it is done."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.actions import filing, opining
from evaluations.models import Application
from evaluations.permissions import refusal
from evaluations.status import CALL_BEFORE_LIST
from workflows import desk
from workflows.forms.applicant import RecheckForm, WithdrawForm
from workflows.views.accounts.resume import signed_in
from workflows.views.answer import ActForm, attempt
from workflows.views.applicant.own import own_case

type Act = Callable[[Application, ActForm], object]


@signed_in
@require_http_methods(["GET", "POST"])
def recall(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()

    def act(case: Application, form: ActForm) -> object:
        return filing.recall(
            application_id=case.pk, by=request.user, seen=form.cleaned_data["seen"], at=at
        )

    done = _("Recalled. You can change the application and file it again.")
    return _act(request, public_id, "recall", ActForm, act, at=at, done=done)


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()

    def act(case: Application, form: ActForm) -> object:
        return filing.withdraw(
            application_id=case.pk,
            by=request.user,
            seen=form.cleaned_data["seen"],
            at=at,
            reason=form.cleaned_data["reason"],
        )

    done = _("The application is withdrawn.")
    return _act(request, public_id, "withdraw", WithdrawForm, act, at=at, done=done)


@signed_in
@require_http_methods(["GET", "POST"])
def recheck(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()

    def act(case: Application, form: ActForm) -> object:
        return opining.request_recheck(
            application_id=case.pk,
            by=request.user,
            seen=form.cleaned_data["seen"],
            at=at,
            grounds=form.cleaned_data["grounds"],
        )

    done = _("Your request has been received. The office decides it and tells you why.")
    return _act(request, public_id, "request_recheck", RecheckForm, act, at=at, done=done)


def _act(
    request: HttpRequest,
    public_id: UUID,
    verb: str,
    kind: type[ActForm],
    act: Act,
    *,
    at: datetime,
    done: str,
) -> HttpResponse:
    case = own_case(request, public_id, at=at)
    form = kind(request.POST or None, seen=case.version)
    if request.method == "POST":
        worked = attempt(
            form, lambda: desk.perform(case, lambda: act(case, form), by=request.user, at=at)
        )
        if worked is not None:
            messages.success(request, done)
            return redirect("application", case.public_id)
    closed = refusal(request.user, verb, case, at=at) if request.method == "GET" else ""
    made = case.call.status not in CALL_BEFORE_LIST
    context = {"case": case, "form": form, "closed": closed, "list_made": made}
    status = 403 if closed else form.status
    return render(request, f"applicant/{verb}.html", context, status=status)
