import json
import struct
import unicodedata
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.canonical import GENESIS, LARGEST_INTEGER, NotRecordable, canonical, entry_hash

scalars = st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | st.text()
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text("ab语𠮷"), inner), max_leaves=9
)


def test_the_example_of_the_documentation():
    value = {"b": [True, None, -1], "a": "首席\n", "𐀀": 2, "\uff21": 3}
    # RFC 8785 sorts by UTF-16: the surrogate D800 of 𐀀 comes before FF21.
    assert canonical(value) == '{"a":"首席\\n","b":[true,null,-1],"𐀀":2,"Ａ":3}'


@pytest.mark.parametrize(
    ("given_text", "written"),
    [
        ("e\u0301", "é"),
        ("\uf900", "豈"),
        ("𠮷\U00030000", "𠮷\U00030000"),
        ("\x00\x1f\x7f\u2028/", "\\u0000\\u001f\x7f\u2028/"),
    ],
)
def test_text_is_nfc_and_escaped_only_where_json_must(given_text, written):
    assert canonical(given_text) == f'"{written}"'


@given(values)
def test_the_canonical_form_is_stable(value):
    text = canonical(value)
    assert canonical(json.loads(text)) == text
    assert text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "value",
    [1.5, b"x", {1: "x"}, date(2026, 1, 1), LARGEST_INTEGER + 1, "\ud800", {"é": 1, "e\u0301": 2}],
)
def test_what_has_no_single_form_is_refused(value):
    with pytest.raises(NotRecordable):
        canonical([value])


def test_the_hash_is_the_published_formula():
    prev = sha256(b"x").hexdigest()
    expected = sha256(b"\0" + bytes.fromhex(prev) + struct.pack(">Q", 300) + "首席".encode())
    assert entry_hash(prev=prev, seq=300, body="首席") == expected.hexdigest()
    assert len(bytes.fromhex(GENESIS)) == 32
