"""The guards inside the database: they bind imports, shells and raw SQL too, not only our Python.

An entry can be added at the end of the chain and nothing else; the head only moves forward.
A refusal surfaces as `django.db.IntegrityError` on both engines.
"""

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

_FOLLOWS = """
    NEW.seq = (SELECT coalesce(max(seq), 0) + 1 FROM journal_entry)
    AND NEW.prev = coalesce(
        (SELECT hash FROM journal_entry WHERE seq = NEW.seq - 1),
        '0000000000000000000000000000000000000000000000000000000000000000')
"""
_FORWARD = "NEW.id = OLD.id AND NEW.seq > OLD.seq"

# REPLACE deletes a row without firing its DELETE trigger: the INSERT triggers stop that.
_SQLITE = {
    "journal_entry_added": ("INSERT", "journal_entry", f"NOT ({_FOLLOWS})"),
    "journal_entry_kept": ("UPDATE", "journal_entry", "TRUE"),
    "journal_entry_kept_whole": ("DELETE", "journal_entry", "TRUE"),
    "journal_head_added": ("INSERT", "journal_head", "EXISTS (SELECT 1 FROM journal_head)"),
    "journal_head_moved": ("UPDATE", "journal_head", f"NOT ({_FORWARD})"),
    "journal_head_kept": ("DELETE", "journal_head", "TRUE"),
}
_POSTGRESQL = {
    "journal_entry_added": ("INSERT", "journal_entry", "ROW", f"NOT ({_FOLLOWS})"),
    "journal_entry_kept": ("UPDATE OR DELETE OR TRUNCATE", "journal_entry", "STATEMENT", "TRUE"),
    "journal_head_moved": ("UPDATE", "journal_head", "ROW", f"NOT ({_FORWARD})"),
    "journal_head_kept": ("DELETE OR TRUNCATE", "journal_head", "STATEMENT", "TRUE"),
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the guards; harmless when they stand already."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _creation(connection.vendor):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards down: for migrating backwards and for tests that play the intruder."""
    with connection.cursor() as cursor:
        for name, (_, table, *_rest) in _guards(connection.vendor).items():
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The guards that do not stand, or stand disabled."""
    standing = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(standing)
        return set(_guards(connection.vendor)) - {name for (name,) in cursor.fetchall()}


def _guards(vendor: str) -> Mapping[str, tuple[str, ...]]:
    return _POSTGRESQL if vendor == "postgresql" else _SQLITE


def _creation(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [_sqlite(name, *guard) for name, guard in _SQLITE.items()]
    return [part for name, guard in _POSTGRESQL.items() for part in _postgresql(name, *guard)]


def _sqlite(name: str, event: str, table: str, breach: str) -> str:
    return f"""
        CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {breach}
        BEGIN SELECT RAISE(ABORT, 'The journal is append-only: {event} on {table} refused'); END
    """


def _postgresql(name: str, event: str, table: str, level: str, breach: str) -> tuple[str, str]:
    function = f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {breach} THEN
                RAISE EXCEPTION 'The journal is append-only: % on {table} refused', TG_OP
                USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
    """
    trigger = f"""
        CREATE TRIGGER {name} BEFORE {event} ON {table}
        FOR EACH {level} EXECUTE FUNCTION {name}()
    """
    return function, trigger
