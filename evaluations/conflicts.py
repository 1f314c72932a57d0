"""Whose conflict, with which case, and why? Asked at the assignment, at every opening, at the total.

What the city knows is compared with what was filed: same employer, the body above it, who acted on
the case before, declared relations, names that stand in the filed form. Sources: domain brief 2.4,
reliability T09. An interest that nobody knows of is declared by the expert.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evaluations import snapshot
from evaluations.models import Application, Expert, Filing, Opinion, Recusal, RoleGrant, User

Kind = Recusal.Kind
# A name of fewer letters would be found by chance.
_SHORTEST_UNIT, _SHORTEST_NAME = 4, 2


@dataclass(frozen=True)
class Conflict:
    """``note``: which relation, or which name; never more than the office may read anyway."""

    kind: str
    note: str = ""


@dataclass(frozen=True)
class Interests:
    """What is known of an expert."""

    expert_id: int
    user_id: int
    name: str
    id_lookup: str
    employer_id: int | None
    employer: str
    speaks_for: frozenset[int]  # organisations for which this account acts
    relations: tuple[tuple[str, str], ...]  # (label of the kind, name)
    recused: frozenset[int]  # applications


@dataclass(frozen=True)
class Stakes:
    """What is known of a case."""

    application_id: int
    user_id: int | None
    id_lookup: str
    name: str
    employer_id: int | None
    employer: str
    supervisor_id: int | None
    handled_by: frozenset[int]  # accounts
    texts: str  # everything that was filed, in one line of plain letters


def between(expert: Interests, case: Stakes) -> list[Conflict]:
    """Every reason why this expert may not touch this case; none is no conflict."""
    return list(_found(expert, case))


def _found(expert: Interests, case: Stakes) -> Iterator[Conflict]:
    same_person = expert.id_lookup and expert.id_lookup == case.id_lookup
    if expert.user_id == case.user_id or same_person:
        yield Conflict(Kind.OWN)
    if (
        case.employer_id is not None
        and expert.employer_id == case.employer_id
        or expert.employer
        and plain(expert.employer) == plain(case.employer)
    ):
        yield Conflict(Kind.EMPLOYER, expert.employer)
    if case.supervisor_id is not None and expert.employer_id == case.supervisor_id:
        yield Conflict(Kind.SUPERVISOR, expert.employer)
    if expert.speaks_for & {case.employer_id, case.supervisor_id}:
        yield Conflict(Kind.SPEAKS, case.employer)
    if expert.user_id in case.handled_by:
        yield Conflict(Kind.HANDLED)
    for label, name in expert.relations:
        if plain(name) in {plain(case.name), plain(case.employer)}:
            yield Conflict(Kind.RELATION, f"{label}: {name}"[:200])
            break
    yield from _in_the_form(expert, case)


def _in_the_form(expert: Interests, case: Stakes) -> Iterator[Conflict]:
    unit, name = plain(expert.employer), plain(expert.name)
    if len(unit) >= _SHORTEST_UNIT and unit in case.texts:
        yield Conflict(Kind.HISTORY, expert.employer)
    if len(name) >= _SHORTEST_NAME and name in case.texts:
        yield Conflict(Kind.NAMED, expert.name)


def plain(text: str) -> str:
    """Letters and digits only, one width, one case: spaces and brackets hide no name."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def interests(experts: Iterable[Expert]) -> dict[int, Interests]:
    """By expert id; four queries whatever their number."""
    rows = list(experts)
    grants: dict[int, set[int]] = {}
    acting = RoleGrant.objects.filter(user__expert__in=rows, ended_at=None)
    for user_id, body in acting.exclude(organisation=None).values_list("user", "organisation"):
        grants.setdefault(user_id, set()).add(body)
    recused: dict[int, set[int]] = {}
    for expert_id, case_id in Recusal.objects.filter(expert__in=rows).values_list(
        "expert", "application"
    ):
        recused.setdefault(expert_id, set()).add(case_id)
    full = Expert.objects.filter(pk__in=[row.pk for row in rows])
    full = full.select_related("user__person", "employer").prefetch_related("relations")
    return {
        row.pk: Interests(
            expert_id=row.pk,
            user_id=row.user_id,
            name=row.user.name,
            id_lookup=_lookup(row),
            employer_id=row.employer_id,
            employer=row.employer_name,
            speaks_for=frozenset(grants.get(row.user_id, ())),
            relations=tuple((str(r.get_kind_display()), r.name) for r in row.relations.all()),
            recused=frozenset(recused.get(row.pk, ())),
        )
        for row in full
    }


def _lookup(expert: Expert) -> str:
    person = getattr(expert.user, "person", None)
    return (person.id_lookup or "") if person else ""


def stakes(cases: Iterable[Application]) -> dict[int, Stakes]:
    """By application id; three queries whatever their number."""
    ids = [case.pk for case in cases]
    handled: dict[int, set[int]] = {}
    for case_id, user_id in Opinion.objects.filter(application__in=ids).values_list(
        "application", "given_by"
    ):
        handled.setdefault(case_id, set()).add(user_id)
    filed: dict[int, str] = {}
    for case_id, text in (
        Filing.objects.filter(application__in=ids)
        .order_by("number")
        .values_list("application", "content")
    ):
        filed[case_id] = text
    rows = Application.objects.filter(pk__in=ids).select_related("person", "employer")
    return {row.pk: _stakes(row, handled.get(row.pk, set()), filed.get(row.pk, "")) for row in rows}


def _stakes(case: Application, handled: set[int], filed: str) -> Stakes:
    return Stakes(
        application_id=case.pk,
        user_id=case.person.user_id,
        id_lookup=case.person.id_lookup or "",
        name=case.person.name,
        employer_id=case.employer_id,
        employer=case.employer.name if case.employer else "",
        supervisor_id=case.employer.supervisor_id if case.employer else None,
        handled_by=frozenset(handled),
        texts=plain(" ".join(texts(snapshot.read(filed)["answers"]))) if filed else "",
    )


def texts(answers: Mapping[str, Any]) -> Iterator[str]:
    """Every text of a form, at any depth."""
    for value in answers.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            for row in value:
                yield from texts(row)


def of(expert: Expert, case: Application) -> list[Conflict]:
    """For one expert and one case, with what was recused before."""
    known = interests([expert])[expert.pk]
    found = between(known, stakes([case])[case.pk])
    if case.pk in known.recused and not found:
        found = [Conflict(Kind.DECLARED)]
    return found


def of_officer(user: User, case: Application) -> list[Conflict]:
    """For an officer who prepares what others judge. To have handled the file is no interest here."""
    expert = Expert.objects.filter(user=user).first()
    known = interests([expert])[expert.pk] if expert else _officer(user)
    found = between(known, stakes([case])[case.pk])
    return [each for each in found if each.kind != Kind.HANDLED]


def _officer(user: User) -> Interests:
    person = getattr(user, "person", None)
    bodies = {grant.organisation_id for grant in user.live_grants if grant.organisation_id}
    return Interests(
        expert_id=0,
        user_id=user.pk,
        name=user.name,
        id_lookup=(person.id_lookup or "") if person else "",
        employer_id=None,
        employer="",
        speaks_for=frozenset(bodies),
        relations=(),
        recused=frozenset(),
    )
