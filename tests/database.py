"""The test database: migrated once for each state of the migrations, then copied.

Migrating costs many seconds of rendering model states, copying a file costs none. PostgreSQL
is migrated as usual.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import setup_databases, teardown_databases


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """A migrated database for the session, and nothing left behind after it."""
    on_sqlite = connection.vendor == "sqlite"
    with django_db_blocker.unblock(), _one_at_a_time() if on_sqlite else nullcontext():
        if on_sqlite:
            _copy_migrated(_database())
        made = setup_databases(verbosity=0, interactive=False, keepdb=on_sqlite)
        if on_sqlite:
            _keep_migrated()
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)
        if on_sqlite:
            _remove(_database())


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """One worker migrates, the others wait for its copy."""
    with (_database().parent / "migrating.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _database() -> Path:
    return Path(connection.creation._get_test_db_name())


@cache
def _migrated() -> Path:
    """Where the copy of this state of the migrations lies. Its name is a digest of all of them."""
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path).glob("migrations/*.py")):
            digest.update(f"{app.label}/{path.name}".encode() + path.read_bytes())
    return _database().parent / f"migrated-{digest.hexdigest()[:16]}.sqlite3"


def _copy_migrated(database: Path) -> None:
    if _migrated().exists():
        shutil.copyfile(_migrated(), database)


def put_back() -> None:
    """The migrated database once more, whatever was committed since."""
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{_migrated()}?mode=ro", uri=True)) as migrated:
        migrated.backup(connection.connection)


def _keep_migrated() -> None:
    migrated = _migrated()
    if migrated.exists():
        return
    for old in migrated.parent.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    # Another worker may do the same: each writes its own file, the last rename wins.
    fresh = migrated.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM INTO '{fresh}'")
    fresh.replace(migrated)


def _remove(database: Path) -> None:
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink(missing_ok=True)
