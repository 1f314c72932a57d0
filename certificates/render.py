"""One narrow door: ``render(award, number, code, verify_url=...) -> bytes``.

Same facts, same bytes, on any day and in any batch: dates come from the award, fonts from the
private configuration, identifiers from the content. A faster renderer may take this place.
"""

import hashlib
import io
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pydyf
from django.utils.translation import gettext as _
from PIL import Image

from certificates import engine, qr
from certificates.designs import Design, art
from certificates.designs.ink import MM
from certificates.facts import Award
from certificates.fonts import Unprintable
from certificates.layout import Sheet, document, page, require_sound

PX = 96 / 25.4
#: WeasyPrint rounds boxes to 1/1024 px; a tenth of a millimetre is not an overflow.
TOLERANCE = 0.1


def render(award: Award, number: str, code: str, *, verify_url: str) -> bytes:
    """The PDF of one certificate: PDF/A-3a and PDF/UA-1.

    Raises :class:`Unprintable` with a sentence when a text cannot be printed truthfully and
    :class:`engine.Blocked` or :class:`engine.Flawed` when the layout engine misbehaves.
    """
    sheet = Sheet(award, number, code, verify_url)
    require_sound(award)
    fitted = _fitted([sheet])
    return _write(fitted, sheet)


def _fitted(sheets: Sequence[Sheet]) -> Any:
    """Lay out with the largest sizes that fit; refuse below the minimum of the design."""
    design = sheets[0].design
    steps = [dict.fromkeys(design.slots, 0) for _sheet in sheets]
    while True:
        laid = _lay_out(design, sheets, steps)
        crowded = False
        for sheet, step, laid_page in zip(sheets, steps, laid.pages, strict=True):
            for slot in _overflowing(design, laid_page):
                step[slot] += 1
                crowded = True
                if step[slot] >= len(design.slots[slot].sizes):
                    raise Unprintable(_too_long(sheet, slot))
        if not crowded:
            return laid


def _too_long(sheet: Sheet, slot: str) -> str:
    where = {"name": _("name"), "issuers": _("issuer")}.get(slot, _("wording"))
    return _(
        "The %(where)s of “%(name)s” does not fit on the certificate even in the smallest type."
        " Shorten the wording of the call, or choose a design with more room."
    ) % {"where": where, "name": sheet.award.holder_name}


def _lay_out(design: Design, sheets: Sequence[Sheet], steps: list[dict[str, int]]) -> Any:
    assets: dict[str, engine.Asset] = {}
    articles = []
    for index, (sheet, step) in enumerate(zip(sheets, steps, strict=True)):
        assets[f"asset:qr-{index}"] = engine.Asset(qr.svg(sheet.verify_url), "image/svg+xml")
        if sheet.award.photo:
            assets[f"asset:photo-{index}"] = engine.Asset(_picture(sheet.award), "image/jpeg")
        sizes = {slot: design.slots[slot].sizes[step[slot]] for slot in design.slots}
        articles.append(page(sheet, sizes=sizes, index=index))
    configuration = engine.font_configuration()
    return engine.lay_out(
        document(articles, title=design.heading),
        styles=[engine.stylesheet(design.css, configuration=configuration)],
        assets=assets,
        configuration=configuration,
        max_pages=len(sheets),
        pdf_variant="pdf/a-3a",
    )


def _picture(award: Award) -> bytes:
    """The stored JPEG, untouched, once it is known to be a whole picture."""
    assert award.photo
    try:
        with Image.open(io.BytesIO(award.photo)) as image:
            image.load()
            sound = image.format == "JPEG" and image.mode in {"RGB", "L"}
    except OSError:
        sound = False
    if not sound:
        raise Unprintable(
            _("The photo of “%s” is damaged or not an RGB JPEG. Ask for a new photo.")
            % award.holder_name
        )
    return award.photo


def _overflowing(design: Design, laid_page: Any) -> list[str]:
    """Slots whose text is taller or wider than their box on this page."""
    full = []
    for box in laid_page._page_box.descendants(placeholders=True):
        slot = box.element.get("data-slot") if box.element is not None else None
        if not slot or not hasattr(box, "children") or slot in full:
            continue
        limit = design.slots[slot]
        lines = [line for line in box.descendants() if type(line).__name__ == "LineBox"]
        widest = max((line.width for line in lines), default=0) / PX
        if box.height / PX > limit.height + TOLERANCE or widest > limit.width + TOLERANCE:
            full.append(slot)
    return full


def _write(laid: Any, sheet: Sheet) -> bytes:
    award = sheet.award
    laid.metadata.title = f"{sheet.design.heading} {sheet.number} {award.holder_name}"
    laid.metadata.authors = list(award.issuers)
    laid.metadata.created = laid.metadata.modified = _midnight(award.issued_on)
    laid.metadata.lang = "zh-Hans"
    return engine.write(laid, finisher=_Finisher(sheet), pdf_variant="pdf/a-3a")


def _midnight(day: date) -> str:
    """Midnight in China as W3C date-time."""
    return f"{day.isoformat()}T00:00:00+08:00"


class _Finisher:
    """Puts the art under the text as one ready-made form and declares PDF/UA."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def __call__(self, _document: Any, pdf: pydyf.PDF) -> None:
        design, award = self.sheet.design, self.sheet.award
        form = Ready(
            art(design, award.issuers, bool(award.photo)),
            {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": pydyf.Array([0, 0, design.width * MM, design.height * MM]),
                "Resources": pydyf.Dictionary(),
            },
        )
        pdf.add_object(form)
        # Page content that is neither tagged nor marked as artifact breaks PDF/UA-1 (7.1-3).
        under = pydyf.Stream([b"/Artifact BMC q /Ground Do Q EMC"])
        pdf.add_object(under)
        for number in pdf.pages["Kids"][::3]:
            leaf = pdf.objects[number]
            leaf["Contents"] = pydyf.Array([under.reference, leaf["Contents"]])
            resources = pdf.objects[int(leaf["Resources"].split()[0])]
            resources["XObject"]["Ground"] = form.reference
        declare_ua(pdf)


class Ready(pydyf.Object):
    """A stream that is already deflated."""

    def __init__(self, deflated: bytes, extra: dict[str, Any]) -> None:
        super().__init__()
        self.deflated = deflated
        self.extra = extra

    @property
    def compressible(self) -> bool:
        return False

    @property
    def data(self) -> bytes:
        extra = pydyf.Dictionary(
            {**self.extra, "Filter": "/FlateDecode", "Length": len(self.deflated)}
        )
        return b"\n".join((extra.data, b"stream", self.deflated, b"endstream"))


_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF>"""


def declare_ua(pdf: pydyf.PDF) -> None:
    """Add PDF/UA-1 and its extension schema inside the one rdf:RDF that validators read."""
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    packet = stream.stream[0]
    stream.stream[0] = re.sub(rb"</rdf:RDF>", _UA, packet)
    # PDF/A wants the metadata readable without unpacking in older parts; it costs 2 KB.
    stream.compress = False


def digest(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()
