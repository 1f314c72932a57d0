from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY, get_user_model
from django.test import Client

from tests.clock import at
from tests.worlds import world

MORNING = at("2026-05-06 09:00")


@world
def officer() -> Any:
    return get_user_model().objects.create_user(username="officer", password="demo")


def logged_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def test_an_idle_session_ends(client: Client, officer: Any) -> None:
    with time_machine.travel(MORNING, tick=False):
        client.force_login(officer)
    with time_machine.travel(MORNING + timedelta(minutes=31), tick=False):
        client.get("/healthz")
        assert not logged_in(client)


def test_work_keeps_a_session_alive(client: Client, officer: Any) -> None:
    with time_machine.travel(MORNING, tick=False):
        client.force_login(officer)
    for minutes in (29, 58, 87):
        with time_machine.travel(MORNING + timedelta(minutes=minutes), tick=False):
            client.get("/healthz")
            assert logged_in(client)


def test_a_click_soon_after_the_last_costs_no_write(
    client: Client, officer: Any, django_assert_num_queries: Any
) -> None:
    with time_machine.travel(MORNING, tick=False):
        client.force_login(officer)
    with time_machine.travel(MORNING + timedelta(seconds=59), tick=False):
        # The session, the user, and two of the probe itself: nothing is written.
        with django_assert_num_queries(4) as seen:
            client.get("/healthz")
        assert not [query for query in seen if not query["sql"].startswith("SELECT")]


def test_pages_of_a_person_are_stored_nowhere(client: Client, officer: Any) -> None:
    client.force_login(officer)
    response = client.get("/certificates-that-do-not-exist/")
    assert response.headers["Cache-Control"] == (
        "max-age=0, no-cache, no-store, must-revalidate, private"
    )


def test_every_answer_carries_the_policies(client: Client, db: None) -> None:
    headers = client.get("/healthz").headers
    assert {name: headers[name] for name in sorted(POLICIES)} == POLICIES


POLICIES = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; object-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [("/inbox/claim/", "/inbox/"), ("/accounts/logout/", "/")],
)
def test_an_address_that_only_takes_a_form_leads_on(
    client: Client, officer: Any, address: str, leads_to: str
) -> None:
    client.force_login(officer)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert f'href="{leads_to}"' in answer.content.decode()
    assert logged_in(client)
