"""Secrets that a development machine makes for itself; production brings its own."""

import base64
import hmac
import json
import secrets
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


def derived(text: str, purpose: str) -> str:
    """A second key in base64, for another purpose: a development machine keeps only one."""
    return base64.b64encode(hmac.digest(key_bytes(text), purpose.encode(), "sha256")).decode()


def keep(folder: Path) -> dict[str, str]:
    """The generated secrets of `folder`, made on first use and readable by the owner only.

    They are kept because losing the field key means losing every sealed ID number.
    """
    path = folder / "secrets.json"
    if not path.exists():
        made = {"secret_key": secrets.token_urlsafe(50), "field_key": new_key()}
        draft = folder / f"secrets.{secrets.token_hex(4)}.draft"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(made), encoding="utf-8")
        try:
            # link() fails when another process was first: then that process's secrets count.
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return dict(json.loads(path.read_text(encoding="utf-8")))
