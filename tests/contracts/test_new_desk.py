"""A new kind of desk costs a line in the law, one node, one view, one template: docs/desks.md is tried out.

Its example is applied to a copy of the tree, and a case walks through the new desk there.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.source import ROOMS, ROOT

PAGE = ROOT / "docs" / "desks.md"
_PARTS = (*ROOMS, "templates", "static", "tests", "locale")
_FILES = ("manage.py", "pyproject.toml")

WALK = """
import pytest
from django.core.management import call_command

from tests import cast, visits
from tests.evaluations.panels.stage import stage
from tests.workflows.views.desks.sitting import NOW, opened, say
from workflows import desk

pytestmark = pytest.mark.django_db


def test_it_is_no_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_a_case_walks_through_the_new_desk():
    play = stage(experts=0, route=("employer", "peer_opinion", "formal_check"))
    case = cast.opine(play.city, cast.file(cast.draft(play.city, play.call)))
    assert desk.open_task(case).desk == "peer_opinion"
    head = play.city.clerk
    assert case.reference in visits.text(visits.get(head, "/inbox/", NOW))
    assert "Record what the colleagues said" in visits.text(opened(head, case))
    assert say(play.city.district, case, "pass", **{"d-asked": "5"}).status_code in {403, 404}
    refused = say(head, case, "pass")
    assert refused.status_code == 422
    assert "How many were asked" in visits.text(refused)
    assert say(head, case, "pass", **{"d-asked": "5"}).status_code == 302
    assert desk.open_task(case).desk == "formal_check"
    assert case.opinions.get(desk="peer_opinion").detail["asked"] == 5
"""


def changes() -> str:
    """Every change that the page tells of, as one patch."""
    blocks = re.findall(r"^```diff\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.S | re.M)
    return "".join(blocks)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what runs, with the migrated test database that lies here."""
    for part in _PARTS:
        shutil.copytree(ROOT / part, tmp_path / part)
    for name in _FILES:
        shutil.copy(ROOT / name, tmp_path / name)
    var = tmp_path / "var" / "test"
    var.mkdir(parents=True)
    for found in sorted((ROOT / "var" / "test").glob("migrated-*.sqlite3"), key=os.path.getmtime)[
        -1:
    ]:
        shutil.copy(found, var / found.name)
    return tmp_path


def run(tree: Path, *command: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603 - our own tree
        [sys.executable, *command], cwd=tree, capture_output=True, text=True, check=False,
        env=kept | {"LC_ALL": "C.UTF-8", "LAUREL_MODE": "test", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip


def test_the_page_changes_four_places_and_no_more() -> None:
    touched = re.findall(r"^\+\+\+ (\S+)$", changes(), re.M)
    assert touched == [
        "evaluations/desks.py",
        "evaluations/desk_details.py",
        "workflows/flow.py",
        "workflows/views/desks/peer_opinion.py",
        "templates/desks/peer_opinion.html",
    ]


def test_the_example_is_true(tree) -> None:
    applied = subprocess.run(
        ["git", "apply", "-p0", "-"],  # noqa: S607 - the git of this machine
        cwd=tree, input=changes(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert applied.returncode == 0, applied.stderr
    (tree / "tests" / "test_walk.py").write_text(WALK, encoding="utf-8")
    walked = run(tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_walk.py")
    assert walked.returncode == 0, walked.stdout + walked.stderr
