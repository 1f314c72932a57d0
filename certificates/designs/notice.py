"""资格确认书, A4 portrait: jade, a title notice that is read like a document."""

import math

from certificates.designs import frame, ornament
from certificates.designs.base import Design, Slot
from certificates.designs.ink import Drawing, Path, Place, rectangle

COLOURS = frame.JADE


def paint(drawing: Drawing, photo: bool) -> None:
    frame.ground(drawing, COLOURS)
    frame.medallion(drawing, COLOURS, 105, 168, 62)
    drawing.stroke(rectangle(9, 9, 192, 279), COLOURS.line, 0.7)
    drawing.stroke(frame.scooped(12, 12, 186, 273, scoop=7), COLOURS.line, 0.25)
    for y in (17.5, 279.5):
        for path in ornament.braid((24, y), (186, y), height=5.5, waves=22, strands=5):
            drawing.stroke(path, COLOURS.fine, 0.13)
    for x in (14.5, 195.5):
        for y in (14.5, 282.5):
            frame.corner_rosette(drawing, COLOURS, x, y, 4.6)
    frame.wreath(
        drawing,
        COLOURS,
        x=105,
        y=44,
        radius=15,
        half_angle=math.radians(74),
        leaves=7,
        size=6.2,
        drop=math.radians(26),
    )
    drawing.fill(ornament.star(105, 45.5, radius=6), COLOURS.line)
    drawing.stroke(Path().move(30, 91).line(180, 91), COLOURS.line, 0.5)
    drawing.stroke(Path().move(30, 92.1).line(180, 92.1), COLOURS.line, 0.15)
    if photo:
        frame.photo_frame(drawing, COLOURS, x=143.4, y=118, width=35, height=49)


def seals(count: int) -> tuple[Place, ...]:
    centres = {1: (140.0,), 2: (121.0, 159.0), 3: (106.0, 140.0, 174.0)}.get(count, (140.0,))
    size = {1: 40.0, 2: 36.0, 3: 31.0}.get(count, 40.0)
    return tuple(Place(x, 228, size) for x in centres)


DESIGN = Design(
    key="notice",
    version=1,
    width=210,
    height=297,
    heading="资格确认书",
    heading_en="Notice of Title",
    paint=paint,
    seals=seals,
    qr=(30, 241, 27),
    slots={
        "name": Slot(width=150, height=15, sizes=(8.6, 7.6, 6.6, 5.8, 5.2)),
        "body": Slot(width=150, height=92, sizes=(5.9, 5.5, 5.1, 4.7, 4.3)),
        "body-beside-photo": Slot(width=108, height=92, sizes=(5.7, 5.3, 4.9, 4.5, 4.2)),
        "issuers": Slot(width=100, height=28, sizes=(5.2, 4.8, 4.4, 4.0)),
    },
)
