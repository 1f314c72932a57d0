"""Requests to the application itself, without a socket: the CPU time of the thread that serves."""

import io
import statistics
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import override_settings

from evaluations.models import User

_CSRF = "b" * 32


@dataclass(frozen=True)
class Visit:
    """One request. ``data``: posted, when given. ``expects``: the HTTP status of a good answer."""

    user: User | None
    url: str
    data: dict[str, Any] | None = None
    expects: int = 200


@dataclass(frozen=True)
class Answer:
    """``cpu`` in milliseconds; ``seconds`` of the wall are not told: neighbours share the machine."""

    status: str
    cpu: float
    queries: int
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Found:
    cpu: float
    queries: int
    kilobytes: float


class Measurable(Protocol):
    name: str

    def visits(self) -> Iterator[Visit]: ...


class Unexpected(RuntimeError):
    """A page that is not served cannot be measured."""


class Server:
    """The whole stack, first middleware to last byte, as in production."""

    def __init__(self, middleware: list[str] | None = None) -> None:
        own = {"MIDDLEWARE": middleware} if middleware is not None else {}
        self.sessions: dict[int, str] = {}
        # Looking for changed files at each request belongs to development.
        with override_settings(WHITENOISE_AUTOREFRESH=False, WHITENOISE_USE_FINDERS=False, **own):
            self.handler = WSGIHandler()

    def measure(self, operation: Measurable, *, repeat: int) -> Found:
        """The median of ``repeat`` requests after two that warm up, and one that is counted."""
        visits = operation.visits()
        for _warm in range(2):
            self._good(operation, next(visits))
        answer = self._good(operation, next(visits), counted=True)
        cpu = statistics.median(self._good(operation, next(visits)).cpu for _ in range(repeat))
        return Found(cpu, answer.queries, len(answer.body) / 1024)

    def _good(self, operation: Measurable, visit: Visit, *, counted: bool = False) -> Answer:
        answer = self.serve(visit, counted=counted)
        if not answer.status.startswith(str(visit.expects)):
            raise Unexpected(f"{operation.name}: {visit.url} answers {answer.status}")
        return answer

    def serve(self, visit: Visit, *, counted: bool = False) -> Answer:
        """``counted``: also count the queries, which costs a little time of its own."""
        environ = self._environ(visit)
        told: list[str] = []
        with _Counted() if counted else nullcontext() as count:
            started = time.thread_time()
            response = self.handler(environ, lambda status, _heads, _exc=None: told.append(status))
            body = b"".join(response)
            spent = time.thread_time() - started
        response.close()
        return Answer(told[0], spent * 1000, count.queries if count else 0, body)

    def _environ(self, visit: Visit) -> dict[str, Any]:
        path, _mark, query = visit.url.partition("?")
        sent = urlencode(visit.data | {"csrfmiddlewaretoken": _CSRF}, doseq=True).encode() \
            if visit.data is not None else b""  # fmt: skip
        cookies = [f"{settings.CSRF_COOKIE_NAME}={_CSRF}"]
        if visit.user is not None:
            cookies.append(f"{settings.SESSION_COOKIE_NAME}={self._session(visit.user)}")
        return {
            "REQUEST_METHOD": "GET" if visit.data is None else "POST",
            "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost",
            "HTTP_COOKIE": "; ".join(cookies), "HTTP_ACCEPT_LANGUAGE": "zh-CN",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(sent)), "wsgi.input": io.BytesIO(sent),
            "wsgi.errors": io.StringIO(), "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
            "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
        }  # fmt: skip

    def _session(self, user: User) -> str:
        """Signed in beforehand: the measured part does not hash passwords."""
        if user.pk not in self.sessions:
            store = SessionStore()
            store[SESSION_KEY] = str(user.pk)
            store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
            store[HASH_SESSION_KEY] = user.get_session_auth_hash()
            store.save()
            self.sessions[user.pk] = store.session_key or ""
        return self.sessions[user.pk]


class _Counted:
    """Counts what is read and written inside; savepoints only mark a place and are left out."""

    def __enter__(self) -> "_Counted":
        self.queries = 0
        self._wrapped = connection.execute_wrapper(self._count)
        self._wrapped.__enter__()
        return self

    def _count(self, execute, sql, params, many, context):
        self.queries += not sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT"))
        return execute(sql, params, many, context)

    def __exit__(self, *error: object) -> None:
        self._wrapped.__exit__(*error)
