"""Is this file exactly what we signed? Every question has to be answered with yes."""

import enum
import io
import logging
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from certificates import authority

# A hostile upload must not fill the log with the library's tracebacks.
logging.getLogger("pyhanko").setLevel(logging.ERROR)


class Finding(enum.Enum):
    """What a look at the signature tells, before the register is asked."""

    INTACT = "intact"
    CHANGED = "changed"
    UNSIGNED = "unsigned"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Look:
    finding: Finding
    detail: str = ""


def look(content: bytes) -> Look:
    """Whole file covered, nothing added, our signer by fingerprint, certified against changes.

    pyHanko alone calls a file with trailing bytes good (coverage of the revision); we do not.
    """
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        signatures = reader.embedded_signatures
        if not signatures:
            return Look(Finding.UNSIGNED)
        return _judge(signatures)
    except Exception as problem:
        # Files damaged on purpose raise anything, down to decimal.InvalidOperation.
        return Look(Finding.UNREADABLE, type(problem).__name__)


def _judge(signatures: list[Any]) -> Look:
    ours = [s for s in signatures if _fingerprint(s) in authority.trusted_fingerprints()]
    if not ours:
        return Look(Finding.FOREIGN)
    if len(signatures) != 1:
        return Look(Finding.CHANGED, "more than one signature")
    try:
        status = validate_pdf_signature(ours[0], signer_validation_context=_pinned(ours[0]))
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


def _fingerprint(signature: Any) -> str:
    certificate = load_der_x509_certificate(signature.signer_cert.dump())
    return certificate.fingerprint(hashes.SHA256()).hex()


def _pinned(signature: Any) -> ValidationContext:
    """Trust comes from the fingerprint that was just compared; nothing is fetched."""
    return ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
