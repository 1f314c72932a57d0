"""Arrows point down only: import-linter says so, and notices when they do not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.source import ROOMS, ROOT

CONTRACTS = [
    "Arrows point down only",
    "django-fsm lives in the law and nowhere else",
    "viewflow lives at the desks and nowhere else",
    "WeasyPrint lives in the paper room; the desks may ask that room to print a form",
]


def lint(folder: Path) -> tuple[int, str]:
    """Exit status and report of import-linter over the project at `folder`."""
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )
    return run.returncode, run.stdout + run.stderr


def verdicts(report: str) -> dict[str, str]:
    return {
        contract: "KEPT" if f"{contract} KEPT" in report else "BROKEN"
        for contract in CONTRACTS
        if contract in report
    }


def test_every_arrow_points_down() -> None:
    status, report = lint(ROOT)
    assert verdicts(report) == dict.fromkeys(CONTRACTS, "KEPT"), report
    assert status == 0


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("journal/record.py", "import evaluations", CONTRACTS[0]),
        ("sandbox/child.py", "import certificates", CONTRACTS[0]),
        ("evaluations/case.py", "import workflows", CONTRACTS[0]),
        ("evaluations/case.py", "import certificates", CONTRACTS[0]),
        ("certificates/issue.py", "import evaluations", CONTRACTS[0]),
        ("workflows/flow.py", "import config", CONTRACTS[0]),
        ("workflows/flow.py", "import django_fsm", CONTRACTS[1]),
        ("evaluations/case.py", "import viewflow", CONTRACTS[2]),
        ("evaluations/case.py", "import weasyprint", CONTRACTS[3]),
        ("workflows/flow.py", "import weasyprint", CONTRACTS[3]),
    ],
)
def test_a_wrong_import_is_noticed(tmp_path: Path, module: str, line: str, broken: str) -> None:
    for room in ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / module).write_text(line + "\n", encoding="utf-8")
    status, report = lint(tmp_path)
    assert verdicts(report) == {
        contract: "BROKEN" if contract == broken else "KEPT" for contract in CONTRACTS
    }, report
    assert status == 1
