from typing import Any

from django.http import HttpRequest
from django.test import RequestFactory

from config.context import house

CALLS: list[HttpRequest] = []


def entries(request: HttpRequest) -> list[str]:
    CALLS.append(request)
    return ["one"]


def test_every_page_knows_its_city(settings: Any, rf: RequestFactory) -> None:
    page = house(rf.get("/"))
    assert (page["city"], page["demo"], page["version"]) == (
        settings.CITY,
        settings.DEMO,
        settings.VERSION,
    )


def test_the_menu_is_asked_for_only_when_it_is_drawn(settings: Any, rf: RequestFactory) -> None:
    settings.NAVIGATION = "tests.config.test_context.entries"
    page = house(rf.get("/"))
    assert CALLS == []
    assert list(page["nav"]) == ["one"]


def test_without_a_hook_or_a_request_there_is_no_menu(settings: Any, rf: RequestFactory) -> None:
    settings.NAVIGATION = ""
    assert list(house(rf.get("/"))["nav"]) == []
    assert list(house(None)["nav"]) == []
