import pytest

from config.environment import Environment, SettingsError


def test_an_unset_value_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAUREL_X", raising=False)
    env = Environment()
    assert env.read("int", "LAUREL_X", 7, advice="Give a number.") == 7
    env.finish()


def test_an_empty_value_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAUREL_X", "")
    env = Environment()
    assert env.read("bool", "LAUREL_X", True, advice="Give true or false.") is True
    env.finish()


def test_a_given_value_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAUREL_X", "a,b")
    assert Environment().read("list", "LAUREL_X", [], advice="Give a list.") == ["a", "b"]


def test_all_problems_are_told_at_once_and_no_value_is_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LAUREL_X", "secret-text")
    monkeypatch.delenv("LAUREL_Y", raising=False)
    env = Environment()
    assert env.read("int", "LAUREL_X", 7, advice="Give a number.") == 7
    assert env.require("str", "LAUREL_Y", "stand-in", advice="Give a name.") == "stand-in"
    with pytest.raises(SettingsError) as raised:
        env.finish()
    assert str(raised.value) == (
        "Laurel cannot start with this environment:\n"
        "  - LAUREL_X is not usable. Give a number.\n"
        "  - LAUREL_Y is not set. Give a name.\n"
        "Every value is described in docs/operations.md."
    )


def test_remembers_every_name_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAUREL_Y", "1")
    env = Environment()
    env.read("int", "LAUREL_X", 7, advice="")
    env.require("int", "LAUREL_Y", 7, advice="")
    assert env.names == {"LAUREL_X", "LAUREL_Y"}
