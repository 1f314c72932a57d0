"""The style page as a visitor meets it: every component, both languages, phone and desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect

from tests.browser import axe, dressed, window
from tests.look.walk import TOO_WIDE
from workflows.views.style import PAGES

pytestmark = pytest.mark.browser

# WCAG 2.2, 2.5.8. In a task list and on a tile the whole box is the target, not the words.
SMALL = """() => [...document.querySelectorAll("a, button, summary, input, select")]
    .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.closest(".skip, .tasks, .tiles"))
    .filter((e) => { const r = e.getBoundingClientRect(); return r.height < 24 || r.width < 24; })
    .map((e) => e.outerHTML.slice(0, 90))"""


def opened(browser: Browser, url: str, *, language: str = "zh-CN", width: int = 1280) -> Page:
    page = window(browser, language=language, width=width)
    page.goto(url)
    return page


@contextmanager
def heard(page: Page) -> Iterator[list[str]]:
    """What the console says and which errors no script has caught."""
    said: list[str] = []

    def console(message: ConsoleMessage) -> None:
        said.append(message.text)

    def error(raised: Error) -> None:
        said.append(str(raised))

    page.on("console", console)
    page.on("pageerror", error)
    yield said
    page.remove_listener("console", console)
    page.remove_listener("pageerror", error)


@pytest.mark.parametrize(
    ("language", "lang", "closely"), [("zh-CN", "zh-Hans", 360), ("en-GB", "en", 1280)]
)
def test_no_style_page_has_a_fault(
    browser: Browser, live_server: Any, language: str, lang: str, closely: int
) -> None:
    """In both widths and both languages the content policy refuses nothing, nothing runs off the
    page, and every target can be hit; axe looks closely once in each. A page is loaded in one
    width and turned to the other, the second the other way round."""
    page, widths = window(browser, language=language), [360, 1280]
    with heard(page) as said:
        for name in PAGES:
            page.goto(f"{live_server.url}/style/{name}/")
            dressed(page)
            assert page.get_attribute("html", "lang") == lang
            widths.reverse()
            for width in widths:
                page.set_viewport_size({"width": width, "height": 800})
                measured(page, name)
                if width == closely:
                    problems, passes = axe(page, contrast=language == "zh-CN")
                    assert (name, problems) == (name, [])
                    assert passes > 15
            assert (name, said) == (name, [])


def measured(page: Page, name: str) -> None:
    assert (name, page.evaluate(TOO_WIDE)) == (name, 0)
    assert (name, page.evaluate(SMALL)) == (name, [])


def test_without_script_rows_can_still_be_marked_for_removal(
    browser: Browser, live_server: Any
) -> None:
    page = browser.new_context(java_script_enabled=False, locale="zh-CN").new_page()
    page.goto(f"{live_server.url}/style/form/")
    assert page.locator('input[name="contests-0-DELETE"]').is_visible()
    assert page.locator("[data-remove-row]").first.is_hidden()
    assert page.locator('button[name="add_row"]').get_attribute("value") == "contests"


def test_rows_are_added_numbered_and_removed(browser: Browser, live_server: Any) -> None:
    page = opened(browser, f"{live_server.url}/style/form/")
    page.click("[data-add-row]")
    assert page.input_value('input[name="contests-TOTAL_FORMS"]') == "3"
    assert page.evaluate("document.activeElement.name") == "contests-2-contest"
    page.click("[data-remove-row] >> nth=0")
    numbers = page.locator("[data-row]:not([hidden]) [data-row-number]").all_inner_texts()
    assert numbers == ["1", "2"]
    assert page.is_checked('input[name="contests-0-DELETE"]')
    assert page.input_value('input[name="contests-TOTAL_FORMS"]') == "3"


LEFT = {"": 500, "两字": 498, "𠮷": 499, "a\nb": 497, "e\u0301": 498, "好" * 501: -1}


def test_the_counter_counts_as_the_server_does(browser: Browser, live_server: Any) -> None:
    page = opened(browser, f"{live_server.url}/style/form/", language="en-GB")
    for typed, left in LEFT.items():
        page.fill("#id_skills", typed)
        said = f"{left} characters left" if left >= 0 else f"{-left} characters too many"
        assert (typed, page.inner_text("#id_skills_count")) == (typed, f"You have {said}")


def test_a_double_click_sends_a_form_once(browser: Browser, live_server: Any) -> None:
    page = opened(browser, f"{live_server.url}/style/form/")
    sent = page.evaluate(
        """() => { const form = document.querySelectorAll("main form")[1]; let sent = 0;
        window.addEventListener("submit", (e) => { if (!e.defaultPrevented) sent += 1; e.preventDefault(); });
        form.requestSubmit(); form.requestSubmit(); return sent; }"""
    )
    assert sent == 1


def test_keys_walk_the_list_search_and_explain(browser: Browser, live_server: Any) -> None:
    page = opened(browser, f"{live_server.url}/style/components/")
    focus = "document.activeElement.textContent || document.activeElement.name"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(focus) == "苏晚晴"
    page.keyboard.press("k")
    assert page.evaluate(focus) == "陆明澈"
    page.keyboard.press("/")
    assert page.evaluate(focus) == "f-q"
    page.keyboard.press("j")
    assert page.input_value("#id_f-q") == "j"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("[data-keys-help]").is_visible()
    page.check("[data-keys-off]")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("[data-keys-help]").is_hidden()


def test_a_question_is_asked_before_a_grave_act(browser: Browser, live_server: Any) -> None:
    page = opened(browser, f"{live_server.url}/style/components/")
    page.click("[data-confirm]")
    dialog = page.locator("#ask-withdraw")
    dialog.locator('[data-close="no"]').click()
    assert "?" not in page.url
    page.click("[data-confirm]")
    with page.expect_navigation():
        dialog.locator('[data-close="yes"]').click()
    assert page.url.endswith("/style/components/?#buttons") or page.url.endswith("?")


def test_too_large_a_file_is_refused_before_it_travels(
    browser: Browser, live_server: Any, tmp_path: Path
) -> None:
    page = opened(browser, f"{live_server.url}/style/form/", language="en-GB")
    large = tmp_path / "a.pdf"
    with large.open("wb") as file:
        file.truncate(10 * 1024 * 1024 + 1)
    page.set_input_files("#id_evidence", large)
    assert page.inner_text("#field_evidence [data-file-error]") == (
        "a.pdf: This file is larger than 10.0\xa0MB. Choose a smaller one."
    )
    assert page.input_value("#id_evidence") == ""


def test_the_countdown_goes_by_the_servers_clock(browser: Browser, live_server: Any) -> None:
    page = browser.new_context(locale="en-GB").new_page()
    page.clock.install(time=0)  # a visitor whose clock stands at 1970
    page.goto(f"{live_server.url}/style/public/")
    assert page.inner_text("[data-countdown]") == "4 d 6 h"
    page.clock.fast_forward("48:00:00")
    assert page.inner_text("[data-countdown]") == "2 d 6 h"


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_field(
    browser: Browser, live_server: Any
) -> None:
    page = opened(browser, f"{live_server.url}/style/form/")
    assert page.evaluate("'errorSummary' in document.activeElement.dataset")
    page.click('[data-error-summary] a[href="#id_bad-years"]')
    assert page.evaluate("document.activeElement.id") == "id_bad-years"


def test_the_language_switch_comes_back_to_this_page(browser: Browser, live_server: Any) -> None:
    page = opened(browser, f"{live_server.url}/style/desk/")
    with page.expect_navigation():
        page.click('button[name="language"]')
    expect(page).to_have_url(f"{live_server.url}/style/desk/")
    assert page.get_attribute("html", "lang") == "en"
