import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from certificates import engine
from certificates.assets import Asset
from certificates.engine import LockedFetcher
from certificates.refusals import Blocked, Flawed

SECRET = "CANARY-7f3a"


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that writes down who calls."""
    calls: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", calls
    server.shutdown()
    server.server_close()
    thread.join()


VECTORS = {
    "link-attachment": '<link rel=attachment href="{file}">',
    "anchor-attachment": '<a rel=attachment href="{file}">x</a>',
    "stylesheet": '<link rel=stylesheet href="{http}/a.css">',
    "style-import": "<style>@import url({http}/b.css);</style>",
    "font-face": "<style>@font-face{{font-family:x;src:url({http}/c.ttf)}} p{{font-family:x}}</style><p>x",
    "img": '<img src="{http}/d.png">',
    "img-file": '<img src="{file}">',
    "img-srcset-data": '<img src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22><image href=%22{http}/e.png%22/></svg>">',
    "background": "<style>body{{background:url({http}/f.png)}}</style>x",
    "border-image": "<style>p{{border:9px solid;border-image:url({http}/g.png) 30}}</style><p>x",
    "list-style": "<style>li{{list-style-image:url({http}/h.png)}}</style><ul><li>x</ul>",
    "content": "<style>p::before{{content:url({http}/i.png)}}</style><p>x",
    "object": '<object data="{http}/j.png"></object>',
    "embed": '<embed src="{http}/k.png">',
    "base": '<base href="{http}/"><img src="l.png">',
    "svg-image": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{http}/m.png" width="9" height="9"/></svg>',
    "svg-use": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><use href="{http}/n.svg#a"/></svg>',
    "color-profile": "<style>@color-profile --p{{src:url({http}/o.icc)}} p{{color:color(--p 1 0 0)}}</style><p>x",
    "style-attribute": '<p style="background:url({http}/q.png)">x',
    "page-margin": "<style>@page{{@top-left{{content:url({http}/r.png)}}}}</style>x",
    "ftp": '<img src="ftp://127.0.0.1/s.png">',
}


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_no_vector_reaches_a_file_or_the_network(
    vector: str, listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    base, calls = listener
    canary = tmp_path / "canary.txt"
    canary.write_text(SECRET)
    html = "<html lang=en>" + vector.format(file=canary.as_uri(), http=base)
    outcome = produced(html)
    assert SECRET.encode() not in outcome
    assert calls == []


def produced(html: str) -> bytes:
    """The refusal, or the PDF where the engine does not even look at the address."""
    configuration = engine.font_configuration()
    try:
        document = engine.lay_out(html, styles=[], assets={}, configuration=configuration)
        return engine.write(document, uncompressed_pdf=True)
    except (Blocked, Flawed) as refusal:
        return str(refusal).encode()


def test_the_stock_fetcher_would_have_read_the_file(tmp_path: Path) -> None:
    """Without the lock the canary is in the PDF: the test above can fail."""
    canary = tmp_path / "canary.txt"
    canary.write_text(SECRET)
    html = f'<link rel=attachment href="{canary.as_uri()}">x'
    stock = engine.weasyprint.HTML(string=html, url_fetcher=engine.URLFetcher())
    pdf = stock.write_pdf(uncompressed_pdf=True)
    assert SECRET.encode() in pdf


def test_an_asset_that_was_swapped_is_refused() -> None:
    assets = {"asset:a": Asset(b"one", "text/plain")}
    fetcher = LockedFetcher(assets)
    fetcher._assets["asset:a"] = Asset(b"two", "text/plain")
    with pytest.raises(engine.FatalURLFetchingError):
        fetcher.fetch("asset:a")
    assert fetcher.blocked == ["asset:a"]


def test_a_missing_glyph_stops_the_document() -> None:
    configuration = engine.font_configuration()
    document = engine.lay_out(
        "<html lang=bo><p>བོད", styles=[], assets={}, configuration=configuration
    )
    with pytest.raises(Flawed):
        engine.write(document)


def test_too_many_pages_are_refused() -> None:
    configuration = engine.font_configuration()
    html = "<html lang=en>" + "<p style='break-after:page'>x" * 5
    with pytest.raises(Flawed):
        engine.lay_out(html, styles=[], assets={}, configuration=configuration, max_pages=4)


def test_half_a_picture_is_still_an_error_for_everybody_else(tmp_path: Path) -> None:
    """F3: importing WeasyPrint must not weaken the upload checks of the process."""
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
    whole = tmp_path / "whole.png"
    Image.effect_noise((200, 200), 90).save(whole)
    half = tmp_path / "half.png"
    half.write_bytes(whole.read_bytes()[:9000])
    with pytest.raises(OSError, match="truncated"), Image.open(half) as image:
        image.load()
