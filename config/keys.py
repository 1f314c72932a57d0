"""Secrets that a development machine makes for itself; production brings its own."""

import base64
import json
import secrets
from collections.abc import Iterator
from pathlib import Path


def new_key() -> str:
    """32 random bytes in base64, the form in which LAUREL_FIELD_KEY is given."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def key_bytes(text: str) -> bytes:
    """The 32 bytes of one base64 key; ValueError when it is anything else."""
    key = base64.b64decode(text, validate=True)
    if len(key) != 32:
        raise ValueError("a key has 32 bytes")
    return key


def problems(*, sealing: list[str], lookup: str) -> Iterator[tuple[str, str]]:
    """(name, sentence) for every key that is unusable or does double duty."""
    advice = "Make one with: openssl rand -base64 32"
    for key in sealing:
        if not _is_key(key):
            yield (
                "LAUREL_FIELD_KEY",
                f"(or LAUREL_FIELD_KEYS_RETIRED) is not 32 bytes in base64. {advice}",
            )
    if not _is_key(lookup):
        yield "LAUREL_LOOKUP_KEY", f"is not 32 bytes in base64. {advice}"
    elif lookup in sealing:
        yield "LAUREL_LOOKUP_KEY", f"is the same as a field key; it must be another. {advice}"


def _is_key(text: str) -> bool:
    try:
        return len(key_bytes(text)) == 32
    except ValueError:
        return False


def fresh() -> dict[str, str]:
    """secret_key, field_key and lookup_key, each new."""
    return {
        "secret_key": secrets.token_urlsafe(50),
        "field_key": new_key(),
        "lookup_key": new_key(),
    }


def keep(folder: Path) -> dict[str, str]:
    """The generated secrets of `folder`, made on first use and readable by the owner only.

    They are kept because losing the field key means losing every sealed ID number.
    """
    path = folder / "secrets.json"
    if not path.exists():
        draft = folder / f"secrets.{secrets.token_hex(4)}.draft"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(fresh()), encoding="utf-8")
        try:
            # link() fails when another process was first: then that process's secrets count.
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return dict(json.loads(path.read_text(encoding="utf-8")))
