"""The only door to WeasyPrint: locked fetcher, private fonts, and no side effects left behind.

Facts of WeasyPrint 70 that this file answers (reliability brief F1-F3, 2.4): the stock fetcher
embeds any local file and calls the network; a blocked address inside SVG is swallowed; the
import switches Pillow to accepting truncated pictures for the whole process.
"""

import functools
import io
import logging
import os
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from PIL import ImageFile

from certificates import fonts
from certificates.assets import Asset
from certificates.refusals import Blocked, Flawed

# Fontconfig reads its file when the library is loaded: the private one has to be named first.
os.environ["FONTCONFIG_FILE"] = str(fonts.private_fontconfig())

import weasyprint  # noqa: E402
from weasyprint.css import ColorProfile  # noqa: E402
from weasyprint.logger import LOGGER  # noqa: E402
from weasyprint.text import ffi  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import (  # noqa: E402
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

# F3: importing WeasyPrint lets Pillow accept half a picture everywhere; uploads must not.
ImageFile.LOAD_TRUNCATED_IMAGES = False

# One line per step and certificate is noise in the log of a batch.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)

MAX_PAGES = 2000
INTENT = "srgb2014"
Finisher = Callable[[Any, Any], None]


#: Building a context that reads the trust store took 21 ms for every document.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class LockedFetcher(URLFetcher):
    """Answers only for the assets it was given; knows no protocol, no file, no network."""

    def __init__(self, assets: Mapping[str, Asset]) -> None:
        super().__init__(
            timeout=1,
            ssl_context=_NO_TLS,
            allowed_protocols=(),
            allow_redirects=False,
            fail_on_errors=True,
        )
        self.handlers: list[Any] = []
        for table in (
            self.handle_open,
            self.handle_error,
            self.process_request,
            self.process_response,
        ):
            table.clear()
        self._assets = dict(assets)
        self._digests = {url: asset.sha256 for url, asset in assets.items()}
        self.blocked: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        asset = self._assets.get(url)
        if asset is None or asset.sha256 != self._digests[url]:
            self.blocked.append(url[:200])
            raise FatalURLFetchingError("blocked resource")
        return URLFetcherResponse(url, asset.body, {"Content-Type": asset.mime})


@functools.cache
def nothing() -> LockedFetcher:
    """For what must not ask for anything."""
    return LockedFetcher({})


class _Complaints(logging.Handler):
    """Collects what WeasyPrint only logs: a missing glyph must stop an issue, not scroll by."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def harfbuzz_subsets() -> bool:
    """Without libharfbuzz-subset0 WeasyPrint only warns and becomes eighteen times slower."""
    return getattr(ffi, "harfbuzz_subset", None) is not None


class _Profile(ColorProfile):
    """The profile as its file has it: LittleCMS writes it differently after it has been read."""

    def __init__(self, raw: bytes, name: str) -> None:
        super().__init__(io.BytesIO(raw), name, "relative-colorimetric", (["r"], ["g"], ["b"]))
        self.raw = raw

    @property
    def content(self) -> bytes:
        return self.raw


@functools.cache
def srgb() -> ColorProfile:
    """The output intent of PDF/A, read once: WeasyPrint opens its file per document and leaks it."""
    path = files("weasyprint.pdf") / "sRGB2014.icc"
    return _Profile(path.read_bytes(), path.name)


def font_configuration(folder: Path | None = None) -> FontConfiguration:
    """The fonts of a batch (``folder`` with its fonts.conf), or all private fonts."""
    usual = os.environ["FONTCONFIG_FILE"]
    if folder is not None:
        os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    try:
        return FontConfiguration()
    finally:
        os.environ["FONTCONFIG_FILE"] = usual


def attachment(
    content: bytes, *, name: str, description: str, created: datetime
) -> weasyprint.Attachment:
    """A file inside the PDF, from memory only; ``created`` is a moment in UTC."""
    return weasyprint.Attachment(
        string=content.decode(),
        url_fetcher=nothing(),
        name=name,
        description=description,
        created=created,
        modified=created,
        relationship="Data",
    )


@functools.lru_cache(maxsize=32)
def stylesheet(text: str) -> weasyprint.CSS:
    """Read once: it brings no fonts of its own, and is the same for every document."""
    return weasyprint.CSS(string=text, url_fetcher=nothing(), base_url=None)


def whole_html(text: str, fetcher: LockedFetcher) -> weasyprint.HTML:
    """Markup of any form."""
    return weasyprint.HTML(string=text, base_url=None, url_fetcher=fetcher)


def lay_out(
    html: str,
    *,
    read: Callable[[str, LockedFetcher], weasyprint.HTML] = whole_html,
    styles: list[weasyprint.CSS],
    assets: Mapping[str, Asset],
    configuration: FontConfiguration,
    max_pages: int = MAX_PAGES,
    **options: Any,
) -> weasyprint.Document:
    """Pages of ``html``. Raises :class:`Blocked` or :class:`Flawed`, never a half-good document."""
    if not harfbuzz_subsets():
        raise Flawed(_("Fonts cannot be subset. Install it: apt-get install libharfbuzz-subset0"))
    fetcher = LockedFetcher(assets)

    def work() -> weasyprint.Document:
        return read(html, fetcher).render(
            stylesheets=styles,
            font_config=configuration,
            color_profiles={INTENT: srgb()},
            output_intent=INTENT,
            presentational_hints=False,
            cache={},
            **options,
        )

    document = _guarded(fetcher, work)
    if len(document.pages) > max_pages:
        raise Flawed(f"{len(document.pages)} pages where {max_pages} are allowed")
    return document


def write(
    document: weasyprint.Document, *, finisher: Finisher | None = None, **options: Any
) -> bytes:
    fetcher = document.url_fetcher
    return _guarded(
        fetcher, lambda: document.write_pdf(finisher=finisher, output_intent=INTENT, **options)
    )


def _guarded[T](fetcher: LockedFetcher, work: Callable[[], T]) -> T:
    complaints = _Complaints()
    LOGGER.addHandler(complaints)
    try:
        result = work()
    except FatalURLFetchingError as refusal:
        # Derives from BaseException: a plain "except Exception" above us would let it through.
        raise Blocked("; ".join(fetcher.blocked)) from refusal
    finally:
        LOGGER.removeHandler(complaints)
    if fetcher.blocked:
        raise Blocked("; ".join(fetcher.blocked))
    if complaints.lines:
        raise Flawed("; ".join(complaints.lines))
    return result


def print_document(html: str, css: str, *, assets: Mapping[str, Asset] | None = None) -> bytes:
    """A plain PDF of any form, behind the same lock; ``html`` must come from escaped templates."""
    configuration = font_configuration()
    document = lay_out(
        html,
        styles=[stylesheet(css)],
        assets=assets or {},
        configuration=configuration,
    )
    return write(document)
