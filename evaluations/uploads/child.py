"""The locked process in which one stranger's file is drawn: no network, no keys, no database, bounded.

Runs as ``python -m evaluations.uploads.child``, once for each file, so that a file which takes the
process over has nobody else's beside it. What comes in is ours and pickled; what goes out is read
as lengths and numbers only.
"""

import json
import os
import pickle
import resource
import struct
import sys
from typing import Any, BinaryIO

#: Bytes of address space, and of everything that is written: 200 scanned pages.
MEMORY, WRITTEN = 1536 * 2**20, 512 * 2**20


def frame(head: dict[str, Any], body: bytes = b"") -> bytes:
    told = json.dumps(head).encode()
    return struct.pack(">II", len(told), len(body)) + told + body


def leave_the_network() -> bool:
    """An empty network namespace; False where the kernel forbids it to an ordinary user."""
    try:
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    except OSError:
        return False
    return True


def lock(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def main(source: BinaryIO, target: BinaryIO) -> None:
    alone = leave_the_network()
    job = pickle.load(source)  # noqa: S301  (written by our parent)
    lock(job["seconds"])
    from django.conf import settings  # after the lock, like everything that reads the file

    settings.configure(USE_I18N=False)
    from evaluations.uploads.files import Kind, UploadRefused  # after the settings
    from evaluations.uploads.raster import rasters  # after the lock: it loads pdfium

    pages = 0
    try:
        for page in rasters(job["data"], Kind(job["kind"]), job["words"]):
            head = {"width": page.width, "height": page.height, "worded": page.worded}
            target.write(frame(head | {"boxes": page.boxes}, page.jpeg))
            pages += 1
    except UploadRefused as refusal:
        target.write(frame({"refused": refusal.code}))
    target.write(frame({"pages": pages, "alone": alone}))
    target.flush()


if __name__ == "__main__":
    # A stray print of a library must not be read as a page.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    main(sys.stdin.buffer, out)
