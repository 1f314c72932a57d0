"""Worlds: what tests of a file begin with, made once and shared.

Walking a case to a status costs hundreds of queries, and most tests only look at where it came to,
or take one more step. A fixture under ``@world`` is built once, in a transaction that stays open;
the test works in a savepoint within it, which is rolled back, and gets a copy of what was built.
A world may build upon other worlds and on nothing else. A test sees its own worlds only: those
that it does not name are left before it starts.

    @world
    def city():
        return cast.City()

    @world
    def filed(city):
        return cast.file(cast.draft(city, city.call()))
"""

import copy
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from inspect import Parameter, Signature, signature
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation

from tests.remembered import WATCHING, memory, watched

VALUES = pytest.StashKey[dict[str, Any]]()
FOLDERS = {"MEDIA_ROOT": "media", "LAUREL_CERTIFICATE_DIR": "certificates"}


def world(build: Callable[..., Any]) -> Any:
    """A fixture that is built once for all tests in a row that ask for it."""

    def give(request: pytest.FixtureRequest, **_before: Any) -> Any:
        return request.node.stash[VALUES][build.__name__]

    names = ["request", "db", *signature(build).parameters]
    give.__signature__ = Signature([Parameter(n, Parameter.KEYWORD_ONLY) for n in names])  # type: ignore[attr-defined]
    give.__name__, give.__doc__, give.__module__ = build.__name__, build.__doc__, build.__module__
    give.builds = build  # type: ignore[attr-defined]
    return pytest.fixture(give)


@dataclass
class _Level:
    """A world that stands: its open transaction, its files, what it and those below it gave."""

    build: Callable[..., Any]
    values: dict[str, Any]
    folder: Path
    stands: ExitStack


_standing: list[_Level] = []


def builds_of(item: pytest.Item) -> list[Callable[..., Any]]:
    """The worlds of a test, each after those on which it builds."""
    fixtures = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    found: list[Callable[..., Any]] = []

    def add(name: str) -> None:
        build = getattr(fixtures[name][-1].func, "builds", None) if name in fixtures else None
        if build is None or build in found:
            return
        for below in signature(build).parameters:
            add(below)
        found.append(build)

    for name in sorted(fixtures):
        add(name)
    return found


def in_order(items: list[pytest.Item]) -> None:
    """Tests of a file that share a world follow one another."""
    names = {item: [build.__name__ for build in builds_of(item)] for item in items}
    runs = groupby(items, key=lambda item: item.path)
    items[:] = [item for _file, run in runs for item in sorted(run, key=names.__getitem__)]


def enter(item: pytest.Item) -> None:
    """Leave the worlds that this test does not name, build those that it lacks."""
    memory.awake = True
    wanted = builds_of(item)
    shared = 0
    for level, build in zip(_standing, wanted, strict=False):
        if level.build is not build:
            break
        shared += 1
    leave(shared)
    if not connection.in_atomic_block:
        memory.begin()
    for build in wanted[shared:]:
        _standing.append(_built(build))
    item.stash[VALUES] = copy.deepcopy(_standing[-1].values) if _standing else {}


def leave(keep: int = 0) -> None:
    while len(_standing) > keep:
        _standing.pop().stands.close()


def _built(build: Callable[..., Any]) -> _Level:
    with ExitStack() as stack:
        place = Path(stack.enter_context(TemporaryDirectory()))
        if _standing:
            shutil.copytree(_standing[-1].folder, place, dirs_exist_ok=True)
        stack.enter_context(rolled_back())
        given = copy.deepcopy(_standing[-1].values) if _standing else {}
        settings = {name: place / folder for name, folder in FOLDERS.items()}
        with override_settings(**settings), translation.override("zh-hans"):
            made = build(**{name: given[name] for name in signature(build).parameters})
        connection.check_constraints()
        return _Level(build, given | {build.__name__: made}, place, stack.pop_all())


class rolled_back(transaction.Atomic):  # noqa: N801 - used like a function
    """A transaction that leaves nothing behind; what must be outermost may run within it."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)
        self._from_testcase = True

    def __exit__(self, *raised: Any) -> None:
        transaction.set_rollback(True)
        super().__exit__(*raised)


@pytest.fixture(scope="session")
def worlds_end(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with watched():
        yield
    with django_db_blocker.unblock():
        leave()


@pytest.fixture(scope="module")
def no_world_stands(worlds_end: None, django_db_blocker: Any) -> None:
    """For a module that builds its own: another file's world would stand around it."""
    with django_db_blocker.unblock():
        leave()
        memory.begin()
    memory.awake = True


@pytest.fixture
def _django_db_helper(
    request: pytest.FixtureRequest, worlds_end: None, django_db_blocker: Any, own_folders: None
) -> Iterator[None]:
    """pytest-django's own opens the transaction of the test: the worlds come before it."""
    with django_db_blocker.unblock():
        enter(request.node)
    request.getfixturevalue("_django_db_helper")
    memory.awake = WATCHING.isdisjoint(request.fixturenames)
    memory.patches = request.getfixturevalue("monkeypatch")
    if _standing:
        for name, folder in FOLDERS.items():
            if (written := _standing[-1].folder / folder).exists():
                shutil.copytree(written, getattr(django_settings, name))
    yield
    memory.awake = False
