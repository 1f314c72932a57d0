import ctypes
import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from PIL import Image

from certificates import qr
from certificates.designs import DESIGNS
from certificates.fonts import Unprintable
from certificates.layout import Sheet
from certificates.render import render, render_many
from tests.certificates.awards import CODE, NUMBER, URL, award, photo

RARE = "𬭎𫟹㛃䶮𠅤𰻝"


def pages(pdf: bytes, folder: Path, *, dpi: int = 100) -> list[Image.Image]:
    """In grey, hard-edged and not packed: soft edges of the art take as long as all the rest."""
    source = folder / "page.pdf"
    source.write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-gray", "-aaVector", "no", source, folder / "page"],
        check=True,
        timeout=60,
    )
    found = []
    for drawn in sorted(folder.glob("page-*.pgm")):
        with Image.open(drawn) as image:
            image.load()
            found.append(image.copy())
    return found


def text_of(pdf: bytes, folder: Path) -> str:
    source = folder / "text.pdf"
    source.write_bytes(pdf)
    command = ["pdftotext", "-raw", str(source), "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()


def printed(**changes: object) -> bytes:
    return render(award(**changes), NUMBER, CODE, verify_url=URL)


def test_everything_decided_stands_on_the_page(tmp_path: Path) -> None:
    text = text_of(printed(), tmp_path).replace("\n", "").replace(" ", "")
    for expected in (
        "荣誉证书",
        "田泽赟",
        "“星湖市技术能手”称号",
        "数控车工",
        "星人社字〔2026〕12号",
        "星湖市人力资源和社会保障局二〇二六年三月二十二日",
        NUMBER,
        "UVWXYZ",
        "laurel.example/verify/",
    ):
        assert expected in text
    assert CODE not in text


def faces(pdf: bytes) -> dict[str, str]:
    """Character -> the font it is drawn in, at its first place on the page."""
    page = pdfium.PdfDocument(pdf)[0].get_textpage()
    name, found = ctypes.create_string_buffer(100), {}
    for index in range(page.count_chars()):
        pdfium_c.FPDFText_GetFontInfo(page, index, name, 100, None)
        found.setdefault(page.get_text_range(index, 1), name.value.decode())
    return found


@pytest.mark.parametrize("design", sorted(DESIGNS))
def test_the_heading_is_the_award_s_own_and_in_the_face_of_headings(design: str) -> None:
    pdf = printed(design=design, heading="专项嘉许状", heading_en="Special Praise")
    drawn = faces(pdf)
    assert {drawn[c] for c in "专项嘉许状"} == {drawn["专"]}
    assert "Bold" in drawn["专"]
    assert "SPECIALPRAISE" in pdfium.PdfDocument(pdf)[0].get_textpage().get_text_range().replace(
        " ", ""
    )


@pytest.mark.parametrize("picture", [None, photo()], ids=["plain", "photo"])
def test_the_code_on_the_rendered_page_opens_the_address(
    picture: bytes | None, tmp_path: Path
) -> None:
    (image,) = pages(printed(photo=picture), tmp_path)
    assert qr.read(image) == [URL]


def test_same_facts_same_bytes() -> None:
    assert printed(photo=photo()) == printed(photo=photo())


def test_same_bytes_alone_and_in_any_company() -> None:
    """The fonts of a batch are made for its texts; none of it may be seen in a file."""
    names = ("王伟", RARE, "Łukasz Åberg", "李娜")
    sheets = [Sheet(award(holder_name=name), NUMBER, CODE, URL) for name in names]
    alone = [next(render_many([sheet])) for sheet in sheets]
    assert list(render_many(sheets)) == alone
    assert list(render_many(sheets[::-1])) == alone[::-1]


def test_same_bytes_in_another_process_with_another_hash_seed() -> None:
    script = (
        "from django.apps import apps; apps.populate(())\n"
        "import hashlib\n"
        "from certificates.render import render\n"
        "from tests.certificates.awards import CODE, NUMBER, URL, award\n"
        "print(hashlib.sha256(render(award(), NUMBER, CODE, verify_url=URL)).hexdigest())"
    )
    # This process has a seed by lot, and the time of China.
    digests = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script],
            check=True,
            capture_output=True,
            timeout=60,
            text=True,
            env={
                "PYTHONHASHSEED": "1",
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "PATH": "/usr/bin:/bin",
                "TZ": "America/New_York",
            },
        ).stdout.split()[-1],
        hashlib.sha256(printed()).hexdigest(),
    }
    assert len(digests) == 1


def test_rare_characters_are_drawn_not_boxed(tmp_path: Path) -> None:
    assert RARE in text_of(printed(holder_name=RARE), tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "王伟",
        "阿卜杜热合曼·麦麦提依明",
        "古丽巴哈尔·阿卜杜克热木·吐尔逊买买提江",
        "Alexandra-Marie Wolfeschlegelstein",
        "欧阳" * 12 + "九",
    ],
)
def test_names_from_two_to_twenty_five_characters_fit_on_one_page(
    name: str, tmp_path: Path
) -> None:
    pdf = printed(holder_name=name, photo=photo())
    assert len(pikepdf.open(io.BytesIO(pdf)).pages) == 1
    assert name in text_of(pdf, tmp_path).replace("\n", "")


def test_a_text_that_cannot_shrink_further_is_refused() -> None:
    with pytest.raises(Unprintable) as refusal:
        printed(wording="很长的文字" * 200)
    assert "田泽赟" in str(refusal.value)


def test_joint_issuers_are_stacked_main_first(tmp_path: Path) -> None:
    issuers = ("中共星湖市委人才工作领导小组", "星湖市人力资源和社会保障局", "星湖市总工会")
    text = text_of(printed(issuers=issuers), tmp_path)
    assert "\n".join(issuers) in text


def test_only_embedded_fonts_and_no_doors_out() -> None:
    pdf = pikepdf.open(io.BytesIO(printed()))
    for obj in pdf.objects:
        if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/FontDescriptor":
            assert {"/FontFile2", "/FontFile3"} & set(obj.keys())
    raw = b"".join(obj.unparse() for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary))
    for door in (b"/JavaScript", b"/Launch", b"/URI", b"/OpenAction", b"/AA"):
        assert door not in raw


def test_half_a_photo_is_refused() -> None:
    with pytest.raises(Unprintable) as refusal:
        printed(photo=photo()[:2000])
    assert "田泽赟" in str(refusal.value)


def test_a_photo_that_is_not_rgb_jpeg_is_refused() -> None:
    out = io.BytesIO()
    Image.new("CMYK", (20, 30)).save(out, "JPEG")
    with pytest.raises(Unprintable):
        printed(photo=out.getvalue())
