"""A name is for reading: it opens no path, turns no text round, and tells the kind of the file."""

import os
import re
import unicodedata
from random import Random

import pytest
from django.utils.http import content_disposition_header
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.uploads import Kind, clean_name
from tests.texts import text

HOSTILE = "../\\ab\0\u202e\u200f\n\"';%Ａ汉\U00020bb7é."
names = st.one_of(
    st.text(max_size=150),
    st.text(alphabet=HOSTILE, max_size=150),
)


@pytest.mark.parametrize(
    ("name", "kind", "clean"),
    [
        ("技师证书.pdf", Kind.PDF, "技师证书.pdf"),
        ("photo.JPEG", Kind.JPEG, "photo.jpeg"),
        ("scan", Kind.PDF, "scan.pdf"),
        ("invoice.exe", Kind.PDF, "invoice.exe.pdf"),
        ("photo.png", Kind.JPEG, "photo.jpg"),
        ("../../etc/passwd", Kind.PDF, "passwd.pdf"),
        ("C:\\Users\\me\\a.pdf", Kind.PDF, "a.pdf"),
        ("a\0b\x1b[31m.pdf", Kind.PDF, "ab[31m.pdf"),
        ("\u202egnp.fdp.pdf", Kind.PDF, "gnp.fdp.pdf"),
        ("a\u2028b\u3000c\td.pdf", Kind.PDF, "a b c d.pdf"),
        ("e\u0301.pdf", Kind.PDF, "é.pdf"),
        ("", Kind.PNG, "file.png"),
        ("...", Kind.PDF, "file.pdf"),
        (".pdf", Kind.PDF, "file.pdf"),
        ("长" * 150 + ".pdf", Kind.PDF, "长" * 96 + ".pdf"),
        ("\ud800.pdf", Kind.PDF, "file.pdf"),
        ("𠮷野\U0003347a.pdf", Kind.PDF, "𠮷野\U0003347a.pdf"),  # Hanzi newer than this Python
    ],
)
def test_a_name_is_cleaned(name, kind, clean):
    assert clean_name(name, kind) == clean


@settings(max_examples=500)
@given(names, st.sampled_from(Kind))
def test_any_name_is_short_harmless_and_stays_in_its_folder(name, kind):
    assert_harmless(name, kind)


def test_ten_thousand_names_are_short_harmless_and_stay_in_their_folder():
    dice = Random(1)
    for number in range(10_000):
        alphabet = HOSTILE if number % 2 else None
        assert_harmless(text(dice, 0, 150, alphabet), dice.choice(list(Kind)))


def assert_harmless(name, kind):
    clean = clean_name(name, kind)
    assert 1 < len(clean) <= 100
    assert clean.endswith(kind.endings)
    assert unicodedata.is_normalized("NFC", clean)
    assert not [sign for sign in clean if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl"}]
    assert os.path.dirname(os.path.normpath(f"/folder/{clean}")) == "/folder"
    assert clean_name(clean, kind) == clean


@given(names, st.sampled_from(Kind))
def test_any_name_survives_in_a_header_of_one_line(name, kind):
    header = content_disposition_header(as_attachment=True, filename=clean_name(name, kind))
    assert re.fullmatch(r"attachment; filename(\*=utf-8''[^\s\"]+|=\".*\")", header)


def test_kinds_know_their_content_type():
    assert {kind.value: kind.content_type for kind in Kind} == {
        "pdf": "application/pdf",
        "jpeg": "image/jpeg",
        "png": "image/png",
    }
