"""What two persons corrected waits for the certificate officer until the paper is made anew."""

from datetime import timedelta

import pytest
from django.urls import reverse

from certificates.models import Certificate
from evaluations.actions import proposals
from evaluations.models import User
from tests import cast
from tests.visits import get, text
from tests.workflows.views.paper.issued import NOW, issued_call, title
from workflows import corrections, replacing, two_persons
from workflows.views import elsewhere

pytestmark = pytest.mark.django_db

PAGE = "/office/corrections/"


def corrected(city, call, *, outcome="confirmed", minutes=1, **payload):
    proposal = proposals.propose(
        kind="correct", about=title(call), payload=payload, reason="笔误", by=city.office, at=NOW
    )
    return two_persons.decide(
        proposal_id=proposal.pk, outcome=outcome, document_number="星人社更〔2026〕2号", note="不符",
        by=city.second_officer, at=NOW + timedelta(minutes=minutes),
    )  # fmt: skip


def lines(user):
    return {each.url: each.count for each in elsewhere.waiting(User.objects.get(pk=user.pk))}


def test_a_correction_waits_until_the_paper_is_replaced():
    city = cast.City()
    call = issued_call(city)
    paper = Certificate.objects.get()
    corrected(city, call, outcome="rejected", employer="别的单位")
    assert PAGE not in lines(city.printer)

    corrected(city, call, employer="星湖精密机械股份有限公司")

    assert lines(city.printer)[PAGE] == 1
    assert PAGE not in lines(city.office)
    page = text(get(city.printer, PAGE, NOW))
    assert "星湖精密机械股份有限公司" in page
    assert reverse("replace_certificate", args=[call.public_id, paper.pk]) in page
    assert get(city.office, PAGE, NOW).status_code == 403

    replacing.replace_certificate(
        call, paper, cause="correction", reason="笔误", document="x", by=city.printer,
        at=NOW + timedelta(minutes=2),
    )  # fmt: skip
    assert PAGE not in lines(city.printer)
    assert get(city.printer, PAGE, NOW).status_code == 200
    corrected(city, call, minutes=3, employer="又一个名字")
    assert corrections.waiting(User.objects.get(pk=city.printer.pk)).count() == 1
