"""入选证书, A4 landscape with photo: indigo, for people selected into a talent plan."""

from functools import partial

from certificates.designs import frame, honour, ornament
from certificates.designs.base import Design, Slot
from certificates.designs.ink import Drawing, circle, rectangle

COLOURS = frame.INDIGO


def paint(drawing: Drawing, photo: bool) -> None:
    frame.ground(drawing, COLOURS)
    _side_panel(drawing)
    frame.medallion(drawing, COLOURS, 178, 108, 60)
    drawing.stroke(rectangle(8, 8, 281, 194), COLOURS.line, 0.7)
    drawing.stroke(rectangle(9.5, 9.5, 278, 191), COLOURS.fine, 0.18)
    drawing.stroke(ornament.fret((84, 14.5), (283, 14.5), size=4), COLOURS.fine, 0.2)
    drawing.stroke(ornament.fret((84, 195.5), (283, 195.5), size=4), COLOURS.fine, 0.2)
    frame.divider(drawing, COLOURS, x=183, y=60.5, gap=38, arm=22)
    if photo:
        frame.photo_frame(drawing, COLOURS, x=27, y=50, width=35, height=49)
    else:
        _emblem(drawing)


def _side_panel(drawing: Drawing) -> None:
    """A woven column on the left that carries photo and square code."""
    drawing.fill(rectangle(9.5, 9.5, 70, 191), COLOURS.tint)
    for x, height in ((13.5, 5.0), (75.5, 5.0)):
        for path in ornament.braid((x, 9.5), (x, 200.5), height=height, waves=26, strands=5):
            drawing.stroke(path, COLOURS.fine, 0.13)
    drawing.stroke(rectangle(9.5, 9.5, 70, 191), COLOURS.line, 0.3)


def _emblem(drawing: Drawing) -> None:
    for radius, lobes, strands in ((17, 24, 5), (12.5, 18, 4), (8, 12, 4)):
        for path in ornament.rosette(
            44.5, 75, radius=radius, depth=2.2, lobes=lobes, strands=strands
        ):
            drawing.stroke(path, COLOURS.fine, 0.18)
    drawing.fill(circle(44.5, 75, 1.2), COLOURS.line)


DESIGN = Design(
    key="selection",
    version=1,
    width=297,
    height=210,
    heading="入选证书",
    heading_en="Certificate of Selection",
    paint=paint,
    seals=partial(honour.seals, right=22, y=165),
    qr=(31, 116, 27),
    slots={
        "name": Slot(width=178, height=18, sizes=(11, 9.6, 8.4, 7.2, 6.2, 5.4, 5.0)),
        "body": Slot(width=178, height=52, sizes=(6.6, 6.1, 5.6, 5.1, 4.7)),
        "issuers": Slot(width=110, height=30, sizes=(5.6, 5.1, 4.6, 4.2)),
    },
)
