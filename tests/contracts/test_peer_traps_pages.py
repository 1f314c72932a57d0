"""Traps that other systems fell into, each a test named after it: pages, mails, uploads.

The numbers are those of the list that the tests were written from; the others stand beside.
"""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse

from evaluations import questionnaire
from evaluations.desks import Verdict
from evaluations.errors import Refused
from evaluations.rules import Question
from evaluations.uploads import accept_upload
from tests import cast, visits
from tests.clock import at
from tests.contracts.source import templates
from tests.workflows.views.applicant.sending import send, standing, stored
from tests.worlds import world
from workflows.rehearsal.traceless import census

pytestmark = pytest.mark.django_db

NOW = at("2026-03-06 10:00")


@world
def city():
    return cast.City()


@world
def call(city):
    return city.call()


@world
def filed(city, call):
    return cast.file(cast.draft(city, call))


def test_12_a_link_in_a_mail_does_nothing_when_a_scanner_opens_it(
    city, filed, django_capture_on_commit_callbacks
):
    """HotCRP's links act when they are opened, and mail scanners open them all."""
    filed.person.user.email = "lin@example.org"
    filed.person.user.save()
    with django_capture_on_commit_callbacks(execute=True):
        cast.opine(city, filed, Verdict.RETURN)
    links = re.findall(r"https?://\S+", mail.outbox[0].body)
    assert links == [f"{settings.LAUREL_SITE_URL}/inbox/"], "no link carries a key"
    before = census()
    answer = visits.get(None, links[0].removeprefix(settings.LAUREL_SITE_URL), NOW)
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/inbox/")
    assert census() == before


def test_13_what_the_counter_allows_the_check_allows(city, call):
    """King's Awards counts one way on the page and another on the server: a full box is refused."""
    story = next(
        item
        for item in call.rules.items()
        if isinstance(item, Question) and item.kind == "long_text"
    )
    # A line break is one character on the page and two in what a browser sends; a rare character
    # is one for the reader and two for JavaScript's own length.
    words = "𠮷" * 10 + "\r\n" * 5
    full = words + "字" * (story.max_length - 15)
    for text, complaints in ((full, 0), (full + "字", 1)):
        answers = questionnaire.clean(call.rules, "by_selection", {story.id: text})
        found = questionnaire.problems(
            call.rules, "by_selection", answers, complete=False, uploads=()
        )
        assert len([p for p in found if story.id in p.path]) == complaints


def test_14_an_uploaded_page_is_neither_taken_nor_shown_as_one(city, filed):
    """CVE-2026-25156: HTML in an upload ran with the rights of the site."""
    page = b"<html><script>fetch('/inbox/')</script></html>"
    for name in ("evidence.html", "evidence.pdf", "evidence.jpg"):
        with pytest.raises(Refused):
            accept_upload(page, name=name, max_bytes=2**20)
    attachment = filed.attachments.first()
    type(attachment).objects.filter(pk=attachment.pk).update(content_type="text/html")
    url = reverse("desk_file", args=[filed.public_id, attachment.public_id])
    answer = visits.get(city.clerk, url, NOW)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    answer.close()


def test_18_no_date_is_written_into_a_template():
    """kae#1464: last year's closing date stood in the page of this year's call."""
    written = re.compile(r"(?:19|20)\d\d\s*(?:[-/.年]\s*\d|年)|(?:January|June|July) \d")
    found = {
        f"{path.name}: {match.group()}"
        for path in templates()
        if "style" not in path.parts and "certificates" not in path.parts
        for match in written.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_20_rows_survive_a_reload(city, call, client):
    """openreview#359: rows of a repeating table that were typed and not filed were lost."""
    case = cast.draft(city, call)
    with visits.time_machine.travel(at("2026-03-10 10:00"), tick=False):
        client.force_login(case.person.user)
        answer = send(client, case, "achievements", add_row="contests")
        assert answer.status_code in {200, 302}
        kept = stored(case)["innovations"]
        assert [row["name"] for row in kept] == ["薄壁套筒专用夹具"]
        url = reverse("application_page", args=[case.public_id, "achievements"])
        for _reload in range(2):
            fields = standing(client.get(url))
            assert "薄壁套筒专用夹具" in fields.values()
