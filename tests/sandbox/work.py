"""Jobs for a locked process, decent and otherwise."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Told(Exception):
    """A refusal of these jobs."""


def do(name: str, given: tuple[Any, ...], how: dict[str, Any]) -> Iterator[bytes]:
    yield from globals()[name](*given, **how)


def told(problem: Exception) -> tuple[bytes, bytes] | None:
    return (b"T", str(problem).encode()) if isinstance(problem, Told) else None


def heard(letter: bytes, body: bytes) -> Exception | None:
    return Told(body.decode()) if letter == b"T" else None


def echo(*words: bytes) -> Iterator[bytes]:
    yield from words


def number() -> Iterator[bytes]:
    yield str(os.getpid()).encode()


def refuse() -> Iterator[bytes]:
    yield b"half an answer"
    raise Told("not this one")


def fall() -> Iterator[bytes]:
    raise RuntimeError("a fault of ours")
    yield b""


def spin() -> Iterator[bytes]:
    while True:
        pass
    yield b""


def sleep() -> Iterator[bytes]:
    time.sleep(600)
    yield b""


def devour() -> Iterator[bytes]:
    yield bytes(2**33)


def write() -> Iterator[bytes]:
    Path("much").write_bytes(bytes(2**20))
    yield b""


def call(port: int) -> Iterator[bytes]:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        yield b"nobody there"
    else:
        yield b"reached"


def lie(kind: bytes, size: bytes) -> Iterator[bytes]:
    """What a taken-over process may do: write anything where the answer is read."""
    handles = sorted(int(name) for name in os.listdir("/proc/thread-self/fd"))
    for handle in handles[3:]:
        try:
            os.write(handle, kind + size + b"forged")
        except OSError:
            continue
    yield b""


def stay() -> Iterator[bytes]:
    """Leave somebody behind who speaks later."""
    if os.fork() == 0:
        time.sleep(0.1)
        lie(b"P", b"\0\0\0\6")
        os._exit(0)
    yield b"started"


def reach(pid: int) -> Iterator[bytes]:
    try:
        os.kill(pid, 0)
    except OSError as problem:
        yield type(problem).__name__.encode()
    else:
        yield b"reached"
