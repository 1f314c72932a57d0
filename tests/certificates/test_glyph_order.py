"""Each glyph has its number by its character alone, and is drawn as in the font's own file."""

import io

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from certificates import fonts, glyph_order, typeset

#: ´ and − are put together from parts in the face; 赟 and 龘 are rare.
TEXT = "王伟赟龘〇·ÅéÖ12´−"


def small(face: fonts.Face, text: str) -> TTFont:
    return TTFont(io.BytesIO(typeset.personal_font(face, text)))


def outline(font: TTFont, char: str) -> tuple[list[object], int]:
    name = font.getBestCmap()[ord(char)]
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    return pen.value, font["hmtx"][name][0]


def test_glyphs_look_as_in_the_whole_font() -> None:
    whole, ours = TTFont(fonts.locate(fonts.KAI)), small(fonts.KAI, TEXT)
    assert {char: outline(ours, char) for char in TEXT} == {
        char: outline(whole, char) for char in TEXT
    }
    assert not any(glyph.isComposite() for glyph in ours["glyf"].glyphs.values())


def test_the_number_of_a_glyph_does_not_depend_on_its_company() -> None:
    for company in ("", "张三李四", TEXT):
        font = small(fonts.KAI, "王" + company)
        assert (
            font.getGlyphID(font.getBestCmap()[ord("王")])
            == glyph_order.places(fonts.KAI)[ord("王")]
        )


def test_everyday_characters_come_first_and_none_is_left_out() -> None:
    places = glyph_order.places(fonts.KAI)
    assert sorted(places.values()) == list(range(1, len(fonts.coverage(fonts.KAI)) + 1))
    assert max(places[ord(char)] for char in "王伟芳A1·Ö“") < 5000
    assert 5000 < places[ord("琪")] < 9000 < places[ord("赟")]


@pytest.mark.parametrize("face", fonts.PERSONAL, ids=lambda face: face.family)
def test_a_font_names_each_glyph_in_two_bytes(face: fonts.Face) -> None:
    assert max(glyph_order.places(face).values()) <= 0xFFFF
