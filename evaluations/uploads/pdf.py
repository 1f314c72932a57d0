"""PDFs: every object looked at, everything that acts, calls out or hides another file refused."""

import io
import re
import zipfile
import zlib

import pikepdf
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from evaluations.uploads.files import UploadRefused

_WHITESPACE = b"\0\t\n\f\r "  # ISO 32000-1, 7.2.2
_MAX_OBJECTS = 200_000
_MAX_UNPACKED = 64 * 2**20  # bytes of all object streams together (T23)

# qpdf's own guards, process-wide by its design: one packed stream of a hostile file may not
# unpack to more than this, and no list may be longer. Far above anything in an honest file.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=_MAX_UNPACKED,
    run_length_max_memory=_MAX_UNPACKED,
    png_max_memory=_MAX_UNPACKED,
    tiff_max_memory=_MAX_UNPACKED,
    parser_max_container_size=1_000_000,
)

_SCRIPT = gettext_lazy("a script")
_ACTION = gettext_lazy("an action that starts by itself")
_ATTACHED = gettext_lazy("attached files")
_FORM = gettext_lazy("a dynamic form (XFA) or a form that sends data")
_MEDIA = gettext_lazy("sound, video or 3D content")
_ELSEWHERE = gettext_lazy("a reference to another file or program")

# Names are compared after parsing, so /J#61vaScript is /JavaScript here.
_FORBIDDEN_KEYS: dict[str, Promise] = {
    "/JavaScript": _SCRIPT,
    "/JS": _SCRIPT,
    "/AA": _ACTION,
    "/XFA": _FORM,
    "/EmbeddedFiles": _ATTACHED,
    "/EF": _ATTACHED,
    "/Collection": _ATTACHED,
    "/RichMediaContent": _MEDIA,
    "/RichMediaSettings": _MEDIA,
    "/3DD": _MEDIA,
}
_FORBIDDEN_ACTIONS: dict[str, Promise] = {
    "/JavaScript": _SCRIPT,
    "/Launch": _ELSEWHERE,
    "/GoToR": _ELSEWHERE,
    "/GoToE": _ELSEWHERE,
    "/Thread": _ELSEWHERE,
    "/SubmitForm": _FORM,
    "/ImportData": _FORM,
    "/Rendition": _MEDIA,
    "/Movie": _MEDIA,
    "/Sound": _MEDIA,
    "/RichMediaExecute": _MEDIA,
    "/GoTo3DView": _MEDIA,
}
_FORBIDDEN_TYPES: dict[str, Promise] = {
    "/EmbeddedFile": _ATTACHED,
    "/FileAttachment": _ATTACHED,
    "/RichMedia": _MEDIA,
    "/Screen": _MEDIA,
    "/Movie": _MEDIA,
    "/Sound": _MEDIA,
    "/3D": _MEDIA,
}
_HARMLESS_LINK = re.compile(rb"(?:https?:|mailto:|tel:|[^:/?#]*(?:[/?#]|$))", re.IGNORECASE)


def count_pages(data: bytes, max_pages: int) -> int:
    """How many pages the PDF has. Raises UploadRefused for anything but a plain paper document."""
    _check_ends(data)
    try:
        # No recovery: what two parsers mend differently, two people see differently.
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise _locked()
            _check_packing(pdf)
            _check_objects(pdf)
            pages = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise _locked() from error
    except (pikepdf.PikepdfError, RuntimeError, ValueError, TypeError, OverflowError) as error:
        raise _damaged() from error
    if pages == 0:
        raise UploadRefused(_("This PDF has no page. Choose another file."), code="no_page")
    if pages > max_pages:
        message = _(
            "This PDF has too many pages: %(found)d; the limit is %(limit)d. Upload only what is asked for."
        )
        raise UploadRefused(message % {"found": pages, "limit": max_pages}, code="pages")
    return pages


def _check_ends(data: bytes) -> None:
    if b"%%EOF" not in data[-2048:] and b"%%EOF" not in data:
        raise _damaged()
    # A ZIP is read from its end: one hidden inside is found however much paper is around it.
    if not data.rstrip(_WHITESPACE).endswith(b"%%EOF") or zipfile.is_zipfile(io.BytesIO(data)):
        message = _(
            "Something else is hidden in or behind this PDF. Open it, print it to a new PDF, and "
            "upload that."
        )
        raise UploadRefused(message, code="appended")


def _check_packing(pdf: Pdf) -> None:
    """Unpack the object streams against one budget, before qpdf unpacks them for us."""
    table = pdf.get_xref_table()
    if len(table) > _MAX_OBJECTS:
        raise _overfull()
    numbers = (entry.obj_stream_number for entry in table.values() if entry.type == 2)
    packed = {number for number in numbers if number is not None}
    budget = _MAX_UNPACKED
    for number in packed:
        stream = pdf.get_object(number, 0)
        if not isinstance(stream, Stream) or _filters(stream) not in ([], ["/FlateDecode"]):
            raise _damaged()
        raw = stream.read_raw_bytes()
        budget -= len(raw) if not _filters(stream) else _unpacked(raw, budget)
        if budget <= 0:
            raise _overfull()


def _filters(stream: Stream) -> list[str]:
    found = stream.get(Name.Filter)
    if found is None:
        return []
    return [str(name) for name in found] if isinstance(found, Array) else [str(found)]


def _unpacked(raw: bytes, budget: int) -> int:
    try:
        return len(zlib.decompressobj().decompress(raw, budget))
    except zlib.error:
        return len(raw)  # qpdf will name the damage


def _check_objects(pdf: Pdf) -> None:
    for indirect in pdf.objects:
        waiting = [indirect]
        while waiting:
            found = waiting.pop()
            if isinstance(found, Dictionary | Stream):
                _check_dictionary(found)
                children = [value for _key, value in found.items()]
            elif isinstance(found, Array):
                children = list(found)
            else:
                continue
            # Indirect children have their own turn.
            waiting += [c for c in children if isinstance(c, Object) and not c.is_indirect]


def _check_dictionary(found: Dictionary | Stream) -> None:
    keys = found.keys()
    for key in keys & _FORBIDDEN_KEYS.keys():
        raise _active(_FORBIDDEN_KEYS[key])
    for key, table in (
        ("/S", _FORBIDDEN_ACTIONS),
        ("/Type", _FORBIDDEN_TYPES),
        ("/Subtype", _FORBIDDEN_TYPES),
    ):
        if key in keys and (what := table.get(str(found[key]))):
            raise _active(what)
    if "/OpenAction" in keys and not _only_turns_to_a_page(found["/OpenAction"]):
        raise _active(_ACTION)
    if "/URI" in keys and not _is_harmless_link(found["/URI"]):
        raise _active(_ELSEWHERE)
    # /F on a stream: its content lies in another file. /Ref on a form: so does its picture.
    if isinstance(found, Stream) and ("/F" in keys or ("/Ref" in keys and "/BBox" in keys)):
        raise _active(_ELSEWHERE)


def _only_turns_to_a_page(action: object) -> bool:
    """LibreOffice, WPS and LaTeX write an opening page into every file; that is no act.

    What may follow it (/Next) is looked at like every other dictionary.
    """
    if isinstance(action, Dictionary):
        return action.get(Name.S) == Name.GoTo
    return isinstance(action, Array | Name | pikepdf.String)


def _is_harmless_link(uri: object) -> bool:
    # The catalogue's /URI is a dictionary with a base address; only links carry text.
    return not isinstance(uri, pikepdf.String) or bool(_HARMLESS_LINK.match(bytes(uri).strip()))


def _active(what: Promise) -> UploadRefused:
    message = _(
        "This PDF contains %(what)s, which is not accepted. Open it, print it to a new PDF, and "
        "upload that."
    )
    return UploadRefused(message % {"what": what}, code="active")


def _locked() -> UploadRefused:
    message = _("This PDF is protected by a password or restrictions. Save it without them.")
    return UploadRefused(message, code="locked")


def _overfull() -> UploadRefused:
    message = _("This PDF is packed far too full to be checked. Print it to a new PDF.")
    return UploadRefused(message, code="overfull")


def _damaged() -> UploadRefused:
    message = _(
        "This PDF is damaged or incomplete. Open it, print it to a new PDF, and upload that."
    )
    return UploadRefused(message, code="damaged")
