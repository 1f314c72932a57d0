"""What the locked process can do, by name. A closed list: a job is data, never a program.

Whatever lays out or takes apart a file that holds the words, pictures or bytes of others is here
and runs there; the keys, the database and the network are elsewhere.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from certificates import refusals

#: Name of a job -> where it is done. Modules are loaded when first asked for: taking a file apart
#: does not need the layout engine, and the other way round.
PLACES = {
    "each": ("certificates.render", "render_many"),
    "merged": ("certificates.render", "merged"),
    "document": ("certificates.engine", "print_document"),
    "codes": ("certificates.proofread", "codes"),
    "look": ("certificates.inspect_pdf", "looked"),
    "cleaned": ("certificates.cleaning", "cleaned"),
    "joined": ("certificates.imposition", "joined"),
    "moved": ("certificates.imposition", "moved"),
    "two_up": ("certificates.imposition", "two_up"),
    "noted": ("certificates.imposition", "noted"),
}


def do(name: str, given: tuple[Any, ...], how: dict[str, Any]) -> Iterator[bytes]:
    """One or more byte strings; raises what the place raises."""
    module, function = PLACES[name]
    result = getattr(import_module(module), function)(*given, **how)
    if isinstance(result, bytes):
        yield result
    else:
        yield from result


def told(problem: Exception) -> tuple[bytes, bytes] | None:
    """A refusal as its letter and its sentence; None for what is none."""
    if not isinstance(problem, tuple(refusals.LETTERS)):
        return None
    return refusals.letter(problem), str(problem).encode()


def heard(letter: bytes, body: bytes) -> Exception | None:
    kind = refusals.PROBLEMS.get(letter)
    return kind(body.decode(errors="replace")) if kind else None
