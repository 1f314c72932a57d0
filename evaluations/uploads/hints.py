"""What is it, when it is not a PDF, JPEG or PNG? Only for the wording of a refusal."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_OFFICE = _(
    "Word, Excel, OFD and compressed files are not accepted. Open the document, save or print it "
    "as PDF, and upload the PDF."
)
_IMAGE = _("This kind of picture is not accepted. Save it as JPEG or PNG and upload that.")
_HEIC = _(
    "This is an iPhone photo (HEIC) or a video. Save the photo as JPEG, or set the camera to "
    "“Most Compatible”, and upload it again."
)
_MARKUP = _("Web pages, SVG and other text files are not accepted. Print the page to PDF.")
_PROGRAM = _("This is a program, not a document. Upload a PDF, JPEG or PNG.")
_SHIFTED = _(
    "There is something before the beginning of this PDF. Open it, print it to a new PDF, and "
    "upload that."
)
_OTHER = _(
    "This file is not a PDF, JPEG or PNG, whatever its name says. Open it, save it in one of "
    "these formats, and upload it again."
)

_STARTS: tuple[tuple[bytes, Promise], ...] = (
    (b"PK", _OFFICE),
    (b"\xd0\xcf\x11\xe0", _OFFICE),  # Office 97 to 2003
    (b"{\\rtf", _OFFICE),
    (b"Rar!", _OFFICE),
    (b"7z\xbc\xaf", _OFFICE),
    (b"\x1f\x8b", _OFFICE),
    (b"GIF8", _IMAGE),
    (b"BM", _IMAGE),
    (b"RIFF", _IMAGE),  # WebP
    (b"II*\0", _IMAGE),
    (b"MM\0*", _IMAGE),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"#!", _PROGRAM),
)


def hint(data: bytes) -> str:
    """A sentence for a file of a kind that is not accepted. A guess, and used as nothing else."""
    for start, sentence in _STARTS:
        if data.startswith(start):
            return str(sentence)
    if data[4:8] == b"ftyp":
        return str(_HEIC)
    if b"%PDF-" in data[:1024]:
        return str(_SHIFTED)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return str(_MARKUP)
    return str(_OTHER)
