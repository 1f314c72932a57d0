from pathlib import Path

from PIL import ImageDraw

from certificates import proofread
from certificates.render import render
from tests.certificates import renderers
from tests.certificates.awards import CODE, NUMBER, URL, award
from tests.certificates.level_three import THREE

RARE = "𬭎𫟹㛃䶮𠅤𰻝"
#: Every 2,000th ideograph of GB 18030-2022 level 3, over all its blocks.
SAMPLE = "".join(chr(point) for point in THREE[::2000])
SAME = 40


def test_at_least_three_renderers_agree_on_the_rare_characters(tmp_path: Path) -> None:
    facts = award(holder_name=RARE, field="龘靐齉爩" + SAMPLE)
    drawn = renderers.pictures(render(facts, NUMBER, CODE, verify_url=URL), tmp_path)
    assert len(drawn) >= 3, " ".join(renderers.missing())
    first = drawn.pop("PDFium")
    apart = {name: renderers.difference(first, image) for name, image in drawn.items()}
    assert max(apart.values()) < SAME, apart


def test_a_lost_glyph_would_be_noticed() -> None:
    pdf = render(award(holder_name=RARE), NUMBER, CODE, verify_url=URL)
    page = proofread.picture(pdf, dpi=renderers.DPI)
    spoiled = page.copy()
    # The second character of the name, at 100 dpi.
    ImageDraw.Draw(spoiled).rectangle((225, 322, 268, 366), fill=250)
    assert renderers.difference(page, spoiled) > SAME
