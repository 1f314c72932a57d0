"""Files that are either whole or absent: temporary name, fsync, rename."""

import hashlib
import os
from collections.abc import Sequence
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
    put_all([(relative, content)])


def put_all(files: Sequence[tuple[str, bytes]]) -> None:
    """Each is whole or absent at any moment; when this returns they survive a power cut."""
    places = [(conf.store() / relative, content) for relative, content in files]
    folders = {target.parent for target, _content in places}
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    for target, content in places:
        _write(_temporary(target), content)
    for target, _content in places:
        _temporary(target).replace(target)
    for folder in folders:
        _sync_folder(folder)


def _temporary(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}")


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


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
