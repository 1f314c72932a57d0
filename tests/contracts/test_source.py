"""The shape of the source: short files, short functions, no drawers, nothing of one machine."""

import ast
import re
from pathlib import Path

import pytest

from tests.contracts.source import ROOMS, ROOT, files, functions, name, python, tree

LONGEST_FILE = 300
LONG_FUNCTION = 25
LONG_FUNCTIONS_ALLOWED = 0.10
DRAWERS = {"core", "common", "utils", "util", "helpers", "services", "misc", "lib"}
TOP_LEVEL = {*ROOMS, "templates", "static", "locale", "tests", "docs", "var"}
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b")
SKIPPED = re.compile(r"pytest\.(?:mark\.)?(?:skip|xfail)|@unittest\.skip")
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/|"
    r"pypi\.org|files\.pythonhosted|pypi\.tuna|mirrors\.\w+\.(?:com|cn|edu)",
)


def texts() -> list[Path]:
    """Every text file that people write."""
    folders = (*ROOMS, "templates", "static", "tests", "docs")
    suffixes = (".py", ".html", ".css", ".js", ".md", ".toml", ".sh", ".svg", ".txt")
    top = [path for path in ROOT.iterdir() if path.suffix in {".md", ".toml", ".py"}]
    found = [*files(*folders, suffixes=suffixes), *top, ROOT / "Makefile", ROOT / ".ci" / "run"]
    # This file names what it looks for.
    return [path for path in found if path != Path(__file__)]


def lines_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{name(path)}:{number}: {line.strip()[:80]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, without decorators, signature and docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    code = (
        python() + python("tests") + files("static", "templates", suffixes=(".css", ".js", ".html"))
    )
    too_long = {
        name(path): count
        for path in code
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert too_long == {}


def test_nine_functions_in_ten_are_short() -> None:
    found = {
        f"{name(path)}:{function.lineno} {function.name}": length(function)
        for path in python()
        for function in functions(tree(path))
    }
    long = {where: lines for where, lines in found.items() if lines > LONG_FUNCTION}
    assert len(long) <= LONG_FUNCTIONS_ALLOWED * len(found), long


def test_there_is_no_drawer_without_a_question() -> None:
    parts = {(part, name(path)) for path in python() for part in path.relative_to(ROOT).parts}
    drawers = sorted(where for part, where in parts if part.removesuffix(".py") in DRAWERS)
    assert drawers == []


def test_the_top_level_holds_the_rooms_and_nothing_else() -> None:
    folders = {
        path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")
    }
    assert folders - {"__pycache__"} <= TOP_LEVEL


def test_nothing_is_left_unfinished() -> None:
    assert lines_with(UNFINISHED, texts()) == []
    assert lines_with(SKIPPED, [path for path in texts() if path.suffix == ".py"]) == []


def test_nothing_names_a_machine_or_a_registry() -> None:
    assert lines_with(OF_ONE_MACHINE, [*texts(), ROOT / "requirements.lock"]) == []


def late_imports(module: ast.Module, source: list[str]) -> list[int]:
    """Lines of imports inside functions that do not say why they are there.

    The reason stands in a comment on the same line or directly above the group of imports.
    """
    found = []
    for function in functions(module):
        for block in ast.walk(function):
            body = _body(block)
            for node, before in zip(body, [None, *body], strict=False):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    grouped = isinstance(before, ast.Import | ast.ImportFrom)
                    if not grouped and not _has_reason(source, node.lineno):
                        found.append(node.lineno)
    return sorted(set(found))


def _body(node: ast.AST) -> list[ast.stmt]:
    body = getattr(node, "body", [])
    return body if isinstance(body, list) else []


def _has_reason(source: list[str], line: int) -> bool:
    own, above = source[line - 1], source[line - 2].strip() if line > 1 else ""
    comment = own.partition("#")[2].strip()
    said = re.sub(r"noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?", "", comment).strip(" -()")
    return above.startswith("#") or bool(said)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import os", []),
        ("def f():\n    import os", [2]),
        ("def f():\n    import os  # noqa: F401", [2]),
        ("def f():\n    import os  # noqa: F401 - registers", []),
        ("def f():\n    # Slow to load.\n    import os\n    import sys", []),
        ("def f():\n    if x:\n        import os", [3]),
        ("def f():\n    try:\n        import os\n    except E:\n        pass", [3]),
    ],
)
def test_finds_an_import_without_a_reason(source: str, expected: list[int]) -> None:
    assert late_imports(ast.parse(source), source.splitlines()) == expected


# Only a line that says so further in can hold one: the other files need no second reading.
FURTHER_IN = re.compile(r"^(?!import |from ).*\bimport\b", re.M)


def test_every_import_inside_a_function_says_why() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in python()}
    found = [
        f"{name(path)}:{line}"
        for path, source in sources.items()
        if FURTHER_IN.search(source)
        for line in late_imports(tree(path), source.splitlines())
    ]
    assert found == []
