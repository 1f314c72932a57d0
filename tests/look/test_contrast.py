"""The palette is readable: WCAG 2.2, 1.4.3 (text 4.5:1) and 1.4.11 (edges 3:1), computed."""

import re

import pytest
from django.conf import settings

TOKENS = dict(
    re.findall(
        r"--([a-z0-9-]+): (#[0-9a-f]{6});",
        (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text(),
    )
)
GROUNDS = ("paper", "paper-2", "white")
FAMILIES = {
    "slate": "slate-tint",
    "blue": "blue-tint",
    "gold": "gold-tint",
    "plum": "plum-tint",
    "laurel": "laurel-tint",
    "cinnabar": "cinnabar-tint",
}
TEXT = [(ink, ground) for ink in ("ink", "ink-2", *FAMILIES) for ground in GROUNDS]
TEXT += list(FAMILIES.items())
TEXT += [("white", ground) for ground in (*FAMILIES, "laurel-deep", "cinnabar-deep")]
TEXT += [("ink", tint) for tint in FAMILIES.values()] + [("ink-2", "gold-tint")]
TEXT += [("laurel-deep", "gold-bright"), ("laurel-deep", "laurel-tint")]
EDGES = [(edge, ground) for edge in ("edge", "focus") for ground in GROUNDS]
EDGES += [("gold-bright", "laurel-deep")]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_knows_its_ends() -> None:
    TOKENS["black"] = "#000000"
    assert round(contrast("black", "white"), 6) == 21


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_the_focus_ring_can_be_seen(edge: str, ground: str) -> None:
    assert contrast(edge, ground) >= 3
