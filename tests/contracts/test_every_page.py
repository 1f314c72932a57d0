"""Every page, opened by everybody in the cast: it is shown, or refused with a sentence; never a 5xx.
And a list asks the database as often for one row as for three."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from certificates.models import Certificate
from evaluations.actions import identities
from evaluations.models import Application, User
from evaluations.roles import Role
from evaluations.status import Status
from tests import cast
from tests.clock import at
from tests.evaluations.panels.stage import stage

pytestmark = pytest.mark.django_db

NOW = at("2026-04-10 10:00")
# What a refusal may answer with; 422: a period that is over. 405: an address that only takes a form.
REFUSED = {403, 404, 422}
ANSWERED = {200, 302, 405, *REFUSED}


@dataclass
class World:
    """A city with a call under way, one that has ended in certificates, and a panel at work."""

    city: cast.City
    people: dict[str, User | None]
    arguments: list[tuple[str, dict[str, Any]]]

    def values(self, route: str) -> dict[str, Any]:
        """The arguments of an address: of the first pattern that its beginning fits, else made up."""
        found = {"uuid": uuid.UUID(int=7), "int": 1, "slug": "post", "str": "x"}
        known = next((v for prefix, v in self.arguments if route.startswith(prefix)), {})
        return {
            name: known.get(name, found[kind])
            for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", route)
        }


@pytest.fixture
def world() -> World:
    city = cast.City()
    ended = city.call(year=2025)
    done = cast.walked(city, ended, Status.CERTIFIED)
    running = city.call(year=2027)
    case = cast.file(cast.draft(city, running))
    play = stage(experts=3)
    reviewed = play.file()
    play.draw()
    review = play.assign()[0]
    notice, certificate = ended.notices.get(), Certificate.objects.get(case=done.subject)
    contest = cast.contest(city)
    attachment = case.attachments.first()
    files = {"public_id": case.public_id, "file_id": attachment.public_id, "number": 1,
             "page_id": "post", "desk": "employer", "call_id": running.public_id}  # fmt: skip
    arguments = [
        ("applications/new/", files),
        ("applications/", files),
        ("desk/", files),
        ("notices/", {"public_id": notice.public_id}),
        ("expert/files/", {"token": review.token}),
        ("expert/panels/", {"pk": review.member_id}),
        ("office/panels/", {"public_id": play.panel.public_id, "number": 1, "pk": review.pk}),
        ("office/experts/", {"public_id": play.experts[0].public_id}),
        ("office/applications/", {"public_id": reviewed.public_id}),
        ("office/contests/", {"public_id": contest.public_id}),
        ("office/organisations/", {"pk": city.employer.pk}),
        ("office/calendar/", {"year": 2026}),
        ("office/roles/", {"pk": city.clerk.grants.get().pk}),
        ("office/accounts/", {"pk": case.person.user_id}),
        ("office/requests/", _asked(city, case)),
        ("office/calls/", {"public_id": ended.public_id, "kind": "extend_window"}),
        ("calls/", {"public_id": running.public_id}),
        ("verify/", {"code": certificate.code}),
    ]
    return World(city, dict(_people(city, case, play, review)), arguments)


def _asked(city, case) -> dict[str, Any]:
    asked = identities.ask(
        person=case.person,
        name="林更正",
        id_number="",
        reason="同音字",
        by=case.person.user,
        at=NOW,
    )
    return {"kind": "identities", "public_id": asked.public_id}


def _people(city, case, play, review) -> Iterator[tuple[str, User | None]]:
    yield "anonymous", None
    yield "applicant", case.person.user
    for name in ("clerk", "district", "acceptance", "checker", "office", "leader", "printer",
                 "stranger"):  # fmt: skip
        yield name, getattr(city, name)
    yield "expert", review.member.expert.user
    yield "observer", play.observer
    for role in (Role.AUDITOR, Role.FINANCE, Role.SYSADMIN, Role.SEAL_KEEPER, Role.PANEL_CHAIR):
        yield role.value, cast.official(role.value, role)


def pages() -> list[tuple[str, URLPattern]]:
    """(route, pattern) of every address of the site."""
    found = []
    for room in get_resolver().url_patterns:
        patterns = [room] if isinstance(room, URLPattern) else room.url_patterns
        found += [(str(pattern.pattern), pattern) for pattern in patterns]
    return [(route, pattern) for route, pattern in found if not route.startswith("setlang")]


def address(route: str, values: dict[str, Any]) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), route)


def sentence_of(page: str) -> str:
    """What a refusal says: the words of its main part."""
    main = re.search(r"<main.*?</main>", page, re.S)
    return re.sub(r"<[^>]+>|\s+", " ", main.group()).strip() if main else ""


def test_every_page_is_shown_or_refused_with_a_sentence(world):
    shown: set[str] = set()
    wrong: list[tuple] = []
    with time_machine.travel(NOW, tick=False):
        for who, user in world.people.items():
            client = Client(raise_request_exception=False)
            if user is not None:
                client.force_login(user)
            for route, _pattern in pages():
                if route.startswith(("accounts/logout", "style")):
                    continue
                answer = client.get(address(route, world.values(route)))
                status = answer.status_code
                if status == 200:
                    shown.add(route)
                if status not in ANSWERED:
                    wrong.append((who, route, status))
                elif status in REFUSED and not answer.streaming:
                    told = sentence_of(answer.content.decode())
                    if len(told) < 10 or "Traceback" in told:
                        wrong.append((who, route, status, told))
                if answer.streaming:
                    b"".join(answer.streaming_content)
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
