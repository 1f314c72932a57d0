"""What is uploaded as a seal comes out as one ink on nothing, or not at all."""

import io
from collections.abc import Callable, Iterator

import pytest
from django.utils import translation
from PIL import Image, PngImagePlugin

from certificates.cleaning import KEPT, cleaned
from certificates.refusals import Unusable
from tests.certificates.seals import RED, seal_png


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def test_one_ink_on_nothing_and_nothing_hidden() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "SECRET")
    image = opened(cleaned(seal_png(side=1600, pnginfo=info)))
    assert (image.mode, image.size, image.info) == ("RGBA", (KEPT, KEPT), {})
    # One colour everywhere: a picture below the transparent parts would be another.
    assert image.convert("RGB").getcolors(2) == [(KEPT * KEPT, RED)]
    corner, centre = image.getpixel((0, 0)), image.getpixel((KEPT // 2, KEPT // 2))
    assert (corner, centre) == ((*RED, 0), (*RED, 255))


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert cleaned(seal_png()) == cleaned(seal_png(compress_level=1))


def test_white_left_inside_the_ring_does_not_turn_red() -> None:
    image = opened(seal_png(side=1000))
    paper = Image.new("RGBA", image.size, (0, 0, 0, 0))
    paper.paste((255, 255, 255, 255), (400, 640, 600, 700))
    paper.alpha_composite(image)
    made = opened(cleaned(saved(paper)))
    assert made.getpixel((500 * made.width // 1000, 670 * made.width // 1000))[3] == 0


def moving() -> bytes:
    return saved(opened(seal_png()), save_all=True, append_images=[Image.new("RGBA", (1000, 1000))])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG"),
        (lambda: saved(Image.new("RGB", (900, 900), "red"), "JPEG"), "PNG"),
        (lambda: b"\x89PNG\r\n\x1a\n" + b"x" * 3_000_000, "2 MB"),
        (lambda: seal_png()[:4000], "damaged"),
        (lambda: seal_png(side=300), "300 × 300"),
        (lambda: saved(Image.new("RGBA", (5000, 500))), "5000 × 500"),
        (lambda: saved(Image.new("RGB", (900, 900), "white")), "not transparent"),
        (lambda: seal_png(ground=(255, 255, 255, 255)), "not transparent"),
        (lambda: saved(Image.new("RGBA", (900, 900))), "hardly any ink"),
        (lambda: seal_png(ink=(20, 20, 20)), "not red"),
        (lambda: seal_png(ink=(30, 60, 200)), "not red"),
        (lambda: saved(opened(seal_png()).resize((1000, 600))), "not round"),
        (moving, "moves"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_picture_that_is_no_seal_is_refused_with_the_reason(
    make: Callable[[], bytes], words: str
) -> None:
    with pytest.raises(Unusable, match=words):
        cleaned(make())


def test_a_small_seal_on_a_large_sheet_is_refused() -> None:
    sheet = Image.new("RGBA", (3000, 3000))
    sheet.paste(opened(seal_png(side=480)).resize((400, 400)), (0, 0))
    with pytest.raises(Unusable, match=r"hardly|400 pixels"):
        cleaned(saved(sheet))
