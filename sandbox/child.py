"""The locked process: pages are laid out and strange files taken apart without network and keys.

Runs as ``python -m sandbox.child``. A job that runs away is stopped here and costs its parent one
sentence (reliability T31, 2.4). What comes in is ours and pickled; what goes out is only bytes with
a length before them, because a taken-over child must not be able to pickle.

With ``apart`` every job has a copy of this process to itself: the copy is made in a few
milliseconds, has all modules loaded, and is gone with its file. A hostile file that takes it over
has nobody else's file beside it, sees no other process and cannot stay behind.
"""

import gc
import os
import pickle
import resource
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from types import ModuleType
from typing import Any

PART, END, HELLO, FULL = b"P", b"E", b"H", b"M"


def frame(kind: bytes, body: bytes = b"") -> bytes:
    return kind + struct.pack(">I", len(body)) + body


def leave(spaces: int) -> bool:
    """Into empty namespaces of our own; False where the kernel forbids it to an ordinary user."""
    try:
        os.unshare(spaces)
    except OSError:
        return False
    return True


def lock(*, memory: int, written: int) -> None:
    """``memory``: bytes of address space; ``written``: of the largest file."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow(seconds: int, *, last: bool) -> None:
    """From now on so much processor time; then the kernel ends this process.

    ``last``: no job comes after this one. The first process of its own numbers shrugs off the soft
    limit's signal, and only the hard one ends it.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    end = int(usage.ru_utime + usage.ru_stime) + 1 + seconds
    hard = end if last else resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (end, hard))


def _prepare(hello: dict[str, Any]) -> ModuleType:
    """Django with a few settings and no room: enough for fonts and for sentences."""
    from django.apps import apps  # after the network is left: nothing of it is needed before
    from django.conf import settings

    settings.configure(INSTALLED_APPS=[], LOGGING_CONFIG=None, USE_I18N=True, **hello["settings"])
    # Not django.setup(): it loads addresses, forms and tables, a tenth of a second of each start.
    apps.populate(settings.INSTALLED_APPS)
    for name in hello["beforehand"]:
        import_module(name)
    return import_module(hello["work"])


def _answers(work: ModuleType, job: dict[str, Any]) -> Iterator[bytes]:
    from django.utils import translation  # after the settings

    try:
        with translation.override(job["language"]):
            for body in work.do(job["name"], job["given"], job["how"]):
                yield frame(PART, body)
        yield frame(END)
    except MemoryError:
        yield frame(FULL)
    except Exception as problem:
        if (letter := work.told(problem)) is None:
            raise
        yield frame(*letter)


def _do(work: ModuleType, job: dict[str, Any], target: int, *, last: bool = False) -> None:
    allow(job["seconds"], last=last)
    for answer in _answers(work, job):
        _write(target, answer)


def _write(target: int, answer: bytes) -> None:
    rest = memoryview(answer)
    while rest:
        rest = rest[os.write(target, rest) :]


def _do_apart(work: ModuleType, job: dict[str, Any], source: socket.socket, target: int) -> None:
    keeper = os.fork()
    if keeper == 0:
        source.close()  # a copy must not hear the jobs that come after its own
        leave(os.CLONE_NEWPID)
        _keep(work, job, target)
    os.waitpid(keeper, 0)


def _keep(work: ModuleType, job: dict[str, Any], target: int) -> None:
    """The first of its own process numbers: with it everything ends that it has started."""
    copy = os.fork()
    if copy == 0:
        try:
            resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
            _do(work, job, target, last=True)
        finally:
            os._exit(0)
    os.waitpid(copy, 0)
    os._exit(0)


def _hear(source: socket.socket) -> tuple[dict[str, Any], int]:
    """What our parent says, and where to answer: a pipe for each job, so that no copy can speak
    into the answer to another."""
    head, handles, _flags, _address = socket.recv_fds(source, 4, 1)
    if len(head) < 4 or not handles:
        raise EOFError
    size, parts = struct.unpack(">I", head)[0], bytearray()
    while len(parts) < size:
        part = source.recv(min(size - len(parts), 2**20))
        if not part:
            raise EOFError
        parts += part
    return pickle.loads(parts), handles[0]  # noqa: S301  (written by our parent)


def main(source: socket.socket) -> None:
    alone = leave(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    hello, target = _hear(source)
    lock(memory=hello["memory"], written=hello["written"])
    work = _prepare(hello)
    gc.freeze()
    _write(target, frame(HELLO, b"alone" if alone else b""))
    os.close(target)
    warm = False
    while True:
        job, target = _hear(source)
        if hello["apart"]:
            _do_apart(work, job, source, target)
        else:
            _do(work, job, target)
        os.close(target)
        if not warm:
            # Modules, fonts and tables stay for good: the collector need not walk them each time.
            gc.collect()
            gc.freeze()
            warm = True


if __name__ == "__main__":
    with suppress(EOFError):
        main(socket.socket(fileno=0))
