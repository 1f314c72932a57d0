"""A large file for the printer: its page, its bar, and the button of whoever asked."""

import json

import pytest
from django.urls import reverse

from certificates.models import Certificate, PrintRun
from tests import cast
from tests.visits import get, post, text
from tests.workflows.views.paper.issued import NOW, issued_call
from tests.worlds import world
from workflows import print_job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def large(shelf, monkeypatch):
    """Two certificates are a large file."""
    monkeypatch.setattr(print_job, "SMALL", 1)


@world
def city():
    return cast.City()


@world
def call(city):
    return issued_call(city, 2)


def url(call, name="print_work"):
    return reverse(name, args=[call.public_id])


def send(city, call):
    keys = [str(row.pk) for row in Certificate.objects.order_by("serial")]
    data = {"kind": "plain", "row": keys}
    return post(city.printer, url(call, "print_desk"), data, NOW, seen=call.version)


def lying(city, call, **more):
    order = print_job.Order(kind="plain", rows=[1, 2])
    state = print_job.State(order=order, at=NOW.isoformat(), total=2, **more)
    print_job.Shelf(call, city.printer).write(state)


def test_the_officer_comes_to_the_page_and_finds_the_file(city, call):
    assert send(city, call)["Location"] == url(call)
    assert url(call, "print_work_file") in text(get(city.printer, url(call), NOW))
    assert url(call) in text(get(city.printer, url(call, "print_desk"), NOW))
    sent = get(city.printer, url(call, "print_work_file"), NOW)
    assert b"".join(sent.streaming_content).startswith(b"%PDF")
    assert sent["Cache-Control"] == "private, no-store"
    assert f"plain-{PrintRun.objects.get().pk}.pdf" in sent["Content-Disposition"]


def test_the_bar_tells_how_far_it_is(city, call):
    lying(city, call, running=True, done=1, moved_at=NOW.isoformat())
    told = json.loads(get(city.printer, url(call, "print_work_progress"), NOW).content)
    assert (told["done"], told["total"], told["finished"]) == (1, 2, False)
    assert told["label"]
    assert url(call, "print_work_progress") in text(get(city.printer, url(call), NOW))


def test_what_broke_off_is_started_again_from_the_page(city, call):
    send(city, call)
    state = print_job.Shelf(call, city.printer).read()
    state.failed, state.run, state.refusal = "OSError", 0, ""
    print_job.Shelf(call, city.printer).write(state)
    assert "OSError" in text(get(city.printer, url(call), NOW))
    assert post(city.printer, url(call), {}, NOW, seen=call.version).status_code == 302
    assert print_job.Shelf(call, city.printer).read().run == PrintRun.objects.get().pk
    assert post(city.printer, url(call), {}, NOW, seen=call.version).status_code == 422


def test_others_have_neither_the_page_nor_the_file(city, call):
    send(city, call)
    for name in ("print_work", "print_work_progress", "print_work_file"):
        assert get(city.office, url(call, name), NOW).status_code == 403
        assert get(city.stranger, url(call, name), NOW).status_code in {403, 404}


def test_a_file_that_is_gone_is_a_sentence(city, call):
    assert "<p" in text(get(city.printer, url(call), NOW))
    send(city, call)
    print_job.Shelf(call, city.printer).file.unlink()
    assert get(city.printer, url(call, "print_work_file"), NOW).status_code == 422
    assert url(call, "print_work_file") not in text(get(city.printer, url(call), NOW))
