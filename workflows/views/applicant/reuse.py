"""Fill a new application in from what the same person filed before."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evaluations.actions import reusing
from evaluations.errors import Refused
from workflows.views.accounts.resume import signed_in
from workflows.views.applicant.own import own_case


@signed_in
@require_POST
def take_over(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    case = own_case(request, public_id, at=at)
    chosen = request.POST.get("filing", "")
    if not chosen.isdecimal() or len(chosen) > 15:
        raise Refused(_("Choose one of your earlier applications."))
    taken = reusing.take_over(application_id=case.pk, filing_id=int(chosen), by=request.user, at=at)
    sentence = _(
        "Taken over: %(answers)d answers and %(files)d files. Look at each page: has anything "
        "changed or been added since?"
    )
    messages.success(request, sentence % {"answers": taken.answers, "files": taken.files})
    return redirect("application", case.public_id)
