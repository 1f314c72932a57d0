"""PAdES: a certification signature over the whole file that allows no change at all.

Our signature proves that the file left this system unchanged. Only the city's own electronic seal
(SM2, GB/T 38540) proves the authority of the office: see :mod:`seal_service`.
"""

import functools
import hashlib
import io
from datetime import datetime
from typing import Any

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.translation import gettext as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates import conf, container, tokens
from certificates.authority import Authority
from certificates.device import DeviceKey
from certificates.finish import FIELD, Evidence

tokens.quicken()

#: Hexadecimal bytes for the CMS: P-256 with a chain of two needs about 2,400, a timestamp 6,000.
RESERVED = 8192
RESERVED_WITH_TIME = 24576
#: Bytes of an RSA-4096 signature.
_LARGEST = 512


class NoTimestamp(RuntimeError):
    """The timestamp service did not answer; nothing was signed. ``str()`` is the sentence."""


class _Revision(IncrementalPdfFileWriter):
    """pyHanko draws the file identifier by lot and dates the metadata now; ours follow the facts."""

    def _update_meta(self) -> None:
        return

    @classmethod
    def _handle_id(cls, prev: Any) -> generic.ArrayObject:
        prev.stream.seek(0)
        digest = hashlib.sha256(prev.stream.read()).digest()[:16]
        first = prev.trailer["/ID"][0].original_bytes
        return generic.ArrayObject(
            [generic.ByteStringObject(first), generic.ByteStringObject(digest)]
        )


class _Signer(signers.Signer):
    """Keeps the key object and signs deterministically (RFC 6979, PKCS#1 v1.5)."""

    def __init__(self, authority: Authority) -> None:
        self.key = authority.key
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(_asn1(certificate) for certificate in authority.chain)
        super().__init__(signing_cert=_asn1(authority.certificate), cert_registry=store)
        self._moulds: dict[str, container.Mould] = {}

    async def async_sign(  # type: ignore[override]  # what pyHanko asks is handed on whole
        self, data_digest: bytes, digest_algorithm: str, **more: Any
    ) -> cms.ContentInfo:
        """As pyHanko's own, byte for byte; a timestamp differs each time and is left to it."""
        if more.get("timestamper") or more.get("dry_run"):
            return await super().async_sign(data_digest, digest_algorithm, **more)
        if digest_algorithm not in self._moulds:
            built = await super().async_sign(container.MARK, digest_algorithm, **more)
            self._moulds[digest_algorithm] = container.Mould.of(built.dump())
        made = self._moulds[digest_algorithm].cast(data_digest, self._sign_raw)
        return cms.ContentInfo.load(made)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        # A trial signature only measures the size: a device is slow and counts its uses.
        trial = dry_run and isinstance(self.key, DeviceKey)
        return bytes(_LARGEST) if trial else self._sign_raw(data)

    def _sign_raw(self, data: bytes) -> bytes:
        if isinstance(self.key, DeviceKey):
            return self.key.sign(data)
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())


class _PdfSigner(signers.PdfSigner):
    """Signs at the moment of the recorded intent, so that a second run gives the same bytes."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


def _asn1(certificate: Any) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


@functools.lru_cache(maxsize=4)
def _signer(authority: Authority) -> _Signer:
    return _Signer(authority)


def evidence(authority: Authority) -> Evidence:
    """What a reader needs besides the file to check the signature in twenty years."""
    return Evidence(
        tuple(c.public_bytes(Encoding.DER) for c in (authority.certificate, *authority.chain)),
        tuple(r.public_bytes(Encoding.DER) for r in authority.revocations),
    )


def sign(pdf: bytes, *, authority: Authority, at: datetime) -> bytes:
    """Sign a file that has our empty field; same file, key and moment give the same bytes.

    With ``LAUREL_TSA_URL`` an RFC 3161 timestamp is added, and two runs differ by its moment.
    """
    url = conf.timestamp_url()
    stamper = timestamps.HTTPTimeStamper(url) if url else None
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    signer = _PdfSigner(metadata, _signer(authority), timestamper=stamper, at=at)
    writer = _Revision(io.BytesIO(pdf), strict=False)
    try:
        signed = signer.sign_pdf(
            writer,
            existing_fields_only=True,
            bytes_reserved=RESERVED_WITH_TIME if stamper else RESERVED,
        )
    except timestamps.TimestampRequestError as problem:
        raise NoTimestamp(
            _("The timestamp service did not answer, so nothing was signed. Issue again later.")
        ) from problem
    return bytes(signed.getvalue())
