"""The parent's side: hand over a job, get bytes or a refusal back."""

import atexit
import os
import pickle
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakSet

from django.conf import settings
from django.utils import translation

from sandbox import child

_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Limits:
    """``memory``: bytes of address space; ``written``: of the largest file, ``answered``: of the
    largest answer; ``seconds``: processor time of a job, ``each``: more of it a page or file;
    ``silence``: seconds without a word; ``renew``: pages or files that a process sees; ``wait``:
    seconds for which a job stands in line."""

    memory: int = 1536 * 2**20
    written: int = 64 * 2**20  # a font of a batch, never a disk full of them
    answered: int = 512 * 2**20
    seconds: int = 20
    each: int = 1
    silence: float = 120.0
    renew: int = 1000
    wait: float = 300.0


#: Closed when this process ends; one that nobody holds any more goes before.
_ALIVE: "WeakSet[Sandbox]" = WeakSet()


@atexit.register
def _close_all() -> None:
    for each in list(_ALIVE):
        each.close()


class Stopped(Exception):
    """The process was stopped, or stopped by itself; nothing was done."""


class Silent(Stopped):
    """Nothing came for a long time: the machine is overloaded, or the job is endless."""


class Full(Exception):
    """Others stand in line; nothing was tried."""


class Sandbox:
    """One locked process, started at the first job and renewed before it grows fat.

    ``work``: the module that does the jobs; ``heard``: (letter, bytes) -> the refusal to raise, None
    for a letter that is none; ``given``: the few settings that the jobs need; ``apart``: every job
    in a copy of its own; ``beforehand``: modules to load before the first.
    """

    def __init__(
        self,
        work: str,
        heard: Callable[[bytes, bytes], Exception | None],
        limits: Limits = Limits(),  # noqa: B008  (frozen)
        *,
        given: Callable[[], dict[str, Any]] = dict,
        apart: bool = False,
        beforehand: tuple[str, ...] = (),
    ) -> None:
        self.limits = limits
        self.alone = False
        self._work, self._heard, self._given = work, heard, given
        self._apart, self._beforehand = apart, beforehand
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._patience = limits.silence
        _ALIVE.add(self)

    @property
    def pid(self) -> int:
        """Process id, 0 when none runs."""
        return self._process.pid if self._process else 0

    def work(self, name: str, *given: Any, size: int = 1, **how: Any) -> list[bytes]:
        """Do a job; ``size``: how many pages or files it concerns. All answers or none.

        Raises what was heard of the job, :class:`Stopped`, or :class:`Full`.
        """
        job = {
            "name": name,
            "given": given,
            "how": how,
            "language": translation.get_language() or settings.LANGUAGE_CODE,
            "seconds": self.limits.seconds + self.limits.each * size,
        }
        if not self._lock.acquire(timeout=self.limits.wait):
            raise Full
        try:
            return self._worked(job, size)
        finally:
            self._lock.release()

    def _worked(self, job: dict[str, Any], size: int) -> list[bytes]:
        # A file of a thousand pages is one word at the very end.
        self._patience = self.limits.silence + self.limits.each * (size - 1)
        try:
            answers = list(self._answers(job))
        except Stopped as problem:
            # Of jobs apart only the copy is gone, unless it does not go.
            if not self._apart or isinstance(problem, Silent):
                self.close()
            raise
        except OSError as problem:
            self.close()
            raise Stopped from problem
        self._made += size
        if self._made >= self.limits.renew:
            self.close()
        return answers

    def _answers(self, job: dict[str, Any]) -> Iterator[bytes]:
        if self._owner != os.getpid():
            # A forked copy of us must not speak to its parent's process.
            self._process, self._owner = None, os.getpid()
        if self._process is None or self._process.poll() is not None:
            self._start()
        with self._asked(job) as answer:
            while True:
                kind, body = self._frame(answer)
                if kind == child.END:
                    return
                if kind == child.PART:
                    yield body
                elif refusal := self._heard(kind, body):
                    raise refusal
                else:
                    raise Stopped

    def _start(self) -> None:
        self.close()
        self._home = tempfile.TemporaryDirectory(prefix="laurel-empty-")
        self._mouth, ear = socket.socketpair()
        self._mouth.settimeout(self.limits.silence)
        # Neither keys nor the database address are in this environment.
        environment = {"HOME": self._home.name, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(_ROOT)}
        with ear:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "sandbox.child"],
                stdin=ear.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=self._home.name,
                env=environment,
                process_group=0,
            )
        with self._asked(self._hello()) as answer:
            kind, body = self._frame(answer)
        if kind != child.HELLO:
            raise Stopped
        self.alone = body == b"alone"

    @contextmanager
    def _asked(self, told: dict[str, Any]) -> Iterator[int]:
        """Say it, and hold the end of the pipe at which it is answered."""
        answer, target = os.pipe()
        try:
            said = pickle.dumps(told)
            try:
                socket.send_fds(self._mouth, [struct.pack(">I", len(said))], [target])
            finally:
                os.close(target)
            self._mouth.sendall(said)
            yield answer
        finally:
            os.close(answer)

    def _hello(self) -> dict[str, Any]:
        words = {
            "LANGUAGE_CODE": settings.LANGUAGE_CODE,
            "LOCALE_PATHS": [str(path) for path in settings.LOCALE_PATHS],
        }
        return {
            "memory": self.limits.memory,
            "written": self.limits.written,
            "work": self._work,
            "settings": words | self._given(),
            "apart": self._apart,
            "beforehand": self._beforehand,
        }

    def _frame(self, answer: int) -> tuple[bytes, bytes]:
        head = self._read(answer, 5)
        size = struct.unpack(">I", head[1:])[0]
        if size > self.limits.answered:
            raise Stopped
        return head[:1], self._read(answer, size)

    def _read(self, answer: int, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            if not select.select([answer], [], [], self._patience)[0]:
                raise Silent
            part = os.read(answer, size - len(parts))
            if not part:
                raise Stopped
            parts += part
        return bytes(parts)

    def close(self) -> None:
        """End the process and its copies; the next job starts another."""
        process, self._process, self._made = self._process, None, 0
        if process is None or self._owner != os.getpid():
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        self._mouth.close()
        process.wait()
        self._home.cleanup()
