"""Evidence is a download for those whom the law lets read it, and nothing else."""

import pytest
from django.urls import reverse

from evaluations.actions import applying
from tests import cast
from tests.clock import at

pytestmark = pytest.mark.django_db


def url(case, attachment) -> str:
    return reverse("application_attachment", args=[case.public_id, attachment.public_id])


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_it_comes_as_a_download_that_no_browser_runs(city, call, client):
    case = cast.draft(city, call)
    attachment = case.attachments.get(item="contract")
    client.force_login(case.person.user)
    answer = client.get(url(case, attachment))
    assert body(answer) == b"%PDF-1.7 contract"
    assert {name: answer[name] for name in ("Content-Disposition", "X-Content-Type-Options",
                                            "Content-Security-Policy", "Cache-Control")} == {
        "Content-Disposition": 'attachment; filename="contract.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }  # fmt: skip


def test_a_draft_is_for_its_applicant_alone(city, call, client):
    case = cast.draft(city, call)
    attachment = case.attachments.get(item="contract")
    for user in (city.clerk, city.acceptance, city.stranger, cast.applicant("别人").user):
        client.force_login(user)
        assert client.get(url(case, attachment)).status_code == 404


def test_an_officer_gets_what_a_filing_names_and_not_what_is_being_prepared(city, call, client):
    case = cast.opine(city, cast.file(cast.draft(city, call)), "return",
                      remarks=[{"path": "uploads.contract", "remark": "缺页"}])  # fmt: skip
    filed = case.attachments.get(item="contract")
    removed_from_copy = filed
    client.force_login(case.person.user)
    fresh = _exchange(case, filed)
    client.force_login(city.clerk)
    assert body(client.get(url(case, removed_from_copy))) == b"%PDF-1.7 contract"
    assert client.get(url(case, fresh)).status_code == 404
    client.force_login(city.stranger)
    assert client.get(url(case, filed)).status_code == 404


def _exchange(case, attachment):
    moment = at("2026-03-06 10:00")
    applying.remove_attachment(attachment_id=attachment.pk, by=case.person.user, at=moment)
    return cast.attach(case, "contract", moment)


def test_a_file_of_another_case_is_not_reached_through_ones_own(city, call, client):
    mine, theirs = cast.draft(city, call), cast.draft(city, call)
    client.force_login(mine.person.user)
    assert client.get(url(mine, theirs.attachments.first())).status_code == 404


def test_without_signing_in_there_is_nothing(city, call, client):
    case = cast.draft(city, call)
    answer = client.get(url(case, case.attachments.first()))
    assert answer.url.startswith("/accounts/login/?next=")
