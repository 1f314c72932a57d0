"""Find and choose the employer, by name or by unified social credit code."""

import re
import unicodedata
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.actions import applying
from evaluations.errors import Refused
from evaluations.identity import check_credit_code
from evaluations.models import Application, Organisation
from evaluations.permissions import refusal
from workflows.forms.applicant import EmployerSearch
from workflows.views.accounts.resume import signed_in
from workflows.views.answer import status_of
from workflows.views.applicant.own import own_case

MOST_SHOWN = 20
# Somebody who types twelve Latin letters and digits in a row means the code, not a name.
_LOOKS_LIKE_CODE = re.compile(r"[0-9A-Z]{12,}")


class NotListed(Refused):
    """No such employer is registered."""


def search(words: str) -> list[Organisation]:
    """Employers whose code or name fits. Raises Refused: what is wrong with the code, or that
    nobody is registered under it and what to do then."""
    text = " ".join(unicodedata.normalize("NFKC", words).split())
    if not text:
        raise Refused(_("Enter a part of the name, or the code of 18 characters."))
    rows = Organisation.objects.filter(active=True).exclude(kind=Organisation.Kind.DEPARTMENT)
    bare = re.sub(r"[\s-]", "", text).upper()
    if _LOOKS_LIKE_CODE.fullmatch(bare):
        found = list(rows.filter(uscc=check_credit_code(bare)))
    elif len(text) < 2:
        raise Refused(_("Enter at least two characters of the name."))
    else:
        found = list(rows.filter(name__icontains=text).order_by("name")[: MOST_SHOWN + 1])
    if not found:
        raise NotListed(
            _(
                "No employer is registered under “%(words)s”. Ask your personnel office to register "
                "it on this site, under “My employers”; freelancers apply through the talent "
                "agency. Questions: %(office)s (%(phone)s)."
            )
            % {
                "words": text,
                "office": settings.CITY.office.title,
                "phone": settings.CITY.office.phone,
            }
        )
    return found


@signed_in
@require_http_methods(["GET", "POST"])
def employer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    case = own_case(request, public_id, at=at)
    refused: Refused | None = None
    if request.method == "POST":
        try:
            _choose(request, case, at=at)
            return redirect("application", case.public_id)
        except Refused as refusal_:
            refused = refusal_
    form = EmployerSearch(request.GET if "q" in request.GET else None)
    found: list[Organisation] = []
    status = status_of(refused) if refused else 200
    if form.is_bound:
        try:
            found = search(str(request.GET["q"]))
        except Refused as nothing:
            form.add_error("q", str(nothing))
            status = 404 if isinstance(nothing, NotListed) else 422
    context = {
        "case": case,
        "form": form,
        "found": found[:MOST_SHOWN],
        "more": len(found) > MOST_SHOWN,
        "refused": str(refused or ""),
        "closed": refusal(request.user, "edit", case, at=at),
    }
    return render(request, "applicant/employer.html", context, status=status)


def _choose(request: HttpRequest, case: Application, *, at) -> None:
    code = request.POST.get("employer", "")
    chosen = Organisation.objects.filter(uscc=code).exclude(kind=Organisation.Kind.DEPARTMENT)
    organisation = chosen.first()
    if organisation is None:
        raise Refused(_("Choose one of the employers in the list."))
    applying.choose_employer(
        application_id=case.pk, employer=organisation, by=request.user, seen=None, at=at
    )
