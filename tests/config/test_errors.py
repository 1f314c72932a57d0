"""Refusals are pages with a sentence, never a stack trace."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils.html import escape

from config import urls

REASON = "The window closed on 30 April."
SECRET = "990602199001011234"


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied(REASON)


def suspect(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation(SECRET)


def overflow(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig(SECRET)


def break_down(request: HttpRequest) -> HttpResponse:
    raise ValueError(SECRET)


urlpatterns = [
    path("refuse/", refuse),
    path("suspect/", suspect),
    path("overflow/", overflow),
    path("break/", break_down),
    path("", include(urls)),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def client(settings: Any, db: None) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/suspect/", 400),
        ("/overflow/", 413),
        ("/refuse/", 403),
        ("/no-such-page/", 404),
        ("/break/", 500),
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_refusal_is_a_page_in_the_readers_language(
    client: Client, address: str, status: int, language: str
) -> None:
    response = client.get(address, headers={"Accept-Language": language})
    page = response.content.decode()
    assert response.status_code == status
    assert [template.name for template in response.templates][0] == f"{status}.html"
    assert f'lang="{language}"'.lower() in page.lower()
    assert SECRET not in page
    assert "Traceback" not in page


def test_a_refusal_tells_its_reason(client: Client) -> None:
    assert escape(REASON) in client.get("/refuse/").content.decode()


def test_a_form_from_another_session_is_answered_with_advice(settings: Any, db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/i18n/setlang/", {"language": "en"}, headers={"Accept-Language": "en"})
    assert response.status_code == 403
    assert "reload the page and send it again" in response.content.decode()


def test_the_language_can_be_chosen_and_is_kept(db: None) -> None:
    client = Client()
    response = client.post("/i18n/setlang/", {"language": "en", "next": "/healthz"})
    assert (response.status_code, response.headers["Location"]) == (302, "/healthz")
    assert client.cookies["laurel_language"].value == "en"


def test_a_language_choice_leads_nowhere_else(db: None) -> None:
    response = Client().post("/i18n/setlang/", {"language": "en", "next": "https://evil.example/"})
    assert response.headers["Location"] == "/"
