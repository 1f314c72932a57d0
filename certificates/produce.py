"""From stored facts to the bytes of issued files: sheet, record, square code, signature."""

from collections.abc import Iterator, Sequence

from certificates import authority as authorities
from certificates import conf, payload, record, sign
from certificates.authority import Authority
from certificates.layout import Sheet
from certificates.models import Certificate
from certificates.render import render_many


def sheet(certificate: Certificate, *, authority: Authority) -> Sheet:
    award = certificate.award
    return Sheet(
        award,
        str(certificate),
        certificate.code,
        conf.verify_url(certificate.code),
        payload_url=payload.url(certificate, authority=authority) if award.offline_code else "",
        record=record.record(certificate, authority=authority),
    )


def produce(certificates: Sequence[Certificate]) -> Iterator[bytes]:
    """Signed PDFs in order. Deterministic: the moment of signing is that of the intent."""
    authority = authorities.current()
    sheets = [sheet(certificate, authority=authority) for certificate in certificates]
    evidence = sign.evidence(authority)
    pages = render_many(sheets, signable=True, evidence=evidence)
    for certificate, pdf in zip(certificates, pages, strict=True):
        assert certificate.intended_at is not None
        yield sign.sign(pdf, authority=authority, at=certificate.intended_at)
