"""Every page, opened by everybody in the cast: it is shown, or refused with a sentence; never a 5xx.
And a list asks the database as often for one row as for three."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates import jobs
from evaluations.models import Application, User
from evaluations.roles import Role
from tests import cast
from tests.contracts.world import NOW, World, address, build, pages

pytestmark = pytest.mark.django_db

# What a refusal may answer with; 422: a period that is over. 405: an address that only takes a form.
REFUSED = {403, 404, 422}
ANSWERED = {200, 302, 405, *REFUSED}


@pytest.fixture
def world() -> World:
    return build()


def sentence_of(page: str) -> str:
    """What a refusal says: the words of its main part."""
    main = re.search(r"<main.*?</main>", page, re.S)
    return re.sub(r"<[^>]+>|\s+", " ", main.group()).strip() if main else ""


@pytest.fixture
def blank_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may have a paper is asked here; how each is laid out has tests of its own."""
    monkeypatch.setattr(jobs, "do", lambda name, given, how: [b"%PDF-1.7 blank"])


def visits(world: World) -> Iterator[tuple[str, str, Any]]:
    """(who, route, answer): everybody on every page. An address that only takes a form says so
    before it looks at who asks: one visitor is enough."""
    forms_only: set[str] = set()
    for who, user in world.people.items():
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
        for route, _pattern in pages():
            if route.startswith(("accounts/logout", "style")) or route in forms_only:
                continue
            answer = client.get(address(route, world.values(route)))
            if answer.status_code == 405:
                forms_only.add(route)
            yield who, route, answer
            if answer.streaming:
                b"".join(answer.streaming_content)


def test_every_page_is_shown_or_refused_with_a_sentence(world, blank_paper):
    shown: set[str] = set()
    wrong: list[tuple] = []
    with time_machine.travel(NOW, tick=False):
        for who, route, answer in visits(world):
            status = answer.status_code
            if status == 200:
                shown.add(route)
            if status not in ANSWERED:
                wrong.append((who, route, status))
            elif status in REFUSED and not answer.streaming:
                told = sentence_of(answer.content.decode())
                if len(told) < 10 or "Traceback" in told:
                    wrong.append((who, route, status, told))
    assert wrong == []
    # Enough of them are really seen by somebody; the rest needs a moment that this world has not.
    assert len(shown) > 60, sorted(shown)


def test_no_two_addresses_share_a_name():
    """``reverse`` would pick one of them by its arguments, and a link would lead elsewhere."""
    names = [pattern.name for _route, pattern in pages() if pattern.name]
    assert sorted({name for name in names if names.count(name) > 1}) == []


# --- lists ----------------------------------------------------------------------------------


def queries(user: User, url: str) -> int:
    client = Client()
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        client.get(url)  # whatever is read once a process
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(url)
    assert answer.status_code == 200, url
    return len(captured)


def further_files(city: cast.City, call, count: int) -> list[Application]:
    return [cast.file(cast.draft(city, call)) for _ in range(count)]


def test_a_list_asks_as_often_for_three_rows_as_for_one():
    city = cast.City()
    call = city.call()
    further_files(city, call, 1)
    cast.contest(city)
    here = [call.public_id]
    lists = [
        (city.clerk, reverse("inbox")),
        (city.clerk, reverse("messages")),
        (city.office, reverse("overdue")),
        (city.office, reverse("call_office", args=here)),
        (city.office, reverse("call_applications", args=here)),
        (city.office, reverse("office_contests")),
        (city.office, reverse("office_organisations")),
        (city.office, reverse("office_roles")),
        (city.office, reverse("office_accounts")),
        (city.office, reverse("office_requests")),
    ]
    before = {url: queries(user, url) for user, url in lists}
    further_files(city, call, 2)
    for _again in range(2):
        cast.contest(city)
        cast.official("又一位", Role.EMPLOYER_CLERK, organisation=cast.organisation())
    assert {url: queries(user, url) for user, url in lists} == before


def test_the_office_asks_as_often_for_three_calls_as_for_one():
    city = cast.City()
    further_files(city, city.call(), 1)
    lists = [reverse("office_calls"), reverse("calls"), reverse("home")]
    before = {url: queries(city.office, url) for url in lists}
    for year in (2027, 2028):
        further_files(city, city.call(year=year), 1)
    assert {url: queries(city.office, url) for url in lists} == before
