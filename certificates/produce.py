"""From stored facts to the bytes of issued files: sheet, record, square code, signature."""

from collections.abc import Iterator, Sequence

import sandbox
from certificates import authority as authorities
from certificates import conf, impressions, locked, payload, proofread, record, render, sign
from certificates.authority import Authority
from certificates.layout import Sheet
from certificates.models import Certificate, read_awards


def sheet(certificate: Certificate, *, authority: Authority) -> Sheet:
    award = certificate.award
    return Sheet(
        award,
        str(certificate),
        certificate.code,
        conf.verify_url(certificate.code),
        payload_url=payload.url(certificate, authority=authority) if award.offline_code else "",
        record=record.record(certificate, authority=authority),
        seals=impressions.pictures(certificate),
        layout=certificate.layout,
    )


def produce(certificates: Sequence[Certificate]) -> Iterator[bytes]:
    """Signed PDFs in order. Deterministic: the moment of signing is that of the intent.

    The first and every hundredth is drawn again and its square code read; raises
    :class:`proofread.Unreadable`, and what ``render`` raises.
    """
    authority = authorities.current()
    read_awards(certificates)
    sheets = [sheet(certificate, authority=authority) for certificate in certificates]
    evidence = sign.evidence(authority)
    makers = locked.OURS if sandbox.is_in_use() else render
    pages = makers.render_many(sheets, signable=True, evidence=evidence) if sheets else []
    for index, (certificate, pdf) in enumerate(zip(certificates, pages, strict=True)):
        assert certificate.intended_at is not None
        if index % proofread.ONE_IN == 0:
            page = sheets[index]
            proofread.require_readable(pdf, text=page.qr_text, at=page.design.qr)
        yield sign.sign(pdf, authority=authority, at=certificate.intended_at)
