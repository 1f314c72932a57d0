"""The parent's side of the locked process: hand over a job, get bytes or a sentence back."""

import atexit
import os
import pickle
import select
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from certificates import child, conf, jobs
from certificates.refusals import PROBLEMS, Flawed

if TYPE_CHECKING:
    from certificates.finish import Evidence
    from certificates.layout import Sheet

_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Limits:
    """``memory``: bytes of address space; ``seconds``: processor time of a job, ``each``: more of it
    a certificate; ``silence``: seconds without a word; ``renew``: certificates or files that a
    process sees; ``wait``: seconds for which a job stands in line."""

    memory: int = 1536 * 1024 * 1024
    seconds: int = 20
    each: int = 1
    silence: float = 120.0
    renew: int = 1000
    wait: float = 300.0


#: A stranger's file: little of everything, and nobody waits long behind somebody else's.
STRANGERS = Limits(memory=768 * 1024 * 1024, seconds=8, silence=30.0, renew=200, wait=20.0)


class Runaway(Flawed):
    """The locked process was stopped, or stopped by itself; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The page could not be laid out within the limits of time and memory."
                " Look at the wording and the photo of this certificate, then issue again."
            )
        )


class Silent(Runaway):
    """Nothing came for a long time: the machine is overloaded, or the job is endless."""


class Busy(Flawed):
    """Others stand in line; nothing was tried."""

    def __init__(self) -> None:
        super().__init__(_("Too many pages are being made at this moment. Try again in a minute."))


class Renderer:
    """One locked process, started at the first job and renewed before it grows fat."""

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008  (frozen)
        self.limits = limits
        self.alone = False
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._patience = limits.silence

    @property
    def pid(self) -> int:
        """Process id, 0 when none runs."""
        return self._process.pid if self._process else 0

    def render_many(
        self,
        sheets: Sequence["Sheet"],
        *,
        signable: bool = False,
        evidence: "Evidence | None" = None,
    ) -> list[bytes]:
        """As ``render.render_many``, whole: raises its errors, or :class:`Runaway`."""
        how = {"signable": signable} | ({"evidence": evidence} if evidence else {})
        return self.work("each", list(sheets), size=len(sheets), **how)

    def merged(self, sheets: Sequence["Sheet"], *, grounded: bool = True) -> bytes:
        """As ``render.merged``."""
        return self.work("merged", list(sheets), size=len(sheets), grounded=grounded)[0]

    def work(self, name: str, *given: Any, size: int = 1, **how: Any) -> list[bytes]:
        """Do a job of ``jobs.PLACES``; ``size``: how many pages or files it concerns.

        Raises what the job raises, :class:`Runaway`, or :class:`Busy`.
        """
        job = {
            "name": name,
            "given": given,
            "how": how,
            "language": translation.get_language() or settings.LANGUAGE_CODE,
            "seconds": self.limits.seconds + self.limits.each * size,
        }
        if not self._lock.acquire(timeout=self.limits.wait):
            raise Busy
        try:
            return self._worked(job, size)
        finally:
            self._lock.release()

    def _worked(self, job: dict[str, Any], size: int) -> list[bytes]:
        # A file of a thousand pages is one word at the very end.
        self._patience = self.limits.silence + self.limits.each * (size - 1)
        try:
            pages = list(self._answers(job))
        except Runaway:
            self.close()
            raise
        except OSError as problem:
            self.close()
            raise Runaway from problem
        self._made += size
        if self._made >= self.limits.renew:
            self.close()
        return pages

    def _answers(self, job: dict[str, Any]) -> Iterator[bytes]:
        self._send(job)
        while True:
            kind, body = self._frame()
            if kind == child.END:
                return
            if kind in PROBLEMS:
                raise PROBLEMS[kind](body.decode())
            if kind != child.PDF:
                raise Runaway
            yield body

    def _send(self, job: dict[str, Any]) -> None:
        if self._owner != os.getpid():
            # A forked copy of us must not speak into its parent's pipe.
            self._process, self._owner = None, os.getpid()
        if self._process is None or self._process.poll() is not None:
            self._start()
        assert self._process
        assert self._process.stdin
        self._process.stdin.write(pickle.dumps(job))
        self._process.stdin.flush()

    def _start(self) -> None:
        self.close()
        self._home = tempfile.TemporaryDirectory(prefix="laurel-empty-")
        # Neither keys nor the database address are in this environment.
        environment = {"HOME": self._home.name, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(_ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "certificates.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._home.name,
            env=environment,
        )
        assert self._process.stdin
        self._process.stdin.write(
            pickle.dumps({"memory": self.limits.memory, "settings": _settings()})
        )
        self._process.stdin.flush()
        kind, body = self._frame()
        if kind != child.HELLO:
            raise Runaway
        self.alone = body == b"alone"

    def _frame(self) -> tuple[bytes, bytes]:
        head = self._read(5)
        return head[:1], self._read(struct.unpack(">I", head[1:])[0])

    def _read(self, size: int) -> bytes:
        assert self._process
        assert self._process.stdout
        handle, parts = self._process.stdout.fileno(), bytearray()
        while len(parts) < size:
            if not select.select([handle], [], [], self._patience)[0]:
                raise Silent
            part = os.read(handle, size - len(parts))
            if not part:
                raise Runaway
            parts += part
        return bytes(parts)

    def close(self) -> None:
        """End the process; the next job starts another."""
        process, self._process, self._made = self._process, None, 0
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            try:
                if stream:
                    stream.close()
            except BrokenPipeError:
                continue
        process.wait()
        self._home.cleanup()


def _settings() -> dict[str, Any]:
    return {
        "VAR_DIR": str(conf.font_cache().parent),
        "LAUREL_FONT_DIRS": [str(path) for path in conf.font_folders()],
        "LAUREL_FONT_CACHE": str(conf.font_cache()),
        "LAUREL_SITE_URL": conf.site_url(),
        "LAUREL_CITY_NAME": conf.city_name(),
        "LANGUAGE_CODE": settings.LANGUAGE_CODE,
        "LOCALE_PATHS": [str(path) for path in settings.LOCALE_PATHS],
    }


@contextmanager
def several(count: int) -> Iterator[list[Renderer]]:
    """Processes for one large job, ended with the block."""
    makers = [Renderer() for _i in range(count)]
    try:
        yield makers
    finally:
        for maker in makers:
            maker.close()


#: Lays out what we print. A stranger's file never comes into this process.
OURS = Renderer()
READER = Renderer(STRANGERS)
atexit.register(OURS.close)
atexit.register(READER.close)


def ours(name: str, *given: Any, size: int = 1, **how: Any) -> bytes:
    """A job about our own pages, one answer. Tests may do it in their own process."""
    return _done(OURS, name, *given, size=size, **how)


def strangers(name: str, *given: Any, **how: Any) -> bytes:
    """A job about a file from outside, one answer."""
    return _done(READER, name, *given, **how)


def _done(maker: Renderer, name: str, *given: Any, size: int = 1, **how: Any) -> bytes:
    if conf.locked_process():
        return b"".join(maker.work(name, *given, size=size, **how))
    return b"".join(jobs.do(name, given, how))
