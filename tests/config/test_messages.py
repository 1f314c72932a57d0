import json
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import CommandError, call_command

from config import messages


def write(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def catalogue(*entries: polib.POEntry) -> polib.POFile:
    found = polib.POFile()
    found.extend(entries)
    return found


def test_words_win_over_what_was_kept() -> None:
    found = catalogue(*(polib.POEntry(msgid=text) for text in ["Year", "Month", "Day"]))
    kept = catalogue(
        polib.POEntry(msgid="Year", msgstr="旧"), polib.POEntry(msgid="Month", msgstr="月")
    )
    messages.fill(found, words={"Year": "年"}, kept=kept)
    assert {entry.msgid: entry.msgstr for entry in found} == {
        "Year": "年",
        "Month": "月",
        "Day": "",
    }
    assert messages.untranslated(found) == ["Day"]


def test_a_plural_has_one_chinese_form() -> None:
    found = catalogue(polib.POEntry(msgid="%(n)s day", msgid_plural="%(n)s days"))
    messages.fill(found, words={"%(n)s day": "%(n)s 天"}, kept=catalogue())
    assert found[0].msgstr_plural == {0: "%(n)s 天"}
    assert messages.untranslated(found) == []


def test_a_per_cent_sign_doubled_by_a_template_is_found() -> None:
    found = catalogue(polib.POEntry(msgid="100%% done"))
    messages.fill(found, words={"100% done": "完成 100%"}, kept=catalogue())
    assert found[0].msgstr == "完成 100%%"


def test_the_first_file_wins_and_contradictions_are_told(tmp_path: Path) -> None:
    files = [
        write(tmp_path, "a.json", {"Year": "年"}),
        write(tmp_path, "b.json", {"Year": "年度", "Day": "日"}),
    ]
    assert messages.collect_words(files) == (
        {"Year": "年", "Day": "日"},
        ["'Year': 年 (a.json) or 年度 (b.json)"],
    )


@pytest.mark.parametrize("content", [["Year"], {"Year": 1}])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, content: object) -> None:
    with pytest.raises(ValueError, match=r"a\.json must map English sentences to Chinese ones\."):
        messages.collect_words([write(tmp_path, "a.json", content)])


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"gone\.json cannot be read"):
        call_command("messages", str(tmp_path / "gone.json"))


def test_the_command_writes_and_then_finds_nothing_to_do(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(messages, "extract", lambda: catalogue(polib.POEntry(msgid="Year")))
    with pytest.raises(CommandError, match="'Year'"):
        call_command("messages", check=True)
    call_command("messages", str(write(tmp_path, "a.json", {"Year": "年"})))
    call_command("messages", check=True)
    assert capsys.readouterr().out.splitlines()[-1] == "1 sentences, 0 without Chinese"


def test_extracts_from_code_and_templates_without_touching_the_tree() -> None:
    before = messages.catalogue_path().read_bytes()
    found = {entry.msgid for entry in messages.extract()}
    assert {"English", "Simplified Chinese"} <= found
    assert messages.catalogue_path().read_bytes() == before
