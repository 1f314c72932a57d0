"""How an act on a long list says how far it is."""

from collections.abc import Callable

type Tick = Callable[[], None]


def nothing() -> None:
    """Where nobody watches."""
