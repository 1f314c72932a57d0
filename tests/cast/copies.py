"""Copies for blind readers, made by the real verbs from a page that is drawn in no time."""

import io

from PIL import Image

from evaluations import blind_copies
from evaluations.actions import blinding
from evaluations.models import Application, BlindCopy, User
from evaluations.uploads.paper import Raster
from tests.remembered import remembered


def sheet(colour: str = "white", side: int = 64) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(file, "JPEG", quality=80, subsampling=0)
    return file.getvalue()


def page(*boxes, colour: str = "white", worded: bool = True) -> Raster:
    return Raster(sheet(colour), 64, 64, worded, boxes)


@remembered
def order_copies(case: Application, *, at, pages=None) -> list[BlindCopy]:
    """Every copy this case needs, made and not yet looked at."""
    blinding.order(application_id=case.pk, at=at)
    made = [blind_copies.copy_of(file) for file in blind_copies.needed(case)]
    return [
        blinding.keep(copy_id=copy.pk, pages=pages or [page()], at=at)
        for copy in made
        if copy is not None
    ]


@remembered
def release_copies(case: Application, *, by: User, at) -> list[BlindCopy]:
    """Every copy this case needs, looked at and released."""
    return [blinding.release(copy_id=copy.pk, by=by, at=at) for copy in order_copies(case, at=at)]
