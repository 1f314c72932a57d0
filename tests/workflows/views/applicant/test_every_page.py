"""Every page an applicant opens, in every status: an answer, never an error."""

import pytest
from django.urls import reverse

from evaluations.status import Status
from tests import cast

pytestmark = pytest.mark.django_db

ACTS = ("application_recall", "application_withdraw", "application_recheck")
PAGES = ("application", "application_employer", "application_check", "application_file")
SUBJECTS = ("post", "skills", "achievements", "honours", "story", "proof")
# Nothing brings a case there yet: revoking is no part of the first form.
STATUSES = [status for status in Status if status != Status.REVOKED]


@pytest.mark.parametrize("status", STATUSES)
def test_every_page_answers_in_every_status(city, call, client, status):
    case = cast.walked(city, call, status)
    client.force_login(case.person.user)
    asked = [reverse(name, args=[case.public_id]) for name in PAGES]
    asked += [reverse("application_page", args=[case.public_id, page]) for page in SUBJECTS]
    for filing in case.filings.all():
        asked.append(reverse("application_filing", args=[case.public_id, filing.number]))
        asked.append(reverse("application_receipt", args=[case.public_id, filing.number]))
    answers = {url: client.get(url).status_code for url in ["/applications/", *asked]}
    assert answers == dict.fromkeys(answers, 200)
    for act in ACTS:
        answer = client.get(reverse(act, args=[case.public_id]))
        assert (answer.status_code == 403) == bool(answer.context["closed"])
