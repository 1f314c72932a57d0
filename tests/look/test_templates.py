"""What the strict content policy and the sprite demand of every template and sheet."""

import re
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


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_a_template_has_no_inline_style_or_script(path: Path) -> None:
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize("bad", ['<p style="x">', "<style>", "<script>1", '<a onclick="x">'])
def test_the_pattern_finds_what_it_forbids(bad: str) -> None:
    assert INLINE.search(bad)


@pytest.mark.parametrize("path", [*TEMPLATES, *SHEETS], ids=shown)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    assert FOREIGN.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_every_icon_is_in_the_sprite(path: Path) -> None:
    assert set(ICON.findall(path.read_text())) - icon_names() == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_every_static_file_of_a_template_exists(path: Path) -> None:
    wanted = re.findall(r"{% static ['\"]([^'\"]+)['\"]", path.read_text())
    assert [name for name in wanted if not finders.find(name)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_every_template_compiles(path: Path) -> None:
    name = path.as_posix().rpartition("/templates/")[2]
    assert get_template(name).template.name == name


@pytest.mark.parametrize("path", [*SHEETS, *MODULES], ids=shown)
def test_no_sheet_and_no_module_outgrows_its_reader(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


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
