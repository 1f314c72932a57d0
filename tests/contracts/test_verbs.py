"""Every verb of the law is built alike: keywords, a clock, one transaction, permission, record.

Views, commands and the demo all come through these functions, so what is asked here is asked
whoever comes.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.contracts.source import name, python, tree

# Public functions with an actor that are no verbs.
PARTS = {
    "case.actor_name": "reads: the pseudonym of an account",
    "case.first_time": "asked inside a verb: was this form used before?",
    "granting.grantable": "reads: what this account may give",
    "experts.keeper": "reads: in which role this account keeps the register",
    "assigning.end": "inside a verb: a recusal or a replacement ends the task",
    "meeting.write_conflicts": "inside a verb: recusals that the meeting knows before it begins",
    "publicity.new_notice": "inside the verbs of a notice, which have asked",
    "revocation.rejected": "inside proposals.decide, which has asked",
    "holders.enter": "inside lists.certify, which has asked",
    "joint.answer_several": "one act and one entry for each request, so that none undoes another",
}
# What stands instead of the question of permission.
ASKS_NOBODY = {
    "people.save_identity": "one's own data: the actor is the row",
    "people.choose_language": "one's own data: the actor is the row",
    "people.change_password": "one's own data: the actor is the row",
    "keys.ask_email": "one's own data: the actor is the row",
    "holders.report_event": "asks, and answers a stranger as if the title did not exist",
}
WITHOUT_CLOCK = {"ballot.cast": "a paper with a time on it could be matched to who was at the desk"}
WITHOUT_RECORD = {
    "ballot.cast": "the ballot is secret: the count is recorded, no paper",
    "reviewing.save_draft": "an expert's sheet until it is handed in: submit records it",
    "yearly.save_report": "a holder's draft: file_report records it",
}


@dataclass(frozen=True)
class Function:
    """A function of the law room, with the names it uses resolved to where they are defined."""

    where: str  # "evaluations.actions.filing"
    node: ast.FunctionDef
    uses: frozenset[tuple[str, str]]  # (module, name)

    @property
    def label(self) -> str:
        return f"{self.where.rpartition('.')[2]}.{self.node.name}"

    @property
    def keywords(self) -> set[str]:
        return {arg.arg for arg in self.node.args.kwonlyargs}

    @property
    def takes_actor(self) -> bool:
        return "by" in self.keywords | {arg.arg for arg in self.node.args.args}

    @property
    def is_atomic(self) -> bool:
        return "transaction.atomic" in map(ast.unparse, self.node.decorator_list)


def module_name(path: Path) -> str:
    return name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(module: ast.Module) -> dict[str, tuple[str, str]]:
    """Local name -> (module, name there). A module imported whole: (package, module)."""
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in module.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def used_by(
    node: ast.AST, where: str, known: dict[str, tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    for part in ast.walk(node):
        match part:
            case ast.Attribute(value=ast.Name(id=owner), attr=attr) if owner in known:
                yield ".".join(known[owner]), attr
            case ast.Name(id=used):
                yield known.get(used, (where, used))


@cache
def law() -> dict[tuple[str, str], Function]:
    found = {}
    for path in python("evaluations"):
        module, where = tree(path), module_name(path)
        known = imports(module)
        for node in module.body:
            if isinstance(node, ast.FunctionDef):
                uses = frozenset(used_by(node, where, known))
                found[where, node.name] = Function(where, node, uses)
    return found


def reached(function: Function) -> Iterator[Function]:
    """The function and everything it may call, within the room."""
    seen, todo = set(), [(function.where, function.node.name)]
    while todo:
        key = todo.pop()
        if key not in seen and key in law():
            seen.add(key)
            yield law()[key]
            todo += law()[key].uses


def refuses(function: Function) -> bool:
    """Whether somewhere below it NotPermitted is raised: the question of permission is asked."""
    return any("NotPermitted" in raised(each.node) for each in reached(function))


def raised(node: ast.AST) -> str:
    return " ".join(ast.unparse(part) for part in ast.walk(node) if isinstance(part, ast.Raise))


def records(function: Function) -> bool:
    written = {("journal.record", "record"), ("journal.record", "record_many")}
    return any(each.uses & written for each in reached(function))


def verbs() -> list[Function]:
    """Public, with an actor. Who is handed the ``role`` is part of a verb that has asked for it."""
    return [
        function
        for function in law().values()
        if function.where.startswith("evaluations.actions.")
        and not function.node.name.startswith("_")
        and function.takes_actor
        and function.label not in PARTS
        and (function.is_atomic or "role" not in function.keywords)
    ]


def verbs_that(are: Callable[[Function], bool]) -> set[str]:
    return {verb.label for verb in verbs() if are(verb)}


def test_each_is_one_transaction():
    assert verbs_that(lambda verb: not verb.is_atomic) == set()


def test_each_takes_keywords_only():
    def by_place(verb):
        given = verb.node.args
        return bool(given.args or given.posonlyargs or given.vararg)

    assert verbs_that(by_place) == set()


def test_each_is_told_the_time():
    assert verbs_that(lambda verb: "at" not in verb.keywords) == WITHOUT_CLOCK.keys()


def test_each_asks_permission():
    assert verbs_that(lambda verb: not refuses(verb)) == ASKS_NOBODY.keys()


def test_each_leaves_an_entry_in_the_record():
    assert verbs_that(lambda verb: not records(verb)) == WITHOUT_RECORD.keys()


def test_every_exception_is_still_one():
    labels = {function.label for function in law().values()}
    exceptions = PARTS | ASKS_NOBODY | WITHOUT_CLOCK | WITHOUT_RECORD
    assert exceptions.keys() - labels == set()
    assert len(verbs()) > 60


def test_the_clock_is_asked_at_the_door():
    """No verb and nothing below it looks at the time by itself."""
    own = [
        f"{name(path)}:{node.lineno}"
        for path in python("evaluations")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in {"timezone.now", "datetime.now", "datetime.today", "date.today"}
    ]
    assert own == []


def test_a_verb_without_permission_is_found(monkeypatch):
    """The contract itself: a function that asks nobody and writes nothing down is caught."""
    node = ast.parse("def grab(*, by):\n    by.delete()\n").body[0]
    bare = Function("evaluations.actions.grab", node, frozenset())
    monkeypatch.setitem(law(), (bare.where, node.name), bare)
    assert bare in verbs()
    assert (refuses(bare), records(bare), bare.is_atomic) == (False, False, False)
