"""What pyHanko reads byte by byte, read at once: half the time of a check, and some of a signature.

Whatever is not plainly what it seems is still left to the library, which also finds the words for it.
"""

import re
from binascii import unhexlify
from collections.abc import Callable
from typing import IO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PDF_DELIMITERS, PDF_WHITESPACE

_digit_by_digit = generic.read_hex_string_from_stream
_DIGITS = re.compile(rb"<((?:[0-9A-Fa-f]{2})*)>")
#: More than a signature with a timestamp has.
_LONGEST = 2**16

_letter_by_letter: Callable[[IO[bytes]], generic.NameObject] = generic.NameObject.read_from_stream
_ENDS = re.escape(PDF_DELIMITERS + PDF_WHITESPACE)
_NAME = re.compile(rb"/(?:(?![#%s])[!-~])+(?=[%s])" % (_ENDS, _ENDS))
#: Longer ones are not allowed (ISO 32000-1, annex C).
_LONGEST_NAME = 128


def _plain(stream: IO[bytes], pattern: re.Pattern[bytes], longest: int) -> re.Match[bytes] | None:
    """What plainly stands next, taken; None, with the stream where it was, when it does not."""
    start = stream.tell()
    found = pattern.match(stream.read(longest))
    stream.seek(start + (found.end() if found else 0))
    return found


def _digits(stream: IO[bytes]) -> generic.ByteStringObject | generic.TextStringObject:
    """A string of digits: a signature has 8,192."""
    plain = _plain(stream, _DIGITS, _LONGEST)
    return generic.pdf_string(unhexlify(plain[1])) if plain else _digit_by_digit(stream)


def _name(stream: IO[bytes]) -> generic.NameObject:
    plain = _plain(stream, _NAME, _LONGEST_NAME)
    return generic.NameObject(plain[0].decode()) if plain else _letter_by_letter(stream)


def quicken() -> None:
    """Once for each process that reads or signs."""
    generic.read_hex_string_from_stream = _digits
    generic.NameObject.read_from_stream = staticmethod(_name)  # type: ignore[method-assign]
