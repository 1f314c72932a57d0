"""What every answer carries, and when a forgotten session ends."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils.cache import add_never_cache_headers

Answer = Callable[[HttpRequest], HttpResponse]

_SEEN = "seen_at"
# Noting every click would be one database write per page.
_NOTE_EVERY_SECONDS = 60
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def private_pages(get_response: Answer) -> Answer:
    """Pages of somebody who is logged in are stored nowhere; no page may use device sensors."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and "Cache-Control" not in response.headers:
            add_never_cache_headers(response)
        return response

    return middleware


def lead_on(get_response: Answer) -> Answer:
    """Whoever opens an address that only takes a form (typed again, or kept as a bookmark) gets a
    page with the way back instead of the browser's blank one. Nothing is done either way."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        page = render(request, "405.html", {"page_before": _above(request.path)}, status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return middleware


def _above(path: str) -> str:
    """The nearest address above this one that leads somewhere."""
    parts = path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        above = f"/{'/'.join(parts[:length])}/"
        if is_valid_path(above):
            return above
    return "/"


def end_idle_sessions(get_response: Answer) -> Answer:
    """Log out a session that was idle for SESSION_IDLE_MINUTES: office PCs are shared."""

    def middleware(request: HttpRequest) -> HttpResponse:
        seen = request.session.get(_SEEN)
        # Anonymous visitors have no `seen`: their session, if any, is left alone.
        if seen is not None:
            idle = time.time() - seen
            if idle > settings.SESSION_IDLE_MINUTES * 60:
                logout(request)
            elif idle > _NOTE_EVERY_SECONDS:
                request.session[_SEEN] = int(time.time())
        return get_response(request)

    return middleware


@receiver(user_logged_in)
def note_login(request: HttpRequest | None, **_: Any) -> None:
    if request is not None and hasattr(request, "session"):
        request.session[_SEEN] = int(time.time())
