"""Copies for blind readers on the screen: the office covers and releases, an expert opens and reads."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations import blind_copies
from evaluations.models import BlindBox, BlindCopy, Review
from tests import cast, visits
from tests.cast.copies import order_copies, page
from tests.evaluations.panels.stage import DRAWN, stage

pytestmark = pytest.mark.django_db
KEY = "6f1c4d4e-0000-4000-8000-000000000001"


@pytest.fixture
def play():
    made = stage(experts=3)
    made.case = made.file()
    made.draw()
    return made


@pytest.fixture
def copy(play) -> BlindCopy:
    return order_copies(
        play.case, at=DRAWN, pages=[page((100, 100, 300, 200)), page(worded=False)]
    )[0]


def text(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


def test_the_office_finds_what_is_to_do_and_the_panel_says_what_waits(visit, play, copy):
    client, call = visit(play.office), play.call.public_id
    panel = client.get(reverse("panel_office", args=[play.panel.public_id]))
    assert "1 of them waits for its blind copies" in text(panel)
    todo = client.get(reverse("call_copies", args=[call])).content.decode()
    assert reverse("blind_copy", args=[copy.token]) in todo
    assert todo.count("to be looked at") == len(blind_copies.needed(play.case))
    given = client.post(reverse("panel_assign", args=[play.panel.public_id]), follow=True)
    assert "0 files were given out." in text(given)


def test_the_words_looked_for_show_no_id_number(visit, play, copy):
    shown = visit(play.office).get(reverse("blind_copy", args=[copy.token])).content.decode()
    person = play.case.person
    assert visits.id_numbers(shown) == []
    assert (person.name in shown, person.masked_id in shown) == (True, True)


def test_a_page_is_covered_without_a_script_and_uncovered_again(visit, play, copy):
    client, address = visit(play.office), reverse("blind_copy", args=[copy.token])
    before = client.get(address)
    assert "This page is a picture" in text(before)
    assert before.content.decode().count("<rect") == 1
    typed = {"page": 2, "top": "10", "bottom": "12.5", "left": "0", "right": "100"}
    done = client.post(reverse("blind_cover", args=[copy.token]), typed)
    assert done.url == f"{address}#page-2"
    box = BlindBox.objects.get(added_by=play.office)
    assert (box.page.number, box.sides) == (2, (0, 100, 1000, 125))
    client.post(reverse("blind_uncover", args=[copy.token, box.pk]))
    assert BlindBox.objects.get(pk=box.pk).removed_by == play.office
    wrong = client.post(reverse("blind_cover", args=[copy.token]), typed | {"bottom": "5"})
    assert wrong.status_code == 422
    assert 'value="12.5"' not in wrong.content.decode()
    assert 'value="5"' in wrong.content.decode(), "what was typed stays"


def test_releasing_leads_to_the_next_copy_and_at_the_end_to_the_list(visit, play, copy):
    client = visit(play.office)
    copies = [blind_copies.copy_of(file) for file in blind_copies.needed(play.case)]
    for _each in copies:
        row = BlindCopy.objects.filter(released_at=None).order_by("attachment").first()
        form = {"seen": row.version, "key": KEY}
        done = client.post(reverse("blind_release", args=[row.token]), form)
        assert done.status_code == 302
    assert done.url == reverse("call_copies", args=[play.call.public_id])
    assert blind_copies.waiting([play.case]) == {}
    back = client.post(
        reverse("blind_take_back", args=[copy.token]),
        {"seen": BlindCopy.objects.get(pk=copy.pk).version, "key": KEY, "reason": "漏盖"},
    )
    assert back.status_code == 302
    assert "Taken back: 漏盖" in text(client.get(back.url))


def test_withholding_asks_for_a_reason(visit, play, copy):
    client, address = visit(play.office), reverse("blind_withhold", args=[copy.token])
    refused = client.post(address, {"seen": copy.version, "key": KEY, "reason": ""})
    assert refused.status_code == 422
    client.post(address, {"seen": copy.version, "key": KEY, "reason": "仅证明身份"})
    page = text(client.get(reverse("blind_copy", args=[copy.token])))
    assert "Withheld by" in page
    assert "仅证明身份" in page


def test_the_raw_page_is_for_the_office_alone(visit, play, copy):
    addresses = [
        reverse("blind_copy", args=[copy.token]),
        reverse("blind_picture", args=[copy.token, 1]),
        reverse("call_copies", args=[play.call.public_id]),
    ]
    for user in (play.experts[0].user, play.observer, play.city.stranger, play.city.clerk):
        assert {visit(user).get(address).status_code for address in addresses} == {403}
    answer = visit(play.office).get(addresses[1])
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "private, no-store")


@pytest.fixture
def review(play, copy) -> Review:
    play.assign()
    return Review.objects.select_related("member__expert__user").first()


def served(review, copy):
    arguments = [review.token, copy.token]
    yield reverse("expert_copy_page", args=[*arguments, 1])
    yield reverse("expert_copy_pdf", args=arguments)


def test_an_expert_opens_a_copy_by_a_button_and_reads_it(visit, play, copy, review):
    client, name = visit(review.member.expert.user), f"{review.panel_case.code}-01.pdf"
    assert name in text(client.get(reverse("expert_file", args=[review.token])))
    assert [client.get(address).status_code for address in served(review, copy)] == [404, 404]
    reader = reverse("expert_copy", args=[review.token, copy.token])
    assert "<img" not in client.get(reader).content.decode(), "a look at the page opens nothing"
    opened = client.post(reverse("expert_open_copy", args=[review.token, copy.token]))
    assert opened.url == reader
    assert client.get(reader).content.decode().count("<img") >= 2
    picture, pdf = (client.get(address) for address in served(review, copy))
    assert picture.content == copy.pages.get(number=1).read()
    assert pdf["Content-Disposition"] == f'attachment; filename="{name}"'
    assert {answer["Cache-Control"] for answer in (picture, pdf)} == {"private, no-store"}
    assert pdf.content == blind_copies.as_pdf(copy)


def test_nobody_else_reads_it_by_its_address(visit, play, copy, review):
    client = visit(review.member.expert.user)
    client.post(reverse("expert_open_copy", args=[review.token, copy.token]))
    mine = list(served(review, copy))
    colleague = Review.objects.exclude(member=review.member).first()
    for user in (
        play.office,
        play.city.stranger,
        colleague.member.expert.user,
        play.case.person.user,
    ):
        assert [visit(user).get(address).status_code for address in mine] == [404, 404]
    # A conflict that becomes known shuts it at once.
    cast.grant(review.member.expert.user, "employer_clerk", organisation=play.city.employer)
    assert [client.get(address).status_code for address in mine] == [404, 404]


def test_what_is_not_ready_is_told_as_being_prepared(visit, play, copy, review):
    play_office = visit(play.office)
    play_office.post(
        reverse("blind_take_back", args=[copy.token]),
        {"seen": BlindCopy.objects.get(pk=copy.pk).version, "key": KEY, "reason": "漏盖"},
    )
    client = visit(review.member.expert.user)
    shown = text(client.get(reverse("expert_file", args=[review.token])))
    assert "is being prepared. Save a draft" in shown
    marks = {
        "marks.skill": "5",
        "marks.teaching": "5",
        "do": "submit",
        "key": KEY,
        "seen": review.version,
    }
    refused = client.post(reverse("expert_file", args=[review.token]), marks)
    assert refused.status_code == 422
    assert 'value="5"' in refused.content.decode(), "nothing typed is lost"


def asked(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_asks_as_often_for_three_files_as_for_one(visit, play, copy):
    client, address = visit(play.office), reverse("call_copies", args=[play.call.public_id])
    client.get(address)
    before = asked(client, address)
    for _each in range(2):
        order_copies(play.file(), at=DRAWN)
    assert asked(client, address) == before
