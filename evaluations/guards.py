"""The triggers that keep the law inside the database: do they stand?

What they say is data of one migration, which never changes its meaning. A change of the law
needs a further migration with a table of its own; name that one here.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

EDITION = "0005_guards_of_late_listings"
_edition: Any = import_module(f"evaluations.migrations.{EDITION}")

# Taken down for migrating backwards, and in tests for the flush or to play the intruder.
install, remove = _edition.install, _edition.remove

_STANDING = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The guards that do not stand, or stand disabled."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor])
        return set(_edition.guards(connection.vendor)) - {name for (name,) in cursor.fetchall()}


def are_due(connection: BaseDatabaseWrapper) -> bool:
    """Whether this database has come to the migration that sets them up."""
    return ("evaluations", EDITION) in MigrationRecorder(connection).applied_migrations()


def put_back(sender: AppConfig, using: str, **_: Any) -> None:
    """After every ``migrate``: on SQLite a migration that alters a table makes a new one, and the
    triggers are lost with the old."""
    connection = connections[using]
    if are_due(connection) and missing(connection):
        install(connection)


@checks.register(checks.Tags.database)
def guards_stand(databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """Error evaluations.E001: the database would accept a move that the law does not know."""
    return [
        checks.Error(
            f"Triggers that keep the law inside the database ({alias}) are missing: "
            f"{', '.join(sorted(gone))}.",
            hint="Run: manage.py migrate --skip-checks   It puts them back. Then find out who "
            f"took them away; evaluations/migrations/{EDITION}.py says what they keep.",
            id="evaluations.E001",
        )
        for alias in databases or ()
        if are_due(connections[alias]) and (gone := missing(connections[alias]))
    ]
