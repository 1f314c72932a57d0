"""The way of an application as a picture: desks, returns and ends, drawn from the route itself."""

from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import override

from evaluations.desks import RULES, Desk, Verdict
from evaluations.rules import Clock, Programme, Track
from evaluations.status import Status

_WIDTH, _BOX, _HEIGHT, _STEP = 410, 190, 52, 76  # pixels: two columns fit a page
_LEFT = 78
_TRUNK = 14  # where the returns of a column run back
_END = (_LEFT + _BOX + 20, 118)  # left edge and width of an end
_MARGIN = 24
_INK, _SOFT, _LINE, _PAPER = "#1d2b26", "#56645e", "#7d8c85", "#ffffff"
_DESK, _LIST, _PAPER_END, _OVER = "#e8f1ec", "#faf3e0", "#0b5d45", "#fbeceb"
_FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"

_STATIONS = (Status.PROPOSED, Status.PUBLICISED, Status.APPROVED, Status.CERTIFIED)


@dataclass(frozen=True)
class Box:
    """One station: its words, its colour, what goes back from it and where it can end."""

    label: str
    notes: tuple[str, ...] = ()
    fill: str = _DESK
    ink: str = _INK
    returns: bool = False
    end: str = ""


def svg(programme: Programme, language: str = "zh-hans") -> str:
    """One drawing with a column for each track. Same programme, same bytes."""
    with override(language):
        columns = [_column(programme, track, language) for track in programme.tracks]
        title = f"{programme.title.say(language)} · {programme.edition}"
        height = _MARGIN * 2 + 40 + max(len(boxes) for _label, boxes in columns) * _STEP
        width = _WIDTH * len(columns)
        body = "".join(
            f'<g transform="translate({index * _WIDTH} 0)">{_drawn(label, boxes)}</g>'
            for index, (label, boxes) in enumerate(columns)
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" font-family="{_FONT}">'
        f"<title>{escape(title)}</title>{_ARROW}{body}</svg>\n"
    )


_ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
    f'markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="{_LINE}"/></marker></defs>'
)


def _column(programme: Programme, track: Track, language: str) -> tuple[str, list[Box]]:
    boxes = [Box(_("Application filed"), fill=_PAPER)]
    for step in track.route:
        boxes.append(_desk_box(Desk(step.desk), _clock(step.clock), step.applies))
    boxes += [_station(programme, status) for status in _STATIONS]
    return track.label.say(language), boxes


def _desk_box(desk: Desk, clock: str, applies: str) -> Box:
    rule = RULES[desk]
    only = {
        "supervised": _("supervised units only"),
        "district": _("units of a district only"),
    }
    ends = [_ENDS[move] for move in rule.verdicts.values() if move in _ENDS]
    return Box(
        label=str(desk.label),
        notes=tuple(part for part in (clock, only.get(applies, "")) if part),
        returns=bool({Verdict.RETURN, Verdict.SUPPLEMENT} & rule.verdicts.keys()),
        end=str(ends[0].label) if ends else "",
    )


_ENDS = {
    "not_recommend": Status.NOT_RECOMMENDED,
    "not_accept": Status.NOT_ACCEPTED,
    "not_qualify": Status.NOT_QUALIFIED,
    "not_select": Status.NOT_SELECTED,
}


def _station(programme: Programme, status: Status) -> Box:
    if status == Status.CERTIFIED:
        return Box(str(status.label), fill=_PAPER_END, ink=_PAPER)
    notes = (_clock(programme.publicity),) if status == Status.PUBLICISED else ()
    end = {Status.PROPOSED: Status.NOT_SELECTED, Status.PUBLICISED: Status.STRUCK_OFF}.get(status)
    return Box(str(status.label), notes=notes, fill=_LIST, end=str(end.label) if end else "")


def _clock(clock: Clock) -> str:
    words = {"WORKDAY": _("%d working days"), "DAY": _("%d days"), "MONTH": _("%d months")}
    return words[clock.unit] % clock.n


def _drawn(label: str, boxes: list[Box]) -> str:
    parts = [_text(_LEFT + _BOX / 2, _MARGIN + 14, label, size=16, weight="bold")]
    top = _MARGIN + 40
    for index, box in enumerate(boxes):
        y = top + index * _STEP
        if index:
            x = _LEFT + _BOX / 2
            parts.append(_line(f"M{x:g} {y - _STEP + _HEIGHT}V{y - 2}"))
        parts.append(_box(box, y))
        if box.returns:
            parts.append(_return(y))
        if box.end:
            parts.append(_ending(box.end, y))
    lowest = max((index for index, box in enumerate(boxes) if box.returns), default=0)
    if lowest:
        parts.append(_way_back(top + lowest * _STEP, top))
    return "".join(parts)


def _box(box: Box, y: int) -> str:
    middle, first = _LEFT + _BOX / 2, y + 31 - 8 * len(box.notes)
    lines = _text(middle, first, box.label, size=14, ink=box.ink)
    for number, note in enumerate(box.notes, start=1):
        lines += _text(middle, first + 14 * number, note, size=11, ink=_SOFT)
    return (
        f'<rect x="{_LEFT}" y="{y}" width="{_BOX}" height="{_HEIGHT}" rx="8" '
        f'fill="{box.fill}" stroke="{_LINE}"/>{lines}'
    )


def _return(y: int) -> str:
    """A desk can send the file back to the applicant, who corrects what was ticked."""
    middle = y + _HEIGHT / 2
    stub = _line(f"M{_LEFT} {middle:g}H{_TRUNK}", dashed=True, arrow=False)
    return stub + _text(_TRUNK + 6, middle - 5, _("return"), size=11, anchor="start")


def _way_back(lowest: int, top: int) -> str:
    """One line for all returns of the column."""
    start, end = lowest + _HEIGHT / 2, top + _HEIGHT / 2
    return _line(f"M{_TRUNK} {start:g}V{end:g}H{_LEFT - 2}", dashed=True)


def _ending(label: str, y: int) -> str:
    (left, width), middle = _END, y + _HEIGHT / 2
    return (
        _line(f"M{_LEFT + _BOX} {middle:g}H{left - 2}")
        + f'<rect x="{left}" y="{middle - 15:g}" width="{width}" height="30" rx="15" '
        f'fill="{_OVER}" stroke="#b3261e"/>'
        + _text(left + width / 2, middle + 4, label, size=12, ink="#8c1d18")
    )


def _line(path: str, *, dashed: bool = False, arrow: bool = True) -> str:
    dash = ' stroke-dasharray="4 4"' if dashed else ""
    head = ' marker-end="url(#arrow)"' if arrow else ""
    return f'<path d="{path}" fill="none" stroke="{_LINE}"{dash}{head}/>'


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int,
    ink: str = _INK,
    anchor: str = "middle",
    weight: str = "normal",
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{ink}" text-anchor="{anchor}" '
        f'font-weight="{weight}">{escape(words)}</text>'
    )
