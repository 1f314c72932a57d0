"""Templates obey the strict content security policy and name only files that exist."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Template, TemplateSyntaxError
from django.template.loader import get_template

from tests.contracts.source import ROOT, name, templates

# Paper is not a page: WeasyPrint's templates carry their own rules and no browser reads them.
PAPER = ("certificates/designs/",)
FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "an inline style sheet": re.compile(r"<style[\s>]", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an event handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "a script address": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.I),
    "a foreign host": re.compile(
        r"<(?:script|link|img|iframe|source|video|audio|form)\b[^>]*"
        r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//",
        re.I,
    ),
}
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}", re.S)
# JSON islands of {{ value|json_script:"id" }} are data and come from Django itself.
STATIC = re.compile(r"\{%\s*static\s+([\"'])(?P<path>[^\"']+)\1")


def pages() -> list[Path]:
    return [path for path in templates() if not name(path).startswith(PAPER)]


def text(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def offences(source: str) -> list[str]:
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(source)]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("<script>alert(1)</script>", "an inline script"),
        ('<script type="module">x</script>', "an inline script"),
        ("<style>p{}</style>", "an inline style sheet"),
        ('<p class="a" style="color:red">', "a style attribute"),
        ("<button\n onclick='go()'>", "an event handler"),
        ('<a href=" javascript:go()">', "a script address"),
        ('<script src="//cdn.example/x.js">', "a foreign host"),
        ('<link rel="stylesheet" href="https://cdn.example/x.css">', "a foreign host"),
    ],
)
def test_finds_an_offence(source: str, what: str) -> None:
    assert offences(source) == [what]


def test_lets_a_clean_page_pass() -> None:
    clean = (
        '<script src="{% static "js/app.js" %}" defer></script><a href="https://x.example">on=</a>'
    )
    assert offences(clean) == []


def test_no_template_needs_an_exception_from_the_policy() -> None:
    found = [f"{name(path)}: {what}" for path in pages() for what in offences(text(path))]
    assert found == []


def test_every_static_file_that_a_template_names_exists() -> None:
    named = {
        (name(path), match["path"]) for path in templates() for match in STATIC.finditer(text(path))
    }
    missing = sorted(f"{page}: {path}" for page, path in named if finders.find(path) is None)
    assert missing == []


def test_every_template_compiles() -> None:
    broken = []
    for path in pages():
        try:
            Template(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            broken.append(f"{name(path)}: {error}")
    assert broken == []


def test_every_included_template_exists() -> None:
    named = re.compile(r"\{%\s*(?:include|extends)\s+([\"'])(?P<path>[^\"']+)\1")
    found = {match["path"] for path in pages() for match in named.finditer(text(path))}
    for path in sorted(found):
        assert get_template(path).template.name == path


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_every_refusal_has_its_page(status: int) -> None:
    assert (ROOT / "templates" / f"{status}.html").exists()
