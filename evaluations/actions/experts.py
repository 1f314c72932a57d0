"""The pool: experts registered and kept up to date by the office, relations declared."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations.actions.case import actor_name
from evaluations.actions.granting import grant_role
from evaluations.call_permissions import role_over
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Expert, Level, Organisation, Relation, RoleGrant, User
from evaluations.roles import Role, Scope
from journal.record import record


def keeper(by: User) -> str:
    """The role in which ``by`` keeps the pool. Raises NotPermitted."""
    if role := role_over(by, None, Role.REVIEW_OFFICE):
        return role
    raise NotPermitted(_("Only the review office can do this."))


@transaction.atomic
def register_expert(
    *,
    user: User,
    level: str,
    by: User,
    at: datetime,
    employer: Organisation | None = None,
    unit: str = "",
    title: str = "",
    specialties: Sequence[str] = (),
    external: bool = False,
) -> Expert:
    """Take an account into the pool; it gets the role of an expert. ``unit``: an employer that is
    not in our register. Raises Refused when the account is in the pool already."""
    role = keeper(by)
    if Expert.objects.filter(user=user).exists():
        raise Refused(_("This account is already in the pool."))
    _check(employer, unit, level)
    expert = Expert.objects.create(
        user=user,
        employer=employer,
        unit="" if employer else unit.strip(),
        title=title.strip(),
        level=level,
        specialties=_words(specialties),
        external=external,
        registered_at=at,
        registered_by=by,
    )
    given = RoleGrant.objects.filter(user=user, role=Role.EXPERT, ended_at=None)
    if not given.exists():
        grant_role(user=user, role=Role.EXPERT, scope=Scope.CITY, by=by, at=at)
    _note(expert, "expert.register", {"level": level, "external": external}, by, role, at)
    return expert


@transaction.atomic
def edit_expert(*, expert_id: int, by: User, at: datetime, **fields: Any) -> Expert:
    """Change any of employer, unit, title, level, specialties, external, active."""
    role = keeper(by)
    known = {"employer", "unit", "title", "level", "specialties", "external", "active"}
    assert fields.keys() <= known, f"not editable: {fields.keys() - known}"
    expert = Expert.objects.select_for_update().get(pk=expert_id)
    changed = sorted(name for name, value in fields.items() if getattr(expert, name) != value)
    for name, value in fields.items():
        setattr(expert, name, _words(value) if name == "specialties" else value)
    if expert.employer is not None:
        expert.unit = ""
    _check(expert.employer, expert.unit, expert.level)
    expert.save()
    _note(expert, "expert.edit", {"fields": changed}, by, role, at)
    return expert


def _check(employer: Organisation | None, unit: str, level: str) -> None:
    if employer is None and not unit.strip():
        raise Refused(_("Name the expert's employer: conflicts are found by it."))
    if level not in Level.values:
        raise Refused(_("Choose a level."))


def _words(specialties: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in specialties if word.strip()))


@transaction.atomic
def declare_relation(*, expert_id: int, kind: str, name: str, by: User, at: datetime) -> Relation:
    """The expert, or the office for him, names a person or a body he has an interest in."""
    expert = Expert.objects.select_related("user").get(pk=expert_id)
    role = Role.EXPERT if expert.user_id == by.pk else keeper(by)
    if kind not in Relation.Kind.values or not name.strip():
        raise Refused(_("Choose the kind of relation and give the name."))
    relation, created = Relation.objects.get_or_create(
        expert=expert,
        kind=kind,
        name=name.strip(),
        defaults={"declared_at": at, "declared_by": by},
    )
    if created:
        # The name stays in our own row: the record can never be deleted.
        _note(expert, "expert.relation", {"kind": kind, "relation": relation.pk}, by, role, at)
    return relation


def _note(
    expert: Expert, verb: str, detail: dict[str, Any], by: User, role: str, at: datetime
) -> None:
    record(verb=verb, subject=expert.subject, actor=actor_name(by), role=role, at=at, detail=detail)
