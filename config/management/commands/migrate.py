"""`migrate` that can be killed at any moment and simply run again.

Django 6.1 writes down that a migration is applied after the transaction that applies it when
the migration leaves deferred SQL (almost every CreateModel does), and always when it unapplies
one. A power cut in between makes the next run die with "table already exists".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor


class CrashSafeExecutor(MigrationExecutor):
    """Changes the schema and records the change in one transaction, forwards and backwards."""

    def apply_migration(
        self, state: Any, migration: Any, fake: bool = False, fake_initial: bool = False
    ) -> Any:
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        self._report("apply_start", migration)
        with self._recorded(migration, forward=True) as editor:
            state = migration.apply(state, editor)
        self._report("apply_success", migration)
        return state

    def unapply_migration(self, state: Any, migration: Any, fake: bool = False) -> Any:
        if fake or not migration.atomic:
            return super().unapply_migration(state, migration, fake)
        self._report("unapply_start", migration)
        with self._recorded(migration, forward=False) as editor:
            state = migration.unapply(state, editor)
        self._report("unapply_success", migration)
        return state

    @contextmanager
    def _recorded(self, migration: Any, *, forward: bool) -> Iterator[BaseDatabaseSchemaEditor]:
        with self.connection.schema_editor(atomic=True) as editor:
            yield editor
            for statement in editor.deferred_sql:
                editor.execute(statement, None)
            editor.deferred_sql.clear()
            self.record_migration(migration.app_label, migration.name, forward=forward)

    def _report(self, stage: str, migration: Any) -> None:
        if self.progress_callback:
            self.progress_callback(stage, migration, False)


# Django's command names its executor in its module and offers no other place to choose one.
migrate.MigrationExecutor = CrashSafeExecutor  # type: ignore[attr-defined]


class Command(migrate.Command):
    """Django's own command, with the executor above."""
