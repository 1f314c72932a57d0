"""Rules about the person: age, answers, numbers, employment."""

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from evaluations.calendar import add_months, age_on
from evaluations.eligibility.outcome import Case, Outcome, day, fails, needs_human, passes, together
from evaluations.rules import (
    AgeAtLeast,
    AgeAtMost,
    AnswerIs,
    DateWithin,
    EmployedInCity,
    MinimumNumber,
    PeriodAtLeast,
)

_BIRTH = "profile.birth_date"


def age_at_least(rule: AgeAtLeast, case: Case) -> Outcome:
    born = case.facts.birth_date
    if born is None:
        return _no_birth_date()
    age = age_on(born, case.facts.cut_off)
    sentence = _("Born %(born)s, %(age)s on %(cut_off)s; the least is %(limit)s.") % {
        "born": born,
        "age": age,
        "cut_off": case.facts.cut_off,
        "limit": rule.years,
    }
    return (passes if age >= rule.years else fails)(sentence, _BIRTH)


def age_at_most(rule: AgeAtMost, case: Case) -> Outcome:
    born = case.facts.birth_date
    if born is None:
        return _no_birth_date()
    age = age_on(born, case.facts.cut_off)
    sentence = _(
        "Born %(born)s, %(age)s on %(cut_off)s; the limit is %(limit)s (born after %(after)s)."
    ) % {
        "born": born,
        "age": age,
        "cut_off": case.facts.cut_off,
        "limit": rule.years,
        "after": add_months(case.facts.cut_off, -12 * (rule.years + 1)),
    }
    return (passes if 0 <= age <= rule.years else fails)(sentence, _BIRTH)


def _no_birth_date() -> Outcome:
    return needs_human(_("The date of birth is not known."), _BIRTH)


def answer_is(rule: AnswerIs, case: Case) -> Outcome:
    value, label = case.answer(rule.question), case.label(rule.question)
    path = f"answers.{rule.question}"
    if value is None:
        return needs_human(_("“%s” is not answered.") % label, path)
    said = {"label": label, "value": case.in_words(rule.question, value)}
    if value in rule.values:
        return passes(_("“%(label)s”: %(value)s.") % said, path)
    if value in rule.human or not case.offers(rule.question, value):
        return needs_human(_("“%(label)s”: %(value)s. An officer must decide.") % said, path)
    allowed = " / ".join(case.in_words(rule.question, v) for v in rule.values)
    said["allowed"] = allowed
    return fails(_("“%(label)s”: %(value)s; allowed: %(allowed)s.") % said, path)


def minimum_number(rule: MinimumNumber, case: Case) -> Outcome:
    value, label = case.answer(rule.question), case.label(rule.question)
    path = f"answers.{rule.question}"
    if value is None:
        return needs_human(_("“%s” is not answered.") % label, path)
    number = _number(value)
    if number is None:
        said = {"label": label, "value": value}
        return needs_human(_("“%(label)s”: “%(value)s” is not a number.") % said, path)
    unit = case.say(rule.unit)
    said = {
        "label": label,
        "value": f"{value} {unit}".strip(),
        "limit": f"{rule.minimum} {unit}".strip(),
    }
    sentence = _("“%(label)s”: %(value)s; the least is %(limit)s.") % said
    if number < rule.minimum:
        return fails(sentence, path)
    proofs = case.uploaded(rule.proof)
    if rule.proof and not proofs:
        return needs_human(together(sentence, _no_proof(case, rule.proof)), path)
    return passes(sentence, path, *proofs)


def date_within(rule: DateWithin, case: Case) -> Outcome:
    when, label = day(case.answer(rule.question)), case.label(rule.question)
    path = f"answers.{rule.question}"
    if when is None:
        return needs_human(_("“%s” is not answered.") % label, path)
    first, last = case.since(rule.within_years), case.facts.cut_off
    said = {"label": label, "value": when, "since": first, "cut_off": last}
    sentence = _("“%(label)s”: %(value)s; only %(since)s to %(cut_off)s counts.") % said
    return (passes if first <= when <= last else fails)(sentence, path)


def period_at_least(rule: PeriodAtLeast, case: Case) -> Outcome:
    paths = (f"answers.{rule.since}", f"answers.{rule.until}")
    first, last = day(case.answer(rule.since)), day(case.answer(rule.until))
    for question, when in ((rule.since, first), (rule.until, last)):
        if when is None:
            return needs_human(_("“%s” is not answered.") % case.label(question), *paths)
    assert first is not None
    assert last is not None
    least = add_months(first, 12 * rule.years) - timedelta(days=1)
    said = {"since": first, "until": last, "years": rule.years, "least": least}
    sentence = _(
        "From %(since)s to %(until)s; %(years)s years from then run to %(least)s or later."
    )
    sentence %= said
    if last < least:
        return fails(sentence, *paths)
    proofs = case.uploaded(rule.proof)
    if rule.proof and not proofs:
        return needs_human(together(sentence, _no_proof(case, rule.proof)), *paths)
    return passes(sentence, *paths, *proofs)


def _number(value: Any) -> Decimal | None:
    """4.9 years is a number below five, not a riddle; None for words."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def employed_in_city(rule: EmployedInCity, case: Case) -> Outcome:
    employer, path = case.facts.employer, "employer"
    if employer is None:
        return needs_human(_("The employer is not known."), path)
    name = {"employer": employer.name or _("The employer")}
    if not (employer.in_city or (employer.stationed and rule.stationed)):
        if employer.stationed:
            return fails(_("%(employer)s is a unit stationed in the city.") % name, path)
        if employer.in_city is None:
            return needs_human(_("It is not known where %(employer)s is registered.") % name, path)
        return fails(
            _("%(employer)s is neither registered nor stationed in the city.") % name, path
        )
    place = (
        _("%(employer)s is registered in the city.")
        if employer.in_city
        else _("%(employer)s is stationed in the city.")
    ) % name
    proofs = case.uploaded(rule.proof)
    if lacking := _lacking(rule, proofs):
        return needs_human(together(place, _no_proof(case, lacking)), path, *proofs)
    proved = _("Employment is shown by: %s.") % case.upload_labels(
        [proof.removeprefix("uploads.") for proof in proofs]
    )
    return passes(together(place, proved) if proofs else place, path, *proofs)


def _lacking(rule: EmployedInCity, proofs: tuple[str, ...]) -> tuple[str, ...]:
    if proofs and not rule.all_proofs:
        return ()
    return tuple(name for name in rule.proof if f"uploads.{name}" not in proofs)


def _no_proof(case: Case, uploads: tuple[str, ...]) -> str:
    return _("No proof is attached (%s).") % case.upload_labels(uploads)
