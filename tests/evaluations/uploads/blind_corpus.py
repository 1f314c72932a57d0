"""Files with a telling name in one place each, where programs leave names (reliability T05)."""

import io
import struct
import zlib

import pikepdf
from PIL import Image, PngImagePlugin

from tests.evaluations.uploads import samples

CANARY = "canary-zhanglin"
HANZI = "张林金丝雀"
EXIF = {
    "artist": 0x013B,
    "copyright": 0x8298,
    "description": 0x010E,
    "host": 0x013C,
    "time": 0x0132,
}


def picture() -> Image.Image:
    return Image.new("RGB", (80, 60), "white")


def saved(form: str, **more) -> bytes:
    file = io.BytesIO()
    picture().save(file, form, **more)
    return file.getvalue()


def exif(tag: int) -> bytes:
    data = Image.Exif()
    data[tag] = CANARY
    return saved("JPEG", exif=data)


def exif_of(group: int, tag: int, value) -> bytes:
    data = Image.Exif()
    data.get_ifd(group)[tag] = value
    return saved("JPEG", exif=data)


def with_segment(marker: int, body: bytes) -> bytes:
    whole = saved("JPEG")
    return whole[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + whole[2:]


def png_text(kind: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    if kind == "itxt":
        info.add_itxt("Author", HANZI, zip=False)
    else:
        info.add_text("Author", CANARY, zip=kind == "ztxt")
    return saved("PNG", pnginfo=info)


def thumbnail() -> bytes:
    """An EXIF thumbnail that shows more than the cropped picture around it."""
    small = saved("JPEG", comment=CANARY.encode())
    return with_segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0" + small)


PICTURES = {
    **{f"EXIF {name}": exif(tag) for name, tag in EXIF.items()},
    "EXIF user comment": exif_of(0x8769, 0x9286, b"ASCII\0\0\0" + CANARY.encode()),
    "EXIF place": exif_of(0x8825, 0x001C, CANARY.encode()),
    "EXIF thumbnail": thumbnail(),
    "JPEG comment": saved("JPEG", comment=CANARY.encode()),
    "JPEG XMP": with_segment(
        0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + CANARY.encode() + b"</x:xmpmeta>"
    ),
    "JPEG IPTC": with_segment(0xED, b"Photoshop 3.0\0" + CANARY.encode()),
    "behind the JPEG": saved("JPEG") + CANARY.encode(),
    "colour profile": saved("JPEG", icc_profile=CANARY.encode() * 20),
    "PNG tEXt": png_text("text"),
    "PNG zTXt": png_text("ztxt"),
    "PNG iTXt": png_text("itxt"),
    "PNG own chunk": samples.png_with(samples.chunk(b"prVt", CANARY.encode())),
    "behind the PNG": saved("PNG") + CANARY.encode(),
}

_XMP = b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream"


def stream(words: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(words), words)


def hidden(**more) -> bytes:
    return samples.pdf(**more)


def note(entries: bytes) -> bytes:
    return b"/Annots [<< /Type /Annot /Subtype /Text /Rect [9 9 30 30] /F 2 %s >>]" % entries


def updated() -> bytes:
    """The name stood in an earlier edition, which a later one has only hidden."""
    first = hidden(extra={10: stream(CANARY.encode())})
    second = first.rindex(b"startxref")
    offset = int(first[second + 10 :].split()[0])
    body = b"10 0 obj\n%s\nendobj\n" % stream(b"nothing")
    start = len(first) + len(body)
    table = b"xref\n10 1\n%010d 00000 n \n" % len(first)
    return first + body + table + b"trailer\n<< /Size 11 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (offset, start)  # fmt: skip


def informed(value: str) -> bytes:
    with pikepdf.open(io.BytesIO(samples.pdf())) as pdf:
        pdf.docinfo["/Author"] = value
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()


C = CANARY.encode()
U16 = b"<FEFF" + HANZI.encode("utf-16-be").hex().encode() + b">"
PDFS = {
    "Info author": informed(CANARY),
    "Info author in Hanzi": informed(HANZI),
    "XMP": hidden(catalogue=b"/Metadata 10 0 R", extra={10: _XMP % (len(C), C)}),
    "XMP of a page": hidden(page=b"/Metadata 10 0 R", extra={10: _XMP % (len(C), C)}),
    "PieceInfo": hidden(catalogue=b"/PieceInfo << /Word << /Private (%s) >> >>" % C),
    "note's writer": hidden(page=note(b"/T (%s)" % C)),
    "note's words": hidden(page=note(b"/Contents %s" % U16)),
    "note's name": hidden(page=note(b"/NM (%s)" % C)),
    "attached file": hidden(
        catalogue=b"/Names << /EmbeddedFiles << /Names [(%s) 11 0 R] >> >>" % C,
        extra={
            10: stream(C, b"/Type /EmbeddedFile"),
            11: b"<< /Type /Filespec /F (%s.txt) /EF << /F 10 0 R >> >>" % C,
        },
    ),
    "field's name": hidden(
        catalogue=b"/AcroForm << /Fields [10 0 R] >>",
        extra={10: b"<< /FT /Tx /T (%s) /Rect [0 0 0 0] >>" % C},
    ),
    "bookmark": hidden(
        catalogue=b"/Outlines 10 0 R",
        extra={
            10: b"<< /First 11 0 R /Last 11 0 R /Count 1 >>",
            11: b"<< /Title %s /Parent 10 0 R /Dest [3 0 R /Fit] >>" % U16,
        },
    ),
    "script's name": hidden(
        catalogue=b"/Names << /JavaScript << /Names [(%s) << /S /JavaScript /JS (1) >>] >> >>" % C
    ),
    "link": hidden(page=b"/Annots %s" % samples.annotation(b"/S /URI /URI (https://%s)" % C)),
    "named destination": hidden(catalogue=b"/Dests << /%s [3 0 R /Fit] >>" % C),
    "page label": hidden(catalogue=b"/PageLabels << /Nums [0 << /P (%s) >>] >>" % C),
    "layer's name": hidden(
        catalogue=b"/OCProperties << /OCGs [10 0 R] /D << /Order [10 0 R] >> >>",
        extra={10: b"<< /Type /OCG /Name (%s) >>" % C},
    ),
    "alternate text": hidden(catalogue=b"/StructTreeRoot << /K << /S /Figure /Alt (%s) >> >>" % C),
    "thumbnail": hidden(
        page=b"/Thumb 10 0 R",
        extra={
            10: stream(
                C + b"\0" * (300 - len(C)),
                b"/Width 10 /Height 10 /ColorSpace /DeviceRGB /BitsPerComponent 8",
            )
        },
    ),
    "comment in the file": samples.pdf().replace(b"%PDF-1.7\n", b"%PDF-1.7\n%" + C + b"\n", 1),
    "unused object": hidden(extra={10: stream(C)}),
    "packed object": hidden(extra={10: stream(zlib.compress(C), b"/Filter /FlateDecode")}),
    "earlier edition": updated(),
    "language": hidden(catalogue=b"/Lang (%s)" % C),
}

CORPUS = {**PICTURES, **PDFS}
