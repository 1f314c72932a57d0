"""Resident ID numbers and credit codes: checked, sealed, looked up by digest, masked."""

import base64
import hashlib
import hmac
import os
from datetime import date

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from stdnum.cn import ric


def _key() -> bytes:
    keys = getattr(settings, "LAUREL_FIELD_KEYS", None)
    return (
        base64.b64decode(keys[0]) if keys else hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    )


def seal(plain: str, *, aad: str) -> str:
    nonce = os.urandom(12)
    return base64.b64encode(
        nonce + AESGCM(_key()).encrypt(nonce, plain.encode(), aad.encode())
    ).decode()


def unseal(token: str, *, aad: str) -> str:
    raw = base64.b64decode(token)
    return AESGCM(_key()).decrypt(raw[:12], raw[12:], aad.encode()).decode()


def lookup(plain: str) -> str:
    return hmac.new(_key(), plain.encode(), hashlib.sha256).hexdigest()


def birth_date(number: str) -> date:
    return ric.get_birth_date(number)


def sex(number: str) -> str:
    return "M" if int(number[16]) % 2 else "F"


def mask_id(number: str) -> str:
    return number[:2] + "*" * 14 + number[-2:]
