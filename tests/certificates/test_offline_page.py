"""The page that checks a square code by itself: in a real browser, with the network cut."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page

from certificates import authority, payload
from certificates.issue import allocate, change_status, issue
from certificates.models import Certificate, Status
from tests.certificates.awards import AT, BY, LATER, award


@pytest.fixture
def codes(transactional_db: None) -> dict[str, str]:
    """Codes by the answer that they must get. Made before the browser runs."""
    facts = [award(case=f"case-{i}", offline_code=True) for i in range(2)]
    good, revoked = (issue(row, by=BY, at=AT) for row in allocate(facts, by=BY, at=AT))
    change_status(revoked, to=Status.REVOKED, reason="x", document="y", by=BY, at=LATER)
    text = {row.status: code(row) for row in Certificate.objects.all()}
    last = text["valid"][-30]
    forged = text["valid"][:-30] + ("B" if last == "A" else "A") + text["valid"][-29:]
    return {"genuine": text["valid"], "revoked": text["revoked"], "unknown": forged}


def code(row: Certificate) -> str:
    return payload.url(row, authority=authority.current())


@pytest.fixture
def page(codes: dict[str, str], browser: Browser, live_server: Any) -> Page:
    opened = browser.new_context(viewport={"width": 360, "height": 800}).new_page()
    opened.goto(f"{live_server.url}/verify/offline/")
    return opened


def answer(page: Page, text: str) -> str | None:
    page.locator("[data-answer]").evaluate("box => box.replaceChildren()")
    page.fill("#code", text)
    page.locator("main form .button").click()
    shown = page.locator("[data-answer] [data-verdict]")
    shown.wait_for()
    return shown.get_attribute("data-verdict")


@pytest.mark.browser
def test_it_answers_with_the_network_cut(codes: dict[str, str], page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert {word: answer(page, text) for word, text in codes.items()} == {w: w for w in codes}
    page.reload()
    page.context.set_offline(True)
    page.reload()
    assert {word: answer(page, text) for word, text in codes.items()} == {w: w for w in codes}
    assert answer(page, "HTTPS://LAUREL.EXAMPLE/VERIFY/ABC/") == "unknown"
    assert answer(page, codes["genuine"]) == "genuine"
    assert page.locator("[data-answer] td").all_inner_texts()[1] == "田*赟"
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.browser
def test_an_old_list_says_nothing(codes: dict[str, str], page: Page) -> None:
    later = "Date.now = () => new Date('2099-01-01').getTime()"
    page.evaluate(later)
    assert answer(page, codes["genuine"]) == "signed"


def test_the_worker_is_a_script_of_our_own(client: Client) -> None:
    sent = client.get("/verify/offline-worker.js")
    assert sent["Content-Type"].startswith("text/javascript")
    assert b"/verify/status-list.jwt" in sent.content
