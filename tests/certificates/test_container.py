"""A container from a mould is the one that pyHanko would have built."""

import asyncio
import os

import pytest
from asn1crypto import cms, parser
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign import signers
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from certificates import authority, container, sign
from certificates.authority import Authority
from certificates.container import MARK, Mould, NoMould


def office() -> Authority:
    """A signer with an RSA key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    spoken = authority.current().statement_key
    return Authority(key, authority.certify("Office", key, None, None), (), (), spoken, demo=False)


def built(signer: signers.Signer, digest: bytes, kind: type = sign._Signer) -> bytes:
    made = kind.async_sign(
        signer, digest, "sha256", use_pades=True, timestamper=None,
        signed_attr_settings=PdfCMSSignedAttributes(),
    )  # fmt: skip
    return asyncio.run(made).dump()


@pytest.mark.parametrize("keys", [authority.current, office])
def test_every_cast_has_the_bytes_of_the_library(keys) -> None:
    signer = sign._Signer(keys())
    for digest in (os.urandom(32) for _ in range(8)):
        assert built(signer, digest) == built(signer, digest, signers.Signer)


def written_anew(content: bytes) -> bytes:
    """Every length made again by the library, from the inside to the outside."""
    out = b""
    while content:
        kind, method, tag, header, inside, trailer = parser.parse(content)
        content = content[len(header) + len(inside) + len(trailer) :]
        out += parser.emit(kind, method, tag, written_anew(inside) if method else inside)
    return out


def test_lengths_follow_a_shorter_or_longer_signature() -> None:
    """ECDSA signatures are 70 to 72 bytes long; the lengths around them must follow."""
    mould = Mould.of(built(sign._Signer(authority.current()), MARK, signers.Signer))
    for size in (8, 70, 71, 72, 127, 128, 256, 512):
        made = cms.ContentInfo.load(mould.cast(bytes(32), lambda _data, n=size: bytes(n)))
        (info,) = made["content"]["signer_infos"]
        assert info["signature"].native == bytes(size)
        assert written_anew(made.dump()) == made.dump()


def test_what_is_signed_is_the_set_of_attributes_with_the_digest() -> None:
    seen: list[bytes] = []
    mould = Mould.of(built(sign._Signer(authority.current()), MARK, signers.Signer))
    made = mould.cast(b"d" * 32, lambda data: seen.append(data) or b"s")
    (info,) = cms.ContentInfo.load(made)["content"]["signer_infos"]
    assert seen == [info["signed_attrs"].untag().dump()]
    assert b"d" * 32 in seen[0]
    assert container.MARK not in made


@pytest.mark.parametrize("content", [b"\x30\x00", b"\x30\x03\x02\x01\x05", MARK])
def test_nothing_else_is_a_mould(content: bytes) -> None:
    with pytest.raises((NoMould, ValueError)):
        Mould.of(content)
