"""Files that are either whole or absent: temporary name, fsync, rename."""

import hashlib
import os
from pathlib import Path

from certificates import conf
from certificates.models import Certificate


class Damaged(RuntimeError):
    """The stored file is missing or is not what was issued."""


def path_of(certificate: Certificate) -> str:
    """Where the file of a certificate belongs, relative to the store."""
    name = f"{certificate.number}-v{certificate.version}.pdf"
    return f"{certificate.programme_code}/{certificate.year}/{name}"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def put(relative: str, content: bytes) -> None:
    target = conf.store() / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Without this a power cut may forget the rename although the file itself is safe."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def get(relative: str) -> bytes:
    try:
        return (conf.store() / relative).read_bytes()
    except OSError as problem:
        raise Damaged(relative) from problem
