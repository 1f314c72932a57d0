"""How is a personal datum kept at rest? Sealed to one place, found again by a keyed digest.

AES-256-GCM with associated data: a sealed value opens only in the table, column and row it was
sealed for, so copying a ciphertext to another row does not copy the datum (threat T44). Keys
come from settings: ``LAUREL_FIELD_KEYS``, base64 of 32 bytes each, the first seals, all open;
``LAUREL_LOOKUP_KEY``, base64 of 32 other bytes, never rotated without rewriting the digests.
"""

import base64
import binascii
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from evaluations.errors import Refused

_FORM = "s1"  # form of the token: s1.<key id>.<base64url of nonce and ciphertext>
_NONCE = 12  # bytes; random nonces are safe for 2**32 values a key (NIST SP 800-38D 8.3)
_KEY = 32  # bytes


class SealBroken(Refused):
    """A sealed value does not open here. ``str()`` is a sentence; it never repeats the value."""


def seal(plain: str, *, aad: str) -> str:
    """Encrypt ``plain`` for the place named by ``aad`` ("table:column:public id of the row").

    Returns an ASCII token, about 4/3 of the UTF-8 length plus 50 characters, different each time.
    Raises ValueError for an empty ``aad``, ImproperlyConfigured without a usable key.
    """
    key_id, key = next(iter(_keyring().items()))
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(key).encrypt(nonce, plain.encode(), _bound(aad, key_id))
    return f"{_FORM}.{key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(token: str, *, aad: str) -> str:
    """The text that ``seal`` was given for the same ``aad``.

    Raises SealBroken when the token is damaged, belongs to another row or column, or was sealed
    with a key that is no longer configured.
    """
    key_id, box = _parts(token)
    key = _keyring().get(key_id)
    if key is None:
        raise SealBroken(
            _(
                "This value was sealed with the key %(key)s, which is not configured. "
                "Ask the administrator to add that key to LAUREL_FIELD_KEYS_RETIRED."
            )
            % {"key": key_id}
        )
    try:
        return AESGCM(key).decrypt(box[:_NONCE], box[_NONCE:], _bound(aad, key_id)).decode()
    except InvalidTag as error:
        raise SealBroken(
            _(
                "This sealed value was changed, or was copied from another row. It stays closed: "
                "ask the administrator to compare the row with the record and a backup."
            )
        ) from error


def needs_resealing(token: str) -> bool:
    """Whether the token was sealed with an older key than the current one."""
    return _parts(token)[0] != next(iter(_keyring()))


def reseal(token: str, *, aad: str) -> str:
    """The same value under the current key; the very same token when that is already so."""
    return seal(unseal(token, aad=aad), aad=aad) if needs_resealing(token) else token


def lookup(plain: str) -> str:
    """HMAC-SHA-256 of ``plain`` in 64 hexadecimal digits: equal values are found, none is read.

    Give it the cleaned form; "1…x" and "1…X" have different digests. A plain hash would not do:
    the numbers of one city and birth year are searched in seconds (threat T44).
    """
    if not plain:
        raise ValueError("an empty value has no lookup digest: leave the column empty")
    return hmac.new(_lookup_key(), plain.encode(), hashlib.sha256).hexdigest()


def _parts(token: str) -> tuple[str, bytes]:
    form, _dot, rest = token.partition(".")
    key_id, _dot, text = rest.partition(".")
    try:
        box = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        box = b""
    if form != _FORM or len(box) < _NONCE + 16:
        raise SealBroken(
            _(
                "This is not a sealed value. It stays closed: ask the administrator to compare "
                "the row with the record and a backup."
            )
        )
    return key_id, box


def _bound(aad: str, key_id: str) -> bytes:
    if not aad:
        raise ValueError("a value is sealed to a place: name table, column and row")
    return f"{_FORM}\0{key_id}\0{aad}".encode()


def _keyring() -> dict[str, bytes]:
    """Key id -> key, current first. The id is derived, so nobody can mislabel a key."""
    return _read_keys(tuple(getattr(settings, "LAUREL_FIELD_KEYS", ())))


@lru_cache(maxsize=8)
def _read_keys(texts: tuple[str, ...]) -> dict[str, bytes]:
    if not texts:
        raise ImproperlyConfigured(f"LAUREL_FIELD_KEYS is empty. {_ADVICE}")
    keys = [_key(text, "LAUREL_FIELD_KEYS") for text in texts]
    return {hmac.new(key, b"laurel key id", hashlib.sha256).hexdigest()[:8]: key for key in keys}


def _lookup_key() -> bytes:
    text = getattr(settings, "LAUREL_LOOKUP_KEY", "")
    key = _key(text, "LAUREL_LOOKUP_KEY")
    if key in _keyring().values():
        raise ImproperlyConfigured(
            "LAUREL_LOOKUP_KEY is also a field key. One key has one use. " + _ADVICE
        )
    return key


@lru_cache(maxsize=8)
def _key(text: str, setting: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY:
        raise ImproperlyConfigured(f"{setting} holds a value that is not 32 bytes. {_ADVICE}")
    return key


_ADVICE = "Make a key with: python -c 'import base64, os; print(base64.b64encode(os.urandom(32)).decode())'"
