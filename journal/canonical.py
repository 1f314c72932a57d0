"""The one way a value becomes bytes, and bytes become a link of the chain."""

import hashlib
import json
import unicodedata
from typing import Any

# What the first entry has in place of a predecessor.
GENESIS = "0" * 64
# Beyond this a JavaScript verifier would read another number than the one written.
LARGEST_INTEGER = 2**53 - 1


class NotRecordable(ValueError):
    """The act cannot be written down as it is; the message says what to change."""


def canonical(value: Any) -> str:
    """JSON text after RFC 8785 (sorted keys, no spaces), every string in Unicode NFC.

    Takes str, int, bool, None, list, tuple and dict with string keys; anything else, a number
    outside +-(2**53 - 1), a lone surrogate or two keys equal after NFC raise `NotRecordable`.
    There are no fractions on purpose: every language prints them differently.
    """
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def entry_hash(*, prev: str, seq: int, body: str) -> str:
    """SHA-256(0x00 || prev as 32 bytes || seq as 8 bytes, big-endian || body as UTF-8), in hex."""
    link = b"\x00" + bytes.fromhex(prev) + seq.to_bytes(8, "big")
    return hashlib.sha256(link + body.encode()).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case None | bool():
            return value
        case str():
            return _text(value)
        case int() if abs(value) <= LARGEST_INTEGER:
            return value
        case list() | tuple():
            return [_plain(item) for item in value]
        case dict():
            return _sorted(value)
    raise NotRecordable(
        f"{value!r} has no canonical form: use text, whole numbers up to 2**53 - 1, "
        "true or false, lists and dictionaries."
    )


def _text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as problem:
        raise NotRecordable("Text with half a surrogate pair has no UTF-8 form.") from problem
    return unicodedata.normalize("NFC", value)


def _sorted(value: dict[Any, Any]) -> dict[str, Any]:
    if not all(isinstance(key, str) for key in value):
        raise NotRecordable("The keys of a dictionary must be text.")
    plain = {_text(key): _plain(item) for key, item in value.items()}
    if len(plain) != len(value):
        raise NotRecordable("Two keys of a dictionary are the same text after NFC.")
    # RFC 8785 sorts by UTF-16 code units, which differs from Python's order outside the BMP.
    return {key: plain[key] for key in sorted(plain, key=lambda key: key.encode("utf-16-be"))}
