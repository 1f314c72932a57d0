"""What a rehearsal found. Plain data, so that it can be kept as JSON and read in any language."""

from typing import Literal

import msgspec

type Kind = Literal[
    "unsound", "nobody", "four_eyes", "no_department", "refused", "stuck", "no_message",
    "no_email", "employers_without_anybody", "year",
]  # fmt: skip


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to mend. ``facts``: what its sentence needs (``words.sentence``)."""

    kind: Kind
    facts: dict[str, str | int] = {}

    @property
    def stops(self) -> bool:
        """Whether a real call would stand still here."""
        return self.kind not in {"no_email", "employers_without_anybody", "year"}


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the likely calendar. Days are ISO dates.

    ``step``: a desk, or "window", "list", "notice", "decision", "promulgation", "certificates".
    ``latest``: the last day when every desk before it uses its whole clock; "" without a clock.
    """

    step: str
    first: str
    last: str
    latest: str = ""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """The files of one seat. ``who``: a name; "" while nobody sits there.

    ``files`` are those played; ``busiest`` the most in one week, which begins on ``busiest_week``.
    """

    desk: str
    place: str
    who: str
    files: int
    busiest: int
    busiest_week: str


class Report(msgspec.Struct, kw_only=True):
    call: str  # public id
    rules_hash: str
    seed: int
    applicants: int
    expected: int  # how many real applications the office expects; 0: not told
    rehearsed_at: str
    seconds: float = 0.0
    acts: int = 0
    finished: bool = False  # the certificates were reached
    findings: list[Finding] = []
    calendar: list[Span] = []
    loads: list[Load] = []
    outcomes: dict[str, int] = {}  # status -> how many

    def scaled(self, files: int) -> int:
        """``files`` of the play as files of the expected call."""
        if not self.expected or not self.applicants:
            return files
        return -(-files * self.expected // self.applicants)


def dump(report: Report) -> bytes:
    return msgspec.json.encode(report)


def load(text: bytes) -> Report:
    """Raises msgspec.ValidationError for anything that ``dump`` has not written."""
    return msgspec.json.decode(text, type=Report)
