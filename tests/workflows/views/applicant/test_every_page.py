"""Every page an applicant opens, in every status: no 5xx, one h1, constant queries."""

import pytest
from django.urls import reverse

from evaluations.status import Status
from tests import cast

STATUSES = [status for status in Status if status != Status.REVOKED]
PAGES = ("application", "application_employer", "application_check", "application_file",
         "application_form", "application_recall", "application_withdraw",
         "application_recheck")  # fmt: skip


@pytest.mark.parametrize("status", STATUSES)
def test_every_page_answers_in_every_status(city, call, client, status):
    case = cast.walked(city, call, status)
    client.force_login(case.person.user)
    assert client.get("/applications/").status_code == 200
    for name in PAGES:
        answer = client.get(reverse(name, args=[case.public_id]))
        assert answer.status_code in {200, 403}, (name, answer.status_code)
    for page in ("post", "skills", "achievements", "honours", "story", "proof"):
        answer = client.get(reverse("application_page", args=[case.public_id, page]))
        assert answer.status_code == 200, page
    for filing in case.filings.all():
        for name in ("application_filing", "application_receipt", "application_filed_form"):
            answer = client.get(reverse(name, args=[case.public_id, filing.number]))
            assert answer.status_code == 200, name
