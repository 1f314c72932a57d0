"""The signed list: signed once for each change of a standing, and never behind the register."""

import base64
import gzip
import json
import time
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from certificates import authority, statuslist
from certificates.issue import allocate, change_status, issue, reissue
from certificates.models import Certificate, Status
from certificates.verify import BY_STATUS, by_code
from tests.certificates.awards import AT, BY, LATER, award
from tests.worlds import world

pytestmark = pytest.mark.django_db

URL = "/verify/status-list.jwt"


@world
def issued() -> Certificate:
    return issue(allocate([award()], by=BY, at=AT)[0], by=BY, at=AT)


@pytest.fixture
def signings(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The moments at which the list was signed."""
    found: list[datetime] = []
    real = statuslist.signed

    def counted(standings: Any, **more: Any) -> str:
        found.append(more["at"])
        return real(standings, **more)

    monkeypatch.setattr(statuslist, "signed", counted)
    monkeypatch.setattr(statuslist, "KEPT", statuslist.Kept())
    return found


def text(at: datetime = LATER) -> str:
    return statuslist.KEPT.text(authority=authority.current(), at=at)


def standing(token: str, certificate: Certificate) -> int:
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    packed = claims["credentialSubject"]["encodedList"][1:]
    cells = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    return cells[certificate.pk // 2] >> (0 if certificate.pk % 2 else 4) & 15


def test_it_is_signed_once_however_often_it_is_asked_for(
    issued: Certificate, signings: list[datetime]
) -> None:
    assert len({text() for _n in range(50)}) == 1
    assert signings == [LATER]


@pytest.mark.parametrize("to", [Status.SUSPENDED, Status.REVOKED, Status.EXPIRED])
def test_a_decision_is_in_the_register_and_in_the_list_within_a_second(
    issued: Certificate, signings: list[datetime], client: Client, to: Status
) -> None:
    before = client.get(URL)
    assert standing(before.content.decode(), issued) == 0

    change_status(issued, to=to, reason="经查属实", document="y", by=BY, at=LATER)
    started = time.monotonic()
    after, answer = client.get(URL), by_code(issued.code)
    took = time.monotonic() - started

    assert standing(after.content.decode(), issued) == statuslist.VALUES[to]
    assert answer.verdict is BY_STATUS[to]
    assert took < 1
    assert (before["Cache-Control"], before["ETag"] == after["ETag"]) == ("no-cache", False)


def test_whoever_has_the_newest_gets_nothing_again(
    issued: Certificate, signings: list[datetime], client: Client
) -> None:
    with time_machine.travel(LATER, tick=False):
        first = client.get(URL)
        again = client.get(URL, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert len(signings) == 1


def test_every_kind_of_change_is_seen(issued: Certificate, signings: list[datetime]) -> None:
    text()
    (other,) = allocate([award(case="other")], by=BY, at=AT)
    assert standing(text(), other) == statuslist.NEVER
    issue(other, by=BY, at=LATER)
    assert standing(text(), other) == 0
    new = reissue(issued, reason="遗失", document="y", by=BY, at=LATER)
    assert standing(text(), issued) == statuslist.VALUES[Status.SUPERSEDED]
    assert standing(text(), new) == statuslist.NEVER
    issue(new, by=BY, at=LATER)
    assert standing(text(), new) == 0
    assert len(signings) == 4


def test_of_two_decisions_the_one_committed_last_is_seen_too(
    issued: Certificate, signings: list[datetime]
) -> None:
    """A row that becomes visible below the newest number, as under two writers on PostgreSQL."""
    change_status(issued, to=Status.SUSPENDED, reason="x", document="y", by=BY, at=LATER)
    late = issued.changes.get()
    issued.changes.update(id=late.pk + 10)
    before = statuslist.state()
    late.save(force_insert=True)
    assert statuslist.state() != before


def test_it_is_renewed_long_before_it_lapses_and_for_another_key(
    issued: Certificate, signings: list[datetime]
) -> None:
    text()
    text(LATER + statuslist.RENEWAL - timedelta(seconds=1))
    text(LATER + statuslist.RENEWAL)
    text(LATER)  # a clock that was set back
    assert signings == [LATER, LATER + statuslist.RENEWAL, LATER]
    assert timedelta(minutes=45) <= statuslist.LIFETIME - statuslist.RENEWAL
