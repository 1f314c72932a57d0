import dataclasses

import pytest

from certificates import number
from certificates.allocate import Conflict, allocate
from certificates.fonts import Unprintable
from certificates.models import Certificate, Series
from journal.models import Entry
from tests.certificates.awards import AT, BY, LATER, award, awards

pytestmark = pytest.mark.django_db


def test_numbers_follow_the_list_without_gaps() -> None:
    first = allocate(awards(3), by=BY, at=AT)
    more = [award(case=f"late-{i}") for i in range(2)]
    second = allocate(more, by=BY, at=LATER)
    assert [c.serial for c in first + second] == [1, 2, 3, 4, 5]
    assert [c.case for c in first] == ["case-1", "case-2", "case-3"]
    assert all(number.well_formed(c.number) for c in first + second)


def test_programme_and_year_count_apart() -> None:
    found = allocate(
        [award(case="a"), award(case="b", programme_code="CT"), award(case="c", year=2027)],
        by=BY,
        at=AT,
    )
    assert [c.number[:-2] for c in found] == [
        "990600-TE-2026-0001",
        "990600-CT-2026-0001",
        "990600-TE-2027-0001",
    ]


def test_the_same_list_twice_is_one_list() -> None:
    first = allocate(awards(3), by=BY, at=AT)
    again = allocate(awards(4), by="user:9", at=LATER)
    assert [c.pk for c in again[:3]] == [c.pk for c in first]
    assert [c.serial for c in again] == [1, 2, 3, 4]
    assert Certificate.objects.count() == Entry.objects.count() == 4


def test_one_bad_name_and_nobody_gets_a_number() -> None:
    hostile = [*awards(2), award(case="bad", holder_name="张\ue000")]
    with pytest.raises(Unprintable):
        allocate(hostile, by=BY, at=AT)
    assert not Certificate.objects.exists()
    assert not Series.objects.exists()
    assert [c.serial for c in allocate(awards(2), by=BY, at=AT)] == [1, 2]


def test_two_awards_with_one_case_are_a_conflict() -> None:
    with pytest.raises(Conflict):
        allocate([award(), award()], by=BY, at=AT)


def test_the_journal_knows_numbers_and_commitments_but_nobody() -> None:
    (certificate,) = allocate([award()], by=BY, at=AT)
    entry = Entry.objects.get()
    assert certificate.number in entry.body
    assert "田泽赟" not in entry.body
    assert certificate.code not in entry.body


def test_the_award_comes_back_as_it_was_decided() -> None:
    original = award(photo=b"\xff\xd8picture")
    (certificate,) = allocate([original], by=BY, at=AT)
    assert Certificate.objects.get(pk=certificate.pk).award == original
    assert dataclasses.replace(original, photo=None) != original
