"""The designs by key. Programmes name one; calls may name another."""

from certificates.designs import appointment, honour, notice, selection
from certificates.designs.base import Design, Slot, drawing, size_class

DESIGNS: dict[str, Design] = {
    design.key: design
    for design in (honour.DESIGN, selection.DESIGN, notice.DESIGN, appointment.DESIGN)
}

#: By name and version, the present ones and those that only old certificates still have: a layout
#: that has been used is never changed, its next version stands beside it.
VERSIONS: dict[str, Design] = {design.name: design for design in DESIGNS.values()}

__all__ = ["DESIGNS", "VERSIONS", "Design", "Slot", "drawing", "size_class"]
