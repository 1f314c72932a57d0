"""The print desk: rows, order, preview, every kind of file, the log and what was spoiled."""

import io
import json
import re

import pikepdf
import pytest
from django.urls import reverse

from certificates.issue import change_status
from certificates.models import Certificate, Printer, PrintRun, Status
from evaluations.errors import NotPermitted, Refused
from journal.models import Entry
from tests import cast
from tests.visits import get, post, text
from tests.workflows.views.paper.issued import NOW, issued_call
from workflows import paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return cast.City()


def stand(to: Status) -> None:
    row = Certificate.objects.get()
    change_status(row, to=to, reason="x", document="y", by="user:1", at=NOW)


def pages(answer) -> int:
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        return len(pdf.pages)


def test_the_officer_prints_what_is_chosen_and_the_log_says_so(city):
    call = issued_call(city, 2)
    url = reverse("print_desk", args=[call.public_id])
    rows = list(Certificate.objects.order_by("serial"))
    keys = [str(row.pk) for row in rows]
    Printer.objects.create(name="一号", right_mm=1, down_mm=-2)
    printer = str(Printer.objects.get().pk)

    assert all(str(row) in text(get(city.printer, url, NOW)) for row in rows)
    wanted = {
        "preview": ({"kind": "plain", "preview": "1"}, keys, 1),
        "plain": ({"kind": "plain"}, keys, 2),
        "two_up": ({"kind": "two_up", "reason": "换纸重印"}, keys, 1),
        "overprint": ({"kind": "overprint", "printer": printer, "reason": "换纸重印"}, keys[:1], 1),
        "envelopes": ({"kind": "envelopes"}, keys, 2),
        "receipts": ({"kind": "receipts"}, keys, 1),
    }
    for data, chosen, count in wanted.values():
        sent = post(city.printer, url, data | {"row": chosen}, NOW, seen=call.version)
        assert pages(sent) == count
        assert "no-store" in sent["Cache-Control"]

    runs = PrintRun.objects.order_by("pk")
    assert [(run.kind, run.sheets, run.printer) for run in runs] == [
        ("plain", 2, ""),
        ("two_up", 2, ""),
        ("overprint", 1, "一号"),
        ("envelopes", 2, ""),
        ("receipts", 2, ""),
    ]
    assert Entry.objects.filter(verb="certificate.print").count() == 5

    sent = post(
        city.printer, reverse("print_spoiled", args=[call.public_id]),
        {"run": runs[0].pk, "sheets": 3}, NOW, seen=call.version,
    )  # fmt: skip
    assert (sent.status_code, PrintRun.objects.get(pk=runs[0].pk).spoiled) == (422, 0)
    post(
        city.printer, reverse("print_spoiled", args=[call.public_id]),
        {"run": runs[0].pk, "sheets": 1}, NOW, seen=call.version,
    )  # fmt: skip
    assert PrintRun.objects.get(pk=runs[0].pk).spoiled == 1


def test_nothing_chosen_and_stock_without_a_printer_are_sentences(city):
    call = issued_call(city)
    url = reverse("print_desk", args=[call.public_id])
    row = str(Certificate.objects.get().pk)
    for data in ({"kind": "plain"}, {"kind": "overprint", "row": [row]}):
        sent = post(city.printer, url, data, NOW, seen=call.version)
        assert sent.status_code == 422
        assert "data-error-summary" in text(sent)
    assert not PrintRun.objects.exists()


def test_printing_again_needs_a_reason_that_stays_in_the_log(city):
    call = issued_call(city, 2)
    url = reverse("print_desk", args=[call.public_id])
    first, second = (str(row.pk) for row in Certificate.objects.order_by("serial"))

    def sent(data, *rows):
        return post(city.printer, url, data | {"row": list(rows)}, NOW, seen=call.version)

    assert pages(sent({"kind": "plain", "reason": "没有人需要它"}, first)) == 1
    assert PrintRun.objects.get().reason == ""
    page = text(get(city.printer, url, NOW))
    assert f'value="{second}" checked' in page
    assert f'value="{first}" checked' not in page

    refused = sent({"kind": "two_up"}, first, second)
    assert refused.status_code == 422
    assert "data-error-summary" in text(refused)
    assert PrintRun.objects.count() == 1
    assert pages(sent({"kind": "envelopes"}, first)) == 1
    assert pages(sent({"kind": "plain"}, second)) == 1
    assert pages(sent({"kind": "plain", "reason": "卡纸，废一张"}, first, second)) == 2

    assert PrintRun.objects.latest("pk").reason == "卡纸，废一张"
    assert "卡纸，废一张" in text(get(city.printer, url, NOW))
    again = [
        json.loads(e.body)["detail"]["again"]
        for e in Entry.objects.filter(verb="certificate.print").order_by("seq")
    ]
    assert again == [0, 0, 0, 2]


def test_a_revoked_certificate_is_not_printed_and_others_print_nothing(city):
    call = issued_call(city)
    stand(Status.SUSPENDED)
    assert paper.printable(call) == []
    stand(Status.VALID)
    rows = paper.printable(call)
    for somebody in (city.office, city.stranger, city.leader):
        with pytest.raises(NotPermitted):
            paper.print_file(call, rows, kind="plain", printer=None, by=somebody, at=NOW)
        with pytest.raises(NotPermitted):
            paper.preview(call, rows, by=somebody, at=NOW)
        with pytest.raises(NotPermitted):
            paper.calibrate("x", right_mm=0, down_mm=0, by=somebody, at=NOW)
        assert get(somebody, reverse("print_desk", args=[call.public_id]), NOW).status_code == 403
    with pytest.raises(Refused):
        paper.print_file(call, [], kind="plain", printer=None, by=city.printer, at=NOW)


def test_a_printer_is_calibrated_with_the_ruler_page(city):
    url = reverse("printers")
    assert pages(get(city.printer, reverse("printer_ruler"), NOW)) == 1
    shift = {"name": "一号", "right_mm": "1.25", "down_mm": "-0.5"}
    assert post(city.printer, url, shift, NOW).status_code == 302
    assert post(city.printer, url, shift | {"right_mm": "2"}, NOW).status_code == 302
    assert post(city.printer, url, shift | {"right_mm": "21"}, NOW).status_code == 422
    assert [(p.name, p.right_mm, p.down_mm) for p in Printer.objects.all()] == [("一号", 2, -0.5)]
    assert get(city.office, url, NOW).status_code == 403


def test_ticks_stand_at_what_was_not_printed_yet_at_all_or_at_none(city):
    call = issued_call(city, 3)
    url = reverse("print_desk", args=[call.public_id])
    keys = [str(row.pk) for row in Certificate.objects.order_by("serial")]
    post(city.printer, url, {"kind": "plain", "row": keys[:1]}, NOW, seen=call.version)

    def ticked(query: str) -> list[str]:
        page = text(get(city.printer, url + query, NOW))
        return re.findall(r'name="row" value="(\d+)" checked', page)

    assert [ticked(query) for query in ("", "?choose=all", "?choose=none", "?choose=x")] == [
        keys[1:], keys, [], keys[1:],
    ]  # fmt: skip
    page = text(get(city.printer, f"{url}?order=name&choose=none", NOW))
    assert "?choose=all&amp;order=name" in page
    assert "?order=employer&amp;choose=none" in page

    # A refusal keeps the ticks as they were.
    refused = post(
        city.printer, url, {"kind": "overprint", "row": keys[2:]}, NOW, seen=call.version
    )
    assert refused.status_code == 422
    assert re.findall(r'value="(\d+)" checked', text(refused))[:1] == keys[2:]
