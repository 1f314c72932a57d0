"""The guards inside the database over scores, recusals and ballots: they bind raw SQL too.

A score is refused where the scoring is closed or the expert is recused (reliability T09, T16); a
recusal is never changed; a paper goes into an open box only, and a counted box stays as it was.
A refusal surfaces as ``django.db.IntegrityError`` on both engines. A later migration that makes
SQLite rebuild one of these tables has to call ``remove`` before and ``install`` after.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder


@dataclass(frozen=True)
class Guard:
    """``breach``: SQL over NEW and OLD that must not hold."""

    table: str
    event: str
    breach: str
    says: str


_CLOSED = """EXISTS (SELECT 1 FROM evaluations_panelcase c
    JOIN evaluations_panel p ON p.id = c.panel_id
    WHERE c.id = {row}.panel_case_id AND p.closed_at IS NOT NULL)"""
_RECUSED = """NEW.submitted_at IS NOT NULL AND NEW.ended_at IS NULL
    AND EXISTS (SELECT 1 FROM evaluations_panelcase c
    JOIN evaluations_recusal r ON r.application_id = c.application_id
    JOIN evaluations_member m ON m.id = NEW.member_id AND m.expert_id = r.expert_id
    WHERE c.id = NEW.panel_case_id)"""
_RESCORED = """(NEW.marks {differs} OLD.marks OR NEW.total {differs} OLD.total
    OR NEW.submitted_at {differs} OLD.submitted_at OR NEW.ended_at {differs} OLD.ended_at)"""
_BOX = "EXISTS (SELECT 1 FROM evaluations_item i WHERE i.id = {row}.item_id AND {state})"
_SHUT = "(i.opened_at IS NULL OR i.closed_at IS NOT NULL)"


def _guards(vendor: str) -> dict[str, Guard]:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    rescored = _RESCORED.format(differs=differs)
    closed, closed_old = _CLOSED.format(row="NEW"), _CLOSED.format(row="OLD")
    score, ballot = "evaluations_review", "evaluations_ballot"
    late, clouded = "the scoring is closed", "this expert is recused from this case"
    return {
        "review_given_in_time": Guard(score, "INSERT", closed, late),
        "review_changed_in_time": Guard(score, "UPDATE", f"{closed} AND {rescored}", late),
        "review_kept": Guard(score, "DELETE", closed_old, late),
        "review_given_free": Guard(score, "INSERT", _RECUSED, clouded),
        "review_changed_free": Guard(score, "UPDATE", f"{_RECUSED} AND {rescored}", clouded),
        "recusal_unchanged": Guard("evaluations_recusal", "UPDATE", "TRUE", "it is irrevocable"),
        "recusal_kept": Guard("evaluations_recusal", "DELETE", "TRUE", "it is irrevocable"),
        "ballot_into_open_box": Guard(
            ballot, "INSERT", _BOX.format(row="NEW", state=_SHUT), "the box is shut"
        ),
        "ballot_unchanged": Guard(ballot, "UPDATE", "TRUE", "a paper is not rewritten"),
        "ballot_kept": Guard(
            ballot, "DELETE", _BOX.format(row="OLD", state=_SHUT), "the box is shut"
        ),
    }


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the guards; harmless when they stand already."""
    remove(connection)
    make = _postgresql if connection.vendor == "postgresql" else _sqlite
    with connection.cursor() as cursor:
        for name, guard in _guards(connection.vendor).items():
            for statement in make(name, guard):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards down: for migrations, and for tests that clear their tables."""
    with connection.cursor() as cursor:
        for name, guard in _guards(connection.vendor).items():
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {guard.table}")
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


def put_back(sender: AppConfig, using: str, **_: Any) -> None:
    """After every ``migrate``, as ``evaluations.guards.put_back``."""
    connection = connections[using]
    applied = MigrationRecorder(connection).applied_migrations()
    if ("evaluations", "0002_panel_guards") in applied and missing(connection):
        install(connection)


def _sqlite(name: str, guard: Guard) -> list[str]:
    return [
        f"""CREATE TRIGGER {name} BEFORE {guard.event} ON {guard.table} WHEN {guard.breach}
        BEGIN SELECT RAISE(ABORT, '{guard.table}: {guard.says}'); END"""
    ]


def _postgresql(name: str, guard: Guard) -> list[str]:
    row = "OLD" if guard.event == "DELETE" else "NEW"
    function = f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {guard.breach} THEN
                RAISE EXCEPTION '{guard.table}: {guard.says}'
                USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN {row};
        END $$
    """
    trigger = f"""
        CREATE TRIGGER {name} BEFORE {guard.event} ON {guard.table}
        FOR EACH ROW EXECUTE FUNCTION {name}()
    """
    return [function, trigger]
