"""The programmes of this house: every file in ``programmes/`` answers the same questions."""

import pkgutil
from functools import cache
from importlib import import_module

from evaluations.rules import Programme
from workflows import programmes
from workflows.completeness import complaints

__all__ = ["UnknownProgramme", "all_programmes", "complaints", "get"]


class UnknownProgramme(KeyError):
    """No file in ``programmes/`` has this id."""


@cache
def all_programmes() -> tuple[Programme, ...]:
    """Every programme, in the order of their file names. Files whose name begins with "_" are
    parts that programmes share; every other file defines ``PROGRAMME``."""
    names = sorted(module.name for module in pkgutil.iter_modules(programmes.__path__))
    return tuple(
        import_module(f"{programmes.__name__}.{name}").PROGRAMME
        for name in names
        if not name.startswith("_")
    )


def get(programme_id: str) -> Programme:
    """The programme of that id. Raises UnknownProgramme naming the ids there are."""
    known = {programme.id: programme for programme in all_programmes()}
    if programme_id not in known:
        raise UnknownProgramme(f"{programme_id!r} is not one of: {', '.join(known)}")
    return known[programme_id]
