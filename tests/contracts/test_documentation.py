"""The documents say what the code does: settings, commands, make targets, links, licences."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from config import __version__, settings
from tests.contracts.source import ROOT, name
from tests.contracts.test_generated import commands

OPERATIONS = ROOT / "docs" / "operations.md"
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)[^)]*\)")
FENCE = re.compile(r"^```.*?^```", re.S | re.M)
# Licences that may be combined into a service under AGPL-3.0-or-later.
COMPATIBLE = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla|LGPL|GPLv3|AGPL|Affero|Zlib|"
    r"HPND|Unlicense|CC0|Public Domain|0BSD|Lesser General Public",
    re.I,
)


def documents() -> list[Path]:
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def prose(path: Path) -> str:
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """The addresses that a hosting site gives to the headings."""
    headings = re.findall(r"^#+\s+(.+?)\s*$", prose(path), re.M)
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


def dead_links(path: Path) -> list[str]:
    """Relative links that lead nowhere. Other sites are not asked: tests have no network."""
    found = []
    for match in LINK.finditer(prose(path)):
        target, _, anchor = match["target"].partition("#")
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        goal = (path.parent / target).resolve() if target else path
        if not goal.exists() or (anchor and anchor not in anchors(goal)):
            found.append(f"{path.name}: {match['target']}")
    return found


def first_column(heading: str) -> set[str]:
    """The `names` in the first column of the table below a heading of operations.md."""
    section = OPERATIONS.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([\w-]+)", section, re.M))


def test_every_setting_is_documented_and_no_other() -> None:
    assert first_column("Settings") == settings.env.names


def test_every_command_is_documented_and_no_other() -> None:
    assert first_column("Management commands") == set(commands())


def test_every_make_target_is_documented_and_no_other() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.M)) - {"help"}
    assert first_column("Make targets") == targets


def test_every_command_says_what_it_does() -> None:
    described = {
        command: loaded.create_parser("manage.py", command).description
        for command, loaded in commands().items()
    }
    assert [command for command, description in described.items() if not description] == []


def test_finds_a_dead_link(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One title\n[a](page.md) [b](#one-title) [c](gone.md) [d](#two) ![e](x.png)\n"
        "```\n[f](not-a-link.md)\n```\n[g](https://example.org/)",
        encoding="utf-8",
    )
    assert dead_links(page) == ["page.md: gone.md", "page.md: #two", "page.md: x.png"]


@pytest.mark.parametrize("page", documents(), ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert dead_links(page) == []


def test_the_version_is_written_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_licence_is_the_one_we_declare() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "AGPL-3.0-or-later" in (ROOT / "README.md").read_text(encoding="utf-8")


def licence(distribution: metadata.Distribution) -> str:
    """What a library says about its terms; its licence file speaks where the metadata do not."""
    facts = distribution.metadata
    said = [facts.get("License-Expression", ""), facts.get("License", "")]
    said += [c for c in facts.get_all("Classifier") or [] if c.startswith("License")]
    files = [path for path in distribution.files or [] if path.name.upper().startswith("LICENSE")]
    return " ".join(said).strip() or " ".join(path.read_text()[:200] for path in files)


def locked() -> list[str]:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return re.findall(r"^([a-z0-9._-]+)==", lock, re.M)


def test_every_library_may_be_combined_with_our_licence() -> None:
    strangers = {}
    for package in locked():
        try:
            terms = licence(metadata.distribution(package))
        except metadata.PackageNotFoundError:
            # Locked for another platform or an older Python.
            continue
        if not COMPATIBLE.search(terms):
            strangers[package] = terms[:80]
    assert strangers == {}


def test_every_vendored_file_brings_its_licence() -> None:
    vendor = ROOT / "static" / "vendor"
    folders = [folder for folder in vendor.iterdir() if folder.is_dir()] if vendor.exists() else []
    without = [folder.name for folder in folders if not list(folder.glob("[Ll][Ii][Cc][Ee][Nn]*"))]
    assert without == []
