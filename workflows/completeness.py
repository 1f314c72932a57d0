"""What is missing in a programme? One sentence for each gap; none means it can open a call.

(Whether law and route fit together is a different question, asked of the flow.)
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from certificates.designs import DESIGNS
from certificates.facts import PLACEHOLDERS
from evaluations.desks import RULES as DESKS
from evaluations.rules import Clock, Page, Programme, Question, Table, Text, Upload, When, value_at
from workflows.references import rule_complaints

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def complaints(programme: Programme) -> list[str]:
    """Everything that keeps ``programme`` from being complete; empty when nothing does."""
    checks = (
        _identity,
        _ids,
        _both_languages,
        _questions,
        _routes,
        _clocks,
        rule_complaints,
        _parameters,
        _every_number_has_a_source,
        _scoring,
        _places,
        _paper,
    )
    return [sentence for check in checks for sentence in check(programme)]


def _identity(programme: Programme) -> Iterator[str]:
    if not re.fullmatch(r"[A-Z]{2}", programme.code):
        yield _("The code “%s” must be two capital letters.") % programme.code
    for name in ("id", "edition", "awarded_title", "title_code", "legal_basis", "tracks"):
        if not getattr(programme, name):
            yield _("“%s” is empty.") % name


def _ids(programme: Programme) -> Iterator[str]:
    """Every list of things with an id: unique in its list, and fit to stand in a path."""
    groups: dict[str, list[str]] = {
        "tracks": [track.id for track in programme.tracks],
        "pages": [page.id for page in programme.pages],
        "items": [item.id for item in programme.items()],
        "conditions": [rule.id for rule in programme.conditions],
        "parameters": [parameter.id for parameter in programme.parameters],
        "buckets": [bucket.id for bucket in programme.places.buckets],
        "criteria": [c.id for c in programme.rubric.criteria] if programme.rubric else [],
    }
    for item in programme.items():
        if isinstance(item, Table):
            groups[f"columns of {item.id}"] = [column.id for column in item.columns]
        if isinstance(item, Question):
            groups[f"choices of {item.id}"] = [choice.value for choice in item.choices]
    for group, ids in groups.items():
        for name, times in Counter(ids).items():
            if times > 1:
                yield _("%(group)s: “%(id)s” stands there %(times)s times.") % {
                    "group": group,
                    "id": name,
                    "times": times,
                }
            if group != "parameters" and not _ID.fullmatch(name):
                yield _("%(group)s: “%(id)s” cannot stand in a path.") % {
                    "group": group,
                    "id": name,
                }


def _both_languages(programme: Programme) -> Iterator[str]:
    for path, value in _walk(programme, ""):
        if isinstance(value, Text) and bool(value.zh.strip()) != bool(value.en.strip()):
            yield _("%s lacks one of the two languages.") % path
        if isinstance(value, Text) and not value.zh.strip() and path.endswith((".label", ".title")):
            yield _("%s is empty.") % path


def _walk(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    yield path, value
    if isinstance(value, msgspec.Struct) and not isinstance(value, Text):
        for field in value.__struct_fields__:
            yield from _walk(getattr(value, field), f"{path}.{field}".lstrip("."))
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            name = getattr(member, "id", getattr(member, "desk", index))
            yield from _walk(member, f"{path}.{name}")


def _questions(programme: Programme) -> Iterator[str]:
    asked: set[str] = set()
    tracks = {track.id for track in programme.tracks}
    for page in programme.pages:
        if unknown := set(page.tracks) - tracks:
            yield _("%(item)s: there is no track “%(track)s”.") % _where(page.id, unknown)
        for item in page.items:
            if unknown := set(item.tracks) - tracks:
                yield _("%(item)s: there is no track “%(track)s”.") % _where(item.id, unknown)
            yield from _when(item.id, item.when, asked)
            if isinstance(item, Table):
                yield from _table(item, asked)
            elif isinstance(item, Question):
                yield from _question(item.id, item)
                asked.add(item.id)
        yield from _page_order(page)


def _where(item: str, tracks: set[str]) -> dict[str, str]:
    return {"item": item, "track": ", ".join(sorted(tracks))}


def _when(item: str, when: When | None, asked: set[str]) -> Iterator[str]:
    """A condition looks back only: no question waits for one that comes later."""
    if when and when.question not in asked:
        yield _("%(item)s: “%(question)s” is not asked before it.") % {
            "item": item,
            "question": when.question,
        }


def _table(table: Table, asked: set[str]) -> Iterator[str]:
    before = set(asked)
    for column in table.columns:
        yield from _when(f"{table.id}.{column.id}", column.when, before)
        yield from _question(f"{table.id}.{column.id}", column)
        before.add(column.id)
    columns = {column.id for column in table.columns}
    named = {name for pair in table.ordered for name in pair} | set(table.unique)
    for name in sorted(named - columns):
        yield _("%(table)s has no column “%(column)s”.") % {"table": table.id, "column": name}
    if not table.columns or table.minimum > table.maximum:
        yield _("%s: no table of this size can be filled in.") % table.id


def _page_order(page: Page) -> Iterator[str]:
    items = {item.id for item in page.items}
    for name in sorted({name for pair in page.ordered for name in pair} - items):
        yield _("%(item)s: “%(question)s” is not asked on this page.") % {
            "item": page.id,
            "question": name,
        }


def _question(name: str, question: Question) -> Iterator[str]:
    if (question.kind == "choice") != bool(question.choices):
        yield _("%s: a choice needs answers to choose from, and only a choice.") % name
    if None not in (question.minimum, question.maximum) and question.minimum > question.maximum:
        yield _("%s: no number fits these limits.") % name


def _routes(programme: Programme) -> Iterator[str]:
    for track in programme.tracks:
        desks = [step.desk for step in track.route]
        for desk, times in Counter(desks).items():
            words = {"track": track.id, "desk": desk}
            if desk not in DESKS:
                yield _("%(track)s: there is no desk “%(desk)s”.") % words
            if times > 1:
                yield _("%(track)s: the route passes the desk “%(desk)s” twice.") % words
        if not desks:
            yield _("%s: the route has no desk.") % track.id
        elif track.route[-1].applies != "always":
            yield _("%s: the last desk of the route does not apply to everybody.") % track.id
        rules = {rule.id for rule in programme.conditions}
        for rule in sorted(set(track.waives) - rules):
            words = {"track": track.id, "rule": rule}
            yield _("%(track)s: waives the rule “%(rule)s”, which does not exist.") % words


def _clocks(programme: Programme) -> Iterator[str]:
    for path, value in _walk(programme, ""):
        if isinstance(value, Clock) and value.n < 1:
            yield _("%s: a clock must run at least 1.") % path


def _parameters(programme: Programme) -> Iterator[str]:
    for parameter in programme.parameters:
        if not parameter.source.strip():
            yield _("%s: whose value is this? The source is missing.") % parameter.id
        if not parameter.sets:
            yield _("%s sets nothing.") % parameter.id
        for path in parameter.sets:
            words = {"parameter": parameter.id, "path": path}
            try:
                present = value_at(programme, path)
            except LookupError:
                yield _("%(parameter)s: there is no place “%(path)s”.") % words
                continue
            if present != parameter.value or type(present) is not type(parameter.value):
                yield _("%(parameter)s: its value is not the one at “%(path)s”.") % words


# Numbers by which people are admitted or refused: each must be editable and name its source.
_COUNTED = re.compile(
    r"(publicity|supplement|correction|objection_handling)\.n"
    r"|tracks\..+\.(clock|notice|period|veto|within)\.n|tracks\..+\.delegation\.(places|sample_percent)"
    r"|conditions\..+\.(years|minimum|max_rank|within_years|last_years)"
    r"|places\..+\.places|places\.max_per_\w+"
    r"|rubric\.(experts|trim_from|criteria\.\w+\.weight)"
    r"|tenure\.(years|monthly_stipend)|milestones\.\w+\.percent"
)


def _every_number_has_a_source(programme: Programme) -> Iterator[str]:
    named = {path for parameter in programme.parameters for path in parameter.sets}
    for path, value in _walk(programme, ""):
        if type(value) is int and _COUNTED.fullmatch(path) and path not in named:
            yield _("%s: no parameter tells whose number this is.") % path


def _scoring(programme: Programme) -> Iterator[str]:
    rubric, ballot = programme.rubric, programme.ballot
    if rubric:
        total = sum(criterion.weight for criterion in rubric.criteria)
        if total != 100:
            yield _("The weights of the rubric add up to %s, not 100.") % total
        for name in sorted(set(rubric.tie_break) - {c.id for c in rubric.criteria}):
            yield _("The tie-break names “%s”, which is no criterion.") % name
    if ballot:
        for name, (share, whole) in (("quorum", ballot.quorum), ("threshold", ballot.threshold)):
            if not 0 < share <= whole:
                yield _("%s must be more than nothing and at most the whole.") % name
    desks = {step.desk for track in programme.tracks for step in track.route}
    if "panel" in desks and not rubric:
        yield _("The route has a panel, but there is no rubric to score by.")
    if "vote" in desks and not ballot:
        yield _("The route has a vote, but there is no ballot rule.")
    if programme.milestones and sum(stone.percent for stone in programme.milestones) != 100:
        yield _("The shares of the milestones do not add up to 100.")


def _places(programme: Programme) -> Iterator[str]:
    buckets = {bucket.id for bucket in programme.places.buckets}
    tracks = {track.id for track in programme.tracks}
    for track in programme.tracks:
        if track.list_bucket and track.list_bucket not in buckets:
            words = {"track": track.id, "bucket": track.list_bucket}
            yield _("%(track)s: there is no bucket “%(bucket)s”.") % words
    for bucket in programme.places.buckets:
        if unknown := set(bucket.tracks) - tracks:
            yield _("%(item)s: there is no track “%(track)s”.") % _where(bucket.id, unknown)
        if bucket.places < 1:
            yield _("%s has no places.") % bucket.id


def _paper(programme: Programme) -> Iterator[str]:
    paper = programme.certificate
    for name in sorted(set(re.findall(r"\{([^{}]*)\}", paper.wording)) - set(PLACEHOLDERS)):
        yield _("The wording uses {%s}, which is no placeholder.") % name
    if "{title}" not in paper.wording and "{field}" not in paper.wording:
        yield _("The wording does not tell what was awarded.")
    if "{tenure}" in paper.wording and not programme.tenure:
        yield _("The wording tells a management period, but there is none.")
    if "{field}" in paper.wording and not paper.field:
        yield _("The wording tells a field, but no question answers it.")
    questions = {item.id for item in programme.items() if isinstance(item, Question)}
    if paper.field and paper.field not in questions:
        yield _("The field of the certificate, “%s”, is not asked.") % paper.field
    if not paper.issuers:
        yield _("The certificate names no issuer.")
    if paper.design not in DESIGNS:
        yield _("There is no certificate design “%s”.") % paper.design
    if paper.photo and not any(isinstance(i, Upload) and i.photo for i in programme.items()):
        yield _("The certificate shows a photo, but none is asked for.")
