"""Guessing a password must be slow, and a forgetful owner must not be locked out for long."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

TRIES = 8
WINDOW_SECONDS = 10 * 60


def _key(request: HttpRequest, username: str) -> str:
    # Name and address together: a stranger elsewhere cannot lock the owner out.
    source = f"{request.META.get('REMOTE_ADDR', '')} {username.lower()}"
    return f"login:{hashlib.sha256(source.encode()).hexdigest()[:32]}"


def exhausted(request: HttpRequest, username: str) -> bool:
    return cache.get(_key(request, username), 0) >= TRIES


def failed(request: HttpRequest, username: str) -> None:
    key = _key(request, username)
    if not cache.add(key, 1, WINDOW_SECONDS):
        cache.incr(key)


def succeeded(request: HttpRequest, username: str) -> None:
    cache.delete(_key(request, username))
