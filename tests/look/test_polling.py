"""The two modules that talk to the server, against a server that is played."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

HOOK_FORM = """() => { const form = document.querySelector("main form");
  form.dataset.autosave = "/played/";
  form.insertAdjacentHTML("afterbegin", '<p data-autosave-said data-saved="Saved {t}" data-failed="Offline"></p>');
  return import("/static/js/autosave.js").then((m) => m.startAutosave(document)); }"""
HOOK_JOB = """() => { document.querySelector(".job").dataset.progress = "/played/";
  return import("/static/js/progress.js").then((m) => m.startProgress(document)); }"""


def hooked(browser: Browser, url: str, script: str) -> Page:
    page = browser.new_page()
    page.clock.install()
    page.goto(url)
    page.evaluate(script)
    return page


def played(page: Page, status: int, body: dict) -> list[str]:
    sent: list[str] = []

    def answer(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body))

    page.unroute_all()
    page.route("**/played/", answer)
    return sent


def test_a_changed_draft_is_saved_and_an_unchanged_one_is_not(
    browser: Browser, live_server: Any
) -> None:
    page = hooked(browser, f"{live_server.url}/style/form/", HOOK_FORM)
    sent = played(page, 200, {"saved_at": "10:42"})
    page.clock.run_for(21_000)
    assert sent == []
    page.fill("#id_bad-skills", "革新夹具 4 项")
    page.clock.run_for(21_000)
    page.get_by_text("Saved 10:42").wait_for()
    assert len(sent) == 1
    assert "革新夹具 4 项" in sent[0]
    assert "filename=" not in sent[0]
    page.clock.run_for(60_000)
    assert len(sent) == 1


def test_a_refused_draft_says_why_and_a_lost_line_is_tried_again(
    browser: Browser, live_server: Any
) -> None:
    page = hooked(browser, f"{live_server.url}/style/form/", HOOK_FORM)
    played(page, 409, {"message": "申报已截止。"})
    page.fill("#id_bad-skills", "甲")
    page.clock.run_for(21_000)
    page.get_by_text("申报已截止。").wait_for()
    page.unroute_all()
    page.route("**/played/", lambda route: route.abort())
    page.fill("#id_bad-skills", "乙")
    page.clock.run_for(21_000)
    page.get_by_text("Offline").wait_for()
    sent = played(page, 200, {"saved_at": "10:43"})
    page.clock.run_for(21_000)
    page.get_by_text("Saved 10:43").wait_for()
    assert len(sent) == 1


def test_a_job_is_followed_to_its_end_over_a_restart(browser: Browser, live_server: Any) -> None:
    page = hooked(browser, f"{live_server.url}/style/components/", HOOK_JOB)
    played(page, 200, {"done": 60, "total": 120, "label": "正在制证", "finished": False})
    page.clock.run_for(2_100)
    page.get_by_text("60 / 120").wait_for()
    played(page, 503, {})
    page.clock.run_for(2_100)
    sent = played(page, 200, {"done": 120, "total": 120, "label": "制证完成", "finished": True})
    page.clock.run_for(8_000)
    page.get_by_text("120 / 120").wait_for()
    assert page.locator(".job").get_attribute("aria-busy") is None
    page.clock.run_for(60_000)
    assert len(sent) == 1
