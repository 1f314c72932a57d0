"""Every sentence of the interface has its Chinese, and its placeholders survive."""

import subprocess

from config import messages


def test_the_catalogue_holds_every_sentence_of_the_source() -> None:
    found = {messages.key(entry) for entry in messages.extract()}
    kept = {messages.key(entry) for entry in messages.read()}
    assert sorted(found - kept) == [], "Run make messages, then translate."
    assert sorted(kept - found) == [], "Run make messages: these sentences are gone."


def test_every_sentence_has_its_chinese() -> None:
    assert messages.untranslated(messages.read()) == []


def test_nothing_is_guessed() -> None:
    assert [entry.msgid for entry in messages.read() if entry.fuzzy or entry.obsolete] == []


def test_every_placeholder_survives_its_translation() -> None:
    command = ["msgfmt", "--check-format", "--output-file", "-", str(messages.catalogue_path())]
    run = subprocess.run(command, capture_output=True)
    assert (run.returncode, run.stderr.decode()) == (0, "")
