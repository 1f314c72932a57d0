"""The square code that proves itself without a network: COSE_Sign1 with Ed25519 in an address.

``HTTPS://HOST/V/<base32>``: capitals only, so the code stays in the alphanumeric mode. Any phone
opens the address; a verifier without network reads the payload. The name in it is masked.
"""

import base64
from dataclasses import dataclass
from datetime import date

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from certificates import conf
from certificates.authority import Authority
from certificates.masking import masked
from certificates.models import Certificate

PREFIX = "/V/"


@dataclass(frozen=True)
class Statement:
    """What the square code says; ``index`` is the place in the status list."""

    number: str
    name: str
    title: str
    issued_on: date
    until: date | None
    index: int


class NotOurs(ValueError):
    """No payload, or not signed by this key."""


def url(certificate: Certificate, *, authority: Authority) -> str:
    award = certificate.award
    content = {
        1: str(certificate),
        2: masked(award.holder_name),
        3: award.title,
        4: _day(award.issued_on),
        6: certificate.pk,
    }
    if award.tenure_until:
        content[5] = _day(award.tenure_until)
    protected = cbor2.dumps({1: -8, 4: bytes.fromhex(authority.statement_id)}, canonical=True)
    body = cbor2.dumps(content, canonical=True)
    signature = authority.statement_key.sign(_to_sign(protected, body))
    return f"{conf.site_url().upper()}{PREFIX}{_text(protected, body, signature)}"


def _text(protected: bytes, body: bytes, signature: bytes) -> str:
    """COSE_Sign1 (RFC 9052, tag 18) in base32 without padding."""
    message = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, body, signature]))
    return base64.b32encode(message).decode().rstrip("=")


def _to_sign(protected: bytes, body: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", body])


def _day(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def _date(value: int) -> date:
    return date(value // 10000, value // 100 % 100, value % 100)


def read(text: str, *, public_key: bytes) -> Statement:
    """The statement in an address or in its last part. Raises :class:`NotOurs`."""
    part = text.strip().upper().rpartition(PREFIX)[2].rstrip("/")
    try:
        message = base64.b32decode(part + "=" * (-len(part) % 8))
        protected, _open, body, signature = cbor2.loads(message).value
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(signature, _to_sign(protected, body))
        if part != _text(protected, body, signature):
            raise NotOurs("not in the one form that we write")
        content = cbor2.loads(body)
        return Statement(
            number=content[1],
            name=content[2],
            title=content[3],
            issued_on=_date(content[4]),
            until=_date(content[5]) if 5 in content else None,
            index=content[6],
        )
    except (
        InvalidSignature,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        cbor2.CBORError,
    ) as problem:
        raise NotOurs(str(problem)) from problem
