from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import translation

from journal import triggers
from journal.models import Entry
from journal.record import record_many
from tests.journal.acts import act

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("journal", *arguments, stdout=out)
    return out.getvalue()


def test_verify_says_that_the_record_is_intact():
    last = record_many([act(), act()])[-1]
    assert said("verify") == f"The record is intact: 2 entries, last hash {last.hash}.\n"


def test_verify_names_the_first_broken_entry_and_fails():
    record_many([act(), act(), act()])
    triggers.remove(connection)
    Entry.objects.filter(seq=2).update(body="{}")
    with pytest.raises(CommandError) as refusal:
        said("verify")
    assert str(refusal.value) == (
        "The record is broken at entry 2: its content does not match its hash."
    )
    assert refusal.value.returncode == 1


def test_export_says_how_much_went_where(tmp_path):
    record_many([act(), act()])
    path = tmp_path / "journal.jsonl"
    assert said("export", str(path)) == f"2 entries written to {path}.\n"
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2


def test_export_to_nowhere_is_a_sentence(tmp_path):
    path = tmp_path / "absent" / "journal.jsonl"
    with pytest.raises(CommandError) as refusal:
        said("export", str(path))
    assert str(refusal.value) == (
        f"The record cannot be written to {path}: No such file or directory. Choose another file."
    )


def test_a_database_without_the_tables_is_a_sentence(monkeypatch):
    def unmigrated():
        raise DatabaseError("no such table: journal_head")

    monkeypatch.setattr("journal.management.commands.journal.verify", unmigrated)
    with pytest.raises(CommandError) as refusal:
        said("verify")
    assert str(refusal.value) == (
        "The record cannot be read: no such table: journal_head. Has “migrate” been run?"
    )
