"""A stage that is taken down without a trace: one transaction, always rolled back, and its files."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.storage import default_storage
from django.db import connection, transaction

from evaluations.models import Attachment
from journal.models import Head

# Rows that a long transaction would hold for everybody: the end of the record and the series of
# numbers. On PostgreSQL the play gets private tables of the same names; SQLite has one writer anyway.
_COPIED = ("journal_head",)
_EMPTY = ("journal_entry", "certificates_series", "certificates_certificate")


class _CurtainFalls(Exception):
    """Leaves the transaction by the only door that cannot commit."""


@contextmanager
def traceless() -> Iterator[None]:
    """Everything written inside is gone afterwards, whatever happens inside."""
    files: list[str] = []
    last = Attachment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    try:
        with transaction.atomic():
            _private_tables()
            try:
                yield
            finally:
                if not connection.needs_rollback:
                    mine = Attachment.objects.filter(
                        pk__gt=last, application__call__batch__gte=BATCH
                    )
                    files.extend(mine.values_list("file", flat=True))
            raise _CurtainFalls
    except _CurtainFalls:
        pass
    finally:
        for name in files:
            default_storage.delete(name)


# The copy's batch: far above any batch that an office numbers.
BATCH = 30_000


def _private_tables() -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in _COPIED:
            cursor.execute(f"CREATE TEMP TABLE {table} ON COMMIT DROP AS SELECT * FROM {table}")
        for table in _EMPTY:
            cursor.execute(f"CREATE TEMP TABLE {table} (LIKE {table} INCLUDING ALL) ON COMMIT DROP")


def census() -> dict[str, int | str]:
    """Rows of every table, and the last link of the record: equal before and after a rehearsal."""
    counted: dict[str, int | str] = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            counted[table] = cursor.fetchone()[0]
    head = Head.objects.filter(pk=1).first()
    return counted | {"the last link": f"{head.seq} {head.hash}" if head else ""}
