"""A rehearsal goes the whole way, names what would stop the call, and leaves nothing behind."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import mail

from evaluations.errors import Refused
from evaluations.models import Application, User
from evaluations.status import CORRECTABLE, REFUSED, Status
from tests import cast
from tests.clock import at
from tests.worlds import world
from workflows import desk, notices, programme, rehearsal
from workflows.programme import all_programmes
from workflows.rehearsal import findings, play
from workflows.rehearsal.report import dump, load
from workflows.rehearsal.traceless import census, traceless

pytestmark = pytest.mark.django_db

NOW = at("2026-02-25 09:00")
SMALL = rehearsal.Plan(applicants=4)


@world
def city() -> cast.City:
    return cast.City()


def rehearse(call, plan=SMALL, **more) -> rehearsal.Report:
    return rehearsal.rehearse(call, plan=plan, at=NOW, **more)


@world
def call(city: cast.City):
    return city.call()


@world
def played(call) -> rehearsal.Report:
    """A small play that nothing disturbs; six hundred applicants are expected."""
    return rehearse(call, rehearsal.Plan(applicants=4, expected=600))


@world
def without_seats(city: cast.City) -> rehearsal.Report:
    """A play in a city where nobody checks the form and nobody decides."""
    for gone in (city.acceptance, city.leader):
        gone.grants.update(ended_at=NOW, ended_by=city.office)
    return rehearse(city.call())


@pytest.mark.parametrize("name", [each.id for each in all_programmes()])
def test_every_programme_is_played_to_its_certificates_and_nothing_stays(city, name, settings):
    call = city.call(name)
    case = cast.file(cast.draft(city, call, track=programme.get(name).tracks[-1].id))
    before, files = census(), kept_files(settings)
    report = rehearse(call, rehearsal.Plan(applicants=9))
    assert census() == before
    assert list(desk.disagreements()) == []
    assert Application.objects.get().status == case.status
    assert kept_files(settings) == files
    assert mail.outbox == []
    assert report.finished
    about_seats = {"nobody", "no_department", "no_email", "employers_without_anybody"}
    assert [found for found in report.findings if found.kind not in about_seats] == []
    assert sum(report.outcomes.values()) == 9
    assert report.outcomes["certified"] > 0
    assert [span.step for span in report.calendar][0] == "window"
    assert report.calendar[-1].step == "certificates"


def kept_files(settings) -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_the_same_number_plays_the_same_story(call, played):
    first, second = played, rehearse(call)
    assert (first.calendar, first.loads, first.outcomes) == (
        second.calendar,
        second.loads,
        second.outcomes,
    )
    other = rehearse(call, rehearsal.Plan(applicants=4, seed=2))
    assert other.calendar != first.calendar


def test_an_empty_seat_is_named_and_the_play_goes_on(without_seats):
    report = without_seats
    assert report.finished
    empty = [f.facts for f in report.findings if f.kind == "nobody"]
    assert {"desk": "formal_check", "place": "city"} in empty
    assert [load.who for load in report.loads if load.desk == "formal_check"] == [""]


def test_a_decider_that_does_not_exist_is_named(without_seats):
    assert without_seats.finished
    assert {"desk": "call_decision", "place": "city"} in [f.facts for f in without_seats.findings]


def test_whoever_checked_a_file_cannot_examine_its_objection(city):
    city.second_officer.grants.update(ended_at=NOW, ended_by=city.office)
    report = rehearse(city.call("chief_technician"))
    assert report.finished
    assert ("objection", "four_eyes") in {(f.facts.get("desk"), f.kind) for f in report.findings}


def test_a_message_that_is_dropped_is_missed(city, monkeypatch):
    kept = {k: v for k, v in notices._TOLD.items() if k != "certified"}
    monkeypatch.setattr(notices, "_TOLD", kept)
    report = rehearse(city.call())
    missing = [f.facts for f in report.findings if f.kind == "no_message"]
    assert missing == [{"status": "certified", "n": report.outcomes["certified"]}]


def test_a_call_in_preparation_for_a_year_without_a_calendar_is_played_by_weekdays(city):
    window = {"opens_at": at("2030-03-01"), "closes_at": at("2030-04-01")}
    call = cast.desk_call(city, programme.get("technical_expert"), 2030, **window)
    report = rehearse(call)
    assert report.finished
    assert cast.fresh_call(call).status == "draft"
    assert [f.facts for f in report.findings if f.kind == "year"] == [{"year": 2030}]


def test_a_dead_end_is_told_with_the_sentence_of_the_law(city, monkeypatch):
    def refuse(*args, **kwargs):
        raise Refused("此处无法继续")

    monkeypatch.setattr(play.acts, "opine", refuse)
    report = rehearse(city.call())
    assert not report.finished
    stops = [f.facts for f in report.findings if f.kind == "refused"]
    assert {"step": "employer", "sentence": "此处无法继续", "n": 4} in stops


def test_the_load_is_scaled_to_what_the_office_expects(played):
    assert played.scaled(1) == 150
    played.expected = 0
    assert played.scaled(4) == 4


def test_the_calendar_runs_forward(played):
    spans = {span.step: span for span in played.calendar}
    order = ["window", "list", "notice", "decision", "promulgation", "certificates"]
    days = [date.fromisoformat(spans[step].last) for step in order]
    assert days == sorted(days)
    notice = spans["notice"]
    # Five working days at least, counted from the day after posting.
    assert date.fromisoformat(notice.last) - date.fromisoformat(notice.first) >= timedelta(days=5)


def test_an_error_inside_leaves_nothing_either(city):
    before = census()
    with pytest.raises(ZeroDivisionError):
        _break_off()
    assert census() == before


def _break_off():
    with traceless():
        User.objects.create(username="gone", name="gone")
        raise ZeroDivisionError


def test_what_must_be_told_covers_every_status_that_ends_or_waits():
    own = {Status.DRAFT, Status.WITHDRAWN, Status.PROPOSED, Status.REVOKED}
    assert set(findings.TOLD) == set(Status) - own
    assert set(findings.TOLD) >= CORRECTABLE | REFUSED


def test_a_report_is_kept_as_json(played):
    assert load(dump(played)) == played
    assert json.loads(dump(played))["applicants"] == 4
