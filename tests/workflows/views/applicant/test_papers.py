"""The form on paper, and the certificate at the end."""

import io

import pikepdf
import pypdfium2 as pdfium
import pytest
from django.urls import reverse
from django.utils import translation

from certificates.models import Certificate
from evaluations import whereabouts
from evaluations.desks import Desk
from evaluations.status import Status
from tests import cast
from workflows.views.applicant.papers import printed

pytestmark = pytest.mark.django_db


def url(case, name: str, *more) -> str:
    return reverse(f"application_{name}", args=[case.public_id, *more])


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def test_the_form_is_a_pdf_to_download(city, call, client):
    case = cast.file(cast.draft(city, call))
    client.force_login(case.person.user)
    answer = client.get(url(case, "filed_form", 1))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{case.reference}-1.pdf"'
    assert pages(answer.content) >= 2


def test_everybody_signs_on_one_sheet(city, call):
    case = cast.file(cast.draft(city, call))
    document = pdfium.PdfDocument(printed(case, case.filings.get()))
    sheets = [page.get_textpage().get_text_range() for page in document]
    with translation.override("zh-hans"):
        desks = [str(Desk(step.desk).label) for step in whereabouts.steps_of(case)]
    last = sheets[-1].partition("审核意见")[2]
    assert (len(desks) > 3, [desk for desk in desks if desk not in last]) == (True, [])


def test_strange_characters_and_markup_do_not_stop_it(city, call):
    answers = {"story": "</td><img src='file:///etc/passwd'> 😀 ‮ 𠮷 ﷺ " + "长" * 1900}
    assert pages(printed(cast.draft(city, call, answers=answers), None)) >= 3


def test_it_prints_before_anything_is_filled_in(city, call):
    empty = cast.draft(city, call, answers={})
    empty.answers = {}
    assert pages(printed(empty, None)) >= 1


def test_the_certificate_is_the_one_that_was_issued(city, call, client):
    case = cast.walked(city, call, Status.CERTIFIED)
    client.force_login(case.person.user)
    page = client.get(f"/applications/{case.public_id}/")
    assert page.context["certificate"] == Certificate.objects.get(case=case.subject)
    answer = client.get(url(case, "certificate"))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{Certificate.objects.get()}.pdf"'
    )


def test_before_it_is_issued_there_is_none(city, call, client):
    case = cast.walked(city, call, Status.APPROVED)
    client.force_login(case.person.user)
    assert client.get(url(case, "certificate")).status_code == 404
