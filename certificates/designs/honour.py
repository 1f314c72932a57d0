"""荣誉证书, A4 landscape: gold guilloche, laurel round the heading, for honours."""

import math

from certificates.designs import frame
from certificates.designs.base import Design, Slot
from certificates.designs.ink import Drawing, Place


def paint(drawing: Drawing, photo: bool) -> None:
    frame.ground(drawing, frame.GOLD)
    frame.medallion(drawing, frame.GOLD, 148.5, 109, 66)
    frame.banknote(drawing, frame.GOLD, margin=8.5, band=11)
    frame.wreath(
        drawing,
        frame.GOLD,
        x=148.5,
        y=51,
        radius=61,
        half_angle=math.radians(24),
        leaves=8,
        size=9.2,
        drop=math.radians(7),
    )
    frame.divider(drawing, frame.GOLD, x=148.5, y=69.4, gap=37, arm=14)
    if photo:
        frame.photo_frame(drawing, frame.GOLD, x=41, y=84, width=35, height=49)


def seals(count: int, *, right: float = 0.0, y: float = 163.0) -> tuple[Place, ...]:
    """From left to right, main issuer first; three fit side by side, smaller than one alone."""
    centres = {1: (212.0,), 2: (193.0, 231.0), 3: (177.0, 212.0, 247.0)}.get(count, (212.0,))
    size = {1: 40.0, 2: 36.0, 3: 33.0}.get(count, 40.0)
    return tuple(Place(x + right, y, size) for x in centres)


DESIGN = Design(
    key="honour",
    version=1,
    width=297,
    height=210,
    heading="荣誉证书",
    heading_en="Certificate of Honour",
    paint=paint,
    seals=seals,
    qr=(45, 148, 27),
    slots={
        "name": Slot(width=161, height=18, sizes=(11.5, 10, 8.5, 7.2, 6.2, 5.4, 5.0)),
        "body": Slot(width=207, height=46, sizes=(6.9, 6.4, 5.9, 5.4, 5.0, 4.6)),
        "body-beside-photo": Slot(width=161, height=52, sizes=(6.4, 5.9, 5.4, 5.0, 4.6)),
        "issuers": Slot(width=100, height=30, sizes=(5.6, 5.1, 4.6, 4.2)),
    },
)
