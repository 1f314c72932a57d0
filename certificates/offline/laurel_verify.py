#!/usr/bin/env python3
"""Check the square code of a certificate without a network.

One file, Python's standard library and one package (pip install cryptography).

    laurel_verify.py CODE --keys keys.json [--list status-list.jwt]

CODE is the text of the square code (HTTPS://…/V/…). keys.json and status-list.jwt come from the
office's /verify/keys.json and /verify/status-list.jwt, fetched while there was a network; the
list lapses after an hour. Exit status: 0 genuine and in force, 1 not, 2 cannot tell.
"""

import argparse
import base64
import gzip
import json
import sys
import time
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

STANDINGS = {0: "in force", 1: "suspended", 2: "revoked", 3: "term completed", 4: "replaced"}


def cbor(data: bytes, at: int = 0) -> tuple[Any, int]:
    """The subset of CBOR that the statements use: (value, end)."""
    kind, small = data[at] >> 5, data[at] & 31
    at += 1
    if small < 24:
        size = small
    elif small <= 27:
        width = 1 << (small - 24)
        size = int.from_bytes(data[at : at + width], "big")
        at += width
    else:
        raise ValueError("indefinite length")
    if kind == 0:
        return size, at
    if kind == 1:
        return -1 - size, at
    if kind in (2, 3):
        if at + size > len(data):
            raise ValueError("cut short")
        raw = data[at : at + size]
        return (raw if kind == 2 else raw.decode()), at + size
    if kind == 6:
        return cbor(data, at)
    items = []
    for _i in range(size * (2 if kind == 5 else 1)):
        value, at = cbor(data, at)
        items.append(value)
    if kind == 4:
        return items, at
    if kind == 5:
        return dict(zip(items[::2], items[1::2], strict=True)), at
    raise ValueError("not a statement")


def head(kind: int, size: int) -> bytes:
    if size < 24:
        return bytes([kind << 5 | size])
    width = 1 if size < 256 else 2
    return bytes([kind << 5 | (24 if width == 1 else 25)]) + size.to_bytes(width, "big")


def string(raw: bytes) -> bytes:
    return head(2, len(raw)) + raw


def statement(code: str, key: Ed25519PublicKey) -> dict[int, Any]:
    """The signed content of a square code; raises InvalidSignature or ValueError."""
    text = code.strip().upper().rpartition("/V/")[2].rstrip("/")
    message = base64.b32decode(text + "=" * (-len(text) % 8))
    protected, _open, body, signature = cbor(message)[0]
    one_form = b"\xd2\x84" + string(protected) + b"\xa0" + string(body) + string(signature)
    if text != base64.b32encode(one_form).decode().rstrip("="):
        raise ValueError("not in the one form that the office writes")
    signed = b"\x84" + head(3, 10) + b"Signature1" + string(protected)
    key.verify(signature, signed + string(b"") + string(body))
    return dict(cbor(body)[0])


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def standing(token: str, index: int, key: Ed25519PublicKey, now: float) -> str:
    """The standing at ``index``; "" when the list is too old to say anything."""
    header, body, signature = token.strip().split(".")
    key.verify(unpadded(signature), f"{header}.{body}".encode())
    claims = json.loads(unpadded(body))
    if claims["exp"] < now:
        return ""
    cells = gzip.decompress(unpadded(claims["credentialSubject"]["encodedList"][1:]))
    if index // 2 >= len(cells):
        return "unknown"
    cell = cells[index // 2]
    return STANDINGS.get(cell >> 4 if index % 2 == 0 else cell & 15, "unknown")


def check(code: str, keys: str, token: str, now: float) -> tuple[int, str]:
    """(exit status, sentence)"""
    office = json.loads(keys)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(office["statement_key"]))
    try:
        said = statement(code, key)
    except (InvalidSignature, ValueError, TypeError, IndexError, KeyError):
        return 1, "Not ours: this code was not signed by the office whose key you gave."
    facts = f"{said[1]}  {said[2]}  {said[3]}  {said[4]}"
    if office.get("demo"):
        facts += "  (DEMO: this office does not exist)"
    if not token:
        return (
            2,
            f"Signed by the office, but without a status list nobody can say whether it is still in force. {facts}",
        )
    try:
        word = standing(token, said[6], key, now)
    except (InvalidSignature, ValueError, TypeError, IndexError, KeyError, OSError):
        return 2, f"Signed by the office, but the status list is not genuine. {facts}"
    if not word:
        return 2, f"Signed by the office, but the status list is too old. {facts}"
    if word == "in force":
        return 0, f"Genuine and in force. {facts}"
    return 1, f"Signed by the office, but {word}. {facts}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Check a certificate's square code offline.")
    parser.add_argument("code")
    parser.add_argument("--keys", required=True)
    parser.add_argument("--list", default="")
    options = parser.parse_args()
    with open(options.keys, encoding="utf-8") as file:
        keys = file.read()
    token = ""
    if options.list:
        with open(options.list, encoding="utf-8") as file:
            token = file.read()
    status, sentence = check(options.code, keys, token, time.time())
    sys.stdout.write(sentence + "\n")
    return status


if __name__ == "__main__":
    raise SystemExit(main())
