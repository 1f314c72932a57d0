"""Uploaded evidence, handed out by permission and never shown inside our own pages."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from evaluations import visibility
from evaluations.errors import NotFound
from evaluations.models import Application, Attachment, User


@login_required
@require_GET
def file(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    return served(the_file(request.user, public_id, file_id, at=timezone.now()))


def the_file(user: User, public_id: UUID, file_id: UUID, *, at: datetime) -> Attachment:
    """The file for whoever may read the case: the applicant all of the own ones, everybody else
    only what a filing names. Raises NotFound, the same for hidden and unknown."""
    case = visibility.find(user, public_id, at=at)
    rows = Attachment.objects.filter(application=case, public_id=file_id) if case else ()
    attachment = next(iter(rows), None)
    if case is None or attachment is None or not _may_see(user, case, attachment):
        raise NotFound(_("This file does not exist, or is not yours to see."))
    return attachment


def _may_see(user: User, case: Application, attachment: Attachment) -> bool:
    if case.person.user_id == user.pk:
        return True
    asked = {item.id for item in case.call.rules.items()}
    if attachment.item not in asked:
        return True  # a desk's own paper, for all who read the case at a desk
    return case.filings.filter(content__contains=str(attachment.public_id)).exists()


def served(attachment: Attachment) -> FileResponse:
    """As a download only: a stranger's file never runs with the rights of our pages (CVE-2026-25156)."""
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
