"""What a forger begins with, and the list into which every forgery enters itself."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from certificates.authority import Authority


@dataclass(frozen=True)
class Genuine:
    """What the forger has: two issued files and the unsigned page of the first."""

    file: bytes
    other: bytes
    unsigned: bytes
    signer: Authority
    folder: Path


Forge = Callable[[Genuine, random.Random], bytes]
FORGERIES: dict[str, Forge] = {}


def forgery(work: Forge) -> Forge:
    FORGERIES[work.__name__.replace("_", " ")] = work
    return work
