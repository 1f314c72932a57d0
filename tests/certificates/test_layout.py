import re
from datetime import date

import pytest

from certificates.designs import DESIGNS
from certificates.fonts import Unprintable
from certificates.layout import HOLES, Sheet, body, chinese_date, page, require_sound, span
from tests.certificates.awards import CODE, NUMBER, URL, award

PAYLOADS = [
    "<script>alert(1)</script>",
    "</article><link rel=attachment href=file:///etc/passwd>",
    "{{ settings.SECRET_KEY }}",
    "{{ messages.storages.0.signer.key }}",
    "{% load static %}",
    "{name.__class__}",
    "${7*7}",
    "<img src=http://127.0.0.1/x>",
    "<svg onload=x>",
    '" onmouseover="x',
    "url(file:///etc/passwd)",
    "&lt;b&gt;",
    "{0}",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_data_never_becomes_markup(payload: str) -> None:
    steps = dict.fromkeys(DESIGNS["honour"].slots, 0)
    hostile = award(holder_name=payload, title=payload, issuers=(payload,))
    markup = page(Sheet(hostile, NUMBER, CODE, URL), steps=steps)
    tame = page(Sheet(award(), NUMBER, CODE, URL), steps=steps)
    assert markup.count("<") == tame.count("<")
    assert markup.count('"') == tame.count('"')


@pytest.mark.parametrize("wording", ["{name.__class__}", "{0}", "{secret}", "{", "}", "{name!r}"])
def test_a_wording_may_only_use_the_closed_set(wording: str) -> None:
    with pytest.raises(Unprintable):
        require_sound(award(wording=wording))


def test_a_placeholder_without_a_value_is_refused() -> None:
    with pytest.raises(Unprintable) as refusal:
        require_sound(award(wording="任期{tenure}"))
    assert "tenure" in str(refusal.value)


def test_a_value_that_looks_like_a_placeholder_is_printed_as_it_is() -> None:
    assert "{document}" in body(award(title="{document}"), size=5)


def test_layout_files_use_the_known_holes_and_no_more() -> None:
    for design in DESIGNS.values():
        assert set(re.findall(r"\{([a-z_]+)\}", design.html)) <= HOLES


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 3, 22), "二〇二六年三月二十二日"),
        (date(2030, 10, 10), "二〇三〇年十月十日"),
        (date(2019, 12, 31), "二〇一九年十二月三十一日"),
        (date(2026, 11, 1), "二〇二六年十一月一日"),
        (date(2026, 1, 20), "二〇二六年一月二十日"),
    ],
)
def test_dates_in_chinese_numerals(day: date, text: str) -> None:
    assert chinese_date(day) == text


def test_a_term_is_named_from_day_to_day() -> None:
    assert span(date(2026, 1, 1), date(2029, 12, 31)) == "2026年1月1日至2029年12月31日"
    assert span(None, None) == ""


def test_issuers_and_name_are_required() -> None:
    for changes in (
        {"issuers": ()},
        {"holder_name": " "},
        {"design": "none"},
        {"heading": "证" * 9},
    ):
        with pytest.raises(Unprintable):
            require_sound(award(**changes))
