import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from journal.export import export
from journal.models import Entry
from journal.record import record, record_many
from journal.verify import Fault
from tests.journal.acts import NOON, act

pytestmark = pytest.mark.django_db
DOCUMENTATION = (settings.BASE_DIR / "docs" / "journal.md").read_text(encoding="utf-8")


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


def outsider(path: Path) -> str:
    """What the program printed in docs/journal.md says, run apart from this one."""
    (program,) = re.findall(r"```python\n(import json, sys\n.*?)```", DOCUMENTATION, re.DOTALL)
    run = subprocess.run(
        [sys.executable, "-I", "-c", program, path], capture_output=True, text=True
    )
    return (run.stdout + run.stderr).strip()


def test_an_outsider_finds_the_same_chain_and_the_same_forgery(tmp_path):
    entries = record_many([act(version=number) for number in range(5)])
    path = tmp_path / "journal.jsonl"
    export(path)
    assert outsider(path) == f"intact, last hash {entries[-1].hash}"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines).replace('\\"version\\":3', '\\"version\\":9'), encoding="utf-8")
    assert outsider(path) == "broken at entry 4"
    path.write_text("".join(lines[:2] + lines[3:]), encoding="utf-8")
    assert outsider(path) == "broken at entry 3"


def test_the_documentation_describes_the_bytes_that_are_written():
    (example,) = re.findall(r"```json\n(.*?)\n```", DOCUMENTATION)
    entry = record(
        verb="accept",
        subject="application:4b0f",
        actor="user:12",
        role="district_officer",
        at=NOON,
        before="filed",
        after="accepted",
        version=3,
        reason="complete",
        rules="2026.1",
        detail={"文号": "星人社发〔2026〕12号"},
    )
    assert entry.body == example
    assert f"`{entry.hash}`" in DOCUMENTATION
    table = DOCUMENTATION.split("### The body")[1].split("For example")[0]
    described = re.findall(r"`(\w+)`", "".join(re.findall(r"^\|(.*?)\|", table, re.MULTILINE)))
    assert sorted(described) == sorted(json.loads(example))


def test_the_documentation_names_every_fault_that_can_be_told():
    with translation.override("en"):
        told = [str(fault.label) for fault in Fault if fault is not Fault.UNGUARDED]
    assert sorted(
        re.findall(r"^\| ((?:its?|the) [a-z ]+) \|", DOCUMENTATION, re.MULTILINE)
    ) == sorted(told)


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
