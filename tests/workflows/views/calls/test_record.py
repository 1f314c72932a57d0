"""The record in words, for the auditor."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.roles import Role
from evaluations.status import Status
from journal.models import Entry
from journal.queries import history_of
from tests import cast
from tests.clock import at
from tests.visits import get, text
from workflows.views.calls import record, record_words

pytestmark = pytest.mark.django_db

NOW = at("2026-05-20 09:00")


@pytest.fixture
def told():
    city = cast.City()
    call = city.call()
    case = cast.walked(city, call, Status.CERTIFIED)
    return city, call, case, cast.official("审计甲", Role.AUDITOR)


def page(name, subject, user):
    return get(user, reverse(name, args=[subject.public_id]), NOW)


def test_every_entry_stands_there_with_who_and_fingerprint(told):
    city, call, case, auditor = told

    for name, subject in (("call_record", call), ("case_record", case)):
        said = text(page(name, subject, auditor))
        for entry in history_of(subject.subject):
            assert entry.hash[:12] in said
        assert city.office.name in said


def test_every_verb_of_a_whole_year_has_words(told):
    _city, call, case, _auditor = told
    subjects = [call.subject.partition(":"), case.subject.partition(":")]
    kinds = {kind for kind, _dash, _id in subjects}

    verbs = set(Entry.objects.filter(subject_type__in=kinds).values_list("verb", flat=True))

    assert verbs - record_words.SAYS.keys() == set()


@pytest.mark.parametrize("name", ["office", "leader", "stranger", "printer"])
def test_is_for_the_auditor_alone(told, name):
    city, call, case, _auditor = told
    user = getattr(city, name)

    assert page("call_record", call, user).status_code == 403
    assert page("case_record", case, user).status_code == 403


def test_pages_by_entry_number(told, monkeypatch):
    _city, _call, case, auditor = told
    monkeypatch.setattr(record, "PAGE", 3)
    entries = list(history_of(case.subject))

    said = text(page("case_record", case, auditor))

    assert f"?after={entries[2].seq}" in said
    assert [entry.hash[:12] in said for entry in entries[:4]] == [True, True, True, False]


def test_costs_the_same_for_a_short_and_a_long_history(told):
    city, _call, case, auditor = told
    short = cast.walked(city, city.call(year=2027), Status.FILED)

    def queries(subject):
        with CaptureQueriesContext(connection) as seen:
            page("case_record", subject, auditor)
        return len(seen)

    assert queries(short) == queries(case)
