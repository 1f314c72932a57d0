"""What comes out of the gate: a clean file with a harmless name, or a sentence."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from evaluations.errors import Refused

_LONGEST_NAME = 100  # characters, ending included


class UploadRefused(Refused):
    """This file may not come in. ``str()`` says what to do; ``code`` is the reason in one word."""

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(sentence)
        self.code = code


class Kind(StrEnum):
    """The only kinds of file there are. The values are those of ``rules.Upload.formats``."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"

    @classmethod
    def of(cls, data: bytes) -> "Kind | None":
        """The kind whose parser is to decide: by the very first bytes, never by the name."""
        for kind, start in _STARTS.items():
            if data.startswith(start):
                return kind
        return None

    @property
    def content_type(self) -> str:
        return "application/pdf" if self is Kind.PDF else f"image/{self.value}"

    @property
    def endings(self) -> tuple[str, ...]:
        """Name endings, the usual one first."""
        return (".jpg", ".jpeg") if self is Kind.JPEG else (f".{self.value}",)


_STARTS = {Kind.PDF: b"%PDF-", Kind.JPEG: b"\xff\xd8\xff", Kind.PNG: b"\x89PNG\r\n\x1a\n"}


@dataclass(frozen=True)
class CleanFile:
    """``name`` for display and download; ``data`` to store; ``sha256`` of ``data`` in hexadecimal."""

    name: str
    content_type: str
    data: bytes
    sha256: str
    pages: int

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)


def clean_name(name: str, kind: Kind) -> str:
    """A display name: NFC, at most 100 characters, no path, no control or direction character.

    It always ends in an ending of ``kind``: "invoice.exe" that is a PDF becomes
    "invoice.exe.pdf". A name with nothing left becomes "file".
    """
    name = re.split(r"[/\\]", name)[-1]
    # Controls, direction marks and half characters go; spaces and line ends of all kinds become
    # one space. Unassigned ones stay: they may be Hanzi newer than this Python.
    name = "".join(sign for sign in name if sign.isspace() or _visible(sign))
    name = unicodedata.normalize("NFC", re.sub(r"\s+", " ", name)).strip()
    stem, ending = _split(name, kind)
    return f"{stem.strip(' .')[: _LONGEST_NAME - len(ending)].strip(' .') or 'file'}{ending}"


def _visible(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}


def _split(name: str, kind: Kind) -> tuple[str, str]:
    for ending in kind.endings:
        if name.lower().endswith(ending):
            return name[: -len(ending)], ending
    if kind is Kind.JPEG and name.lower().endswith(".png"):
        return name[:-4], kind.endings[0]  # a photo that was made into a JPEG
    return name, kind.endings[0]
