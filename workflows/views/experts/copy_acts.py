"""What the office does with a copy for blind readers: cover, uncover, release, withhold, take back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evaluations.actions import blinding
from evaluations.errors import Refused
from evaluations.models import BlindBox, BlindCopy
from workflows import blinding as work
from workflows.forms.copies import BoxForm, SeenForm, WhyNotForm
from workflows.views.answer import ActForm, attempt
from workflows.views.experts.copies import copy_page, the_copy, to_check


@login_required
@require_POST
def cover(request: HttpRequest, token: UUID) -> HttpResponse:
    at = timezone.now()
    copy = the_copy(request.user, token, at=at)
    form = BoxForm(request.POST, auto_id=f"p{request.POST.get('page')}-%s")
    if form.is_valid():
        page = copy.pages.filter(number=form.cleaned_data["page"]).first()
        try:
            blinding.cover(
                page_id=page.pk if page else 0, sides=form.sides(), by=request.user, at=at
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{reverse('blind_copy', args=[token])}#page-{page.number}")
    return copy_page(request, copy, at=at, box=form)


@login_required
@require_POST
def uncover(request: HttpRequest, token: UUID, pk: int) -> HttpResponse:
    at = timezone.now()
    copy = the_copy(request.user, token, at=at)
    box = BlindBox.objects.filter(pk=pk, page__copy=copy).select_related("page").first()
    if box is None:
        raise Http404
    blinding.uncover(box_id=box.pk, by=request.user, at=at)
    return redirect(f"{reverse('blind_copy', args=[token])}#page-{box.page.number}")


@login_required
@require_POST
def release(request: HttpRequest, token: UUID) -> HttpResponse:
    def act(copy: BlindCopy, form: ActForm, at: datetime) -> BlindCopy:
        return blinding.release(
            copy_id=copy.pk, by=request.user, at=at, seen=form.cleaned_data["seen"]
        )

    return _decided(request, token, SeenForm, act, _("Released: the experts see this copy."))


@login_required
@require_POST
def withhold(request: HttpRequest, token: UUID) -> HttpResponse:
    def act(copy: BlindCopy, form: ActForm, at: datetime) -> BlindCopy:
        return blinding.withhold(copy_id=copy.pk, by=request.user, at=at, **_why(form))

    said = _("Withheld: the experts score without this document.")
    return _decided(request, token, WhyNotForm, act, said)


@login_required
@require_POST
def take_back(request: HttpRequest, token: UUID) -> HttpResponse:
    def act(copy: BlindCopy, form: ActForm, at: datetime) -> BlindCopy:
        return blinding.take_back(copy_id=copy.pk, by=request.user, at=at, **_why(form))

    said = _("Taken back: nothing of it is shown until somebody decides anew.")
    return _decided(request, token, WhyNotForm, act, said, stay=True)


@login_required
@require_POST
def try_again(request: HttpRequest, token: UUID) -> HttpResponse:
    at = timezone.now()
    copy = the_copy(request.user, token, at=at)
    with transaction.atomic():
        blinding.try_again(copy_id=copy.pk, by=request.user, at=at)
        transaction.on_commit(
            lambda: work.make.enqueue(application_id=copy.attachment.application_id)
        )
    messages.success(request, _("Put before the workers once more."))
    return redirect("blind_copy", token=token)


def _why(form: ActForm) -> dict[str, Any]:
    return {"reason": form.cleaned_data["reason"], "seen": form.cleaned_data["seen"]}


type Act = Callable[[BlindCopy, ActForm, datetime], BlindCopy]


def _decided(
    request: HttpRequest,
    token: UUID,
    kind: type[ActForm],
    act: Act,
    said: str,
    *,
    stay: bool = False,
) -> HttpResponse:
    """Decide, then on to the next copy that waits; a refusal comes back with the page."""
    at = timezone.now()
    copy = the_copy(request.user, token, at=at)
    form = kind(request.POST, seen=copy.version)
    if attempt(form, lambda: act(copy, form, at)) is None:
        return copy_page(request, copy, at=at, form=form)
    messages.success(request, said)
    if stay:
        return redirect("blind_copy", token=token)
    return redirect(_next_to_check(copy))


def _next_to_check(copy: BlindCopy) -> str:
    call = copy.attachment.application.call
    waiting = to_check(call).exclude(pk=copy.pk)
    following = waiting.filter(attachment__gt=copy.attachment_id).first() or waiting.first()
    if following is None:
        return reverse("call_copies", args=[call.public_id])
    return reverse("blind_copy", args=[following.token])
