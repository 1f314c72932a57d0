"""What was filed, to read, to compare and to print; and the certificate at the end."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from certificates.form_print import Asset, print_form
from certificates.issue import read_pdf
from certificates.models import Certificate
from evaluations import snapshot, visibility, whereabouts
from evaluations.actions.filing import OFFICIAL_LANGUAGE
from evaluations.desks import Desk
from evaluations.errors import NotFound
from evaluations.models import Application, Attachment, Filing
from evaluations.rules import Upload
from workflows.paper import said
from workflows.views.applicant import reading, way
from workflows.views.applicant.filing import the_filing
from workflows.views.applicant.own import own_case


@login_required
@require_GET
def filed(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """One filing word for word, and what it changed against the one before."""
    case = own_case(request, public_id, at=timezone.now())
    filing = the_filing(case, number)
    content = snapshot.read(filing.content)
    before = case.filings.filter(number=number - 1).first()
    context = {
        "case": case,
        "filing": filing,
        "before": before,
        "person": _person_rows(content),
        "pages": reading.pages_in_words(
            case, content["answers"], files=reading.filed_files(content)
        ),
        "changes": reading.changes_between(case, snapshot.read(before.content), content)
        if before
        else [],
    }
    return render(request, "applicant/filed.html", context)


def _person_rows(content: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"label": _("Name"), "value": content["person"]["name"]},
        {"label": _("Mobile number"), "value": content["person"]["phone"]},
        {"label": _("Employer"), "value": content["employer"]["name"]},
    ]


@login_required
@require_GET
def form_pdf(request: HttpRequest, public_id: UUID, number: int | None = None) -> HttpResponse:
    """The application form on paper: a filing, or the working copy marked as a preview."""
    case = own_case(request, public_id, at=timezone.now())
    filing = the_filing(case, number) if number else None
    pdf = printed(case, filing)
    return _download(pdf, f"{case.reference}{f'-{number}' if number else ''}.pdf")


def printed(case: Application, filing: Filing | None) -> bytes:
    """The form as PDF, in the language of the record whatever language its reader uses."""
    photo = _photo(case, filing)
    with translation.override(OFFICIAL_LANGUAGE):
        context = _form_context(case, filing) | {"photo": photo is not None}
        html = render_to_string("applicant/form_pdf.html", context)
    return said(lambda: print_form(html, assets={"asset:photo": photo} if photo else {}))


def _form_context(case: Application, filing: Filing | None) -> dict[str, Any]:
    content = snapshot.read(filing.content) if filing else None
    answers = content["answers"] if content else case.answers
    files = reading.filed_files(content) if content else reading.present_files(case)
    return {
        "title": _("%(call)s: application form") % {"call": case.call.title},
        "office": settings.CITY.office.title,
        "reference": case.reference,
        "meta": _meta(case, filing),
        "draft": filing is None,
        "identity": _identity(case, content),
        "pages": reading.pages_in_words(case, answers, files=files),
        "commitment": case.call.rules.commitment.zh,
        "signed": content["commitment"]["signed"] if content else "",
        "signed_at": filing.filed_at if filing else None,
        "opinions": _opinions(case, filing),
        "content_hash": filing.content_hash if filing else "",
    }


def _meta(case: Application, filing: Filing | None) -> str:
    track = case.call.rules.track(case.track).label.zh
    words = [case.reference, track]
    if filing:
        moment = timezone.localtime(filing.filed_at).strftime("%Y-%m-%d %H:%M")
        words.append(
            _("Filing %(number)s, %(moment)s") % {"number": filing.number, "moment": moment}
        )
    return " · ".join(words)


def _identity(case: Application, content: Mapping[str, Any] | None) -> list[dict[str, str]]:
    person, employer = case.person, case.employer
    kept = content["person"] if content else {}
    birth = kept.get("birth_date") or (person.birth_date.isoformat() if person.birth_date else "")
    return [
        {"label": _("Name"), "value": kept.get("name") or person.name},
        {"label": _("Sex"), "value": person.get_sex_display()},
        {"label": _("Date of birth"), "value": birth},
        {"label": _("Resident ID number"), "value": person.masked_id},
        {"label": _("Mobile number"), "value": kept.get("phone") or person.phone},
        {"label": _("Employer"), "value": str(employer or "")},
        {"label": _("Unified social credit code"), "value": employer.uscc if employer else ""},
    ]


def _photo_row(case: Application, filing: Filing | None) -> Attachment | None:
    items = {i.id for i in case.call.rules.items() if isinstance(i, Upload) and i.photo}
    rows = case.attachments.filter(item__in=items)
    if filing is None:
        return rows.filter(removed_at=None).last()
    named = [upload["id"] for upload in snapshot.read(filing.content)["uploads"]]
    return rows.filter(public_id__in=named).last()


def _photo(case: Application, filing: Filing | None) -> Asset | None:
    row = _photo_row(case, filing)
    if row is None or not row.content_type.startswith("image/"):
        return None
    with row.file.open("rb") as stream:
        return Asset(stream.read(), row.content_type)


def _opinions(case: Application, filing: Filing | None) -> list[dict[str, Any]]:
    """A box for each desk of the route; empty ones are signed by hand where paper is asked for."""
    given = {}
    if filing:
        rows = case.opinions.filter(filing=filing).order_by("id")
        given = {opinion.desk: opinion for opinion in rows}
    boxes = []
    for step in whereabouts.steps_of(case):
        opinion = given.get(step.desk)
        box = {"desk": Desk(step.desk).label, "holder": way.holder(case, step.desk)}
        if opinion:
            told = visibility.tells_reason(opinion)
            box |= {"text": opinion.reason if told else "", "at": opinion.given_at}
        boxes.append(box)
    return boxes


@login_required
@require_GET
def certificate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The certificate as it was issued."""
    case = own_case(request, public_id, at=timezone.now())
    issued = issued_for(case)
    if issued is None:
        raise NotFound(_("No certificate has been issued for this application yet."))
    return _download(read_pdf(issued), f"{issued}.pdf")


def issued_for(case: Application) -> Certificate | None:
    rows = Certificate.objects.filter(case=case.subject, issued_at__isnull=False)
    return rows.order_by("-version").first()


def _download(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
