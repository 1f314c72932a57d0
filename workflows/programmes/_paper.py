"""What the office may change of the certificate, for each call."""

from evaluations.rules import CertificateText, Parameter, Text
from workflows.programmes import _sources as source
from workflows.programmes._words import choices


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
    )
