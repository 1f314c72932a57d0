"""Rules about achievements: rows of tables, skill grades, contest ranks."""

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from evaluations.eligibility.facts import ContestFacts
from evaluations.eligibility.outcome import (
    Case,
    Outcome,
    Verdict,
    day,
    fails,
    needs_human,
    passes,
    together,
)
from evaluations.rules import ContestRank, RowsAtLeast, SkillGradeAtLeast

# The "new eight grades" (新八级工), lowest first. Source: domain brief 3.2.
GRADES = (
    "apprentice",
    "junior",
    "intermediate",
    "senior",
    "technician",
    "senior_technician",
    "special_technician",
    "chief_technician",
)


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that count, rows that might if their date were known, tables nobody answered."""

    counted: int
    undated: int
    unanswered: tuple[str, ...]

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(
            counted=self.counted + other.counted,
            undated=self.undated + other.undated,
            unanswered=self.unanswered + other.unanswered,
        )

    def doubt(self, case: Case) -> str:
        """Why more rows might count; "" when none can."""
        if self.unanswered:
            labels = " / ".join(case.label(table) for table in self.unanswered)
            return _("“%s” is not answered.") % labels
        return _("Rows without a clear date: %s.") % self.undated if self.undated else ""


def dated_rows(
    tables: tuple[str, ...],
    date_column: str,
    within_years: int | None,
    case: Case,
    *,
    column: str = "",
    values: tuple[str, ...] = (),
) -> Counted:
    """How many rows of ``tables`` count (see ``RowsAtLeast``)."""
    counted = undated = 0
    unanswered = []
    for table in tables:
        rows = case.rows(table)
        if rows is None:
            unanswered.append(table)
        for row in rows or ():
            if values and row.get(column) not in values:
                continue
            inside = within_years is None or _inside(row.get(date_column), within_years, case)
            counted += inside is True
            undated += inside is None
    return Counted(counted=counted, undated=undated, unanswered=tuple(unanswered))


def _inside(value: Any, years: int, case: Case) -> bool | None:
    """Whether a date or a year lies in the last ``years`` years; None when that cannot be told.

    A year in the middle of which the period begins is a doubt: its first months lie outside.
    """
    first, last = case.since(years), case.facts.cut_off
    if isinstance(value, int):
        begins_inside = value == first.year and (first.month, first.day) != (1, 1)
        return None if begins_inside else first.year <= value <= last.year
    when = day(value)
    return None if when is None else first <= when <= last


def rows_at_least(rule: RowsAtLeast, case: Case) -> Outcome:
    found = dated_rows(
        rule.tables,
        rule.date_column,
        rule.within_years,
        case,
        column=rule.column,
        values=rule.values,
    )
    paths = tuple(f"answers.{table}" for table in rule.tables)
    words = {
        "tables": " / ".join(case.label(table) for table in rule.tables),
        "count": found.counted,
        "limit": rule.minimum,
    }
    if rule.within_years is None:
        sentence = _("“%(tables)s”: %(count)s counted; the least is %(limit)s.") % words
    else:
        words |= {"since": case.since(rule.within_years), "cut_off": case.facts.cut_off}
        sentence = _(
            "“%(tables)s”: %(count)s counted from %(since)s to %(cut_off)s; the least is %(limit)s."
        )
        sentence %= words
    if found.counted >= rule.minimum:
        return passes(sentence, *paths)
    if found.counted + found.undated >= rule.minimum or found.unanswered:
        return needs_human(together(sentence, found.doubt(case)), *paths)
    return fails(sentence, *paths)


def skill_grade_at_least(rule: SkillGradeAtLeast, case: Case) -> Outcome:
    rows, path = case.rows(rule.table), f"answers.{rule.table}"
    if rows is None:
        return needs_human(_("“%s” is not answered.") % case.label(rule.table), path)
    counting = [row for row in rows if not _after_cut_off(row, case)]
    grades = [row["grade"] for row in counting if row.get("grade") in GRADES]
    if not grades:
        late = len(rows) > len(counting)
        if late:
            sentence = _("No skill certificate is dated %(cut_off)s or earlier.")
            return fails(sentence % {"cut_off": case.facts.cut_off}, path)
        unnamed = bool(rows)
        sentence = (
            _("The skill grade is not stated.") if unnamed else _("No skill grade is entered.")
        )
        return (needs_human if unnamed else fails)(sentence, path)
    best = max(grades, key=GRADES.index)
    words = {
        "grade": case.column_words(rule.table, "grade", best),
        "limit": case.column_words(rule.table, "grade", rule.grade),
    }
    sentence = _("Highest skill grade: %(grade)s; the least is %(limit)s.") % words
    if GRADES.index(best) >= GRADES.index(rule.grade):
        proofs = case.uploaded(rule.proof)
        if rule.proof and not proofs:
            labels = case.upload_labels(rule.proof)
            return needs_human(together(sentence, _("No proof is attached (%s).") % labels), path)
        return passes(sentence, path, *proofs)
    lower = rule.lower_with_exception
    if lower and GRADES.index(best) >= GRADES.index(lower):
        sentence = together(sentence, _("It can pass only with a recorded exception."))
        return Outcome(
            verdict=Verdict.NEEDS_HUMAN, sentence=sentence, evidence=(path,), exceptional=True
        )
    return fails(sentence, path)


def _after_cut_off(row: dict[str, Any], case: Case) -> bool:
    obtained = day(row.get("date"))
    return obtained is not None and obtained > case.facts.cut_off


def contest_rank(rule: ContestRank, case: Case) -> Outcome:
    """One contest decides, or the best row of a table of contests."""
    if not rule.in_table:
        entry = {rule.question: case.answer(rule.question), rule.rank: case.answer(rule.rank)}
        return _one_contest(rule, case, entry, f"answers.{rule.question}")
    rows, path = case.rows(rule.in_table), f"answers.{rule.in_table}"
    if rows is None:
        return needs_human(_("“%s” is not answered.") % case.label(rule.in_table), path)
    if not rows:
        return fails(_("No contest is entered."), path)
    outcomes = [_one_contest(rule, case, row, path) for row in rows]
    rising = [Verdict.FAIL, Verdict.NEEDS_HUMAN, Verdict.PASS]
    return max(outcomes, key=lambda outcome: rising.index(outcome.verdict))


def _one_contest(rule: ContestRank, case: Case, entry: dict[str, Any], path: str) -> Outcome:
    public_id, claimed = entry.get(rule.question), entry.get(rule.rank)
    if not public_id:
        return needs_human(_("No registered contest is named."), path)
    contest = case.facts.contests.get(public_id)
    if contest is None:
        return needs_human(_("The contest is not in the registry."), path)
    if not contest.filing_document:
        words = {"contest": contest.title}
        return needs_human(_("%(contest)s: no filing document is registered.") % words, path)
    if late := _outside_period(rule, case, contest, path):
        return late
    line = next(
        (row for row in rule.table if (row.level, row.grade) == (contest.level, contest.grade)),
        None,
    )
    if line is None:
        words = {"contest": contest.title}
        return needs_human(
            _("%(contest)s: the rank table has no line for this contest.") % words, path
        )
    return _ranked(contest, claimed, line.max_rank, path)


def _outside_period(
    rule: ContestRank, case: Case, contest: ContestFacts, path: str
) -> Outcome | None:
    if rule.within_years is None:
        return None
    words: dict[str, Any] = {"contest": contest.title, "held": contest.held_on}
    if contest.held_on is None:
        return needs_human(
            _("%(contest)s: the date of the contest is not registered.") % words, path
        )
    words |= {"since": case.since(rule.within_years), "cut_off": case.facts.cut_off}
    if words["since"] <= contest.held_on <= words["cut_off"]:
        return None
    sentence = _("%(contest)s was held on %(held)s; only %(since)s to %(cut_off)s counts.")
    return fails(sentence % words, path)


def _ranked(contest: ContestFacts, claimed: Any, limit: int, path: str) -> Outcome:
    """The registered rank decides; a claim alone can fail but never pass."""
    registered = "registry.contests"
    words = {"contest": contest.title, "claimed": claimed, "rank": contest.rank, "limit": limit}
    if contest.passed_line is False:
        return fails(_("%(contest)s: the score is below the pass line.") % words, registered)
    if contest.rank is None:
        if not isinstance(claimed, int):
            sentence = (
                _("%(contest)s: “%(claimed)s” is not the rank of one person.")
                if claimed
                else _("%(contest)s: no rank is known.")
            )
            return needs_human(sentence % words, path)
        if claimed > limit:
            sentence = _("%(contest)s: rank %(claimed)s claimed; the table admits up to %(limit)s.")
            return fails(sentence % words, path)
        sentence = _(
            "%(contest)s: rank %(claimed)s claimed, but the registered results do not name the applicant."
        )
        return needs_human(sentence % words, path, registered)
    sentence = _("%(contest)s: rank %(rank)s; the table admits up to %(limit)s.") % words
    if contest.rank > limit:
        return fails(sentence, registered)
    if contest.passed_line is None:
        unknown = _("Whether the score reaches the pass line is not registered.")
        return needs_human(together(sentence, unknown), registered)
    if claimed != contest.rank and claimed is not None:
        other = _("The applicant claims rank %(claimed)s.") % words
        return needs_human(together(sentence, other), path, registered)
    return passes(sentence, registered)
