"""The tags that need logic."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from workflows.templatetags import ui

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def english() -> None:
    translation.activate("en")


@pytest.mark.parametrize(
    ("days", "tone", "words"),
    [
        (-3, "cinnabar", "3 days overdue"),
        (-1, "cinnabar", "1 day overdue"),
        (0, "gold", "Due today"),
        (1, "gold", "1 day left"),
        (2, "gold", "2 days left"),
        (3, "neutral", "3 days left"),
    ],
)
def test_a_due_date_says_how_near_it_is(days: int, tone: str, words: str) -> None:
    html = ui.due_chip(TODAY + timedelta(days=days), TODAY)
    assert html.startswith(f'<span class="chip tone-{tone}">')
    assert f"</svg>{words} <time" in html


def test_working_days_outrank_calendar_days() -> None:
    assert "</svg>2 days left <time" in ui.due_chip(TODAY + timedelta(days=6), TODAY, 2)


def test_a_day_of_another_year_says_its_year() -> None:
    assert ">11-26</time>" in ui.due_chip(TODAY + timedelta(days=3), TODAY)
    assert ">2027-06-03</time>" in ui.due_chip(date(2027, 6, 3), TODAY)


def test_no_due_date_no_chip() -> None:
    assert ui.due_chip("", TODAY) == ""


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=4, hours=6, minutes=59), "4 d 6 h"),
        (timedelta(hours=3, minutes=5), "3 h 5 min"),
        (timedelta(minutes=9, seconds=59), "9 min"),
        (timedelta(seconds=20), "1 min"),
        (timedelta(0), ""),
        (timedelta(days=-1), ""),
    ],
)
def test_time_left_rounds_down_and_never_promises_more(left: timedelta, words: str) -> None:
    assert ui.time_left(left) == words


@pytest.mark.parametrize(
    ("value", "total", "width"), [(1, 4, "25.0"), (9, 4, "100.0"), (-1, 4, "0.0"), (1, 0, "0.0")]
)
def test_a_bar_stays_in_its_rail(value: int, total: int, width: str) -> None:
    assert f'<rect width="{width}" height="4" class="bar-fill"/>' in ui.bar(value, total)


def test_a_refused_button_is_described_by_its_reason() -> None:
    assert ui.button_refused("批准", "公示未满。<b>", "approve") == (
        '<div class="refused"><button type="button" class="button button-off" aria-disabled="true" '
        'aria-describedby="why-approve" data-refused>'
        f"{ui.icon('lock')}批准</button>"
        '<p class="refused-why" id="why-approve">公示未满。&lt;b&gt;</p></div>'
    )


def test_two_refusals_have_two_reasons() -> None:
    one, other = ui.button_refused("批准", "公示未满。"), ui.button_refused("批准", "缺一份意见。")
    assert one.split('id="')[1].split('"')[0] != other.split('id="')[1].split('"')[0]


def test_an_icon_with_a_label_is_read_and_one_without_is_silent() -> None:
    assert 'role="img" aria-label="PDF &amp; more"' in ui.icon("file-pdf", "PDF & more")
    assert 'aria-hidden="true"' in ui.icon("file-pdf")


@pytest.mark.parametrize(
    ("level", "tone", "role"),
    [
        ("success", "laurel", "status"),
        ("warning", "gold", "status"),
        ("error", "cinnabar", "alert"),
        ("debug", "blue", "status"),
    ],
)
def test_only_an_error_interrupts(level: str, tone: str, role: str) -> None:
    look = ui.banner_look(level)
    assert (look["tone"], look["role"]) == (tone, role)
