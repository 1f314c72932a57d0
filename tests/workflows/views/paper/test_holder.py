"""The holder's copies, public page and links; nobody else's."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from certificates.issue import change_status
from certificates.models import Certificate, Copy, Showing, Status
from certificates.verify import Verdict, by_file
from evaluations.errors import NotPermitted
from evaluations.rules import with_parameters
from tests import cast
from tests.certificates.test_render import text_of
from tests.visits import get, post, text
from tests.workflows.views.paper.issued import NOW, issued_call, title
from tests.worlds import world
from workflows import paper, programme

pytestmark = pytest.mark.django_db


@world
def holding():
    return title(issued_call(cast.City()))


@world
def holder(holding):
    return holding.person.user


def main_of(page):
    return text(page).partition("<main")[2].partition("</main>")[0]


def act(user, holding, moment=NOW, **data):
    url = reverse("title_paper", args=[holding.public_id])
    return post(user, url, data, moment, seen=holding.version)


def test_a_copy_says_what_it_is_for_and_at_most_three_live(holding, holder, tmp_path):
    for n in range(3):
        assert act(holder, holding, act="copy", purpose=f"子女入学{n}").status_code == 302
    refused = act(holder, holding, act="copy", purpose="第四份")
    assert (refused.status_code, Copy.objects.count()) == (422, 3)
    assert "第四份" in text(refused)

    made = Copy.objects.first()
    url = reverse("title_copy", args=[holding.public_id, made.public_id])
    pdf = get(holder, url, NOW).content
    words = text_of(pdf, tmp_path)
    assert words.count("子女入学2") == 2  # across the page, and below it
    assert "副本" in words
    assert pdf == get(holder, url, NOW + timedelta(days=1)).content
    later = NOW + timedelta(days=91)
    for moment, verdict in ((NOW, Verdict.COPY), (later, Verdict.COPY_LAPSED)):
        answer = by_file(pdf, at=moment)
        assert (answer.verdict, answer.copy_for) == (verdict, "子女入学2")

    assert get(holder, url, later).status_code == 404
    assert act(holder, holding, later, act="copy", purpose="再次").status_code == 302


@pytest.mark.parametrize("purpose", ["", "  ", "王\ue864"])
def test_a_copy_without_a_printable_purpose_is_refused(holding, holder, purpose):
    assert act(holder, holding, act="copy", purpose=purpose).status_code == 422
    assert not Copy.objects.exists()


def test_there_is_no_public_page_unless_the_holder_wants_it(holding, holder):
    certificate = Certificate.objects.get()
    act(holder, holding, act="publish")
    act(holder, holding, act="publish")
    (shown,) = Showing.objects.all()
    url = reverse("shown_title", args=[shown.token])
    page = get(None, url, NOW)
    assert certificate.holder_name in text(page)
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "no-referrer"

    act(holder, holding, act="hide", showing=shown.pk)
    assert get(None, url, NOW).status_code == 404


def test_a_link_expires(holding, holder):
    assert act(holder, holding, act="share", days=8).status_code == 422
    act(holder, holding, act="share", days=7)
    url = reverse("shown_title", args=[Showing.objects.get().token])
    assert get(None, url, NOW + timedelta(days=6)).status_code == 200
    lapsed = get(None, url, NOW + timedelta(days=7))
    assert (lapsed.status_code, lapsed["Referrer-Policy"]) == (404, "no-referrer")
    invented = get(None, reverse("shown_title", args=["x" * 43]), NOW)
    assert main_of(invented) == main_of(lapsed)
    for row in Certificate.objects.all():
        change_status(row, to=Status.REVOKED, reason="x", document="y", by="user:1", at=NOW)
    assert get(None, url, NOW).status_code == 404


def test_only_the_holder_does_this(holding, holder):
    stranger = cast.user("路人")
    for verb, more in (
        (paper.copy, {"purpose": "x"}),
        (paper.publish, {}),
        (paper.share, {"days": 7}),
        (paper.hide, {"showing_id": 1}),
    ):
        with pytest.raises(NotPermitted):
            verb(holding, **more, by=stranger, at=NOW)
    assert get(stranger, reverse("title_paper", args=[holding.public_id]), NOW).status_code == 404
    assert get(holder, reverse("title_paper", args=[holding.public_id]), NOW).status_code == 200


def test_the_call_says_how_much_a_holder_may_make():
    """Defaults of the national e-certificates; the office may set others for a call."""
    values = {"certificate.copies": 1, "certificate.copy_days": 14, "certificate.link_days": 10}
    rules = with_parameters(programme.get("technical_expert"), values)
    own = title(issued_call(cast.City(), rules=rules))
    user = own.person.user

    assert act(user, own, act="copy", purpose="子女入学").status_code == 302
    assert Copy.objects.get().lapses_at == NOW + timedelta(days=14)
    assert act(user, own, act="copy", purpose="落户").status_code == 422
    assert act(user, own, act="share", days="30").status_code == 422
    assert act(user, own, act="share", days="10").status_code == 302
    page = text(get(user, reverse("title_paper", args=[own.public_id]), NOW))
    assert re.findall(r'<option value="(\d+)"', page) == ["7", "10"]
    assert "最多同时有 1 份副本有效，每份有效期 14 天" in page
