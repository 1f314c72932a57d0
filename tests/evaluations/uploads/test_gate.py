"""The gate as its callers see it: a clean file, or a sentence for every kind of wrong file."""

import hashlib
import io

import pytest
from django.utils import translation
from PIL import Image

from evaluations.errors import Refused
from evaluations.rules import Text, Upload
from evaluations.uploads import CleanFile, UploadRefused, accept_upload
from tests.evaluations.uploads import samples
from tests.evaluations.uploads.samples import picture

MEGABYTE = 2**20


def accept(data: bytes, name: str = "a.pdf", **options) -> CleanFile:
    return accept_upload(data, name=name, **{"max_bytes": MEGABYTE, **options})


def saved(form: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (9, 9)).save(file, form)
    return file.getvalue()


def test_a_pdf_comes_back_byte_for_byte():
    data = samples.pdf()
    assert accept(data, "证书.pdf") == CleanFile(
        name="证书.pdf",
        content_type="application/pdf",
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=1,
    )


@pytest.mark.parametrize(("form", "ending"), [("JPEG", ".jpg"), ("PNG", ".png")])
def test_a_picture_comes_back_written_anew(form, ending):
    clean = accept(picture(form), "x.pdf")
    assert (clean.name, clean.content_type, clean.pages) == (
        "x.pdf" + ending,
        f"image/{form.lower()}",
        1,
    )
    assert (clean.sha256, clean.size) == (
        hashlib.sha256(clean.data).hexdigest(),
        len(clean.data),
    )
    assert Image.open(io.BytesIO(clean.data)).format == form


def test_a_photo_comes_back_as_a_jpeg_of_one_size():
    clean = accept(picture("PNG", size=(413, 579)), "me.png", photo=True)
    assert (clean.name, clean.content_type) == ("me.jpg", "image/jpeg")
    assert Image.open(io.BytesIO(clean.data)).size == (413, 579)


def test_the_limits_of_a_programme_fit_the_gate():
    item = Upload(id="id_card", label=Text("身份证"))
    clean = accept(samples.pdf(), formats=item.formats, max_bytes=item.max_mb * MEGABYTE)
    assert clean.pages == 1


HOSTILE = {
    "nothing": (b"", "empty"),
    "zip": (samples.archive(), "type"),
    "empty zip": (b"PK\x05\x06" + b"\0" * 18, "type"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "type"),
    "rtf": (b"{\\rtf1 text}", "type"),
    "rar": (b"Rar!\x1a\x07\x00", "type"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "type"),
    "gzip": (b"\x1f\x8b\x08\x00", "type"),
    "gif": (saved("GIF"), "type"),
    "gif with script": (saved("GIF") + b"/*<script>*/", "type"),
    "bmp": (saved("BMP"), "type"),
    "webp": (saved("WEBP"), "type"),
    "tiff": (saved("TIFF"), "type"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "type"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "type"),
    "svg after a mark": (b"\xef\xbb\xbf\n <?xml version='1.0'?><svg/>", "type"),
    "billion laughs": (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "type"),
    "html": (b"<!doctype html><script>alert(1)</script>", "type"),
    "program": (b"MZ" + b"\0" * 100, "type"),
    "elf": (b"\x7fELF" + b"\0" * 100, "type"),
    "shell script": (b"#!/bin/sh\n", "type"),
    "text": ("只是文字".encode(), "type"),
    "noise": (bytes(range(256)), "type"),
    "pdf after html": (b"<html>\n" + samples.pdf(), "type"),
    "pdf after one line": (b"\n" + samples.pdf(), "type"),
    "png after a byte": (b"\0" + picture("PNG"), "type"),
    "eicar": (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "type"),
    "pdf and zip": (samples.pdf() + samples.archive(), "appended"),
    "zip inside pdf": (samples.pdf_around_archive(), "appended"),
    "locked pdf": (samples.encrypted("x"), "locked"),
    "scripted pdf": (samples.packed(*samples.ACTIVE["script when opened"]), "active"),
    "half a pdf": (samples.pdf()[:300], "damaged"),
    "half a picture": (picture()[:-99], "damaged"),
    "pixel flood": (samples.pixel_flood(30_000), "pixels"),
    "too big": (picture() + b"\0" * MEGABYTE, "size"),
}


@pytest.mark.parametrize("sample", HOSTILE)
def test_every_wrong_file_gets_its_sentence(sample):
    data, code = HOSTILE[sample]
    with pytest.raises(UploadRefused) as refused:
        accept(data)
    assert (refused.value.code, str(refused.value)[-1] in ".。") == (code, True)


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        ("zip", "OFD"),
        ("heic", "HEIC"),
        ("svg", "SVG"),
        ("pdf after one line", "before the beginning"),
        ("program", "program"),
        ("webp", "JPEG or PNG"),
        ("noise", "whatever its name says"),
    ],
)
def test_the_sentence_fits_the_file(sample, words):
    with translation.override("en"), pytest.raises(UploadRefused) as refused:
        accept(HOSTILE[sample][0])
    assert words in str(refused.value)


def test_a_kind_the_programme_does_not_want_is_refused_with_what_it_wants():
    with translation.override("en"), pytest.raises(UploadRefused) as refused:
        accept(picture("PNG"), formats=("pdf", "jpeg"))
    assert (refused.value.code, "PDF, JPEG" in str(refused.value)) == ("format", True)


def test_the_size_limit_itself_is_allowed():
    data = samples.pdf()
    assert accept(data, max_bytes=len(data)).data == data
    with translation.override("en"), pytest.raises(UploadRefused) as refused:
        accept(b"%PDF-" + b"\0" * (10 * MEGABYTE), max_bytes=10 * MEGABYTE)
    assert "10.1 MB; 10.0 MB are allowed" in str(refused.value)


def test_too_many_pages_are_refused():
    with pytest.raises(UploadRefused) as refused:
        accept(samples.pdf(), max_pages=0)
    assert refused.value.code == "pages"


def test_a_refused_file_is_a_refusal_of_the_law():
    assert issubclass(UploadRefused, Refused)
