"""Whatever is read at once is what the library reads letter by letter."""

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic

from certificates import tokens

LETTERS = st.sampled_from([bytes([byte]) for byte in b"/AbF09+-.,#<>[](){}% \n\r\x00\x0c\x80\xff~"])


def read(how: Callable[[IO[bytes]], Any], content: bytes) -> tuple[Any, type, int]:
    stream = io.BytesIO(content)
    try:
        found = how(stream)
    except Exception as problem:
        return str(problem), type(problem), stream.tell()
    return found, type(found), stream.tell()


@pytest.mark.parametrize(
    ("begin", "filler", "library", "ours"),
    [
        (b"/", b"A", tokens._letter_by_letter, tokens._name),
        (b"<", b"A", tokens._digit_by_digit, tokens._digits),
        (b"", b"7", tokens._figure_by_figure, tokens._number),
        (b"", b" ", tokens._past_anything, tokens._past_white),
        (
            *(b"", b"\r\n"),
            partial(tokens._past_anything, seek_back=True, allow_eof=True),
            partial(tokens._past_white, seek_back=True, allow_eof=True),
        ),
    ],
    ids=["names", "digits", "numbers", "white", "white, stepping back"],
)
@example(letters=[b">"], long=2**16)
@example(letters=[b" "], long=19)
@example(letters=[b" "], long=20)
@given(letters=st.lists(LETTERS, max_size=12), long=st.sampled_from([0, 1, 2, 126, 127]))
def test_the_same_token_and_the_same_place_behind_it(
    begin: bytes,
    filler: bytes,
    library: Callable[[IO[bytes]], Any],
    ours: Callable[[IO[bytes]], Any],
    letters: list[bytes],
    long: int,
) -> None:
    content = begin + filler * long + b"".join(letters)
    assert read(ours, content) == read(library, content)


@given(
    index=st.lists(st.integers(0, 9), max_size=4),
    widths=st.lists(st.integers(-1, 9), max_size=4),
    content=st.binary(max_size=60),
    strict=st.booleans(),
)
def test_the_same_places_of_the_same_objects(
    index: list[int], widths: list[int], content: bytes, strict: bool
) -> None:
    numbers = {"/Index": index, "/W": widths}
    table = generic.StreamObject(
        {
            generic.NameObject(name): generic.ArrayObject(map(generic.NumberObject, values))
            for name, values in numbers.items()
        },
        stream_data=content,
    )

    def listed(entries: Callable[..., Iterator[Any]]) -> Any:
        try:
            return list(entries(table, strict=strict))
        except Exception as problem:
            return str(problem), type(problem)

    assert listed(tokens._entries) == listed(tokens._entry_by_entry)
