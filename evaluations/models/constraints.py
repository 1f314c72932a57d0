"""What the database itself says about our rows: imports, shells and races do not read Python."""

from django.db.models import CheckConstraint, Q


def paired(model: str, prefix: str) -> CheckConstraint:
    """``<prefix>_at`` and ``<prefix>_by`` are both set or both empty."""
    at, by = f"{prefix}_at__isnull", f"{prefix}_by__isnull"
    return CheckConstraint(
        condition=Q(**{at: True, by: True}) | Q(**{at: False, by: False}),
        name=f"{model}_{prefix}_at_with_by",
    )
