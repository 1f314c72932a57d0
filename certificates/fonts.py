"""The fonts of the paper: which files, in which order, and what they can draw.

A private fontconfig shows the layout engine these files and no others, so that every machine
gives the same page and a stray system font never draws a wrong character unnoticed.
"""

import functools
import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz
from django.utils.translation import gettext as _

from certificates import conf


@dataclass(frozen=True)
class Face:
    family: str
    filename: str
    package: str


KAI = Face("LXGW WenKai", "LXGWWenKai-Regular.ttf", "fonts-lxgw-wenkai")
SONG = Face("Noto Serif CJK SC", "NotoSerifCJK-Regular.ttc", "fonts-noto-cjk")
SONG_BOLD = Face("Noto Serif CJK SC", "NotoSerifCJK-Bold.ttc", "fonts-noto-cjk")
RARE_A = Face("HanaMinA", "HanaMinA.ttf", "fonts-hanazono")
RARE_B = Face("HanaMinB", "HanaMinB.ttf", "fonts-hanazono")
FACES = (KAI, SONG, SONG_BOLD, RARE_A, RARE_B)
#: Chain for what varies from person to person. Kai first; Hanazono only for what Kai lacks.
PERSONAL = (KAI, RARE_A, RARE_B)

#: Scripts that need shaping which our Han fonts do not have (Arabic, Tibetan, Mongolian …).
UNSHAPEABLE = (
    (0x0590, 0x08FF),
    (0x0900, 0x109F),
    (0x1780, 0x18AF),
    (0xA840, 0xA87F),
    (0xFB1D, 0xFDFF),
    (0xFE70, 0xFEFE),
)
#: Unassigned (Cn) is left to the fonts: Python's table may be older than the newest ideographs.
REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp"})
#: The non-breaking hyphen costs seconds of layout on Debian (WeasyPrint issue 2811).
REFUSED_CHARACTERS = frozenset("‑\u034f\ufffc\ufffd")


class Unprintable(ValueError):
    """A text that cannot be printed truthfully; ``str()`` is the sentence for the officer."""


class FontsMissing(RuntimeError):
    """A font file that the designs need is not installed."""


@functools.cache
def locate(face: Face) -> Path:
    for folder in conf.font_folders():
        for path in sorted(folder.rglob(face.filename)):
            return path
    raise FontsMissing(
        _("The font file %(file)s is missing. Install it with: apt-get install %(package)s")
        % {"file": face.filename, "package": face.package}
    )


def missing() -> list[Face]:
    absent = []
    for face in FACES:
        try:
            locate(face)
        except FontsMissing:
            absent.append(face)
    return absent


@functools.cache
def private_fontconfig() -> Path:
    """Write the private configuration once and return its path."""
    folder = conf.font_cache()
    faces = folder / "faces"
    faces.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        link = faces / face.filename
        if face not in missing() and not link.exists():
            link.unlink(missing_ok=True)
            link.symlink_to(locate(face))
    file = folder / "fonts.conf"
    text = configuration_text(faces, folder / "cache")
    if not file.exists() or file.read_text() != text:
        temporary = file.with_suffix(f".{os.getpid()}")
        temporary.write_text(text)
        temporary.replace(file)
    return file


def configuration_text(folder: Path, cache: Path) -> str:
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{folder}</dir><cachedir>{cache}</cachedir></fontconfig>"
    )


def opened(face: Face) -> uharfbuzz.Face:
    """The font file, mapped and let go again: kept open, five fonts weigh 160 MB in a worker."""
    path = locate(face)
    with path.open("rb") as file:
        count = _faces_in(file.read(12))
    blob = uharfbuzz.Blob.from_file_path(str(path))
    for index in range(count):
        candidate = uharfbuzz.Face(blob, index)
        family = candidate.get_name(uharfbuzz.OTNameIdPredefined.FONT_FAMILY) or ""
        if family.startswith(face.family):
            return candidate
    raise FontsMissing(face.family)


def _faces_in(head: bytes) -> int:
    """A collection says in its header how many faces it holds."""
    return int.from_bytes(head[8:12], "big") if head[:4] == b"ttcf" else 1


@functools.cache
def coverage(face: Face) -> frozenset[int]:
    return frozenset(opened(face).unicodes)


def unprintable(text: str) -> str:
    """The first character of ``text`` that must not be printed, or ""."""
    return next((char for char in text if not _drawn(char)), "")


@functools.cache
def _drawn(char: str) -> bool:
    """Asked of every character of every list, and the same few thousand come again and again."""
    return not _refused(char) and any(ord(char) in coverage(face) for face in personal())


@functools.cache
def personal() -> tuple[Face, ...]:
    """Those of :data:`PERSONAL` that this machine has, looked for once: every search for one that is
    missing goes through all folders."""
    absent = missing()
    return tuple(face for face in PERSONAL if face not in absent)


def _refused(char: str) -> bool:
    point = ord(char)
    private = 0xE000 <= point <= 0xF8FF or point >= 0xF0000
    unshapeable = any(low <= point <= high for low, high in UNSHAPEABLE)
    variation = 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF
    pictograph = 0x1F000 <= point <= 0x1FAFF
    category = unicodedata.category(char)
    return (
        private
        or unshapeable
        or variation
        or pictograph
        or category in REFUSED_CATEGORIES
        or char in REFUSED_CHARACTERS
    )


def require_printable(text: str, *, where: str) -> None:
    """Raise :class:`Unprintable` naming the character, before anything is issued."""
    char = unprintable(text)
    if not char:
        return
    point = ord(char)
    facts = {"char": char, "point": f"U+{point:04X}", "where": where, "text": text}
    if 0xE000 <= point <= 0xF8FF or point >= 0xF0000:
        raise Unprintable(
            _(
                "“%(text)s” (%(where)s) contains %(point)s, a private-use character that looks"
                " different on every computer. Enter the standard character instead."
            )
            % facts
        )
    if any(low <= point <= high for low, high in UNSHAPEABLE):
        raise Unprintable(
            _(
                "“%(text)s” (%(where)s) contains %(char)s (%(point)s) of a script that our fonts"
                " cannot join correctly. Use the name as it stands on the identity document in"
                " Chinese characters."
            )
            % facts
        )
    raise Unprintable(
        _(
            "The character “%(char)s” (%(point)s) in “%(text)s” (%(where)s) cannot be printed:"
            " no installed font has it. Check the spelling or ask the administrator to add a font."
        )
        % facts
    )
