import pytest

from certificates import fonts
from tests.certificates.level_three import THREE


def refusal(text: str) -> str:
    with pytest.raises(fonts.Unprintable) as caught:
        fonts.require_printable(text, where="姓名")
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("张\ue864伟", "U+E864"),
        ("张\U000f0001", "U+F0001"),
        ("ئابدۇ", "U+0626"),
        ("བོད", "U+0F56"),
        ("ᠮᠣᠩ", "U+182E"),
        ("王\u200b伟", "U+200B"),
        ("王‑伟", "U+2011"),
        ("王\u0301", "U+0301"),
        ("葛\U000e0100", "U+E0100"),
        ("王\x00", "U+0000"),
        ("王😀", "U+1F600"),
        ("王\U00032000", "U+32000"),
    ],
)
def test_a_character_that_cannot_be_printed_is_named(text: str, point: str) -> None:
    assert point in refusal(text)


def test_every_standard_character_of_names_is_covered() -> None:
    basic = "".join(map(chr, range(0x4E00, 0x9FA6)))
    assert fonts.unprintable(basic) == ""
    assert fonts.unprintable("𬭎𫟹㛃䶮𠅤𰻝·Łukasz Žižek") == ""


def test_level_three_of_gb18030_is_complete() -> None:
    covered = frozenset().union(*(fonts.coverage(face) for face in fonts.PERSONAL))
    assert len(THREE) == 87_875
    assert set(THREE) - covered == set()
    # And none of them is refused on the way there.
    assert fonts.unprintable("".join(map(chr, THREE))) == ""


def test_no_font_of_the_machine_is_visible_but_ours() -> None:
    text = fonts.private_fontconfig().read_text()
    assert text.count("<dir>") == 1
    assert "/usr/share/fonts" not in text
    names = {path.name for path in (fonts.conf.font_cache() / "faces").iterdir()}
    assert names == {face.filename for face in fonts.FACES}
