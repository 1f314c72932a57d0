"""Is this person eligible? PASS, FAIL or NEEDS A HUMAN for every rule, with its sentence and source.

Pure: the facts come in, findings go out; nothing is read from a database or a clock. What is
not known is never a pass and never a silent failure: it needs a human.
"""

from typing import assert_never

import msgspec
from django.utils.translation import gettext as _

from evaluations.eligibility import achievements, person, standing
from evaluations.eligibility.facts import ContestFacts, EmployerFacts, Facts, TitleHeld
from evaluations.eligibility.outcome import Case, Outcome, Verdict, needs_human, together
from evaluations.questionnaire.asked import shown
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
    Text,
)

__all__ = [
    "ContestFacts",
    "EmployerFacts",
    "Facts",
    "Finding",
    "TitleHeld",
    "Verdict",
    "examine",
]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one rule. ``evidence`` are paths: "profile.birth_date", "answers.post",
    "uploads.contract", "registry.titles", "outside.discipline", "exceptions.X7".
    ``text`` and ``source`` are the rule's own.
    """

    rule_id: str
    verdict: Verdict
    sentence: str
    evidence: tuple[str, ...]
    source: str
    text: Text


def examine(programme: Programme, facts: Facts) -> tuple[Finding, ...]:
    """One finding for every rule that binds this applicant, in the order of the programme.

    Rules of other tracks, waived rules and rules whose ``when`` does not hold give none;
    while the question of a ``when`` is unanswered, the rule needs a human.
    Sentences are in the active language. KeyError when the programme has no such track.
    """
    case = Case.of(programme, facts)
    return tuple(
        _finding(rule, case)
        for rule in programme.conditions_for(facts.track)
        if _undecided(rule, case) or shown(rule.when, case.answers, case.questions)
    )


def _undecided(rule: Condition, case: Case) -> bool:
    """Whether it cannot be told yet that the rule binds: its ``when`` is asked but unanswered."""
    when = rule.when
    return when is not None and case.answers.get(when.question) == ""


def _finding(rule: Condition, case: Case) -> Finding:
    if rule.when and _undecided(rule, case):
        asked = rule.when.question
        outcome = needs_human(_("“%s” is not answered.") % case.label(asked), f"answers.{asked}")
    else:
        outcome = _with_exception(rule, _answer(rule, case), case)
    return Finding(
        rule_id=rule.id,
        verdict=outcome.verdict,
        sentence=outcome.sentence,
        evidence=outcome.evidence,
        source=rule.source,
        text=rule.text,
    )


def _answer(rule: Condition, case: Case) -> Outcome:
    match rule:
        case AgeAtLeast():
            return person.age_at_least(rule, case)
        case AgeAtMost():
            return person.age_at_most(rule, case)
        case NoTitleHeld():
            return standing.no_title_held(rule, case)
        case RenewedByResults():
            return standing.renewed_by_results(rule, case)
        case AnswerIs():
            return person.answer_is(rule, case)
        case FactIs():
            return standing.fact_is(rule, case)
        case EmployedInCity():
            return person.employed_in_city(rule, case)
        case MinimumNumber():
            return person.minimum_number(rule, case)
        case DateWithin():
            return person.date_within(rule, case)
        case PeriodAtLeast():
            return person.period_at_least(rule, case)
        case RowsAtLeast():
            return achievements.rows_at_least(rule, case)
        case SkillGradeAtLeast():
            return achievements.skill_grade_at_least(rule, case)
        case ContestRank():
            return achievements.contest_rank(rule, case)
        case LevelOpened():
            return standing.level_opened(rule, case)
        case AppraisalsClear():
            return standing.appraisals_clear(rule, case)
        case HoursEachYear():
            return standing.hours_each_year(rule, case)
        case AnyOf():
            return _any_of(rule, case)
        case never:
            assert_never(never)


def _any_of(rule: AnyOf, case: Case) -> Outcome:
    """The best of the alternatives; where none passes, all are named."""
    members = [_with_exception(member, _answer(member, case), case) for member in rule.of]
    for outcome in members:
        if outcome.verdict is Verdict.PASS:
            return outcome
    undecided = [o for o in members if o.verdict is Verdict.NEEDS_HUMAN]
    named = undecided or members
    return Outcome(
        verdict=Verdict.NEEDS_HUMAN if undecided else Verdict.FAIL,
        sentence=together(*(outcome.sentence for outcome in named)),
        evidence=tuple(dict.fromkeys(path for o in named for path in o.evidence)),
    )


def _with_exception(rule: Condition, outcome: Outcome, case: Case) -> Outcome:
    """A recorded exception (破格) stands in for a failed rule that admits one, never for missing facts."""
    approver = case.facts.exceptions.get(rule.id, "")
    missing = case.facts.claimed_exceptions.get(rule.id, "")
    failed = outcome.verdict is Verdict.FAIL
    admits = outcome.exceptional or (failed and rule.exception)
    if missing and admits:
        words = {"sentence": outcome.sentence, "missing": missing}
        sentence = _("%(sentence)s An exception is claimed, but its record lacks: %(missing)s.")
        return needs_human(sentence % words, *outcome.evidence)
    if approver and admits:
        words = {"sentence": outcome.sentence, "approver": approver}
        return Outcome(
            verdict=Verdict.PASS,
            sentence=_("%(sentence)s Exception recorded: %(approver)s.") % words,
            evidence=(*outcome.evidence, f"exceptions.{rule.id}"),
        )
    if approver and failed:
        sentence = _("%s An exception was recorded, but this rule admits none.") % outcome.sentence
        return Outcome(verdict=Verdict.FAIL, sentence=sentence, evidence=outcome.evidence)
    if outcome.exceptional:
        return needs_human(outcome.sentence, *outcome.evidence)
    return outcome
