"""An outsider's table of persons, examined rule by rule. See docs/eligibility.md for its columns."""

from collections.abc import Iterator
from datetime import date

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import override
from msgspec.structs import replace
from openpyxl import Workbook

from evaluations.eligibility import Facts, Finding, Verdict, examine
from evaluations.rules import Programme
from workflows.eligibility_table.book import Book, Cells
from workflows.eligibility_table.cells import Unreadable, text
from workflows.eligibility_table.expectations import differences, expected
from workflows.eligibility_table.names import family
from workflows.eligibility_table.reading import Reader
from workflows.eligibility_table.writing import Row, write

__all__ = ["Tally", "Unreadable", "examine_workbook"]


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a table: ``compared`` expected verdicts, ``mismatches`` in sentences;
    ``unread``: headers, ``unknown_rules``: expected rules, that mean nothing for this programme."""

    rows: int
    verdicts: dict[str, int]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    compared: int
    mismatches: tuple[str, ...]
    unread: tuple[str, ...]
    unknown_rules: tuple[str, ...]
    documents_unsaid: bool


def examine_workbook(
    programme: Programme, values: Workbook, target: Workbook, *, cut_off: date | None = None
) -> Tally:
    """Examine every person of ``values`` and write verdicts and sentences into ``target``.

    ``values`` holds results of formulas, ``target`` is the same file with its formulas kept.
    ``cut_off`` serves rows without a date of their own. A row that cannot be read says why
    and does not stop the others.
    """
    book = Book(programme, values)
    rules = {rule.id for rule in programme.conditions} | {
        family(r.id) for r in programme.conditions
    }
    rules |= {waived for track in programme.tracks for waived in track.waives} | {""}
    rows = list(_rows(book, cut_off, rules))
    write(target, rows, {here.title: here.row for here in book.person_sheets})
    wanted = {n.removeprefix("expected.") for n in book.meanings if n.startswith("expected.")}
    return Tally(
        rows=len(rows),
        verdicts={v.name: sum(row.verdict is v for row in rows) for v in Verdict},
        problems=tuple(f"{row.who}: {row.problem}" for row in rows if row.problem),
        notes=tuple(_once(rows)),
        compared=sum(len(row.expected) for row in rows),
        mismatches=tuple(sentence for row in rows for sentence in _sentences(row)),
        unread=book.unread(),
        unknown_rules=tuple(sorted(wanted - rules)),
        documents_unsaid=not book.has("uploads"),
    )


def _rows(book: Book, cut_off: date | None, rules: set[str]) -> Iterator[Row]:
    for here in book.person_sheets:
        for number, cells in here.rows(here.meanings(book.names)):
            row = Row(
                sheet=here.title, number=number, key=text(cells.get("key")),
                name=text(cells.get("name")),
            )  # fmt: skip
            try:
                yield _examined(book, row, cells, cut_off, rules)
            except Unreadable as problem:
                wanted = {n: "?" for n in cells if n.startswith("expected.") and text(cells[n])}
                yield replace(row, problem=str(problem), expected=wanted)


def _examined(book: Book, row: Row, cells: Cells, cut_off: date | None, rules: set[str]) -> Row:
    wanted = {rule: verdict for rule, verdict in expected(cells).items() if rule in rules}
    first = Reader(book, cells, sheet=row.sheet)
    facts = first.facts(cut_off)
    ends = [facts]
    if first.dates.doubtful:
        ends.append(Reader(book, cells, sheet=row.sheet, edge="last").facts(cut_off))
    findings = _of_both_ends(book.programme, ends)
    with override("en"):
        english = _of_both_ends(book.programme, ends)
    return replace(
        row, cut_off=facts.cut_off.isoformat(), findings=findings, english=english,
        expected=wanted, differences=tuple(differences(wanted, findings, book.unsaid)),
        unsaid=book.unsaid, notes=tuple(first.notes),
    )  # fmt: skip


def _of_both_ends(programme: Programme, ends: list[Facts]) -> tuple[Finding, ...]:
    """Where only a month or a year is known, an answer counts when its first and its last day agree."""
    found = [examine(programme, facts) for facts in ends]
    if len(found) == 1:
        return found[0]
    other = {finding.rule_id: finding for finding in found[1]}
    return tuple(_agreed(each, other.get(each.rule_id, each)) for each in found[0])


def _agreed(first: Finding, last: Finding) -> Finding:
    if first.verdict is last.verdict:
        return first
    doubt = _("The day is not known, and it decides:")
    sentence = f"{doubt} {first.sentence} / {last.sentence}"
    return replace(first, verdict=Verdict.NEEDS_HUMAN, sentence=sentence)


def _once(rows: list[Row]) -> Iterator[str]:
    """Every note with the first row it was made on, and how many more there are."""
    by_note: dict[str, list[Row]] = {}
    for row in rows:
        for note in row.notes:
            by_note.setdefault(note, []).append(row)
    for note, here in by_note.items():
        yield f"{here[0].who}" + (f" (+{len(here) - 1})" if here[1:] else "") + f": {note}"


def _sentences(row: Row) -> Iterator[str]:
    if row.problem and row.expected:
        yield f"{row.who}: {row.problem}"
    for each in row.differences:
        words = {
            "who": row.who,
            "rule": each.rule or _("verdict"),
            "expected": each.expected,
            "found": each.found,
            "sentence": each.sentence,
        }
        yield _("%(who)s, %(rule)s: expected %(expected)s, found %(found)s. %(sentence)s") % words
