"""What must be true before the first request is answered."""

import sqlite3
import sys
from collections.abc import Sequence
from typing import Any

import django
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

PYTHON = (3, 12)
DJANGO = (6, 1)
# A rare corruption when the WAL is reset while it is being read, see
# https://sqlite.org/wal.html (section "The WAL-reset bug").
WAL_RESET_FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


@checks.register("laurel")
def versions(**_: Any) -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    if sys.version_info < PYTHON:
        found.append(
            checks.Error(
                "Python is too old.",
                hint="Laurel needs Python 3.12 or newer.",
                id="laurel.E001",
            )
        )
    if django.VERSION[:2] != DJANGO:
        found.append(
            checks.Error(
                "This Django is not the one Laurel was proven with.",
                hint="Install exactly what requirements.lock names: make setup",
                id="laurel.E002",
            )
        )
    return found


@checks.register("laurel")
def sqlite_is_safe(**_: Any) -> list[checks.CheckMessage]:
    """Refuse an SQLite that loses writes under load; other engines pass."""
    found: list[checks.CheckMessage] = []
    for alias, database in settings.DATABASES.items():
        if database["ENGINE"] == "django.db.backends.sqlite3":
            found += _unsafe_options(alias, database.get("OPTIONS", {}))
            found += _unsafe_library(sqlite3.sqlite_version_info)
    return found


def _unsafe_options(alias: str, options: dict[str, Any]) -> list[checks.CheckMessage]:
    pragmas = str(options.get("init_command", "")).replace(" ", "").lower()
    wanted = {
        "transaction_mode is not IMMEDIATE": options.get("transaction_mode") == "IMMEDIATE",
        "timeout is below 20 seconds": float(options.get("timeout", 5)) >= 20,
        "journal_mode is not WAL": "journal_mode=wal" in pragmas,
        "synchronous is not FULL": "synchronous=full" in pragmas or settings.TESTING,
    }
    return [
        checks.Error(
            f"SQLite ({alias}): {fault}.",
            hint="Use the options of config/databases.py: without them two people who act at "
            "the same moment get 'database is locked'.",
            id="laurel.E003",
        )
        for fault, holds in wanted.items()
        if not holds
    ]


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """True for the SQLite versions 3.7.0 to 3.51.2 without the back-ported repair."""
    repaired = any(version[:2] == fix[:2] and version >= fix for fix in WAL_RESET_FIXED)
    return (3, 7, 0) <= version < WAL_RESET_FIXED[-1] and not repaired


def _unsafe_library(version: tuple[int, ...]) -> list[checks.CheckMessage]:
    if not settings.PRODUCTION or not has_wal_reset_bug(version):
        return []
    shown = ".".join(str(part) for part in version)
    return [
        checks.Warning(
            f"SQLite {shown} can, rarely, damage its own file (WAL-reset bug).",
            hint="Install SQLite 3.51.3, 3.50.7 or 3.44.6 or newer, or use PostgreSQL "
            "(DATABASE_URL).",
            id="laurel.W001",
        )
    ]


@checks.register(checks.Tags.database)
def wal_is_in_force(databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """Ask the open database itself: on some network drives WAL is refused silently."""
    found: list[checks.CheckMessage] = []
    for alias in databases or []:
        connection: Any = connections[alias]
        if connection.vendor != "sqlite" or connection.is_in_memory_db():
            continue
        with connection.cursor() as cursor:
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        if mode != "wal":
            found.append(
                checks.Error(
                    f"SQLite ({alias}) runs with journal_mode={mode} instead of WAL.",
                    hint="Put the file on a local disk: network drives refuse WAL.",
                    id="laurel.E004",
                )
            )
    return found


def refuse_unsafe_start() -> None:
    """Run the checks where no management command would: before gunicorn serves.

    Raises ImproperlyConfigured naming every error and what to do about it.
    """
    messages = checks.run_checks(include_deployment_checks=False, databases=["default"])
    errors = [message for message in messages if message.is_serious()]
    if errors:
        raise ImproperlyConfigured("\n".join(str(error) for error in errors))
