"""Every sentence of the interface has its Chinese, and its placeholders survive. That the catalogue
holds the sentences of the source, no more and no fewer, is compared in ``test_generated``."""

import ast
import subprocess

import pytest

from config import messages
from tests.contracts import source

#: Names under which sentences are collected (xgettext's keywords for Django).
COLLECTED = {
    "_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy",
}  # fmt: skip


def test_every_sentence_has_its_chinese() -> None:
    assert messages.untranslated(messages.read()) == []


def hidden_sentences(module: ast.AST) -> list[int]:
    """Lines whose sentence is not collected: inside an f-string, or by a function of another name."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            found += _calls_within(node)
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            found += _other_names(node)
    return found


def _calls_within(text: ast.JoinedStr) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(text)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in COLLECTED
    ]


def _other_names(line: ast.ImportFrom) -> list[int]:
    return [
        line.lineno
        for alias in line.names
        if "gettext" in alias.name and (alias.asname or alias.name) not in COLLECTED
    ]


def test_no_sentence_hides_from_the_collection() -> None:
    assert {
        source.name(path): lines
        for path in source.python()
        if (lines := hidden_sentences(source.tree(path)))
    } == {}


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("f'{_(\"Save\")}'", 1),
        ("from django.utils.translation import gettext_lazy as say", 1),
        ("from django.utils.translation import gettext as _, override\n_('Save') + f'{x}'", 0),
    ],
)
def test_a_hidden_sentence_is_noticed(line: str, count: int) -> None:
    assert len(hidden_sentences(ast.parse(line))) == count


def test_nothing_is_guessed() -> None:
    assert [entry.msgid for entry in messages.read() if entry.fuzzy or entry.obsolete] == []


def test_every_placeholder_survives_its_translation() -> None:
    command = ["msgfmt", "--check-format", "--output-file", "-", str(messages.catalogue_path())]
    run = subprocess.run(command, capture_output=True)
    assert (run.returncode, run.stderr.decode()) == (0, "")
