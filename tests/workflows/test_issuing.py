"""Certificates in the background: killed anywhere, failing anywhere, run again."""

import pytest

from certificates.fonts import Unprintable
from certificates.models import Certificate
from evaluations.errors import NotPermitted
from evaluations.status import Status
from journal.queries import history_of
from tests import cast
from workflows import issuing, promulgation
from workflows.issuing import Progress

pytestmark = pytest.mark.django_db

NOW = cast.PROMULGATED


@pytest.fixture
def city():
    return cast.City()


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


def test_one_that_fails_is_named_and_the_others_are_issued(city, monkeypatch):
    call = promulgated(city)
    first = Certificate.objects.order_by("serial").first()
    real = promulgation.issue_one

    def sometimes(certificate, **more):
        if certificate.pk == first.pk:
            raise Unprintable("U+3FFFD")
        return real(certificate, **more)

    monkeypatch.setattr(promulgation, "issue_one", sometimes)
    issuing.start(call, by=city.printer, at=NOW)

    assert issuing.progress(call, at=NOW) == Progress(1, 2, failed=1)
    assert issuing.problems([first]) == {first.pk: "Unprintable"}

    monkeypatch.setattr(promulgation, "issue_one", real)
    issuing.start(call, by=city.printer, at=NOW)
    assert issuing.progress(call, at=NOW) == Progress(2, 2)


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
