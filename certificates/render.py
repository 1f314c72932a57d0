"""One narrow door: ``render(award, number, code, verify_url=...) -> bytes``.

Same facts, same bytes, on any day, alone or in a batch of a thousand: dates come from the award,
fonts from :mod:`typeset`, identifiers from the content. A faster renderer may take this place.
"""

import gc
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import partial
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image

from certificates import engine, markup, typeset
from certificates.assets import Asset
from certificates.designs import Design
from certificates.facts import Award
from certificates.finish import NO_EVIDENCE, Evidence, Finisher
from certificates.fonts import Unprintable
from certificates.layout import Sheet, document, page, require_sound, variable_text
from certificates.refusals import Flawed

PX = 96 / 25.4
#: WeasyPrint rounds boxes to 1/1024 px; a tenth of a millimetre is not an overflow.
TOLERANCE = 0.1
#: Pages of one layout. Larger chunks gain little and hold their boxes and photos in memory.
CHUNK = 50
VARIANT = "pdf/a-3a"
#: On pre-printed stock heading, small print and frame are already there.
ONLY_VARIABLE = "h1, .english { visibility: hidden } .check p:nth-child(n+3) { visibility: hidden }"


def render(award: Award, number: str, code: str, *, verify_url: str) -> bytes:
    """The unsigned PDF of one certificate: PDF/A-3a and PDF/UA-1.

    Raises :class:`Unprintable` with a sentence when a text cannot be printed truthfully and
    :class:`Blocked` or :class:`Flawed` when the layout engine misbehaves.
    """
    return next(render_many([Sheet(award, number, code, verify_url)]))


def render_many(
    sheets: Sequence[Sheet], *, signable: bool = False, evidence: Evidence = NO_EVIDENCE
) -> Iterator[bytes]:
    """One PDF per sheet, in order; neighbours of one design and heading share layout and fonts."""
    for sheet in sheets:
        require_sound(sheet.award)
        _require_sound_picture(sheet.award)
    for _name, group in groupby(sheets, key=lambda sheet: (sheet.design.name, sheet.heading)):
        members = list(group)
        for start in range(0, len(members), CHUNK):
            chunk = members[start : start + CHUNK]
            with swept_once():
                yield from _chunk(chunk, signable=signable, evidence=evidence)


def _chunk(sheets: Sequence[Sheet], *, signable: bool, evidence: Evidence) -> Iterator[bytes]:
    with laid_out(sheets) as laid:
        for sheet, laid_page in zip(sheets, laid.pages, strict=True):
            single = laid.copy([laid_page])
            describe(single, sheet)
            finisher = Finisher([sheet], signable=signable, evidence=evidence)
            yield engine.write(single, finisher=finisher, pdf_variant=VARIANT)


@contextmanager
def swept_once() -> Iterator[None]:
    """The collector rests during a chunk and then walks over what the chunk has made. Boxes and pages
    are cycles: at work it walks again and again over what is still in use, a tenth of the time; left
    to itself it lets a worker grow by 10 MB a chunk. What was there before is not looked at: in a
    process with all of Django that took as long as making a certificate."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if was_on:
            gc.enable()


def merged(sheets: Sequence[Sheet], *, grounded: bool = True, tagged: bool = True) -> bytes:
    """One unsigned file with a page per sheet (one design); ``grounded`` False leaves out the art
    and whatever stands on pre-printed stock, ``tagged`` False what only a reader needs."""
    with swept_once():
        return _merged(sheets, grounded=grounded, tagged=tagged)


def _merged(sheets: Sequence[Sheet], *, grounded: bool, tagged: bool) -> bytes:
    kind: dict[str, Any] = {"pdf_variant": VARIANT} if tagged else {"pdf_tags": False}
    with laid_out(sheets, css="" if grounded else ONLY_VARIABLE) as laid:
        laid.metadata.title = sheets[0].heading
        laid.metadata.lang = "zh-Hans"
        finisher = Finisher(sheets, grounded=grounded)
        return engine.write(laid, finisher=finisher, **kind)


class laid_out:  # noqa: N801  (reads as a verb: with laid_out(sheets) as document)
    """The pages of ``sheets`` (one design), fitted; the fonts live as long as the block."""

    def __init__(self, sheets: Sequence[Sheet], *, css: str = "") -> None:
        self.sheets, self.css = sheets, css
        texts = (variable_text(sheet) for sheet in sheets)
        headings = "".join(sorted({sheet.heading for sheet in sheets}))
        self._pack = typeset.pack(texts, layout=sheets[0].design.html + headings)

    def __enter__(self) -> Any:
        folder = self._pack.__enter__()
        try:
            return _fitted(self.sheets, engine.font_configuration(folder), extra_css=self.css)
        except BaseException as problem:
            self._pack.__exit__(type(problem), problem, problem.__traceback__)
            raise

    def __exit__(self, *problem: Any) -> None:
        self._pack.__exit__(*problem)


def _fitted(sheets: Sequence[Sheet], configuration: Any, *, extra_css: str = "") -> Any:
    """Lay out with the largest sizes that fit; refuse below the minimum of the design."""
    design = sheets[0].design
    steps = [dict.fromkeys(design.slots, 0) for _sheet in sheets]
    style = engine.stylesheet(design.css + extra_css)
    lay = partial(_lay_out, configuration=configuration, style=style)
    pages: list[Any] = []
    for start in range(0, len(sheets), CHUNK):
        laid = lay(sheets[start : start + CHUNK], steps[start : start + CHUNK])
        pages += laid.pages
    crowded = list(range(len(sheets)))
    while crowded := [i for i in crowded if _shrunk(design, sheets[i], steps[i], pages[i])]:
        again = lay([sheets[i] for i in crowded], [steps[i] for i in crowded])
        for i, laid_page in zip(crowded, again.pages, strict=True):
            pages[i] = laid_page
    return laid.copy(pages)


def _shrunk(design: Design, sheet: Sheet, step: dict[str, int], laid_page: Any) -> bool:
    """Take the next smaller size where this page is too full; False when all fits."""
    full = _overflowing(design, laid_page)
    for slot in full:
        step[slot] += 1
        if step[slot] >= len(design.slots[slot].sizes):
            raise Unprintable(_too_long(sheet, slot))
    return bool(full)


def _too_long(sheet: Sheet, slot: str) -> str:
    where = {"name": _("name"), "issuers": _("issuer")}.get(slot, _("wording"))
    return _(
        "The %(where)s of “%(name)s” does not fit on the certificate even in the smallest type."
        " Shorten the wording of the call, or choose a design with more room."
    ) % {"where": where, "name": sheet.award.holder_name}


def _lay_out(
    sheets: Sequence[Sheet], steps: list[dict[str, int]], *, configuration: Any, style: Any
) -> Any:
    assets: dict[str, Asset] = {}
    articles = []
    for sheet, step in zip(sheets, steps, strict=True):
        if sheet.award.photo:
            assets[sheet.photo_asset] = Asset(sheet.award.photo, "image/jpeg")
        articles.append(page(sheet, steps=step))
    laid = engine.lay_out(
        document(articles, title=sheets[0].heading),
        read=markup.Page,
        styles=[style],
        assets=assets,
        configuration=configuration,
        pdf_variant=VARIANT,
    )
    if len(laid.pages) != len(sheets):
        raise Flawed(f"{len(laid.pages)} pages for {len(sheets)} certificates")
    return laid


def _require_sound_picture(award: Award) -> None:
    if not award.photo:
        return
    try:
        with Image.open(io.BytesIO(award.photo)) as image:
            # Every byte is read, but an eighth of the picture drawn: only its wholeness matters.
            image.draft(image.mode, (image.width // 8, image.height // 8))
            image.load()
            sound = image.format == "JPEG" and image.mode in {"RGB", "L"}
    except OSError:
        sound = False
    if not sound:
        raise Unprintable(
            _("The photo of “%s” is damaged or not an RGB JPEG. Ask for a new photo.")
            % award.holder_name
        )


def _overflowing(design: Design, laid_page: Any) -> list[str]:
    """Slots whose text is taller or wider than their box on this page."""
    full: list[str] = []
    for box in laid_page._page_box.descendants(placeholders=True):
        slot = box.element.get("data-slot") if box.element is not None else None
        if not slot or slot in full:
            continue
        limit = design.slots[slot]
        lines = [line for line in box.descendants() if type(line).__name__ == "LineBox"]
        widest = max((line.width for line in lines), default=0) / PX
        if box.height / PX > limit.height + TOLERANCE or widest > limit.width + TOLERANCE:
            full.append(slot)
    return full


def describe(laid: Any, sheet: Sheet) -> None:
    """Title, authors and dates: from the award, never from today."""
    award = sheet.award
    laid.metadata.title = f"{sheet.heading} {sheet.number} {award.holder_name}"
    laid.metadata.authors = list(award.issuers)
    laid.metadata.created = laid.metadata.modified = midnight(award.issued_on)
    laid.metadata.lang = "zh-Hans"
    laid.metadata.attachments = [_attachment(sheet)] if sheet.record else []


def _attachment(sheet: Sheet) -> Any:
    return engine.attachment(
        sheet.record,
        name="certificate.json",
        description="证书数据",
        created=datetime.combine(sheet.award.issued_on, time(), UTC),
    )


def midnight(day: date) -> str:
    """Midnight in China as W3C date-time."""
    return f"{day.isoformat()}T00:00:00+08:00"
