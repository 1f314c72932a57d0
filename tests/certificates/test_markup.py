"""The short way of reading our pages makes the same file as the layout engine's own way."""

from collections.abc import Callable
from typing import Any

import pytest

from certificates import engine, markup, render
from certificates.designs import DESIGNS
from certificates.layout import Sheet
from tests.certificates.awards import CODE, NUMBER, URL, award, photo


def pages(design: str) -> list[bytes]:
    """One plain, one crowded, and one with a picture where the design has room for it."""
    facts = [award(design=design), award(design=design, holder_name="欧阳" * 12 + "九")]
    facts += [award(design=design, photo=photo())] if DESIGNS[design].photo else []
    return list(render.render_many([Sheet(each, NUMBER, CODE, URL) for each in facts]))


@pytest.mark.parametrize("design", sorted(DESIGNS))
def test_the_file_is_the_one_that_the_engine_s_own_reading_gives(
    design: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = pages(design)
    asked: list[Callable[..., Any]] = []

    def stock(text: str, fetcher: engine.LockedFetcher) -> Any:
        asked.append(engine.whole_html)
        return engine.whole_html(text, fetcher)

    monkeypatch.setattr(markup, "Page", stock)
    assert pages(design) == ours
    assert asked


def test_an_element_without_defaults_is_refused() -> None:
    with pytest.raises(ValueError, match="table"):
        markup.Page("<html><body><table/></body></html>", engine.nothing())
