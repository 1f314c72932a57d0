"""What the office may change of the certificate, for each call."""

from evaluations.rules import CertificateText, Parameter, Text
from workflows.programmes import _sources as source
from workflows.programmes._parameters import number
from workflows.programmes._words import COPIES, DAYS, choices


def paper_terms(paper: CertificateText) -> tuple[Parameter, ...]:
    """What stands on the certificate: no rule was found, the office confirms it for each call."""
    origin = source.UNKNOWN
    return (
        Parameter(
            id="certificate.heading",
            label=Text("证书标题", "Heading of the certificate"),
            value=paper.title.zh,
            source=origin,
            standing="default",
            sets=("certificate.title.zh",),
            longest=8,
        ),
        Parameter(
            id="certificate.wording",
            label=Text("证书正文", "Wording of the certificate"),
            value=paper.wording,
            source=origin,
            standing="default",
            sets=("certificate.wording",),
            longest=300,
        ),
        Parameter(
            id="certificate.photo",
            label=Text("证书照片", "Photo on the certificate"),
            value="yes" if paper.photo else "no",
            source=origin,
            standing="default",
            sets=("certificate.photo",),
            choices=choices(("no", "不印照片", "none"), ("yes", "印照片", "printed")),
        ),
        *_holders_terms(paper),
    )


def _holders_terms(paper: CertificateText) -> tuple[Parameter, ...]:
    """How much a holder may make of a certificate."""
    rows = (
        ("copies", "持证人同时有效的副本", "Copies a holder has at once", paper.copies, COPIES, 20),
        ("copy_days", "每份副本的有效期", "Days that a copy is good for", paper.copy_days, DAYS, 365),
        ("link_days", "分享链接最长有效期", "Days that a shared link may work", paper.link_days, DAYS, 365),
    )  # fmt: skip
    return tuple(
        number(
            f"certificate.{name}", zh, en, value, source=source.E_CERTIFICATES, unit=unit,
            maximum=most,
        )
        for name, zh, en, value, unit, most in rows
    )  # fmt: skip
