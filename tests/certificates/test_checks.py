import pytest

from certificates import checks, engine, fonts
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
