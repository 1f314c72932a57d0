"""The real 市技术能手, and ways to break it."""

from collections.abc import Callable
from typing import Any

import msgspec

from evaluations.rules import Programme, read
from workflows.programme import get

SOUND = get("technical_expert")


def broken(break_it: Callable[[dict[str, Any]], object], of: Programme = SOUND) -> Programme:
    """``of`` after ``break_it`` was let loose on its plain form."""
    rules = msgspec.to_builtins(of)
    break_it(rules)
    return read(msgspec.json.encode(rules).decode())


def named(members: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The member with that id or desk."""
    return next(m for m in members if name in (m.get("id"), m.get("desk")))


def item(rules: dict[str, Any], name: str) -> dict[str, Any]:
    return next(i for page in rules["pages"] for i in page["items"] if i["id"] == name)
