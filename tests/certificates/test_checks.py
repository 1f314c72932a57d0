from pathlib import Path
from typing import Any

import pytest

from certificates import authority, checks, engine, fonts
from certificates.refusals import Flawed


def test_this_machine_can_print() -> None:
    assert checks.fonts_are_installed() == checks.harfbuzz_subsets_fonts() == []


def test_a_missing_font_is_an_error_that_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "missing", lambda: [fonts.KAI, fonts.RARE_A])
    messages = checks.fonts_are_installed()
    assert [(m.id, m.is_serious()) for m in messages] == [
        ("certificates.E001", True),
        ("certificates.W001", False),
    ]
    assert "fonts-lxgw-wenkai" in str(messages[0].hint)


def test_slow_subsetting_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.ffi, "harfbuzz_subset", None)
    (message,) = checks.harfbuzz_subsets_fonts()
    assert message.id == "certificates.E002"
    assert "libharfbuzz-subset0" in str(message.hint)
    # Nor does a server that runs no checks make a page that way.
    with pytest.raises(Flawed, match="libharfbuzz-subset0"):
        engine.print_document("<p>x", "")


@pytest.mark.parametrize(
    ("leave", "found"), [("pass", []), ("raise OSError", ["certificates.W003"])]
)
def test_a_kernel_that_keeps_the_network_is_named(
    leave: str, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_LEAVE", leave)
    assert [message.id for message in checks.pages_are_laid_out_without_a_network()] == found


def test_keys_that_do_not_open_are_told_at_the_start(settings: Any, tmp_path: Path) -> None:
    rubbish = tmp_path / "key"
    rubbish.write_text("rubbish")
    assert checks.the_signing_keys_open() == []
    settings.LAUREL_SIGNING_KEY_FILE = settings.LAUREL_STATEMENT_KEY_FILE = str(rubbish)
    authority.current.cache_clear()
    (message,) = checks.the_signing_keys_open()
    authority.current.cache_clear()
    assert (message.id, message.is_serious()) == ("certificates.E004", True)
    assert "LAUREL_SIGNING_PASSPHRASE" in str(message.msg)


def test_a_revocation_list_that_is_none_is_named(settings: Any, tmp_path: Path) -> None:
    rubbish = tmp_path / "list.crl"
    rubbish.write_text("rubbish")
    settings.LAUREL_SIGNING_CRL_FILES = [str(rubbish)]
    with pytest.raises(authority.NoAuthority, match="list.crl"):
        list(authority._revocations())
