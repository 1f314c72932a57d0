"""The designs by key. Programmes name one; calls may name another."""

from certificates.designs import appointment, honour, notice, selection
from certificates.designs.base import Design, Slot, art, drawing

DESIGNS: dict[str, Design] = {
    design.key: design
    for design in (honour.DESIGN, selection.DESIGN, notice.DESIGN, appointment.DESIGN)
}

__all__ = ["DESIGNS", "Design", "Slot", "art", "drawing"]
