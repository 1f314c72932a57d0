import pytest

from workflows import programme, programmes


def test_the_folder_is_walked_and_shared_parts_are_left_out() -> None:
    found = [p.id for p in programme.all_programmes()]
    assert found == ["chief_technician", "direct_title", "double_hundred", "technical_expert"]
    assert [p.__class__.__name__ for p in programme.all_programmes()] == ["Programme"] * 4


def test_a_new_file_is_a_new_programme(tmp_path, monkeypatch) -> None:
    source = (
        "from msgspec.structs import replace\n"
        "from workflows.programmes.technical_expert import PROGRAMME as OLD\n"
        "PROGRAMME = replace(OLD, id='another', code='AN')\n"
    )
    (tmp_path / "another.py").write_text(source)
    monkeypatch.setattr(programmes, "__path__", [*programmes.__path__, str(tmp_path)])
    programme.all_programmes.cache_clear()
    try:
        assert programme.get("another").code == "AN"
    finally:
        programme.all_programmes.cache_clear()


def test_an_unknown_programme_names_those_there_are() -> None:
    with pytest.raises(programme.UnknownProgramme) as error:
        programme.get("nobel_prize")
    ids = "chief_technician, direct_title, double_hundred, technical_expert"
    assert error.value.args == (f"'nobel_prize' is not one of: {ids}",)
