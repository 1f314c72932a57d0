"""Copies for blind readers in the demo city: made from our own samples, released by the office."""

from functools import cache

from evaluations import blind_copies, whereabouts
from evaluations.actions import blinding
from evaluations.blots import pattern
from evaluations.desks import Desk
from evaluations.models import Application, BlindCopy
from evaluations.uploads.files import Kind
from evaluations.uploads.paper import Raster
from workflows.blinding import words_for
from workflows.demo.stage import Stage

# What proves who works where, and nothing that is scored.
_WITHHELD = {"contract", "social_insurance"}


def prepare(stage: Stage, *, day: float, leave: int = 0) -> None:
    """Every file at the experts' desk is made ready, but for the last ``leave``: the office's work."""
    there = [pk for pk, desk in whereabouts.desks_in(stage.call).items() if desk == Desk.PANEL]
    rows = Application.objects.filter(pk__in=there).select_related("call", "person")
    cases = list(rows.order_by("pk"))
    for index, case in enumerate(cases):
        blinding.order(application_id=case.pk, at=stage.day(day))
        for file in blind_copies.needed(case):
            copy = _made(stage, case, file, day=day)
            if index < len(cases) - leave:
                _decide(stage, copy, file.item, day=day)


def _made(stage: Stage, case: Application, file, *, day: float) -> BlindCopy:
    with file.file.open("rb") as stored:
        pages = _drawn(stored.read(), pattern(words_for(case)))
    return blinding.keep(copy_id=file.blind_copy.pk, pages=pages, at=stage.day(day))


@cache
def _drawn(data: bytes, words: str) -> list[Raster]:
    """Without the locked process: these files are our own."""
    from evaluations.uploads.raster import rasters  # pdfium is loaded by workers and by the demo

    return list(rasters(data, Kind.PDF, words))


def _decide(stage: Stage, copy: BlindCopy, item: str, *, day: float) -> None:
    by, at = stage.office, stage.day(day)
    if item in _WITHHELD:
        blinding.withhold(copy_id=copy.pk, reason="仅证明劳动关系，与评分无关", by=by, at=at)
    else:
        blinding.release(copy_id=copy.pk, by=by, at=at)
