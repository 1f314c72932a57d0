import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from journal import triggers
from journal.canonical import GENESIS
from journal.models import Entry, Head
from journal.record import record_many
from journal.verify import verify
from tests.journal.acts import act

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    return record_many([act(), act()])[-1]


def by_save(entry):
    entry.verb = "forge"
    entry.save()


def by_update(entry):
    Entry.objects.filter(pk=entry.pk).update(body="{}")


def by_bulk_update(entry):
    entry.actor = "user:99"
    Entry.objects.bulk_update([entry], ["actor"])


def by_update_or_create(entry):
    Entry.objects.update_or_create(pk=entry.pk, defaults={"verb": "forge"})


def by_bulk_upsert(entry):
    entry.verb = "forge"
    Entry.objects.bulk_create(
        [entry], update_conflicts=True, unique_fields=["seq"], update_fields=["verb"]
    )


def by_delete(entry):
    entry.delete()


def by_queryset_delete(entry):
    Entry.objects.all().delete()


def by_raw_delete(entry):
    Entry.objects.filter(pk=entry.pk)._raw_delete("default")


def by_inserting_elsewhere(entry):
    Entry.objects.create(pk=9, prev=entry.hash, hash="1" * 64, body="{}", at=entry.at, version=0)


def by_inserting_with_another_past(entry):
    Entry.objects.create(pk=3, prev=GENESIS, hash="1" * 64, body="{}", at=entry.at, version=0)


def by_moving_the_head_back(entry):
    Head.objects.update(seq=1, hash=entry.prev)


def by_changing_the_head_in_place(entry):
    Head.objects.update(hash=GENESIS)


def by_deleting_the_head(entry):
    Head.objects.all().delete()


SQL = {
    "sqlite": [
        "UPDATE journal_entry SET body = '{}' WHERE seq = 1",
        "DELETE FROM journal_entry WHERE seq = 2",
        "DELETE FROM journal_entry",
        "UPDATE OR REPLACE journal_entry SET seq = 1 WHERE seq = 2",
        "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry WHERE seq = 1",
        "REPLACE INTO journal_head VALUES (1, 0, '')",
        "DELETE FROM journal_head",
    ],
    "postgresql": [
        "UPDATE journal_entry SET body = '{}' WHERE seq = 1",
        "DELETE FROM journal_entry WHERE seq = 2",
        "TRUNCATE journal_entry",
        "TRUNCATE journal_head",
        "TRUNCATE journal_entry, journal_head CASCADE",
        "DELETE FROM journal_head",
    ],
}


def by_sql(entry):
    for statement in SQL[connection.vendor]:
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    raise IntegrityError("append-only: all of them refused")


@pytest.mark.parametrize(
    "attempt", [value for name, value in globals().items() if name[:3] == "by_"]
)
def test_the_record_refuses_every_change(entry, attempt):
    before = list(Entry.objects.values()), list(Head.objects.values())
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        attempt(entry)
    assert (list(Entry.objects.values()), list(Head.objects.values())) == before
    assert verify().ok


@pytest.mark.django_db(transaction=True)
def test_flush_is_refused():
    with transaction.atomic():
        record_many([act()])
    with pytest.raises(CommandError):
        call_command("flush", interactive=False, verbosity=0)
    assert verify().entries == 1


@pytest.mark.django_db(transaction=True)
def test_the_migration_can_be_undone_and_done_again():
    call_command("migrate", "journal", "0001", verbosity=0)
    assert len(triggers.missing(connection)) > 3
    call_command("migrate", "journal", verbosity=0)
    assert triggers.missing(connection) == set()


def test_installing_twice_changes_nothing(entry):
    triggers.install(connection)
    assert triggers.missing(connection) == set()
