"""The released copies of a file before one expert: opened by a button, read page by page or as a PDF."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from evaluations import blind_copies, blindness
from evaluations.actions import blinding
from evaluations.models import Review


def as_picture(jpeg: bytes) -> HttpResponse:
    return _private(HttpResponse(jpeg, content_type="image/jpeg"))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _the_copy(request: HttpRequest, token: UUID, copy: UUID) -> tuple[Review, blindness.Opened]:
    """Or a 404 that does not tell why: unknown, in conflict, taken back, not released."""
    review = blindness.find(request.user, token)
    opened = blindness.copy_of(review, copy, get_language() or "") if review else None
    if review is None or opened is None:
        raise Http404
    return review, opened


def _the_open_copy(request: HttpRequest, token: UUID, copy: UUID) -> blindness.Opened:
    """Nothing is served whose opening is not written down."""
    _review, opened = _the_copy(request, token, copy)
    if opened.first:
        raise Http404
    return opened


@login_required
@require_POST
def open_copy(request: HttpRequest, token: UUID, copy: UUID) -> HttpResponse:
    """Write the opening down, then show it. A form: whatever opens links by itself opens nothing."""
    review, opened = _the_copy(request, token, copy)
    blinding.open_copy(
        review_id=review.pk, copy_id=opened.copy.pk, by=request.user, at=timezone.now()
    )
    return redirect("expert_copy", token=token, copy=copy)


@login_required
@require_GET
def copy_pages(request: HttpRequest, token: UUID, copy: UUID) -> HttpResponse:
    review, opened = _the_copy(request, token, copy)
    context = {
        "heading": opened.name,
        "caption": opened.label,
        "back_url": reverse("expert_file", args=[token]),
        "code": review.panel_case.code,
        "review": review,
        "opened": opened,
        "pages": [] if opened.first else list(opened.copy.pages.all()),
    }
    return _private(render(request, "experts/paper.html", context))


@login_required
@require_GET
def copy_picture(request: HttpRequest, token: UUID, copy: UUID, number: int) -> HttpResponse:
    opened = _the_open_copy(request, token, copy)
    jpeg = blind_copies.page(opened.copy, number)
    if jpeg is None:
        raise Http404
    return as_picture(jpeg)


@login_required
@require_GET
def copy_pdf(request: HttpRequest, token: UUID, copy: UUID) -> HttpResponse:
    opened = _the_open_copy(request, token, copy)
    response = HttpResponse(blind_copies.as_pdf(opened.copy), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{opened.name}"'
    return _private(response)
