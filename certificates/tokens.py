"""What pyHanko reads byte by byte, read at once: half the time of a check, and some of a signature.

Whatever is not plainly what it seems is still left to the library, which also finds the words for it.
"""

import os
import re
from binascii import unhexlify
from collections.abc import Callable, Iterator
from typing import IO, Any

from pyhanko.pdf_utils import generic, misc, xref
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

_figure_by_figure: Callable[[IO[bytes]], Any] = generic.NumberObject.read_from_stream
_figure: Callable[[bytes], generic.NumberObject] = generic.NumberObject
_WHOLE = re.compile(rb"[0-9]+(?=[^+-.0-9])")  # the library's own idea of where a number ends
_LONGEST_WHOLE = 20

_past_anything: Callable[..., bytes] = misc.read_non_whitespace
_entry_by_entry = xref.parse_xref_stream


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


def _number(stream: IO[bytes]) -> generic.NumberObject | generic.FloatObject:
    plain = _plain(stream, _WHOLE, _LONGEST_WHOLE)
    return _figure(plain[0]) if plain else _figure_by_figure(stream)


def _past_white(stream: IO[bytes], seek_back: bool = False, allow_eof: bool = False) -> bytes:
    """The next letter that is not white; the library knows what to do about comments and the end."""
    while (letter := stream.read(1)) in PDF_WHITESPACE and letter:
        pass
    if not letter or letter == b"%":
        stream.seek(-len(letter), os.SEEK_CUR)
        return _past_anything(stream, seek_back, allow_eof)
    if seek_back:
        stream.seek(-1, os.SEEK_CUR)
    return letter


class _Table:
    """A table of places whose lists are looked up once, not for each of its entries."""

    def __init__(self, table: generic.StreamObject) -> None:
        self.read_data = table.read_data
        self._table = table

    def get(self, key: str, default: Any = None) -> Any:
        value = self._table.get(key, default)
        if not isinstance(value, generic.ArrayObject):
            return value
        return [value[index] for index in range(len(value))]


def _entries(xref_stream: generic.StreamObject, strict: bool = True) -> Iterator[xref.XRefEntry]:
    return _entry_by_entry(_Table(xref_stream), strict)  # type: ignore[arg-type]


def quicken() -> None:
    """Once for each process that reads or signs."""
    generic.read_hex_string_from_stream = _digits
    generic.NameObject.read_from_stream = staticmethod(_name)  # type: ignore[method-assign]
    generic.NumberObject.read_from_stream = staticmethod(_number)  # type: ignore[method-assign]
    misc.read_non_whitespace = _past_white
    generic.read_non_whitespace = _past_white  # type: ignore[attr-defined]
    xref.parse_xref_stream = _entries
