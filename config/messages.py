"""The catalogue of the interface: English sentences found in the source, with their Chinese.

English is the language of the msgids, so the Chinese catalogue is the only one.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import polib
from django.conf import settings

LOCALE = "zh_Hans"
SOURCES = ("config", "sandbox", "journal", "evaluations", "certificates", "workflows", "templates")
# Without dates and line numbers: two founders' changes meet only where sentences meet.
METADATA = {
    "Project-Id-Version": "Laurel",
    "Language": LOCALE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
Words = dict[str, str]


def catalogue_path() -> Path:
    return Path(settings.LOCALE_PATHS[0]) / LOCALE / "LC_MESSAGES" / "django.po"


def read() -> polib.POFile:
    """The committed catalogue; an empty one before the first run."""
    path = catalogue_path()
    return polib.pofile(str(path), wrapwidth=100) if path.exists() else polib.POFile()


def extract() -> polib.POFile:
    """Every sentence of the present source, untranslated and in a stable order.

    Works on a copy, so that looking (`--check`) never touches the tree. Raises RuntimeError with
    gettext's own words when a source cannot be read.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for source in SOURCES:
            shutil.copytree(settings.BASE_DIR / source, work / source, ignore=_without_words)
        (work / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "--locale", LOCALE]
        options = ["--no-location", "--no-wrap", "--extension", "html,txt,py,svg"]
        # Without our settings: gettext needs the files, not the applications.
        bare = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        run = subprocess.run(command + options, cwd=work, env=bare, capture_output=True, text=True)
        found = work / "locale" / LOCALE / "LC_MESSAGES" / "django.po"
        if run.returncode or not found.exists():
            raise RuntimeError(f"The sentences could not be collected: {run.stderr.strip()}")
        return _in_order(polib.pofile(str(found), wrapwidth=100))


def _without_words(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name in {"__pycache__", "migrations"}}


def _in_order(found: polib.POFile) -> polib.POFile:
    ordered = polib.POFile(wrapwidth=100)
    ordered.metadata = METADATA
    for entry in sorted(found, key=lambda entry: (entry.msgid, entry.msgctxt or "")):
        ordered.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgid_plural=entry.msgid_plural,
                msgctxt=entry.msgctxt,
                flags=[flag for flag in entry.flags if flag.endswith("-format")],
                comment=entry.comment,
            )
        )
    return ordered


def fill(catalogue: polib.POFile, *, words: Words, kept: polib.POFile) -> None:
    """Give each sentence its Chinese: from `words` first, else what `kept` already had."""
    before = {key(entry): _chinese(entry) for entry in kept if not entry.obsolete}
    for entry in catalogue:
        chinese = _given(words, entry.msgid) or before.get(key(entry), "")
        if entry.msgid_plural:
            entry.msgstr_plural = {0: chinese}
        else:
            entry.msgstr = chinese


def _given(words: Words, english: str) -> str:
    # Django's template tags double every per-cent sign; whoever translates writes it once.
    single = words.get(english.replace("%%", "%"), "").replace("%", "%%") if "%%" in english else ""
    return words.get(english, "") or single


def _chinese(entry: polib.POEntry) -> str:
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    return (entry.msgid, entry.msgid_plural, entry.msgctxt or "")


def untranslated(catalogue: polib.POFile) -> list[str]:
    return [entry.msgid for entry in catalogue if not _chinese(entry)]


def collect_words(files: Iterable[Path]) -> tuple[Words, list[str]]:
    """Words of several JSON files ({"English": "中文"}) and a sentence per contradiction.

    The first file that has a word wins. ValueError names a file that is not such a mapping.
    """
    words: Words = {}
    origin: dict[str, str] = {}
    contradictions = []
    for file in files:
        for english, chinese in _words_of(file).items():
            if words.setdefault(english, chinese) != chinese:
                contradictions.append(
                    f"{english!r}: {words[english]} ({origin[english]}) or {chinese} ({file.name})"
                )
            origin.setdefault(english, file.name)
    return words, contradictions


def _words_of(file: Path) -> Words:
    try:
        words = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{file} cannot be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"{file.name} is not valid JSON: {error}") from error
    if not isinstance(words, dict) or not all(isinstance(text, str) for text in words.values()):
        raise ValueError(f"{file.name} must map English sentences to Chinese ones.")
    return words
