"""Attachments, served through the law: who may read the case may read what was filed in it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_GET

from evaluations.models import Application, Attachment, User
from evaluations.models.evidence import DESK_FILE
from workflows.views import answer
from workflows.views.desks._page import reads_as_officer

# The upload gate lets in nothing else; anything else is never shown, only handed over.
_SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})
# No script, no form, no frame, no address of ours: the file stands alone (peers' trap 14).
_ALONE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'"


@login_required
@require_GET
def desk_file(request: HttpRequest, public_id: UUID, file_id: UUID) -> FileResponse:
    case = answer.the_case(request, public_id, at=timezone.now())
    attachment = case.attachments.filter(public_id=file_id).first()
    if attachment is None or not _may_open(request.user, case, attachment):
        raise Http404
    shown = attachment.content_type in _SHOWN
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=not shown,
        filename=attachment.name,
        content_type=attachment.content_type if shown else "application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = _ALONE
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _may_open(user: User, case: Application, attachment: Attachment) -> bool:
    """The applicant: the own uploads. Officers: what was filed, and what desks keep; never what
    lies in a draft or a correction that has not been filed yet."""
    of_desk = attachment.item.startswith(DESK_FILE)
    if case.person.user_id == user.pk and not of_desk:
        return True
    if not reads_as_officer(user, case):
        return False
    named = case.filings.filter(content__contains=str(attachment.public_id))
    return of_desk or named.exists()
