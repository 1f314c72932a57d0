"""Does every eligibility rule look at something the form really asks?"""

from collections.abc import Iterator
from typing import assert_never

from django.utils.translation import gettext as _

from evaluations.eligibility.achievements import GRADES
from evaluations.rules import (
    AgeAtLeast,
    AgeAtMost,
    AnswerIs,
    AnyOf,
    AppraisalsClear,
    Condition,
    ContestRank,
    DateWithin,
    EmployedInCity,
    FactIs,
    HoursEachYear,
    LevelOpened,
    MinimumNumber,
    NoTitleHeld,
    PeriodAtLeast,
    Programme,
    Question,
    RenewedByResults,
    RowsAtLeast,
    SkillGradeAtLeast,
    Table,
    Upload,
)


def rule_complaints(programme: Programme) -> Iterator[str]:
    """One sentence for every rule without source or words, and every reference that leads nowhere."""
    tracks = {track.id for track in programme.tracks}
    for rule in programme.conditions:
        if unknown := sorted(set(rule.tracks) - tracks):
            yield _("%(item)s: there is no track “%(track)s”.") % {
                "item": rule.id,
                "track": ", ".join(unknown),
            }
        for track in programme.tracks:
            if track.id in (rule.tracks or tracks) and rule.id not in track.waives:
                yield from _Form(programme, track.id).rule(rule)


class _Form:
    """What one track asks."""

    def __init__(self, programme: Programme, track: str) -> None:
        items = [item for page in programme.pages_for(track) for item in page.items]
        self.track = track
        self.questions = {i.id: i for i in items if isinstance(i, Question)}
        self.tables = {i.id: {c.id: c for c in i.columns} for i in items if isinstance(i, Table)}
        self.uploads = {i.id for i in items if isinstance(i, Upload)}

    def rule(self, rule: Condition) -> Iterator[str]:
        if not rule.source.strip() or not rule.text.zh.strip():
            yield _("%s: a rule needs its words and its source.") % rule.id
        if rule.when:
            yield from self.choice(rule, rule.when.question, rule.when.values)
        yield from self.looks_at(rule)

    def looks_at(self, rule: Condition) -> Iterator[str]:
        match rule:
            case AgeAtLeast() | AgeAtMost():
                return
            case NoTitleHeld():
                yield from self.titles(rule, rule.declared_in, rule.titles)
            case RenewedByResults():
                yield from self.titles(rule, rule.declared_in, rule.titles + rule.honours)
                yield from self.columns(rule, rule.tables, rule.date_column)
            case AnswerIs():
                yield from self.choice(rule, rule.question, rule.values + rule.human)
            case FactIs():
                known = {choice.value for choice in rule.choices}
                yield from self.values(rule, rule.fact, rule.values + rule.human, known)
            case EmployedInCity():
                yield from self.proof(rule, rule.proof)
            case MinimumNumber():
                yield from self.question(rule, rule.question, "number", "year")
                yield from self.proof(rule, rule.proof)
            case DateWithin():
                yield from self.question(rule, rule.question, "date")
            case PeriodAtLeast():
                yield from self.question(rule, rule.since, "date")
                yield from self.question(rule, rule.until, "date")
                yield from self.proof(rule, rule.proof)
            case RowsAtLeast():
                dated = rule.date_column if rule.within_years else ""
                yield from self.columns(rule, rule.tables, dated, rule.column)
                for table in rule.tables if rule.column else ():
                    yield from self.column_values(rule, table, rule.column, rule.values)
            case SkillGradeAtLeast():
                grades = tuple(g for g in (rule.grade, rule.lower_with_exception) if g)
                yield from self.values(rule, "grade", grades, set(GRADES))
                yield from self.column_values(rule, rule.table, "grade", grades)
                yield from self.proof(rule, rule.proof)
            case ContestRank():
                yield from self.contest(rule)
            case LevelOpened():
                yield from self.choice(rule, rule.question, rule.levels)
                yield from self.choice(rule, rule.basis, tuple(line.id for line in rule.table))
                highest = tuple(
                    line.highest for line in rule.table if line.highest not in ("", "none")
                )
                yield from self.values(rule, rule.question, highest, set(rule.levels))
            case AppraisalsClear():
                yield from self.columns(rule, (rule.table,), "year", "result")
                results = tuple(line.id for line in rule.postpones) + rule.unclear
                yield from self.column_values(rule, rule.table, "result", results)
            case HoursEachYear():
                yield from self.columns(rule, (rule.table,), "year", *(h.id for h in rule.hours))
            case AnyOf():
                for member in rule.of:
                    yield from self.rule(member)
            case never:
                assert_never(never)

    def contest(self, rule: ContestRank) -> Iterator[str]:
        if rule.in_table:
            yield from self.columns(rule, (rule.in_table,), rule.question, rule.rank)
        else:
            yield from self.question(rule, rule.question, "contest")
            yield from self.question(rule, rule.rank, "number")

    def question(self, rule: Condition, name: str, *kinds: str) -> Iterator[str]:
        if name not in self.questions:
            yield self._missing(rule, name)
        elif kinds and self.questions[name].kind not in kinds:
            yield _("%(rule)s: “%(name)s” is not a question of the kind it needs.") % {
                "rule": rule.id,
                "name": name,
            }

    def choice(self, rule: Condition, name: str, values: tuple[str, ...]) -> Iterator[str]:
        yield from self.question(rule, name, "choice", "yes_no")
        if name in self.questions:
            yield from self.values(rule, name, values, _answers(self.questions[name]))

    def titles(self, rule: Condition, table: str, titles: tuple[str, ...]) -> Iterator[str]:
        if table:
            yield from self.columns(rule, (table,), "title")
            yield from self.column_values(rule, table, "title", titles)

    def columns(self, rule: Condition, tables: tuple[str, ...], *columns: str) -> Iterator[str]:
        for table in tables:
            if table not in self.tables:
                yield self._missing(rule, table)
                continue
            for column in columns:
                if column and column not in self.tables[table]:
                    yield self._missing(rule, f"{table}.{column}")

    def column_values(
        self, rule: Condition, table: str, column: str, values: tuple[str, ...]
    ) -> Iterator[str]:
        question = self.tables.get(table, {}).get(column)
        if question is None:
            yield self._missing(rule, f"{table}.{column}")
        else:
            yield from self.values(rule, f"{table}.{column}", values, _answers(question))

    def values(
        self, rule: Condition, name: str, values: tuple[str, ...], known: set[str]
    ) -> Iterator[str]:
        for value in sorted(set(values) - known):
            words = {"rule": rule.id, "name": name, "value": value}
            yield _("%(rule)s: “%(value)s” is no answer to “%(name)s”.") % words

    def proof(self, rule: Condition, uploads: tuple[str, ...]) -> Iterator[str]:
        for name in sorted(set(uploads) - self.uploads):
            yield self._missing(rule, name)

    def _missing(self, rule: Condition, name: str) -> str:
        words = {"rule": rule.id, "name": name, "track": self.track}
        return _("%(rule)s: “%(name)s” is not asked in the track “%(track)s”.") % words


def _answers(question: Question) -> set[str]:
    if question.kind == "yes_no":
        return {"yes", "no"}
    return {choice.value for choice in question.choices}
