"""Several programs draw the same file: what only one of them shows right is not right."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageChops

from certificates import proofread

DPI = 100
Draw = Callable[[Path, Path], None]


# Each writes plain points: to pack them takes longer than to draw them.


def _poppler(pdf: Path, ppm: Path) -> None:
    run("pdftoppm", "-r", str(DPI), "-singlefile", str(pdf), str(ppm.with_suffix("")))


def _ghostscript(pdf: Path, ppm: Path) -> None:
    quality = ["-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", "-dSAFER", "-dBATCH", "-dNOPAUSE"]
    run("gs", "-q", *quality, "-sDEVICE=ppmraw", f"-r{DPI}", f"-o{ppm}", str(pdf))


def _mupdf(pdf: Path, ppm: Path) -> None:
    run("mutool", "draw", "-q", "-r", str(DPI), "-o", str(ppm), str(pdf), "1")


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=120)


OTHERS: dict[str, tuple[str, Draw, str]] = {
    "Poppler": ("pdftoppm", _poppler, "poppler-utils"),
    "Ghostscript": ("gs", _ghostscript, "ghostscript"),
    "MuPDF": ("mutool", _mupdf, "mupdf-tools"),
}


def pictures(pdf: bytes, folder: Path) -> dict[str, Image.Image]:
    """The first page in grey by every renderer of this machine; PDFium is always there."""
    source = folder / "page.pdf"
    source.write_bytes(pdf)
    found = {"PDFium": proofread.picture(pdf, dpi=DPI)}
    for name, (program, draw, _package) in OTHERS.items():
        if shutil.which(program):
            target = folder / f"{name}.ppm"
            draw(source, target)
            found[name] = Image.open(io.BytesIO(target.read_bytes())).convert("L")
    return found


def missing() -> list[str]:
    """A sentence for each renderer that this machine lacks."""
    return [
        f"{name} is missing. Run: apt-get install {package}"
        for name, (program, _draw, package) in OTHERS.items()
        if not shutil.which(program)
    ]


def difference(one: Image.Image, other: Image.Image) -> int:
    """The most that two pages differ in one cell of 3 mm, of 255 greys.

    Antialiasing gives some 20; a lost or another glyph more than 40.
    """
    size = (one.width // 12, one.height // 12)
    left, right = (image.resize(size, Image.Resampling.BOX) for image in (one, other))
    return int(ImageChops.difference(left, right).getextrema()[1])
