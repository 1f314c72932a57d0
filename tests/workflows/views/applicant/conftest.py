"""A signed-in applicant, and the day on which the call is open."""

import pytest
import time_machine

from tests import cast
from tests.clock import at


@pytest.fixture
def city(db) -> cast.City:
    return cast.City()


@pytest.fixture
def call(city):
    return city.call()


@pytest.fixture
def clock():
    """The server's clock, standing in the middle of the window."""
    with time_machine.travel(at("2026-03-10 10:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(city, call, client, clock):
    """A complete draft, its applicant signed in."""
    case = cast.draft(city, call)
    client.force_login(case.person.user)
    return case
