"""Working papers come out whatever was typed; nothing outside the document is ever read."""

import io

import pikepdf
import pytest

from certificates.engine import Asset, Blocked
from certificates.form_print import print_form, printable
from tests.workflows.views.applicant.sending import picture

PAGE = "<!DOCTYPE html><html lang='zh-Hans'><body>{}</body></html>"


def test_a_character_without_type_becomes_the_geta_mark():
    assert printable("王😀\ue000小明\n\t𠮷") == "王〓〓小明\n\t𠮷"


def test_it_is_a4_with_numbered_pages():
    pdf = print_form(PAGE.format("<p>字</p>" * 200))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        box = [round(float(v)) for v in document.pages[0].mediabox]
        assert (box, len(document.pages) > 1) == ([0, 0, 595, 842], True)


def test_a_picture_comes_from_its_assets_and_from_nowhere_else():
    page = PAGE.format('<img src="asset:photo" alt="">')
    photo = Asset(picture().read(), "image/jpeg")
    assert print_form(page, assets={"asset:photo": photo}).startswith(b"%PDF")
    with pytest.raises(Blocked):
        print_form(PAGE.format('<img src="file:///etc/passwd" alt="">'))
