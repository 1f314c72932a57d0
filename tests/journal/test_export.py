import json
from hashlib import sha256

import pytest

from journal.export import export
from journal.models import Entry
from journal.record import record_many
from tests.journal.acts import act

pytestmark = pytest.mark.django_db


def first_broken(lines: list[str]) -> int:
    """The outsider's verifier of docs/journal.md, from its text alone: 0 when the chain holds."""
    prev = "00" * 32
    for number, line in enumerate(lines, start=1):
        entry = json.loads(line)
        link = bytes(1) + bytes.fromhex(entry["prev"]) + entry["seq"].to_bytes(8, "big")
        digest = sha256(link + entry["body"].encode("utf-8")).hexdigest()
        if (entry["seq"], entry["prev"], entry["hash"]) != (number, prev, digest):
            return number
        prev = digest
    return 0


def test_the_file_holds_the_exact_text_that_was_hashed(tmp_path):
    record_many([act(detail={"level": "𠮷\u2028\n"}), act(verb="accept")])
    path = tmp_path / "journal.jsonl"
    assert export(path) == 2
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == list(
        Entry.objects.values("seq", "prev", "hash", "body")
    )
    assert [entry.name for entry in tmp_path.iterdir()] == ["journal.jsonl"]


def test_an_outsider_finds_the_same_chain_and_the_same_forgery(tmp_path):
    record_many([act(version=number) for number in range(5)])
    path = tmp_path / "journal.jsonl"
    export(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert first_broken(lines) == 0
    assert first_broken([*lines[:2], *lines[3:]]) == 3
    assert first_broken([line.replace('\\"version\\":3', '\\"version\\":9') for line in lines]) == 4


def test_a_failed_export_leaves_the_old_file(tmp_path, monkeypatch):
    record_many([act()])
    path = tmp_path / "journal.jsonl"
    path.write_text("old")

    def torn(*columns):
        yield Entry.objects.values_list("seq", "prev", named=True)[0]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("journal.export.entries_after", torn)
    with pytest.raises(OSError, match="No space"):
        export(path)
    assert {entry.name: entry.read_text() for entry in tmp_path.iterdir()} == {
        "journal.jsonl": "old"
    }
