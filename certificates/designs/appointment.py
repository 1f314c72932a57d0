"""聘书, A4 landscape: crimson, laurel below the heading, for appointments and terms of office."""

import math
from functools import partial

from certificates.designs import frame, honour, ornament
from certificates.designs.base import Design, Slot
from certificates.designs.ink import Drawing, Path, rectangle

COLOURS = frame.CRIMSON


def paint(drawing: Drawing, photo: bool) -> None:
    frame.ground(drawing, COLOURS)
    drawing.fill(rectangle(-3, -3, 303, 10), COLOURS.line)
    drawing.fill(rectangle(-3, 203, 303, 10), COLOURS.line)
    for y in (11.5, 198.5):
        drawing.stroke(ornament.fret((16, y), (281, y), size=4.6), COLOURS.leaf, 0.28)
    for y in (8.3, 14.8, 195.2, 201.7):
        drawing.stroke(Path().move(14, y).line(283, y), COLOURS.leaf, 0.22)
    frame.medallion(drawing, COLOURS, 148.5, 112, 72)
    for mirror in (-1, 1):
        _branch(drawing, mirror)
    drawing.fill(ornament.lozenge(148.5, 71.5, size=1.3), COLOURS.leaf)
    if photo:
        frame.photo_frame(drawing, COLOURS, x=37.6, y=86, width=35, height=49)


def _branch(drawing: Drawing, mirror: int) -> None:
    """A nearly straight branch that grows outwards below the heading."""
    radius = 150.0
    start = math.pi / 2 - mirror * 0.035
    blades, veins, berries, stem = ornament.laurel(
        148.5, 71.5 - radius, radius=radius, start=start, sweep=-mirror * 0.3, leaves=9, size=6.4
    )
    drawing.stroke(stem, COLOURS.leaf, 0.3)
    for shape in (*blades, *berries):
        drawing.fill(shape, COLOURS.leaf)
    for line in veins:
        drawing.stroke(line, COLOURS.paper, 0.14)


DESIGN = Design(
    key="appointment",
    version=1,
    width=297,
    height=210,
    heading="聘书",
    heading_en="Letter of Appointment",
    paint=paint,
    seals=partial(honour.seals, right=10, y=164),
    qr=(36, 150, 27),
    slots={
        "name": Slot(width=170, height=18, sizes=(11.5, 10, 8.5, 7.2, 6.2, 5.4, 5.0)),
        "body": Slot(width=225, height=46, sizes=(6.9, 6.4, 5.9, 5.4, 5.0, 4.6)),
        "body-beside-photo": Slot(width=177, height=50, sizes=(6.5, 6.0, 5.5, 5.0, 4.6)),
        "issuers": Slot(width=100, height=30, sizes=(5.6, 5.1, 4.6, 4.2)),
    },
)
