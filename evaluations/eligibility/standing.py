"""Rules about what somebody already holds, what others report, and what a basis opens."""

from typing import Any

from django.utils.translation import gettext as _

from evaluations.eligibility.achievements import dated_rows
from evaluations.eligibility.facts import TitleHeld
from evaluations.eligibility.outcome import Case, Outcome, day, fails, needs_human, passes, together
from evaluations.rules import (
    AppraisalsClear,
    FactIs,
    HoursEachYear,
    LevelOpened,
    NoTitleHeld,
    RenewedByResults,
)

_REGISTRY = "registry.titles"


def no_title_held(rule: NoTitleHeld, case: Case) -> Outcome:
    held = [t for t in case.facts.titles_held or () if t.code in rule.titles]
    declared = [row for row in _declared(rule, case) or () if row.get("title") in rule.titles]
    paths = (_REGISTRY, *([f"answers.{rule.declared_in}"] if rule.declared_in else []))
    blocking = [t for t in held if not rule.in_force_only or _in_force(t, case)]
    if blocking:
        said = together(*(_registered(rule, case, title) for title in blocking))
        return fails(said, _REGISTRY)
    if declared:
        return _by_declaration(rule, case, declared, {t.code for t in held})
    if unknown := _unknown(rule, case):
        return needs_human(unknown, *paths)
    if held:
        return passes(_expired(rule, case, held[-1]), *paths)
    return passes(_("None of the excluding titles is registered or declared."), *paths)


def _by_declaration(
    rule: NoTitleHeld, case: Case, declared: list[dict[str, Any]], registered: set[str]
) -> Outcome:
    path = f"answers.{rule.declared_in}"
    words: dict[str, Any] = {}
    for row in declared:
        words = {"title": case.column_words(rule.declared_in, "title", row["title"])}
        if not rule.in_force_only:
            return fails(_("The applicant declares the title “%(title)s”.") % words, path)
        until = day(row.get("until"))
        if until is None and row["title"] not in registered:
            sentence = _(
                "The applicant declares the title “%(title)s”; when it expires is not known."
            )
            return needs_human(sentence % words, path)
        if until and until >= case.facts.cut_off:
            words |= {"until": until}
            sentence = _("The applicant declares the title “%(title)s”, in force until %(until)s.")
            return fails(sentence % words, path)
    if unknown := _unknown(rule, case):
        return needs_human(unknown, _REGISTRY, path)
    words |= {"cut_off": case.facts.cut_off}
    return passes(_("“%(title)s” expired before %(cut_off)s.") % words, path)


def _unknown(rule: NoTitleHeld | RenewedByResults, case: Case) -> str:
    if case.facts.titles_held is None:
        return _("Nobody has looked in the register of titles yet.")
    rows = _declared(rule, case)
    if rule.declared_in and rows is None:
        return _("“%s” is not answered.") % case.label(rule.declared_in)
    if any(not row.get("title") for row in rows or ()):
        return _("A row of “%s” names no title.") % case.label(rule.declared_in)
    return ""


def _declared(rule: NoTitleHeld | RenewedByResults, case: Case) -> list[dict[str, Any]] | None:
    return case.rows(rule.declared_in) if rule.declared_in else []


def _in_force(title: TitleHeld, case: Case) -> bool:
    return title.until is None or title.until >= case.facts.cut_off


def _registered(rule: NoTitleHeld, case: Case, title: TitleHeld) -> str:
    words = {"title": _title(rule, case, title), "since": title.since, "until": title.until}
    if title.until and title.since:
        return _("Holds the title “%(title)s” (%(since)s to %(until)s).") % words
    if title.since:
        return _("Holds the title “%(title)s” since %(since)s.") % words
    return _("Holds the title “%(title)s”.") % words


def _expired(rule: NoTitleHeld, case: Case, title: TitleHeld) -> str:
    words = {"title": _title(rule, case, title), "until": title.until}
    return _("The title “%(title)s” expired on %(until)s.") % words


def _title(rule: NoTitleHeld | RenewedByResults, case: Case, title: TitleHeld) -> str:
    return case.column_words(rule.declared_in, "title", title.code)


def renewed_by_results(rule: RenewedByResults, case: Case) -> Outcome:
    """Binds only who held one of the titles before; everybody else passes."""
    held = [t for t in case.facts.titles_held or () if t.code in rule.titles]
    declared = [row for row in _declared(rule, case) or () if row.get("title") in rule.titles]
    if not held and not declared:
        if unknown := _unknown(rule, case):
            return needs_human(unknown, _REGISTRY)
        return passes(_("Never held this title before."), _REGISTRY)
    found = dated_rows(rule.tables, rule.date_column, rule.within_years, case)
    if rule.honours:
        found += dated_rows(
            (rule.declared_in,), "date", rule.within_years, case,
            column="title", values=rule.honours,
        )  # fmt: skip
    paths = tuple(f"answers.{table}" for table in rule.tables)
    sentence = _(
        "Held the title before; new results since %(since)s: %(count)s; the least is %(limit)s."
    ) % {
        "since": case.since(rule.within_years),
        "count": found.counted,
        "limit": rule.minimum,
    }
    if found.counted >= rule.minimum:
        return passes(sentence, _REGISTRY, *paths)
    if found.counted + found.undated >= rule.minimum or found.unanswered:
        return needs_human(together(sentence, found.doubt(case)), _REGISTRY, *paths)
    return fails(sentence, _REGISTRY, *paths)


def fact_is(rule: FactIs, case: Case) -> Outcome:
    label = case.say(rule.label) or rule.fact
    value, path = case.facts.outside.get(rule.fact, ""), f"outside.{rule.fact}"
    if not value:
        return needs_human(_("Nobody has reported on “%s” yet.") % label, path)
    words = {choice.value: case.say(choice.label) for choice in rule.choices}
    said = {"label": label, "value": words.get(value, value)}
    if value in rule.values:
        return passes(_("“%(label)s”: %(value)s.") % said, path)
    if value in rule.human or (words and value not in words):
        return needs_human(_("“%(label)s”: %(value)s. An officer must decide.") % said, path)
    return fails(_("“%(label)s”: %(value)s.") % said, path)


def level_opened(rule: LevelOpened, case: Case) -> Outcome:
    paths = (f"answers.{rule.question}", f"answers.{rule.basis}")
    level, basis = case.answer(rule.question), case.answer(rule.basis)
    for question, value in ((rule.question, level), (rule.basis, basis)):
        if value is None:
            return needs_human(_("“%s” is not answered.") % case.label(question), *paths)
    words = {
        "basis": case.in_words(rule.basis, basis),
        "level": case.in_words(rule.question, level),
    }
    line = next((line for line in rule.table if line.id == basis), None)
    if line is None or level not in rule.levels:
        sentence = _("No rule says whether “%(basis)s” opens “%(level)s”.")
        return needs_human(sentence % words, *paths)
    order = [*rule.levels]
    opened = line.highest in order and order.index(level) <= order.index(line.highest)
    sentence = (
        _("“%(basis)s” opens “%(level)s”.")
        if opened
        else _("“%(basis)s” does not open “%(level)s”.")
    )
    return (passes if opened else fails)(sentence % words, *paths)


def appraisals_clear(rule: AppraisalsClear, case: Case) -> Outcome:
    """Postponements add up: each begins when the one before it has run out."""
    rows, path = case.rows(rule.table), f"answers.{rule.table}"
    if rows is None:
        return needs_human(_("“%s” is not answered.") % case.label(rule.table), path)
    postpones = {line.id: line.years for line in rule.postpones}
    results = sorted(
        (row["year"], row.get("result", "")) for row in rows if isinstance(row.get("year"), int)
    )
    until, reasons = 0, []
    for year, result in results:
        if years := postpones.get(result):
            until = max(until, year) + years
            reasons.append(f"{year} {case.column_words(rule.table, 'result', result)}")
    this_year = case.facts.cut_off.year
    if until >= this_year:
        words = {"reasons": "; ".join(reasons), "year": until + 1}
        sentence = _("Annual appraisals: %(reasons)s. An application is possible from %(year)s on.")
        return fails(sentence % words, path)
    answered = {year for year, result in results if result and result not in rule.unclear}
    wanted = range(this_year - rule.last_years, this_year)
    if missing := [str(year) for year in wanted if year not in answered]:
        return needs_human(_("Annual appraisals are missing for: %s.") % ", ".join(missing), path)
    words = {"first": wanted[0], "last": wanted[-1]} if wanted else {"first": "", "last": ""}
    return passes(_("Annual appraisals from %(first)s to %(last)s postpone nothing.") % words, path)


def hours_each_year(rule: HoursEachYear, case: Case) -> Outcome:
    rows, path = case.rows(rule.table), f"answers.{rule.table}"
    if rows is None:
        return needs_human(_("“%s” is not answered.") % case.label(rule.table), path)
    this_year = case.facts.cut_off.year
    short, missing = [], []
    for year in range(this_year - rule.last_years, this_year):
        of_year = [row for row in rows if row.get("year") == year]
        for kind in rule.hours:
            hours = [row.get(kind.id) for row in of_year]
            known = [hour for hour in hours if isinstance(hour, int)]
            words = {
                "year": year,
                "kind": case.say(kind.label),
                "hours": sum(known),
                "limit": kind.minimum,
            }
            if sum(known) >= kind.minimum:
                continue
            if not known or len(known) < len(hours):
                missing.append(_("%(year)s %(kind)s: not answered.") % words)
            else:
                short.append(_("%(year)s %(kind)s: %(hours)s of %(limit)s hours.") % words)
    if short:
        return fails(together(*short), path)
    if missing:
        return needs_human(together(*missing), path)
    return passes(_("Enough hours in each of the last %s years.") % rule.last_years, path)
