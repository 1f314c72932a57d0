"""The applicant's own case, and who may open these pages at all."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from evaluations import visibility
from evaluations.errors import NotFound, NotPermitted
from evaluations.models import Application, Person


def own_case(request: HttpRequest, public_id: UUID, *, at: datetime) -> Application:
    """The application of this very user. Raises NotFound, or NotPermitted for a reader of it."""
    case = visibility.find(request.user, public_id, at=at)
    if case is None:
        raise NotFound(_("This application does not exist, or is not yours to see."))
    if case.person.user_id != request.user.pk:
        raise NotPermitted(_("Only the applicant can open this page."))
    return case


def person_of(request: HttpRequest) -> Person | None:
    return Person.objects.filter(user=request.user).first()
