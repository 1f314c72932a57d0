"""Certificates in the background: killed anywhere, failing anywhere, run again."""

import pytest

from certificates import batch as batches
from certificates.fonts import Unprintable
from certificates.models import Certificate
from evaluations.errors import NotPermitted, Refused
from evaluations.status import Status
from journal.queries import history_of
from tests import cast
from tests.remembered import remembered
from tests.worlds import world
from workflows import issuing, promulgation
from workflows.issuing import Progress

pytestmark = pytest.mark.django_db

NOW = cast.PROMULGATED


@world
def city():
    return cast.City()


@remembered
def promulgated(city, n=2):
    call = city.call()
    cases = [cast.to_the_list(city, cast.draft(city, call)) for _ in range(n)]
    cast.publicise(city, cast.propose(city, cast.close(call), cases))
    cast.promulgate(city, cast.fresh_call(call), cast.decide(city, call))
    return cast.fresh_call(call)


def verbs(call):
    entries = history_of(call.subject).filter(verb__startswith="call.issue")
    return [entry.verb for entry in entries.order_by("seq")]


def test_issues_everything_that_waits(city, monkeypatch):
    call = promulgated(city)
    assert issuing.progress(call, at=NOW) == Progress(0, 2)

    issuing.start(call, by=city.printer, at=NOW)

    assert issuing.progress(call, at=NOW) == Progress(2, 2)
    assert {case.status for case in call.applications.all()} == {Status.CERTIFIED}
    assert verbs(call) == [issuing.START, issuing.END]


def test_production_refuses_the_list_once_when_a_seal_is_missing(city, settings):
    call = promulgated(city)
    settings.PRODUCTION = True
    (issuer,) = issuing.specimens(call)
    with pytest.raises(Refused, match=issuer):
        issuing.start(call, by=city.printer, at=NOW)
    assert (issuing.batch_of(call), verbs(call)) == (None, [])


def test_one_that_fails_is_named_and_the_others_are_issued(city, monkeypatch):
    call = promulgated(city)
    first = Certificate.objects.order_by("serial").first()
    monkeypatch.setattr(batches.issuing, "issue", _failing(first))
    monkeypatch.setattr(batches, "produce", _broken)
    issuing.start(call, by=city.printer, at=NOW)

    assert issuing.progress(call, at=NOW) == Progress(1, 2, failed=1)
    assert issuing.problems([first]) == {first.pk: "U+3FFFD"}

    monkeypatch.undo()
    issuing.start(call, by=city.printer, at=NOW)
    assert issuing.progress(call, at=NOW) == Progress(2, 2)
    assert issuing.problems([first]) == {}


def test_a_pause_stops_it_and_a_start_goes_on(city, monkeypatch):
    call = promulgated(city)
    with monkeypatch.context() as patch:
        patch.setattr(issuing, "issue_waiting", _Nobody)
        issuing.start(call, by=city.printer, at=NOW)
    with pytest.raises(NotPermitted):
        issuing.pause(call, by=city.office, at=NOW)

    issuing.pause(call, by=city.printer, at=NOW)
    issuing.issue_waiting.enqueue(call_id=call.pk, user_id=city.printer.pk)

    assert issuing.progress(call, at=NOW) == Progress(0, 2, paused=True)
    with pytest.raises(Refused):
        issuing.pause(call, by=city.printer, at=NOW)
    issuing.start(call, by=city.printer, at=NOW)
    assert issuing.progress(call, at=NOW) == Progress(2, 2)
    assert verbs(call) == [issuing.START, issuing.PAUSE, issuing.START, issuing.END]


def test_a_certificate_of_which_the_law_never_heard_is_told_again(city, monkeypatch):
    call = promulgated(city, 1)
    with monkeypatch.context() as patch:
        patch.setattr(promulgation, "tell", _broken)
        issuing.start(call, by=city.printer, at=NOW)
    assert {case.status for case in call.applications.all()} != {Status.CERTIFIED}
    assert issuing.progress(call, at=NOW) == Progress(0, 1, failed=1)

    issuing.start(call, by=city.printer, at=NOW)

    assert [case.status for case in call.applications.all()] == [Status.CERTIFIED]


def _failing(certificate):
    """Issuing that cannot print this one certificate."""
    real = batches.issuing.issue

    def issue(row, **more):
        if row.pk == certificate.pk:
            raise Unprintable("U+3FFFD")
        return real(row, **more)

    return issue


def _broken(*given, **more):
    raise Unprintable("U+3FFFD")


def test_starting_again_makes_nothing_twice(city):
    call = promulgated(city, 1)
    issuing.start(call, by=city.printer, at=NOW)
    before = list(Certificate.objects.values_list("number", "sha256"))

    issuing.start(call, by=city.printer, at=NOW)

    assert list(Certificate.objects.values_list("number", "sha256")) == before


@pytest.mark.parametrize("name", ["office", "leader", "stranger"])
def test_only_the_certificate_officer_starts_it(city, name):
    call = promulgated(city, 1)

    with pytest.raises(NotPermitted):
        issuing.start(call, by=getattr(city, name), at=NOW)
    assert verbs(call) == []


def test_a_worker_that_does_not_come_is_noticed(city, monkeypatch):
    call = promulgated(city, 1)
    monkeypatch.setattr(issuing, "issue_waiting", _Nobody)

    issuing.start(call, by=city.printer, at=NOW)

    assert issuing.progress(call, at=NOW).stuck is False
    assert issuing.progress(call, at=NOW + 2 * issuing.SILENCE) == Progress(
        0, 1, running=True, stuck=True
    )


class _Nobody:
    """A queue that nobody works on."""

    @staticmethod
    def enqueue(**given):
        return None


def test_one_that_failed_is_tried_again_alone(city, monkeypatch):
    call = promulgated(city, n=3)
    first, second, _third = Certificate.objects.order_by("serial")
    produce, broken = batches.produce, {first.pk, second.pk}

    def press(rows):
        if any(row.pk in broken for row in rows):
            raise Unprintable("王\ue864")
        return produce(rows)

    monkeypatch.setattr(batches, "produce", press)
    monkeypatch.setattr(batches.issuing, "produce", press)
    issuing.start(call, by=city.printer, at=NOW)
    assert [row.certificate for row in issuing.failed(call, most=9)] == [first, second]
    assert issuing.failed(call, most=1)[0].error == "王\ue864"

    broken.clear()
    issuing.retry(call, first.pk, by=city.printer, at=NOW)

    assert [row.certificate for row in issuing.failed(call, most=9)] == [second]
    assert issuing.progress(call, at=NOW) == Progress(2, 3, failed=1)
    with pytest.raises(Refused):
        issuing.retry(call, first.pk, by=city.printer, at=NOW)
    with pytest.raises(NotPermitted):
        issuing.retry(call, second.pk, by=city.office, at=NOW)
