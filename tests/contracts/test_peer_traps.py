"""Traps that other systems fell into, each a test named after it: the law, the record, the paper.

The numbers are those of the list that the tests were written from. Panels and blindness (5, 6, 8, 9,
10, 15, 16, 17) stand in test_peer_traps_panel.py, pages and mails (12, 13, 14, 18, 20) in
test_peer_traps_pages.py.
"""

import os
import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation

from certificates import verify
from certificates.models import Certificate
from evaluations.actions import opining, proposing
from evaluations.desks import Desk, Verdict
from evaluations.errors import NotPermitted, Stale
from evaluations.models import Opinion, StatusChange
from evaluations.status import Status
from journal.models import Entry
from tests import cast, visits
from tests.clock import at
from workflows import desk, notices, programme
from workflows.models import Message
from workflows.rehearsal.traceless import census

pytestmark = pytest.mark.django_db

NOW = at("2026-03-06 10:00")


@pytest.fixture
def city():
    return cast.City()


@pytest.fixture
def call(city):
    return city.call()


@pytest.fixture
def filed(city, call):
    return cast.file(cast.draft(city, call))


def give(case, by, verdict=Verdict.PASS, where=Desk.EMPLOYER, **more):
    """The verb itself, without any form or page before it."""
    return opining.give_opinion(
        application_id=case.pk, desk=where, verdict=verdict, by=by,
        seen=cast.fresh(case).version, at=NOW, **more,
    )  # fmt: skip


def test_01_permission_is_checked_in_the_law_not_in_the_form(city, call, filed):
    """Hypha asks in the form; whoever calls the service directly is not asked."""
    before = census()
    for outsider in (city.stranger, city.district, filed.person.user, city.leader):
        with pytest.raises(NotPermitted):
            give(filed, outsider)
    with pytest.raises(NotPermitted):
        proposing.propose(
            call_id=call.pk, order={filed.pk: 1}, by=city.checker, seen=call.version, at=NOW
        )
    assert census() == before


def test_02_a_list_is_decided_case_by_case_and_never_by_one_update(city, call):
    """KAVS moves a whole list by update_all: no condition, no history, no record."""
    cases = [cast.to_the_list(city, cast.draft(city, call)) for _ in range(3)]
    cast.propose(city, cast.close(call), cases[:2])
    ends = [Status.PROPOSED, Status.PROPOSED, Status.NOT_SELECTED]
    for case, after in zip(cases, ends, strict=True):
        last = StatusChange.objects.filter(application=case).last()
        assert (last.after, last.version) == (after, cast.fresh(case).version)
        entries = Entry.objects.filter(subject_id=str(case.public_id), version=last.version)
        assert entries.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE evaluations_application SET status = 'certified'")


def test_03_no_address_changes_anything_when_it_is_only_opened(city, filed):
    """KAVS changes a state on GET: a prefetching browser decides."""
    before = census()
    for name, more in (
        ("desk", []),
        ("give_opinion", ["employer"]),
        ("open_file", []),
        ("hand", []),
    ):
        answer = visits.get(city.clerk, reverse(name, args=[filed.public_id, *more]), NOW)
        assert answer.status_code == (200 if name == "desk" else 405), name
    for name in ("application", "application_recall", "application_withdraw"):
        visits.get(filed.person.user, reverse(name, args=[filed.public_id]), NOW)
    assert visits.get(city.clerk, reverse("logout"), NOW).status_code == 405
    assert cast.fresh(filed).version == filed.version
    assert filed.filings.get().opened_at is None
    after = census()
    assert {name for name in after if after[name] != before[name]} <= {"django_session"}


@pytest.mark.django_db(transaction=True)
def test_04_two_decisions_at_once_have_one_winner():
    """Hypha and pretalx read, decide and write without a lock: both clerks win."""
    city = cast.City()
    case = cast.file(cast.draft(city, city.call()))
    second = cast.official("孟单位乙", "employer_head", organisation=city.employer)
    detail = cast.passing_detail(case, Desk.EMPLOYER)
    barrier, outcomes = threading.Barrier(2), []

    def decide(by):
        barrier.wait()
        try:
            desk.perform(
                case,
                lambda: opining.give_opinion(
                    application_id=case.pk, desk=Desk.EMPLOYER, verdict=Verdict.PASS, by=by,
                    seen=case.version, at=NOW, detail=detail,
                ),
                by=by, at=NOW,
            )  # fmt: skip
            outcomes.append("won")
        except Stale as lost:
            outcomes.append(lost.changed_by)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(by,)) for by in (city.clerk, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = str(Opinion.objects.get().given_by)
    assert sorted(outcomes) == sorted(["won", winner]), "the loser is told who was faster"


def test_07_no_meaning_hangs_on_the_words_that_are_shown(city):
    """Hypha decides by substrings of display names: translated, the law changes."""
    for language in ("zh-hans", "en"):
        with translation.override(language):
            call = city.call(year={"en": 2027}.get(language, 2026))
            case = cast.to_the_list(city, cast.draft(city, call))
            assert (case.status, desk.open_task(case).desk) == ("filed", "list")
    said = list(
        Opinion.objects.order_by("application", "id").values_list("desk", "verdict", "role")
    )
    half = len(said) // 2
    assert said[:half] == said[half:]


def test_11_no_message_leaves_when_the_act_failed(
    city, filed, monkeypatch, django_capture_on_commit_callbacks
):
    """Hypha mails the applicant although the move was rolled back."""
    filed.person.user.email = "lin@example.org"
    filed.person.user.save()
    told = Message.objects.count()

    def break_off(*args, **kwargs):
        whole(*args, **kwargs)
        raise ZeroDivisionError

    whole = notices.acted
    monkeypatch.setattr(notices, "acted", break_off)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        cast.opine(city, filed, Verdict.DECLINE)
    assert cast.fresh(filed).status == Status.FILED
    assert (Message.objects.count(), mail.outbox) == (told, [])
    monkeypatch.setattr(notices, "acted", whole)
    with django_capture_on_commit_callbacks(execute=True):
        cast.opine(city, filed, Verdict.DECLINE)
    assert [message.to for message in mail.outbox] == [["lin@example.org"]]


def test_19_a_register_that_does_not_answer_is_never_a_yes(monkeypatch):
    """cert-verifier-js#308: no revocation list means not revoked, means valid."""

    def unreachable(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(Certificate.objects, "filter", unreachable)
    answer = verify.by_code("A" * 26)
    assert answer.verdict == verify.Verdict.CANNOT_TELL
    assert not answer.verdict.holds
    assert verify.Verdict.UNKNOWN.holds is False


def test_21_an_old_refusal_does_not_block_a_new_decision(city, call, filed):
    """janeway#4584: moved back a stage, the file still carries the decision and cannot get one."""
    while desk.open_task(filed).desk != Desk.QUALIFICATION_APPROVAL:
        filed = cast.opine(city, filed)
    filed = cast.opine(city, filed, Verdict.SEND_BACK, resume_at=Desk.EMPLOYER)
    while desk.open_task(filed).desk != Desk.QUALIFICATION_APPROVAL:
        filed = cast.opine(city, filed)
    filed = cast.opine(city, filed, Verdict.DECLINE)
    asked = {"application_id": filed.pk, "at": NOW}
    by = filed.person.user
    desk.perform(
        filed,
        lambda: opining.request_recheck(
            **asked, by=by, seen=cast.fresh(filed).version, grounds="年限计算有误"
        ),
        by=by, at=NOW,
    )  # fmt: skip
    desk.perform(
        filed,
        lambda: opining.decide_recheck(
            **asked, by=city.second_officer, seen=cast.fresh(filed).version,
            outcome="admitted", reason="计算确有误",
        ),
        by=city.second_officer, at=NOW,
    )  # fmt: skip
    assert desk.open_task(filed).desk == Desk.QUALIFICATION
    assert desk.open_task(cast.to_the_list(city, cast.fresh(filed))).desk == Desk.LIST


def test_22_production_starts_with_no_credential_from_the_tree(tmp_path):
    """King's Awards falls back on a literal key when the environment gives none."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    own = {"LAUREL_MODE": "production", "LAUREL_VAR_DIR": str(tmp_path)}
    run = subprocess.run(  # noqa: S603 - our own settings, in a process of their own
        [sys.executable, "-c", "import config.settings"],
        env=kept | own, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode != 0
    for name in ("SECRET_KEY", "LAUREL_FIELD_KEY", "LAUREL_LOOKUP_KEY", "ALLOWED_HOSTS"):
        assert name in run.stderr
    assert programme.all_programmes(), "the same tree runs where the values are given"
