"""The project's own files, as the contracts look at them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("config", "sandbox", "journal", "evaluations", "certificates", "workflows")
_NOT_OURS = {"__pycache__", "vendor", "node_modules"}


def files(*folders: str, suffixes: tuple[str, ...]) -> list[Path]:
    """Own files below `folders`, in order; what was vendored stays out."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in suffixes and not _NOT_OURS & set(path.parts) and path.is_file()
    )


def python(*folders: str, migrations: bool = False) -> list[Path]:
    found = files(*(folders or ROOMS), suffixes=(".py",))
    return [path for path in found if migrations or "migrations" not in path.parts]


def templates() -> list[Path]:
    return files("templates", *ROOMS, suffixes=(".html",))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(module: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
