"""What the cast has once done is remembered: the same step from the same state is not walked twice.

Most tests begin by bringing a case somewhere. A verb under ``@remembered`` runs for real the first
time, and the statements that wrote to the database, the files and the result are kept. When it is
called again with the same arguments *in the same state of the database*, those are written again
instead of being worked out: a tenth of the time. A state is known by everything that was written
since the empty database, so one row more or another moment is another state, and the verb runs.

It runs always where a test watches or changes what happens inside: under ``monkeypatch``, while
queries are counted or what follows the commit is caught, outside a test's own transaction, and on
PostgreSQL, whose sequences do not go back with a transaction.
"""

import functools
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
import time_machine
from django.conf import UserSettingsHolder, settings
from django.db import connection, models
from django.utils import timezone, translation

FOLDERS = ("MEDIA_ROOT", "LAUREL_CERTIFICATE_DIR")
OF_EACH_TEST = {*FOLDERS, "VAR_DIR"}
WATCHING = {
    "caplog",
    "mailoutbox",
    "django_capture_on_commit_callbacks",
    "django_assert_num_queries",
    "django_assert_max_num_queries",
}

type Statement = tuple[str, Any, bool]


class Unknown(TypeError):
    """An argument of which nobody can say whether it is the same as another."""


@dataclass
class _Step:
    """What a verb did: its writes in order, the files it left, its answer, the state it came to."""

    writes: list[Statement]
    files: dict[tuple[str, str], bytes]
    answer: bytes
    state: int


@dataclass
class Memory:
    """``state``: a digest of all that was written since the empty database."""

    steps: dict[Any, _Step] = field(default_factory=dict)
    state: int = 0
    awake: bool = False
    patches: pytest.MonkeyPatch | None = None  # the test's own
    # While a verb runs for the first time: what was written so far, also by verbs around it.
    writing: list[Statement] = field(default_factory=list)
    running: int = 0
    savepoints: dict[str, tuple[int, int]] = field(default_factory=dict)

    def begin(self) -> None:
        """An empty database: what it holds depends on nothing but how far its sequences are."""
        if connection.vendor != "sqlite":
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
            self.state = hash(tuple(cursor.fetchall()))

    def watch(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Sees every statement, in the manner of ``connection.execute_wrapper``."""
        answer = execute(sql, params, many, context)
        match sql.split(None, 1)[0]:
            case "SELECT" | "PRAGMA" | "RELEASE" | "BEGIN" | "EXPLAIN":
                pass
            case "SAVEPOINT":
                self.savepoints[sql.split()[-1]] = (self.state, len(self.writing))
            case "ROLLBACK":
                self.state, length = self.savepoints[sql.split()[-1]]
                del self.writing[length:]
            case _:
                self._written(sql, params, many)
        return answer

    def _written(self, sql: str, params: Any, many: bool) -> None:
        self.state = hash((self.state, sql, repr(params)))
        if self.running:
            self.writing.append((sql, params, many))

    def known(self, verb: Callable, args: tuple, kwargs: dict) -> Any:
        """The name of this step; None when it has to be walked."""
        if not self._may_remember():
            return None
        try:
            said = _said((args, sorted(kwargs.items())))
        except Unknown:
            return None
        now = timezone.now() if time_machine.escape_hatch.is_travelling() else None
        name = f"{verb.__module__}.{verb.__qualname__}"
        return self.state, name, said, now, translation.get_language(), _own_settings()

    def _may_remember(self) -> bool:
        patched = self.patches is not None and (self.patches._setattr or self.patches._setitem)
        counted = connection.queries_logged
        returns = connection.vendor == "sqlite" and connection.in_atomic_block
        return self.awake and returns and not patched and not counted

    def walk(self, step: Any, verb: Callable, args: tuple, kwargs: dict) -> Any:
        """Run the verb, and keep what it did."""
        before, start = _files(), len(self.writing)
        self.running += 1
        try:
            answer = verb(*args, **kwargs)
            writes = self.writing[start:]
        finally:
            self.running -= 1
            if not self.running:
                self.writing.clear()
        kept = pickle.dumps(answer)
        self.steps[step] = _Step(writes, _changed(before), kept, self.state)
        return pickle.loads(kept)

    def write_again(self, step: _Step) -> Any:
        with connection.cursor() as wrapped:
            cursor = wrapped.cursor  # beneath the watch
            for sql, params, many in step.writes:
                (cursor.executemany if many else cursor.execute)(sql, params)
        for (folder, name), data in step.files.items():
            path = Path(getattr(settings, folder)) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if self.running:
            self.writing.extend(step.writes)
        self.state = step.state
        return pickle.loads(step.answer)


memory = Memory()


def remembered[**P, T](verb: Callable[P, T]) -> Callable[P, T]:
    """A verb of the cast whose answer depends on the database and its arguments alone."""

    @functools.wraps(verb)
    def done(*args: P.args, **kwargs: P.kwargs) -> T:
        step = memory.known(verb, args, kwargs)
        if step is None:
            return verb(*args, **kwargs)
        if step in memory.steps:
            return memory.write_again(memory.steps[step])
        return memory.walk(step, verb, args, kwargs)

    return done


@contextmanager
def watched() -> Iterator[None]:
    """All statements of this process' own connection are seen."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.execute_wrapper(memory.watch):
        yield


def _files() -> dict[tuple[str, str], tuple[int, int]]:
    """(folder, name) -> size in bytes and time of the last change in ns."""
    found = {}
    for name in FOLDERS:
        top = getattr(settings, name)
        for folder, _below, files in os.walk(top):
            for each in files:
                path = os.path.join(folder, each)
                now = os.stat(path)
                found[name, os.path.relpath(path, top)] = now.st_size, now.st_mtime_ns
    return found


def _changed(before: dict[tuple[str, str], tuple[int, int]]) -> dict[tuple[str, str], bytes]:
    now = _files()
    changed = [key for key, state in now.items() if before.get(key) != state]
    return {
        (name, path): (Path(getattr(settings, name)) / path).read_bytes() for name, path in changed
    }


def _own_settings() -> tuple[tuple[str, str], ...]:
    """What a test has set differently, apart from the folders that every test has to itself."""
    own, holder = [], settings._wrapped
    while isinstance(holder, UserSettingsHolder):
        values = vars(holder).items()
        own += [(k, repr(v)) for k, v in values if k.isupper() and k not in OF_EACH_TEST]
        holder = holder.default_settings
    return tuple(own)


def _said(value: Any) -> Any:
    """The same for the same argument, and hashable. A row is what its columns say."""
    match value:
        case None | str() | bytes() | int() | float() | date() | datetime() | UUID() | Enum():
            return value
        case models.Model():
            columns = [vars(value).get(f.attname) for f in value._meta.concrete_fields]
            return value._meta.label, value._state.adding, repr(columns)
        case msgspec.Struct():
            return type(value).__qualname__, msgspec.json.encode(value)
        case dict():
            return tuple((_said(key), _said(each)) for key, each in value.items())
        case list() | tuple():
            return type(value).__name__, tuple(map(_said, value))
        case _ if is_dataclass(value):
            return type(value).__qualname__, *(_said(getattr(value, f.name)) for f in fields(value))
    raise Unknown(type(value).__name__)
