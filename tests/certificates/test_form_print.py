"""Working papers come out whatever was typed; nothing outside the document is ever read."""

import io
import time

import pikepdf
import pytest

from certificates.assets import Asset
from certificates.form_print import print_form, printable
from certificates.refusals import Blocked
from tests.workflows.views.applicant.sending import picture

PAGE = "<!DOCTYPE html><html lang='zh-Hans'><body>{}</body></html>"


def test_a_character_without_type_becomes_the_geta_mark():
    assert printable("王😀\ue000小明\n\t𠮷") == "王〓〓小明\n\t𠮷"


def test_it_is_a4_with_numbered_pages():
    pdf = print_form(PAGE.format("<p>字</p>" * 200))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        box = [round(float(v)) for v in document.pages[0].mediabox]
        assert (box, len(document.pages) > 1) == ([0, 0, 595, 842], True)


def test_a_long_story_costs_no_more_than_its_length():
    def seconds(signs: int) -> float:
        story = ("长城内外，惟余莽莽；大河上下，顿失滔滔。" * 100)[:signs]
        begin = time.process_time()
        print_form(PAGE.format(f"<table><tr><th>事迹</th><td>{story}</td></tr></table>"))
        return time.process_time() - begin

    seconds(10)
    # Twenty times the text; with automatic columns it took a hundred times as long.
    assert seconds(2000) < 20 * seconds(100)


def test_a_picture_comes_from_its_assets_and_from_nowhere_else():
    page = PAGE.format('<img src="asset:photo" alt="">')
    photo = Asset(picture().read(), "image/jpeg")
    assert print_form(page, assets={"asset:photo": photo}).startswith(b"%PDF")
    with pytest.raises(Blocked):
        print_form(PAGE.format('<img src="file:///etc/passwd" alt="">'))
