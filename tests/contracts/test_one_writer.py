"""A status changes in the verbs and nowhere else: whoever writes it elsewhere skips permission,
history and record."""

import ast
from collections.abc import Iterator
from functools import cache

import pytest
from django.apps import apps

from tests.contracts.source import ROOMS, functions, name, python, tree

# The verbs of the law, and the paper room's own verbs about its certificates.
WRITERS = ("evaluations/actions/", "certificates/standing.py")
# The engine's own tasks have a status too, and cancelling them moves nobody's rights.
ENGINE = {
    ("workflows/desk.py", "cancel"),
    # Synthetic rows of a benchmark, never in production; the database's guards check each step.
    ("workflows/seeding/doubles.py", "_replay"),
}
# Methods whose keyword or field list would write a column without the model's transition.
WRITING_CALLS = {"update", "create", "get_or_create", "update_or_create", "aupdate", "acreate"}


@cache
def cases() -> set[str]:
    """Names of the models whose status is somebody's right."""
    models = (model for room in ROOMS if room != "config" for model in models_of(room))
    fields = {model.__name__: {field.name for field in model._meta.fields} for model in models}
    return {model for model, names in fields.items() if "status" in names}


def models_of(room: str) -> list[type]:
    return list(apps.get_app_config(room).get_models())


def writes(module: ast.AST, *, models: set[str]) -> list[int]:
    """Lines that write a status, in order."""
    nodes = [node for node in ast.walk(module) if isinstance(node, _LOOKED_AT)]
    harmless = set(map(id, _http_statuses(nodes)))
    return sorted(
        {node.lineno for node in nodes if id(node) not in harmless and _writes(node, models)}
    )


_LOOKED_AT = (ast.Assign, ast.Attribute, ast.Call)


def _http_statuses(nodes: list[ast.AST]) -> Iterator[ast.AST]:
    """`x.status = 422` and `form.status = …`: numbers of an answer, never of a case."""
    for node in nodes:
        match node:
            case ast.Assign(targets=[target], value=ast.Constant(value=int())):
                yield target
            case ast.Attribute(value=ast.Name(id="form")):
                yield node


def in_engine(where: str, module: ast.AST) -> set[int]:
    """Lines of the functions that only touch the engine."""
    return {
        line
        for function in functions(module)
        if (where, function.name) in ENGINE
        for line in range(function.lineno, (function.end_lineno or function.lineno) + 1)
    }


def _writes(node: ast.AST, models: set[str]) -> bool:
    match node:
        case ast.Attribute(attr="status", ctx=ast.Store()):
            return True
        case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value="status"), _]):
            return True
        case ast.Call(func=ast.Attribute(attr="bulk_update")):
            return "status" in _strings(node)
        case ast.Call(func=ast.Attribute(attr=method)) if method in WRITING_CALLS:
            return _has_keyword(node) or "status" in _keys(node)
        case ast.Call(func=ast.Name(id=called)) if called in models:
            return _has_keyword(node)
    return False


def _has_keyword(call: ast.Call) -> bool:
    return any(keyword.arg == "status" for keyword in call.keywords)


def _strings(call: ast.Call) -> set[object]:
    return {node.value for node in ast.walk(call) if isinstance(node, ast.Constant)}


def _keys(call: ast.Call) -> set[object]:
    """Keys of dictionaries handed over: `update(**{"status": …})`, `defaults={"status": …}`."""
    mappings = (node for node in ast.walk(call) if isinstance(node, ast.Dict))
    return {key.value for node in mappings for key in node.keys if isinstance(key, ast.Constant)}


@pytest.mark.parametrize(
    "line",
    [
        "case.status = 'approved'",
        "a.status, b = 1, 2",
        "case.status += 'x'",
        "setattr(case, 'status', 'approved')",
        "Application.objects.update(status='approved')",
        "Application.objects.filter(pk=1).update(**{'status': 'approved'})",
        "Application.objects.create(person=1, status='approved')",
        "Application.objects.update_or_create(pk=1, defaults={'status': 'approved'})",
        "Application(status='approved')",
        "Application.objects.bulk_update(rows, ['version', 'status'])",
        "Application.objects.bulk_update(rows, fields=['status'])",
        "for case.status in statuses: pass",
    ],
)
def test_finds_a_write(line: str) -> None:
    assert writes(ast.parse(line), models={"Application"}) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "print(case.status)",
        "Application.objects.filter(status='approved')",
        "render(request, 'x.html', status=404)",
        "if case.status == 'approved': pass",
        "Application.objects.update(version=2)",
        "StatusChange.objects.create(before=case.status)",
        "self.status = 200",
        "form.status = status_of(refusal)",
    ],
)
def test_lets_a_read_pass(line: str) -> None:
    assert writes(ast.parse(line), models={"Application"}) == []


def test_knows_the_cases() -> None:
    assert {"Application", "Call"} <= cases()


def test_nobody_else_writes_a_status() -> None:
    found = [
        f"{name(path)}:{line}"
        for path in python(*ROOMS, "tests")
        if not name(path).startswith(WRITERS)
        for module in [tree(path)]
        for line in writes(module, models=cases())
        if line not in in_engine(name(path), module)
    ]
    assert found == [], "Bring the case there with a verb of evaluations/actions instead."
