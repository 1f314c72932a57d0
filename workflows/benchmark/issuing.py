"""How fast is a list issued? The real queue and the real workers, on an installation of their own.

Wall time counts on an idle machine; processor time counts on any.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
from django.conf import settings

from certificates import printing
from certificates.models import Certificate
from evaluations.models import Call
from evaluations.roles import Role
from workflows import issuing, programme
from workflows.benchmark.promulgated import decided

PROGRAMME = "technical_expert"
#: A year whose holidays are published.
OPENED = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
_SAMPLE = 0.5
_MB = 1024


class Memory(msgspec.Struct):
    """Megabytes at the highest, and how much more in the last fifth of the run than in the second."""

    worker: float
    renderer: float
    growth: float


class Issued(msgspec.Struct, kw_only=True):
    """``promulgate_seconds``: the document and the numbers; ``seconds``: issued, signed, stored and
    told to the law; ``cpu_ms``: of workers and renderers, start-up included, for each certificate."""

    certificates: int
    workers: int
    promulgate_seconds: float
    seconds: float
    cpu_ms: float
    memory: Memory
    print_seconds: float
    print_cpu_ms: float
    load_before: float


@dataclass(frozen=True)
class Aim:
    """What was measured, what it may be at most for a list of this length."""

    name: str
    value: float
    most: float

    @property
    def met(self) -> bool:
        return self.value <= self.most


def aims(found: Issued) -> list[Aim]:
    """Seconds are those of an idle machine with two cores, for a thousand; starting the processes
    weighs more on a shorter list."""
    thousands = max(found.certificates, 1000) / 1000
    return [
        Aim("promulgated", found.promulgate_seconds, 10 * thousands),
        Aim("issued, signed, stored", found.seconds, 60 * thousands),
        Aim("print file", found.print_seconds, 15 * thousands),
        Aim("memory of a worker", found.memory.worker, 250),
        Aim("memory of a renderer", found.memory.renderer, 250),
    ]


def run(count: int, *, workers: int) -> Issued:
    """Play a list of ``count``, issue it, print it."""
    house = _House(Path(settings.VAR_DIR) / "bench" / "issuing")
    load = os.getloadavg()[0]
    prepared = house.ask("prepare", count)
    started = time.perf_counter()
    found = [house.worker() for _worker in range(workers)]
    memory = _watch(found)
    seconds = time.perf_counter() - started
    cpu = sum(_spent(each) for each in found)
    printed = house.ask("print", count)
    house.remove()
    return Issued(
        certificates=count, workers=workers, promulgate_seconds=prepared["seconds"],
        seconds=seconds, cpu_ms=cpu * 1000 / count, memory=memory,
        print_seconds=printed["seconds"], print_cpu_ms=printed["cpu"] * 1000 / count,
        load_before=load,
    )  # fmt: skip


class _House:
    """An installation of its own: what is measured never mixes with what the city keeps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remove()
        folder.mkdir(parents=True)
        outside = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.environment = outside | {
            "LAUREL_MODE": "development", "LAUREL_VAR_DIR": str(folder), "LAUREL_DEMO": "true",
        }  # fmt: skip
        self._run("migrate", "-v0")

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-W", "ignore", str(settings.BASE_DIR / "manage.py"), *words]

    def _run(self, *words: str) -> str:
        done = subprocess.run(  # noqa: S603 - our own command
            self._command(*words), env=self.environment, check=True, stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        return done.stdout

    def ask(self, step: str, count: int) -> dict[str, float]:
        """One step in a process of its own; it answers with its last line."""
        told = self._run("bench_issuing", f"--count={count}", f"--step={step}")
        return json.loads(told.strip().splitlines()[-1])

    def worker(self) -> subprocess.Popen[bytes]:
        words = ("db_worker", "--batch", "--queue-name=*", "--no-startup-delay", "-v0")
        return subprocess.Popen(  # noqa: S603 - our own command
            self._command(*words), env=self.environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip


def _watch(workers: list[subprocess.Popen[bytes]]) -> Memory:
    """Wait for the workers, and look at their memory meanwhile."""
    own: list[float] = []
    lent: list[float] = []
    while _waiting(workers):
        own.append(max((_resident(each.pid) for each in workers), default=0.0))
        children = [child for each in workers for child in _children(each.pid)]
        lent.append(max((_resident(pid) for pid in children), default=0.0))
        time.sleep(_SAMPLE)
    return Memory(max(own, default=0.0), max(lent, default=0.0), growth(own))


def growth(samples: list[float]) -> float:
    fifth = len(samples) // 5
    if not fifth:
        return 0.0
    return median(samples[-fifth:]) - median(samples[fifth : 2 * fifth])


def _waiting(workers: list[subprocess.Popen[bytes]]) -> bool:
    """Whether one still works; those that have ended leave what they spent."""
    for each in workers:
        if each.returncode is None:
            pid, status, usage = os.wait4(each.pid, os.WNOHANG)
            if pid:
                each.returncode = os.waitstatus_to_exitcode(status)
                each.spent = usage.ru_utime + usage.ru_stime
    return any(each.returncode is None for each in workers)


def _spent(worker: subprocess.Popen[bytes]) -> float:
    if worker.returncode:
        raise RuntimeError(f"a worker ended with {worker.returncode}")
    return worker.spent


def _resident(pid: int) -> float:
    """Megabytes; 0 when the process has just ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    line = next((each for each in lines if each.startswith("VmRSS")), "VmRSS: 0 kB")
    return int(line.split()[1]) / _MB


def _children(pid: int) -> Iterator[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return
    yield from map(int, text.split())


# --- the steps that run in the house itself ---


def prepare(count: int) -> dict[str, Any]:
    """A promulgated list on the queue."""
    play = decided(programme.get(PROGRAMME), size=count, at=OPENED)
    started = time.perf_counter()
    play.promulgate()
    seconds = time.perf_counter() - started
    officer = play.by(Role.CERTIFICATE_OFFICER)
    issuing.start(play.call, by=officer, at=datetime.now(UTC))
    return {"seconds": seconds}


def print_all(count: int) -> dict[str, Any]:
    """One file for the printer with the whole list. Raises RuntimeError when one is missing."""
    progress = issuing.progress(Call.objects.get(), at=datetime.now(UTC))
    if (progress.done, progress.total) != (count, count):
        raise RuntimeError(f"{progress.done} of {progress.total} issued, {count} wanted")
    rows = list(Certificate.objects.order_by("serial"))
    before, started = os.times(), time.perf_counter()
    printing.merged(printing.sheets(rows))
    seconds, after = time.perf_counter() - started, os.times()
    return {"seconds": seconds, "cpu": sum(after[:4]) - sum(before[:4])}
