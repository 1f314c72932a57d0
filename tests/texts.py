"""Texts by the ten thousand: Hypothesis looks for the odd one, dice are forty times as fast."""

from random import Random

_PLANES = [(0x00, 0x7F), (0x80, 0x24F), (0x2000, 0x206F), (0x4E00, 0x9FFF), (0xE000, 0xFFFD),
           (0x1F300, 0x1FAFF), (0x20000, 0x3134F)]  # fmt: skip


def text(dice: Random, shortest: int, longest: int, alphabet: str | None = None) -> str:
    """A text of letters of every script and kind, or of this alphabet."""
    length = dice.randint(shortest, longest)
    if alphabet is not None:
        return "".join(dice.choices(alphabet, k=length))
    planes = dice.choices(_PLANES, k=length)
    return "".join([chr(low + int(dice.random() * (high - low + 1))) for low, high in planes])
