"""The column in which a status lies."""

from typing import Any

from django_fsm import FSMField


class StatusField(FSMField):
    """A status that only its moves change; for a migration it is the column of characters it is.

    ``FSMField`` looks for the moves of every model that is made. Migrations make each model
    many times over, without any moves, and would spend most of their time on that.
    """

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return name, "django.db.models.CharField", args, kwargs
