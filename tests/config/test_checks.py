import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import checks as django_checks
from django.core.exceptions import ImproperlyConfigured

from config import checks, databases


def sqlite(**options: Any) -> dict[str, Any]:
    found = databases.configure("", folder=Path("/srv"))
    return {"default": found | {"OPTIONS": found["OPTIONS"] | options}}


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Only what the checks look at: the databases of the run itself stay as they are."""
    looked_at = SimpleNamespace(TESTING=False, PRODUCTION=False, DATABASES=sqlite())
    monkeypatch.setattr(checks, "settings", looked_at)
    return looked_at


def faults(settings: SimpleNamespace, **options: Any) -> list[str]:
    settings.DATABASES = sqlite(**options)
    return [message.msg for message in checks.sqlite_is_safe()]


def test_our_own_options_are_safe(settings: SimpleNamespace) -> None:
    assert faults(settings) == []


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"transaction_mode": "DEFERRED"}, "transaction_mode is not IMMEDIATE"),
        ({"transaction_mode": None}, "transaction_mode is not IMMEDIATE"),
        ({"timeout": 5}, "timeout is below 20 seconds"),
        ({"init_command": "PRAGMA synchronous=FULL;"}, "journal_mode is not WAL"),
        ({"init_command": "PRAGMA journal_mode=WAL;"}, "synchronous is not FULL"),
    ],
)
def test_an_unsafe_sqlite_is_refused(
    settings: SimpleNamespace, options: dict[str, Any], fault: str
) -> None:
    assert faults(settings, **options) == [f"SQLite (default): {fault}."]


def test_postgresql_is_not_asked_for_pragmas(settings: SimpleNamespace) -> None:
    settings.DATABASES = {"default": databases.configure("postgres://u@db/x", folder=Path())}
    assert checks.sqlite_is_safe() == []


@pytest.mark.parametrize(
    ("version", "ill"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
    ],
)
def test_knows_the_versions_with_the_wal_reset_bug(version: tuple[int, ...], ill: bool) -> None:
    assert checks.has_wal_reset_bug(version) is ill


def test_production_is_warned_about_them(
    settings: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    assert faults(settings) == []
    settings.PRODUCTION = True
    assert faults(settings) == ["SQLite 3.40.1 can, rarely, damage its own file (WAL-reset bug)."]


def test_old_versions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.versions() == []
    monkeypatch.setattr(checks.sys, "version_info", (3, 11, 9))
    monkeypatch.setattr(checks.django, "VERSION", (5, 2, 0, "final", 0))
    assert [message.id for message in checks.versions()] == ["laurel.E001", "laurel.E002"]


@pytest.mark.django_db
def test_the_open_database_itself_runs_with_wal() -> None:
    assert checks.wal_is_in_force(databases=["default"]) == []


@pytest.mark.django_db
def test_a_database_that_refused_wal_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        vendor = "sqlite"
        is_in_memory_db = staticmethod(lambda: False)

        def cursor(self) -> Any:
            connection = sqlite3.connect(":memory:")
            cursor = connection.cursor()

            class Context:
                __enter__ = staticmethod(lambda: cursor)
                __exit__ = staticmethod(lambda *args: connection.close())

            return Context()

    monkeypatch.setattr(checks, "connections", {"default": Refusing()})
    assert [message.msg for message in checks.wal_is_in_force(databases=["default"])] == [
        "SQLite (default) runs with journal_mode=memory instead of WAL."
    ]


def test_an_unsafe_server_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    error = django_checks.Error("No.", hint="Do this.", id="laurel.E999")
    monkeypatch.setattr(django_checks, "run_checks", lambda **_: [error])
    with pytest.raises(ImproperlyConfigured, match=r"No\.\n\tHINT: Do this\."):
        checks.refuse_unsafe_start()


def test_a_warning_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    warning = django_checks.Warning("Hm.", id="laurel.W999")
    monkeypatch.setattr(django_checks, "run_checks", lambda **_: [warning])
    assert checks.refuse_unsafe_start() is None
