"""A refusal is a page with a sentence, in the frame of the house; 500 needs no frame."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

ANONYMOUS = RequestFactory().get("/")


@pytest.mark.parametrize("code", [400, 403, 404, 409, 413, 429])
def test_the_reason_of_a_refusal_replaces_the_general_sentence(code: int) -> None:
    general = render_to_string(f"{code}.html", {}, ANONYMOUS)
    precise = render_to_string(f"{code}.html", {"reason": "公示期未满。"}, ANONYMOUS)
    assert general.count('<p class="lede">') == 1
    assert '<p class="lede">公示期未满。</p>' in precise
    assert precise.count('<p class="lede">') == 1


def test_500_stands_alone() -> None:
    html = render_to_string("500.html")
    assert "系统出错了" in html
    assert "Something broke on our side." in html
    assert "<form" not in html


def test_the_style_page_is_hidden_where_it_is_not_a_demonstration(settings, client: Client) -> None:
    settings.DEMO = settings.DEBUG = False
    assert client.get("/style/").status_code == 404
    settings.DEMO = True
    assert client.get("/style/").status_code == 200
    assert client.get("/style/nothing/").status_code == 404
