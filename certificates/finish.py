"""What is added to a page between layout and file: the ground, the signature field, declarations.

Everything goes through WeasyPrint's public ``finisher`` hook, in the first revision of the file,
so that a signature covers it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pydyf

from certificates import grounds, qr
from certificates.designs.ink import MM
from certificates.layout import Sheet

FIELD = "Signature1"


class Final(pydyf.Object):
    """An object in its last form. pydyf asks every object twice, for the file and for its
    identifier, and a stream would be deflated twice."""

    def __init__(self, source: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation = source.number, source.generation
        self.known, self.may_be_packed = source.data, source.compressible

    @property
    def compressible(self) -> bool:
        return self.may_be_packed

    @property
    def data(self) -> bytes:
        return self.known


@dataclass(frozen=True)
class Evidence:
    """DER certificates and revocation lists that let a reader check the signature in twenty years."""

    certificates: tuple[bytes, ...] = ()
    revocations: tuple[bytes, ...] = ()


NO_EVIDENCE = Evidence()


@dataclass(frozen=True)
class Finisher:
    """``sheets``: one per page; ``signable`` adds the empty signature field."""

    sheets: Sequence[Sheet]
    signable: bool = False
    evidence: Evidence = NO_EVIDENCE
    grounded: bool = True
    """False for pre-printed stock: text and square code without the art."""

    def __call__(self, _document: Any, pdf: pydyf.PDF) -> None:
        forms: dict[Any, pydyf.Object] = {}
        for number, sheet in zip(pdf.pages["Kids"][::3], self.sheets, strict=True):
            leaf = pdf.objects[number]
            if not self.grounded:
                _lay_under(pdf, leaf, None, "", sheet)
                continue
            ground = (sheet.design, sheet.award.issuers, bool(sheet.award.photo), sheet.seals)
            if ground not in forms:
                forms[ground] = grounds.add(pdf, *ground)
            _lay_under(pdf, leaf, forms[ground], f"Ground{list(forms).index(ground)}", sheet)
        if _tagged(pdf):
            declare_ua(pdf)
        if self.signable:
            add_signature_field(pdf)
            add_evidence(pdf, self.evidence)
        # Nothing is added after us but the information of the trailer.
        pdf.objects[1:] = [Final(each) for each in pdf.objects[1:]]


def _lay_under(pdf: pydyf.PDF, leaf: Any, form: pydyf.Object, name: str, sheet: Sheet) -> None:
    """Ground and square code, before the text: WeasyPrint leaves its page upside down."""
    left, top, side = sheet.design.qr
    bottom = sheet.design.height - top - side
    code = qr.operators(sheet.qr_text, x=left * MM, y=bottom * MM, side=side * MM)
    mark = len(_marks(pdf, leaf)) if _tagged(pdf) else 0
    # Page content that is neither tagged nor an artifact breaks PDF/UA-1 (7.1-3).
    ground = f"/Artifact BMC q /{name} Do Q EMC\n" if form else ""
    lines = (f"{ground}/Figure <</MCID {mark}>> BDC".encode(), code, b"EMC")
    under = pydyf.Stream(list(lines), compress=True)
    pdf.add_object(under)
    leaf["Contents"] = pydyf.Array([under.reference, leaf["Contents"]])
    if form:
        _object(pdf, leaf["Resources"])["XObject"][name] = form.reference
    box = [round(v * MM, 3) for v in (left, bottom, left + side, bottom + side)]
    if _tagged(pdf):
        _tag_figure(pdf, leaf, mark, f"查验二维码 {sheet.verify_url}", box)


def _tagged(pdf: pydyf.PDF) -> bool:
    """Whether readers are served; a file for the printer only has no tags."""
    return "StructTreeRoot" in pdf.catalog


def _tag_figure(pdf: pydyf.PDF, leaf: Any, mark: int, text: str, box: list[float]) -> None:
    document = _document_tag(pdf)
    figure = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Figure",
            "P": document.reference,
            "Pg": leaf.reference,
            "K": mark,
            "Alt": pydyf.String(text),
            "A": pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array(box)}),
        }
    )
    pdf.add_object(figure)
    document["K"].append(figure.reference)
    _marks(pdf, leaf).append(figure.reference)


def _document_tag(pdf: pydyf.PDF) -> Any:
    return _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["K"][0])


def _parents(pdf: pydyf.PDF) -> Any:
    """The parent tree: key, value, key, value …"""
    return _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]


def _marks(pdf: pydyf.PDF, leaf: Any) -> Any:
    """The tags of this page's marked contents, by mark."""
    parents = _parents(pdf)
    return parents[parents.index(leaf["StructParents"]) + 1]


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def add_signature_field(pdf: pydyf.PDF) -> None:
    """An empty, invisible signature field inside a Form tag.

    A field that the signer adds later is an untagged widget: PDF/UA 7.18.4-1 fails. It has no
    size because the seal is painted in the page: some viewers draw no widgets at all.
    """
    page = pdf.objects[pdf.pages["Kids"][0]]
    parents, document = _parents(pdf), _document_tag(pdf)
    key = len(parents) // 2
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(FIELD),
            "TU": pydyf.String("数字签名"),
            "Rect": pydyf.Array([0, 0, 0, 0]),
            "F": 132,
            "P": page.reference,
            "StructParent": key,
        }
    )
    pdf.add_object(field)
    content = pydyf.Dictionary({"Type": "/OBJR", "Obj": field.reference, "Pg": page.reference})
    tag = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/Form", "P": document.reference, "K": content}
    )
    pdf.add_object(tag)
    document["K"].append(tag.reference)
    parents.extend([key, tag.reference])
    page["Annots"] = pydyf.Array([*page.get("Annots", ()), field.reference])
    pdf.catalog["AcroForm"] = pydyf.Dictionary(
        {"Fields": pydyf.Array([field.reference]), "SigFlags": 3}
    )


def add_evidence(pdf: pydyf.PDF, evidence: Evidence) -> None:
    """The document security store (ISO 32000-2 12.8.4.3), inside the signed revision."""
    store = pydyf.Dictionary({"Type": "/DSS"})
    for key, items in (("Certs", evidence.certificates), ("CRLs", evidence.revocations)):
        streams = [pydyf.Stream([item], compress=True) for item in items]
        for stream in streams:
            pdf.add_object(stream)
        if streams:
            store[key] = pydyf.Array([stream.reference for stream in streams])
    if len(store) > 1:
        pdf.catalog["DSS"] = store


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
    stream = _object(pdf, pdf.catalog["Metadata"])
    stream.stream[0] = re.sub(rb"</rdf:RDF>", _UA, stream.stream[0])
