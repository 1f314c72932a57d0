"""What the strict content policy and the sprite demand of every template and sheet."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from .files import MODULES, SHEETS, TEMPLATES, icon_names, shown

INLINE = re.compile(
    r"<style|\sstyle\s*=|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)
FOREIGN = re.compile(
    r"(?:src|href|action)=[\"'](?:https?:)?//|url\([\"']?(?:https?:)?//", re.IGNORECASE
)
ICON = re.compile(r"{% icon \"([^\"]+)\"")
STATIC = re.compile(r"{% static ['\"]([^'\"]+)['\"]")


def wrong(paths: list[Path], found: Callable[[str], Iterable[str]]) -> dict[str, list[str]]:
    """What is found in the text of each file where nothing should be."""
    told = {shown(path): list(found(path.read_text())) for path in paths}
    return {where: what for where, what in told.items() if what}


def test_a_template_has_no_inline_style_or_script() -> None:
    assert wrong(TEMPLATES, INLINE.findall) == {}


@pytest.mark.parametrize("bad", ['<p style="x">', "<style>", "<script>1", '<a onclick="x">'])
def test_the_pattern_finds_what_it_forbids(bad: str) -> None:
    assert INLINE.search(bad)


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert wrong([*TEMPLATES, *SHEETS], FOREIGN.findall) == {}


def test_every_icon_is_in_the_sprite() -> None:
    known = icon_names()
    assert wrong(TEMPLATES, lambda text: set(ICON.findall(text)) - known) == {}


def test_every_static_file_of_a_template_exists() -> None:
    there = cache(finders.find)
    missing = wrong(
        TEMPLATES, lambda text: [name for name in STATIC.findall(text) if not there(name)]
    )
    assert missing == {}


def test_every_template_compiles() -> None:
    names = [path.as_posix().rpartition("/templates/")[2] for path in TEMPLATES]
    assert [get_template(name).template.name for name in names] == names


def test_no_sheet_and_no_module_outgrows_its_reader() -> None:
    lines = {shown(path): len(path.read_text().splitlines()) for path in [*SHEETS, *MODULES]}
    assert {where: count for where, count in lines.items() if count > 300} == {}


def test_every_class_of_a_part_has_a_rule() -> None:
    """A misspelt class is silent in a browser: it must be loud here."""
    rules = set(re.findall(r"\.([a-z][a-z0-9-]*)", "".join(path.read_text() for path in SHEETS)))
    parts = [path for path in TEMPLATES if "/parts/" in path.as_posix() or "base" in path.name]
    used = {
        name: shown(path)
        for path in parts
        for value in re.findall(r'class="([^"{]+)"', path.read_text())
        for name in value.split()
    }
    assert {name: where for name, where in used.items() if name not in rules} == {}
