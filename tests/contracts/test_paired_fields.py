"""Who and when belong together: the database itself refuses one without the other.

Every pair of fields `x_at` and `x_by` of a model needs a CheckConstraint that rejects every half
row. The rule is tried out on the constraint's own condition, however it is written.
"""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q

from tests.contracts.source import ROOMS

Model = type[models.Model]


def our_models() -> list[Model]:
    return [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


def pairs(model: Model) -> list[str]:
    """Stems of the pairs: `decided` for decided_at and decided_by."""
    names = {field.name for field in model._meta.get_fields()}
    return sorted(n.removesuffix("_at") for n in names if n.endswith("_at") and _by(n) in names)


def _by(at: str) -> str:
    return at.removesuffix("_at") + "_by"


def optional(model: Model, stem: str) -> bool:
    """False when both columns are NOT NULL and not blankable: then no half row can exist."""
    at, by = (model._meta.get_field(f"{stem}_{end}") for end in ("at", "by"))
    return bool(at.null or by.null or by.blank)


def guards(model: Model, stem: str) -> bool:
    """True when the model's constraints accept the full and the empty pair and refuse halves."""
    return not accepts(model, stem, at=True, by=False) and not accepts(
        model, stem, at=False, by=True
    )


def accepts(model: Model, stem: str, *, at: bool, by: bool) -> bool:
    conditions = [
        constraint.condition
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        and {f"{stem}_at", f"{stem}_by"} <= fields_of(constraint.condition)
    ]
    return all(holds(condition, model, stem, at=at, by=by) for condition in conditions)


def fields_of(condition: Any) -> set[str]:
    if isinstance(condition, Q):
        return set().union(*(fields_of(child) for child in condition.children))
    return {str(condition[0]).partition("__")[0]}


def holds(condition: Any, model: Model, stem: str, *, at: bool, by: bool) -> bool:
    """The truth of a condition for a row whose pair is filled as told; other fields count as met.

    Raises AssertionError for a look-up that this small evaluator does not know.
    """
    if isinstance(condition, Q):
        results = [holds(c, model, stem, at=at, by=by) for c in condition.children]
        value = {Q.AND: all, Q.OR: any, Q.XOR: lambda r: sum(r) % 2 == 1}[condition.connector](
            results
        )
        return value != condition.negated
    path, expected = condition
    field, _, lookup = path.partition("__")
    if field not in {f"{stem}_at", f"{stem}_by"}:
        return True
    return _holds_for(filled=at if field.endswith("_at") else by, lookup=lookup, expected=expected)


def _holds_for(*, filled: bool, lookup: str, expected: Any) -> bool:
    match lookup:
        case "isnull":
            return filled != expected
        case "gt" | "" | "exact" if expected == "":
            return filled == (lookup == "gt")
    raise AssertionError(f"Teach tests/contracts/test_paired_fields.py the look-up {lookup!r}.")


def every_pair() -> list[tuple[Model, str]]:
    return [(model, stem) for model in our_models() for stem in pairs(model)]


def test_there_are_pairs_to_look_at() -> None:
    assert len(every_pair()) > 5


def test_every_pair_is_guarded_by_the_database() -> None:
    unguarded = [
        f"{model._meta.label}.{stem}_at / {stem}_by"
        for model, stem in every_pair()
        if optional(model, stem) and not guards(model, stem)
    ]
    assert unguarded == [], (
        "Add a CheckConstraint to Meta.constraints: both fields empty or both filled."
    )


BOTH = Q(done_at__isnull=True, done_by__isnull=True) | Q(
    done_at__isnull=False, done_by__isnull=False
)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (BOTH, True),
        (BOTH & Q(status="done"), True),
        (Q(done_at__isnull=True) | Q(done_by__isnull=False), False),
        (Q(done_at__isnull=True, done_by="") | Q(done_at__isnull=False, done_by__gt=""), True),
        (~Q(done_at__isnull=True, done_by__isnull=False), False),
        (~Q(done_at__isnull=True) ^ Q(done_by__isnull=False), False),
        (None, False),
    ],
)
def test_the_finder_tells_a_guard_from_half_a_guard(condition: Q | None, expected: bool) -> None:
    class Meta:
        constraints = [models.CheckConstraint(condition=condition, name="p")] if condition else []

    assert guards(type("Fake", (), {"_meta": Meta}), "done") is expected  # type: ignore[arg-type]
