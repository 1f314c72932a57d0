"""What the conditions of a programme want to find in a form, read backwards."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, assert_never

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
    RenewedByResults,
    RowsAtLeast,
    SkillGradeAtLeast,
)


@dataclass
class Wishes:
    """Keys are (table id or "", question id)."""

    cut_off: date
    answers: dict[tuple[str, str], Any] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    avoid: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, programme: Programme, track: str, cut_off: date) -> "Wishes":
        wishes = cls(cut_off)
        for condition in programme.conditions_for(track):
            wishes.add(condition)
        provisional = programme.track(track).provisional
        if provisional and provisional.when:
            # Approved on intent, nobody gets a certificate until he has come.
            wishes.avoid[("", provisional.when.question)] = frozenset(provisional.when.values)
        return wishes

    def add(self, rule: Condition) -> None:
        match rule:
            case AnswerIs():
                self.answers.setdefault(("", rule.question), rule.values[0])
            case MinimumNumber():
                self.answers[("", rule.question)] = rule.minimum + 2
            case SkillGradeAtLeast():
                self._row(rule.table, grade=rule.grade, date=self._day(5))
            case RowsAtLeast():
                self._rows_at_least(rule)
            case RenewedByResults():
                self._row(rule.tables[0], **{rule.date_column: self._day(1)})
            case ContestRank():
                self._contest(rule)
            case NoTitleHeld():
                key = (rule.declared_in, "title")
                self.avoid[key] = self.avoid.get(key, frozenset()) | frozenset(rule.titles)
            case LevelOpened():
                self._level(rule)
            case AppraisalsClear():
                self._appraisals(rule)
            case HoursEachYear():
                self._hours(rule)
            case DateWithin():
                self.answers[("", rule.question)] = self._day(1)
            case PeriodAtLeast():
                # Several rules look at the same contract: the longest serves all of them.
                last, key = self._day(-rule.years), ("", rule.until)
                self.answers[("", rule.since)] = self._day(1)
                self.answers[key] = max(self.answers.get(key, ""), last)
            case AnyOf():
                self.add(rule.of[0])
            case AgeAtLeast() | AgeAtMost() | EmployedInCity() | FactIs():
                pass  # these look at the person, the employer and other offices, not at the form
            case never:
                assert_never(never)

    def _day(self, years: int) -> str:
        return (self.cut_off - timedelta(days=360 * years)).isoformat()

    def _row(self, table: str, **values: Any) -> None:
        self.rows.setdefault(table, []).append(values)

    def _rows_at_least(self, rule: RowsAtLeast) -> None:
        # The last table is the one whose rows need least from registers.
        table = rule.tables[-1]
        for _ in range(rule.minimum - len(self.rows.get(table, []))):
            values = {rule.date_column: self._day(1)} if rule.within_years else {}
            if rule.column:
                values[rule.column] = rule.values[0]
            self._row(table, **values)

    def _contest(self, rule: ContestRank) -> None:
        if rule.in_table:
            self._row(rule.in_table, registered="yes", **{rule.rank: 1})
        else:
            self.answers[("", rule.rank)] = 1

    def _level(self, rule: LevelOpened) -> None:
        opens = next(line for line in rule.table if line.highest in rule.levels)
        self.answers[("", rule.basis)] = opens.id
        self.answers[("", rule.question)] = rule.levels[0]

    def _appraisals(self, rule: AppraisalsClear) -> None:
        self.avoid[(rule.table, "result")] = frozenset(
            (*(p.id for p in rule.postpones), *rule.unclear)
        )
        for back in range(1, rule.last_years + 1):
            self._row(rule.table, year=self.cut_off.year - back)

    def _hours(self, rule: HoursEachYear) -> None:
        hours = {each.id: each.minimum for each in rule.hours}
        for back in range(1, rule.last_years + 1):
            self._row(rule.table, year=self.cut_off.year - back, **hours)
