"""A city in which every page has something to show, the people who open it, and every address."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

from certificates.models import Certificate
from evaluations.actions import identities
from evaluations.models import User
from evaluations.roles import Role
from evaluations.status import Status
from tests import cast
from tests.clock import at
from tests.evaluations.panels.stage import stage

NOW = at("2026-04-10 10:00")


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


def build() -> World:
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
        ("office/seals/", {"key": "human_resources", "version": 1}),
        ("office/layouts/", {"key": "honour"}),
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
