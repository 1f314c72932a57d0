"""The office asks for a rehearsal, sees it run, and reads what was found."""

import pytest
from django.urls import reverse

from tests import cast
from tests.clock import at
from tests.visits import get, post, text
from tests.worlds import world
from workflows.rehearsal import job
from workflows.rehearsal.report import Report

pytestmark = pytest.mark.django_db
NOW = at("2026-02-28 10:00")


@pytest.fixture(autouse=True)
def own_shelf(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@world
def city():
    return cast.City()


def page(call) -> str:
    return reverse("call_rehearsal", args=[call.public_id])


def test_the_office_rehearses_and_reads_the_report(city):
    call = city.call()
    first = get(city.office, page(call), NOW)
    assert first.status_code == 200
    assert "可能的日程" not in text(first)
    answer = post(city.office, page(call), {"applicants": 4, "expected": "", "seed": 1}, NOW)
    assert (answer.status_code, answer.url) == (302, page(call))
    shown = text(get(city.office, page(call), NOW))
    assert 'id="calendar"' in shown
    assert "<rect" in shown
    progress = get(city.office, page(call) + "progress.json", NOW).json()
    assert progress == {"done": 4, "total": 4, "label": "", "finished": True}


def test_nobody_else_may(city):
    call = city.call()
    for user in (city.leader, city.checker):
        assert get(user, page(call), NOW).status_code == 403
        assert post(user, page(call), {"applicants": 4, "seed": 1}, NOW).status_code == 403
    assert job.Shelf(call).read() == job.State()


def test_a_number_that_is_too_large_is_refused_and_kept(city):
    call = city.call()
    answer = post(city.office, page(call), {"applicants": 5000, "seed": 1}, NOW)
    assert answer.status_code == 422
    assert 'value="5000"' in text(answer)
    assert job.Shelf(call).read() == job.State()


def test_a_play_that_breaks_is_told_and_the_last_report_stays(city, monkeypatch):
    call = city.call()
    kept = Report(
        call=str(call.public_id), rules_hash=call.rules_hash, seed=1, applicants=4, expected=0,
        rehearsed_at=NOW.isoformat(),
    )  # fmt: skip
    job.Shelf(call).write(job.State(done=4, total=4, report=kept))

    def break_off(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(job, "rehearse", break_off)
    post(city.office, page(call), {"applicants": 4, "seed": 1}, NOW)
    state = job.Shelf(call).read()
    assert (state.failed, state.report, state.running) == ("ZeroDivisionError", kept, False)
    assert "ZeroDivisionError" in text(get(city.office, page(call), NOW))


def test_a_second_click_starts_nothing_new(city):
    call = city.call()
    running = job.State(total=16, running=True, moved_at=NOW.isoformat())
    job.Shelf(call).write(running)
    post(city.office, page(call), {"applicants": 4, "seed": 1}, NOW)
    assert job.Shelf(call).read() == running


def test_a_worker_that_is_silent_is_named(city):
    call = city.call()
    job.Shelf(call).write(job.State(total=16, running=True, moved_at=cast.EARLY.isoformat()))
    progress = get(city.office, page(call) + "progress.json", NOW).json()
    assert progress["finished"] is True
    assert 'type="submit"' in text(get(city.office, page(call), NOW)) or "<form" in text(
        get(city.office, page(call), NOW)
    )


def test_a_report_of_another_version_counts_as_none(city):
    shelf = job.Shelf(city.call())
    shelf.path.parent.mkdir(parents=True)
    shelf.path.write_text('{"done": "many"}')
    assert shelf.read() == job.State()
