"""Our own pages, read and styled the short way.

WeasyPrint reads any page of the web: a parser in Python, and a sheet of the reader's defaults whose
rules for lists, forms and notes it tries on every element. Our layouts are well-formed and use eleven
elements; their defaults fit into a few lines. The file that comes of it is the same byte for byte.
"""

from functools import cache
from xml.etree import ElementTree

import cssselect2
import weasyprint

from certificates import engine

# What the standard's sheet says of the elements that a layout may use.
_DEFAULTS = """
head, title { display: none }
html, body, article, div, h1, p { display: block }
p { margin-top: 1em; margin-bottom: 1em }
body { margin: 8px }
h1 { margin-top: .67em; margin-bottom: .67em; font-size: 2em; font-weight: bold;
  bookmark-level: 1; bookmark-label: content(text);
  hyphens: manual; break-after: avoid; break-inside: avoid }
b { font-weight: bold }
img { overflow: hidden }
@page { margin: 75px }
"""
ELEMENTS = frozenset(
    ("html", "head", "title", "body", "article", "div", "h1", "p", "b", "span", "img")
)


@cache
def _defaults() -> weasyprint.CSS:
    return weasyprint.CSS(string=_DEFAULTS, url_fetcher=engine.nothing())


class Page(weasyprint.HTML):
    """What the layout engine asks of a document, from well-formed markup of our own."""

    def __init__(self, text: str, fetcher: engine.LockedFetcher) -> None:
        root = ElementTree.fromstring(text)  # noqa: S314  (ours: every text in it is escaped)
        if foreign := {element.tag for element in root.iter()} - ELEMENTS:
            raise ValueError(f"a layout uses {sorted(foreign)}, for which there are no defaults")
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
        return [_defaults()]
