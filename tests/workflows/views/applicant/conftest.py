"""A signed-in applicant, and the day on which the call is open."""

import pytest
import time_machine

from tests import cast
from tests.clock import at
from tests.worlds import world


@world
def city() -> cast.City:
    return cast.City()


@world
def call(city):
    return city.call()


@pytest.fixture
def clock():
    """The server's clock, standing in the middle of the window."""
    with time_machine.travel(at("2026-03-10 10:00"), tick=False) as traveller:
        yield traveller


@world
def complete(city, call):
    return cast.draft(city, call)


@pytest.fixture
def case(complete, client, clock):
    """A complete draft, its applicant signed in."""
    client.force_login(complete.person.user)
    return complete
