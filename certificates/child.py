"""The locked process: pages are laid out and strange files taken apart without network and keys.

Runs as ``python -m certificates.child``. A job that runs away is stopped here and costs its
parent one sentence (reliability T31, 2.4). What comes in is ours and pickled; what goes out is
only bytes with a length before them, because a taken-over child must not be able to pickle.
"""

import gc
import os
import pickle
import resource
import struct
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

#: Largest file that may be written, in bytes: a font of a batch, never a disk full of them.
FILE_SIZE = 64 * 1024 * 1024
PDF, END, HELLO = b"P", b"E", b"H"


def frame(kind: bytes, body: bytes = b"") -> bytes:
    return kind + struct.pack(">I", len(body)) + body


def leave_the_network() -> bool:
    """An empty network namespace; False where the kernel forbids it to an ordinary user."""
    try:
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    except OSError:
        return False
    return True


def lock(memory: int) -> None:
    """``memory``: bytes of address space."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow(seconds: int) -> None:
    """From now on so much processor time; then the kernel ends this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime) + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, hard))


def _prepare(options: dict[str, Any]) -> None:
    """Django with a few settings and no room: enough for fonts and for sentences."""
    import django  # after the network is left: nothing of it is needed before
    from django.conf import settings

    settings.configure(INSTALLED_APPS=[], LOGGING_CONFIG=None, USE_I18N=True, **options)
    django.setup()


def _answers(job: dict[str, Any]) -> Iterator[bytes]:
    from django.utils import translation  # after the settings

    from certificates import jobs, refusals

    try:
        with translation.override(job["language"]):
            for body in jobs.do(job["name"], job["given"], job["how"]):
                yield frame(PDF, body)
        yield frame(END)
    except tuple(refusals.LETTERS) as problem:
        yield frame(refusals.letter(problem), str(problem).encode())
    except MemoryError:
        yield frame(b"M")


def main(source: BinaryIO, target: BinaryIO) -> None:
    alone = leave_the_network()
    hello = pickle.load(source)  # noqa: S301  (written by our parent)
    lock(hello["memory"])
    _prepare(hello["settings"])
    target.write(frame(HELLO, b"alone" if alone else b""))
    target.flush()
    warm = False
    while True:
        try:
            job = pickle.load(source)  # noqa: S301  (written by our parent)
        except EOFError:
            return
        allow(job["seconds"])
        for answer in _answers(job):
            target.write(answer)
            target.flush()
        if not warm:
            # Modules, fonts and tables stay for good: the collector need not walk them each time.
            gc.collect()
            gc.freeze()
            warm = True


if __name__ == "__main__":
    # A stray print of a library must not be read as a page.
    pages = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    main(sys.stdin.buffer, pages)
