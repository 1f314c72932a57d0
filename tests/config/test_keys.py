import base64
import stat
from pathlib import Path

import pytest

from config import keys


def test_a_new_key_is_32_bytes_and_never_the_same() -> None:
    first, second = keys.new_key(), keys.new_key()
    assert (len(keys.key_bytes(first)), first != second) == (32, True)


@pytest.mark.parametrize("text", ["", "abc", "not base64!", base64.b64encode(b"x" * 31).decode()])
def test_anything_else_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match=r"32 bytes|[Ii]nvalid|padding|base64|discontinuous"):
        keys.key_bytes(text)


def test_secrets_are_made_once_and_are_private(tmp_path: Path) -> None:
    first = keys.keep(tmp_path)
    assert keys.keep(tmp_path) == first
    assert sorted(first) == ["field_key", "lookup_key", "secret_key"]
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_whoever_comes_second_takes_the_secrets_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = keys.keep(tmp_path)
    # As if the other process had written between the look and the link.
    monkeypatch.setattr(Path, "exists", lambda self: False)
    assert keys.keep(tmp_path) == first


def test_a_good_pair_of_keys_has_no_problems() -> None:
    assert list(keys.problems(sealing=[keys.new_key()], lookup=keys.new_key())) == []
