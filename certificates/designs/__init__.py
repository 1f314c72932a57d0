"""The designs by key. Programmes name one; calls may name another."""

from certificates.designs import honour
from certificates.designs.base import Design, Slot, art, drawing

DESIGNS: dict[str, Design] = {d.key: d for d in (honour.DESIGN,)}

__all__ = ["DESIGNS", "Design", "Slot", "art", "drawing"]
