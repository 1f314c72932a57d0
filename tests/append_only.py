"""Lets a test that really commits be cleaned up: triggers of the journal and of the law refuse
the flush."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

from evaluations import guards, panel_guards
from journal import triggers
from tests.database import put_back


@pytest.fixture(autouse=True, scope="session")
def flushable_journal() -> Iterator[None]:
    """After a test that committed, SQLite takes the migrated database back, page by page. On
    PostgreSQL the triggers are lifted for the flush, and stand again after."""
    flush = TransactionTestCase._fixture_teardown

    def flush_without_guards(case: Any) -> None:
        guards.remove(connection)
        panel_guards.remove(connection)
        triggers.remove(connection)
        try:
            flush(case)
        finally:
            triggers.install(connection)
            guards.install(connection)
            panel_guards.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        on_sqlite = connection.vendor == "sqlite"
        clean = (lambda _case: put_back()) if on_sqlite else flush_without_guards
        patch.setattr(TransactionTestCase, "_fixture_teardown", clean)
        yield
