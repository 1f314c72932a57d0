from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management.commands import migrate as django_migrate
from django.db import OperationalError, ProgrammingError, connection, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from config.management.commands.migrate import CrashSafeExecutor

pytestmark = pytest.mark.django_db(transaction=True)


class PowerCut(BaseException):
    """Nothing in a program is prepared for this one."""


class Migration(migrations.Migration):
    """Leaves deferred SQL, as almost every CreateModel does: the index comes after the table."""

    operations = [
        migrations.CreateModel(
            "Thing",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("code", models.CharField(max_length=9, db_index=True)),
            ],
        )
    ]


migration = Migration("0001_initial", "powercut")
TABLE = "powercut_thing"


@contextmanager
def power_cut() -> Iterator[None]:
    """The power fails when the executor is about to write down what it did."""

    def fail(*arguments):
        raise PowerCut

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MigrationRecorder, "record_applied", fail)
        patch.setattr(MigrationRecorder, "record_unapplied", fail)
        with pytest.raises(PowerCut):
            yield


@pytest.fixture(autouse=True)
def swept():
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
    MigrationRecorder(connection).record_unapplied("powercut", "0001_initial")


def world() -> tuple[bool, bool]:
    """(does the table stand?, is the migration written down?)"""
    recorded = ("powercut", "0001_initial") in MigrationRecorder(connection).applied_migrations()
    return TABLE in connection.introspection.table_names(), recorded


def apply(executor_class: type[MigrationExecutor]) -> None:
    executor_class(connection).apply_migration(ProjectState(), migration)


def unapply(executor_class: type[MigrationExecutor]) -> None:
    executor_class(connection).unapply_migration(ProjectState(), migration)


def test_a_power_cut_while_applying_leaves_nothing_half_done():
    with power_cut():
        apply(CrashSafeExecutor)
    assert world() == (False, False)
    apply(CrashSafeExecutor)
    assert world() == (True, True)


def test_a_power_cut_while_unapplying_leaves_nothing_half_done():
    apply(CrashSafeExecutor)
    with power_cut():
        unapply(CrashSafeExecutor)
    assert world() == (True, True)
    unapply(CrashSafeExecutor)
    assert world() == (False, False)


def test_the_executor_of_django_still_needs_the_replacement():
    with power_cut():
        apply(MigrationExecutor)
    assert world() == (True, False)
    with pytest.raises((OperationalError, ProgrammingError), match="already exists"):
        apply(MigrationExecutor)


def test_the_migrate_command_uses_the_safe_executor():
    assert django_migrate.MigrationExecutor is CrashSafeExecutor


def test_the_stages_are_reported_as_by_django():
    def stages(executor_class):
        seen = []
        executor = executor_class(connection, lambda stage, *about: seen.append((stage, about)))
        executor.apply_migration(ProjectState(), migration)
        executor.unapply_migration(ProjectState(), migration)
        return seen

    assert stages(CrashSafeExecutor) == stages(MigrationExecutor)
