"""Whatever is read at once is what the library reads letter by letter."""

import io
from collections.abc import Callable
from typing import IO, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from certificates import tokens

LETTERS = st.sampled_from([bytes([byte]) for byte in b"/AbF09#<>[](){}% \n\r\x00\x0c\x80\xff~"])


def read(how: Callable[[IO[bytes]], Any], content: bytes) -> tuple[Any, type, int]:
    stream = io.BytesIO(content)
    try:
        found = how(stream)
    except Exception as problem:
        return str(problem), type(problem), stream.tell()
    return found, type(found), stream.tell()


@pytest.mark.parametrize(
    ("begin", "library", "ours"),
    [
        (b"/", tokens._letter_by_letter, tokens._name),
        (b"<", tokens._digit_by_digit, tokens._digits),
    ],
    ids=["names", "digits"],
)
@example(letters=[b">"], long=2**16)
@given(letters=st.lists(LETTERS, max_size=12), long=st.sampled_from([0, 1, 2, 126, 127]))
def test_the_same_token_and_the_same_place_behind_it(
    begin: bytes,
    library: Callable[[IO[bytes]], Any],
    ours: Callable[[IO[bytes]], Any],
    letters: list[bytes],
    long: int,
) -> None:
    content = begin + b"A" * long + b"".join(letters)
    assert read(ours, content) == read(library, content)
