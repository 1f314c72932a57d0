"""The ways in which the locked process says no; each is a sentence, none needs the layout engine."""

from certificates.fonts import Unprintable


class Blocked(Exception):
    """The document asked for something outside its own assets; nothing was written."""


class Flawed(Exception):
    """The layout engine reported a missing glyph or a broken picture; nothing was written."""


class Unusable(Exception):
    """A picture that cannot serve as a seal; ``str()`` is the sentence for who uploaded it."""


#: How each travels from the locked process to its parent; subclasses arrive as their parent class.
LETTERS: dict[type[Exception], bytes] = {
    Unprintable: b"U",
    Blocked: b"B",
    Flawed: b"F",
    Unusable: b"S",
}
PROBLEMS = {letter: kind for kind, letter in LETTERS.items()}


def letter(problem: Exception) -> bytes:
    return next(word for kind, word in LETTERS.items() if isinstance(problem, kind))
