"""The desks: one file for each kind, its template at the same path.

Files whose name begins with "_" are what all desks share; every other file defines ``KIND``.
"""

import pkgutil
from functools import cache
from importlib import import_module

from workflows.views.desks._kind import Kind


@cache
def kinds() -> dict[str, Kind]:
    """Desk -> its kind, for every file of this folder."""
    names = [m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")]
    found = [import_module(f"{__name__}.{name}").KIND for name in sorted(names)]
    return {kind.desk: kind for kind in found}
