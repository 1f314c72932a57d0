"""The rows of the paper room."""

from certificates.models.desk import Batch, BatchRow, Printer, PrintRun, Proof, Seal
from certificates.models.holder import Copy, Showing
from certificates.models.impression import Impression, SpecimenLeave
from certificates.models.register import (
    MOVES,
    Budget,
    Certificate,
    Photo,
    Series,
    Status,
    StatusChange,
    read_awards,
)

__all__ = [
    "MOVES",
    "Batch",
    "BatchRow",
    "Budget",
    "Certificate",
    "Copy",
    "Impression",
    "Photo",
    "PrintRun",
    "Printer",
    "Proof",
    "Seal",
    "Series",
    "Showing",
    "SpecimenLeave",
    "Status",
    "StatusChange",
    "read_awards",
]
