"""A large print file is made in the background: logged once however often it is killed and started."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone

from certificates import printing
from certificates.issue import change_status
from certificates.models import Certificate, PrintRun, Status
from evaluations.errors import NotPermitted, Refused
from journal.models import Entry
from tests import cast
from tests.workflows.views.paper.issued import NOW, issued_call
from tests.worlds import world
from workflows import print_job, underway

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


def rows():
    """In the order of printing: the last first."""
    return list(Certificate.objects.order_by("-serial"))


def ask(call, city, **more):
    asked = {"kind": "plain", "printer": None, "by": city.printer, "at": NOW} | more
    return print_job.take_on(call, asked.pop("rows", rows()), **asked)


def later():
    return timezone.now() + timedelta(minutes=2)


def counted():
    return PrintRun.objects.count(), Entry.objects.filter(verb="certificate.print").count()


def test_a_small_file_is_answered_at_once_and_a_large_one_waits_for_who_asked(city, call):
    pdf, run = ask(call, city, rows=rows()[:1], kind="receipts")
    assert pdf.startswith(b"%PDF")
    assert print_job.Shelf(call, city.printer).read() == print_job.State()

    assert ask(call, city) is None

    state = print_job.Shelf(call, city.printer).read()
    made = PrintRun.objects.latest("pk")
    assert (state.running, state.done, state.total, state.run) == (False, 2, 2, made.pk)
    assert (made.numbers, made.printed_at) == ([str(row) for row in rows()], NOW)
    path = print_job.ready(call, by=city.printer, at=NOW)
    with pikepdf.open(io.BytesIO(path.read_bytes())) as file:
        assert len(file.pages) == 2
    for somebody in (city.office, city.leader):
        with pytest.raises(NotPermitted):
            print_job.ready(call, by=somebody, at=NOW)


def test_killed_before_the_log_it_is_made_again_and_logged_once(city, call, monkeypatch):
    before = counted()
    with monkeypatch.context() as patched:

        def log(*_given, **_more):
            raise KeyboardInterrupt

        patched.setattr(printing, "log", log)
        with pytest.raises(KeyboardInterrupt):
            ask(call, city)
    assert print_job.Shelf(call, city.printer).read().running
    with pytest.raises(Refused):
        ask(call, city)
    assert counted() == before

    print_job.again(call, by=city.printer, at=later())

    assert counted() == (before[0] + 1, before[1] + 1)
    assert print_job.ready(call, by=city.printer, at=NOW).exists()


def test_killed_after_the_log_it_is_not_logged_twice(city, call, monkeypatch):
    with monkeypatch.context() as patched:
        real = print_job.Shelf.write

        def write(self, state):
            if not state.running:
                raise KeyboardInterrupt
            real(self, state)

        patched.setattr(print_job.Shelf, "write", write)
        with pytest.raises(KeyboardInterrupt):
            ask(call, city)
    after = counted()
    print_job.again(call, by=city.printer, at=later())
    assert counted() == after
    assert print_job.Shelf(call, city.printer).read().run == PrintRun.objects.get().pk


def test_what_is_refused_when_asked_starts_nothing(city, call, monkeypatch):
    with pytest.raises(NotPermitted):
        ask(call, city, by=city.office)
    with monkeypatch.context() as patched:
        patched.setattr(printing, "MOST", 1)
        with pytest.raises(Refused, match="1"):
            ask(call, city)
    with pytest.raises(Refused):
        ask(call, city, kind="overprint")
    ask(call, city)
    with pytest.raises(Refused, match="重"):
        ask(call, city, at=later())
    assert PrintRun.objects.count() == 1


def test_what_is_no_longer_in_force_is_not_printed_and_says_so(city, call, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(type(print_job.make), "enqueue", lambda *_a, **_k: None)
        ask(call, city)
    row = rows()[0]
    change_status(row, to=Status.SUSPENDED, reason="x", document="y", by="user:1", at=NOW)

    assert print_job.make.func(call_id=call.pk, user_id=city.printer.pk) is False

    state = print_job.Shelf(call, city.printer).read()
    assert (state.running, state.run, PrintRun.objects.count()) == (False, 0, 0)
    assert state.refusal


def test_a_file_is_gone_when_its_day_is_over(city, call):
    ask(call, city)
    assert print_job.forget(timezone.now()) == 0
    assert print_job.forget(timezone.now() + print_job.KEPT + timedelta(minutes=1)) == 2
    with pytest.raises((Refused, NotPermitted)):
        print_job.ready(call, by=city.printer, at=NOW)
    assert print_job.Shelf(call, city.printer).read() == print_job.State()


def test_a_state_of_another_version_counts_as_none(city, call):
    print_job.Shelf(call, city.printer).path.parent.mkdir(parents=True)
    print_job.Shelf(call, city.printer).path.write_text('{"order": 7}')
    assert print_job.Shelf(call, city.printer).read() == print_job.State()
    assert not underway.State(running=False).stuck(NOW)
