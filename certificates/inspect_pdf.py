"""Is this file exactly what we signed? Every question has to be answered with yes.

Reads strangers' files, so it runs in the locked process: see :func:`verify.inspected`.
"""

import io
import logging
from collections.abc import Collection
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko.sign.validation.utils import extract_message_digest
from pyhanko_certvalidator import ValidationContext

from certificates import tokens
from certificates.finding import Finding, Look

# A hostile upload must not fill the log with the library's tracebacks.
logging.getLogger("pyhanko").setLevel(logging.ERROR)

tokens.quicken()


def looked(content: bytes, trusted: Collection[str], *, demo: bool) -> bytes:
    """:func:`look` as bytes, for the way between two processes."""
    return look(content, trusted, demo=demo).as_bytes()


def look(content: bytes, trusted: Collection[str], *, demo: bool) -> Look:
    """Whole file covered, nothing added, our signer by fingerprint, certified against changes.

    ``trusted``: SHA-256 of our signers' certificates; ``demo``: whether one that says DEMO may
    be among them. pyHanko alone calls a file with trailing bytes good (coverage of the
    revision); we do not.
    """
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        signatures = reader.embedded_signatures
        if not signatures:
            return Look(Finding.UNSIGNED)
        return _judge(signatures, trusted, demo=demo, size=len(content))
    except Exception as problem:
        # Files damaged on purpose raise anything, down to decimal.InvalidOperation.
        return Look(Finding.UNREADABLE, type(problem).__name__)


def _judge(signatures: list[Any], trusted: Collection[str], *, demo: bool, size: int) -> Look:
    ours = [s for s in signatures if _ours(s, trusted, demo=demo)]
    if not ours:
        return Look(Finding.FOREIGN)
    if len(signatures) != 1:
        return Look(Finding.CHANGED, "more than one signature")
    try:
        if fault := _fault(ours[0], size):
            return Look(Finding.CHANGED, fault)
        # What a later revision changed is not asked: that there is one is enough, and comparing
        # revisions costs a hostile upload more than all the rest.
        status = validate_pdf_signature(
            ours[0], signer_validation_context=_pinned(ours[0]), skip_diff=True
        )
    except Exception as problem:
        # Ours by its certificate, and not checkable any more: somebody changed it.
        return Look(Finding.CHANGED, type(problem).__name__)
    faults = [
        name
        for name, good in (
            ("bytes", status.intact),
            ("signature", status.valid),
            ("coverage", status.coverage == SignatureCoverageLevel.ENTIRE_FILE),
            ("modification", status.modification_level == ModificationLevel.NONE),
            ("certification", bool(status.docmdp_ok)),
        )
        if not good
    ]
    return Look(Finding.CHANGED, " ".join(faults)) if faults else Look(Finding.INTACT)


def _fault(signature: Any, size: int) -> str:
    """What is wrong at the first glance: the chain of a file that was changed is never walked."""
    _first, _before, start, length = signature.byte_range
    if start + length != size:
        return "coverage"
    signed = extract_message_digest(signature.signer_info)
    return "" if signature.compute_digest() == signed else "bytes"


def _ours(signature: Any, trusted: Collection[str], *, demo: bool) -> bool:
    certificate = load_der_x509_certificate(signature.signer_cert.dump())
    known = certificate.fingerprint(hashes.SHA256()).hex() in trusted
    return known and (demo or "DEMO" not in certificate.subject.rfc4514_string())


def _pinned(signature: Any) -> ValidationContext:
    """Trust comes from the fingerprint that was just compared; nothing is fetched."""
    return ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
