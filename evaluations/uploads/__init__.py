"""May this file come in? The one gate for everything people upload (threats T21-T28).

A parser decides, never a sniffer: libmagic and its kin call a PDF with a ZIP behind it clean.
Images are decoded and written anew, so nothing of the original file survives but its picture.
PDFs are looked through object by object and kept byte for byte, because rewriting one would
break the electronic seal it may carry. All of this happens in a locked process, each file alone.
"""

import hashlib
from collections.abc import Collection

from django.utils.translation import gettext as _

from evaluations.uploads.files import CleanFile, Kind, UploadRefused, clean_name
from evaluations.uploads.hints import hint
from evaluations.uploads.locked import checked
from evaluations.uploads.paper import PHOTO_SIZE

__all__ = [
    "PHOTO_SIZE",
    "CleanFile",
    "Kind",
    "UploadRefused",
    "accept_upload",
    "check_size",
    "clean_name",
]

_MAX_PAGES = 200


def accept_upload(
    data: bytes,
    *,
    name: str,
    max_bytes: int,
    formats: Collection[str] = ("pdf", "jpeg", "png"),
    max_pages: int = _MAX_PAGES,
    photo: bool = False,
) -> CleanFile:
    """The file as it may be stored and shown, or UploadRefused with a sentence.

    ``data``: the whole upload; the caller has already stopped reading at its own limit.
    ``name``: what the browser called it; only a cleaned copy for display comes back.
    ``max_bytes``, ``formats`` (of "pdf", "jpeg", "png"), ``max_pages``: from the programme.
    ``photo``: an identity photo; comes back as a JPEG of 413 x 579 pixels (PHOTO_SIZE).
    """
    check_size(len(data), max_bytes)
    kind = _kind(data, formats)
    data, pages = checked(data, kind, max_pages=max_pages, photo=photo)
    if photo and kind is not Kind.PDF:
        kind = Kind.JPEG
    return CleanFile(
        name=clean_name(name, kind),
        content_type=kind.content_type,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=pages,
    )


def check_size(size: int, max_bytes: int) -> None:
    """Raises UploadRefused for an empty or oversized file; may be asked before it is read."""
    if size == 0:
        raise UploadRefused(_("This file is empty. Choose it again."), code="empty")
    if size > max_bytes:
        message = _(
            "This file has %(size).1f MB; %(limit).1f MB are allowed. Scan it again at 150 to 200 "
            "dpi, or upload the pages in parts."
        )
        # Rounded up: "10.0 MB; 10.0 MB are allowed" would help nobody.
        shown = -(-size * 10 // 2**20) / 10
        raise UploadRefused(message % {"size": shown, "limit": max_bytes / 2**20}, code="size")


def _kind(data: bytes, formats: Collection[str]) -> Kind:
    kind = Kind.of(data)
    if kind is None:
        raise UploadRefused(hint(data), code="type")
    if kind.value not in formats:
        message = _(
            "Only %(formats)s files are accepted here. Convert the file and upload it again."
        )
        accepted = ", ".join(allowed.name for allowed in Kind if allowed.value in formats)
        raise UploadRefused(message % {"formats": accepted}, code="format")
    return kind
