"""Opening pages as somebody, at some moment of the cast's year."""

import re
import time
import uuid
from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string
from stdnum.cn import ric

from evaluations.identity import mask_id
from evaluations.models import User

# Anything that could be a resident ID number (GB 11643), wherever it hides in the bytes.
_CANDIDATE = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{16}[\dXx])(?![0-9A-Za-z])")


def get(user: User | None, url: str, moment: datetime, **headers: Any) -> HttpResponse:
    with time_machine.travel(moment, tick=False):
        return _client(user).get(url, headers=headers)


def post(
    user: User | None, url: str, data: dict[str, Any], moment: datetime, *, seen: int | None = None
) -> HttpResponse:
    """``seen``: adds the hidden fields of a form that acts."""
    hidden = {} if seen is None else {"key": str(uuid.uuid4()), "seen": str(seen)}
    with time_machine.travel(moment, tick=False):
        return _client(user).post(url, hidden | data)


def _client(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = _signed_in(user)
    return client


def _signed_in(user: User) -> str:
    """The key of a session of somebody who has just come in. ``force_login`` makes the same row in
    seven queries: it looks for earlier sessions, and notes the day."""
    held = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        "seen_at": int(time.time()),
    }
    key = get_random_string(32)
    ends = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    Session.objects.create(
        session_key=key, session_data=SessionStore().encode(held), expire_date=ends
    )
    return key


def text(response: HttpResponse) -> str:
    return response.content.decode()


def id_numbers(page: str) -> list[str]:
    """Every valid resident ID number in the page."""
    return [n for n in _CANDIDATE.findall(page) if ric.calc_check_digit(n) == n[-1].upper()]


def leaks(number: str, page: str) -> list[str]:
    """Pieces of this ID number in the page: eight digits in a row, or the number with stars."""
    pieces = [number[start : start + 8] for start in range(len(number) - 7)]
    return [piece for piece in [*pieces, mask_id(number)] if piece in page]
