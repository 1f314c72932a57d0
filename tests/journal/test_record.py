import hashlib
import hmac
import json
import threading
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal.canonical import GENESIS, NotRecordable
from journal.models import Entry, Head
from journal.personal_data import PersonalDataRefused
from journal.record import OutsideTransaction, commitment, record, record_many
from journal.verify import verify
from tests.journal.acts import NOON, act, acts

pytestmark = pytest.mark.django_db


def test_an_entry_says_what_was_done():
    entry = record(
        verb="accept",
        subject="application:4b0f",
        actor="user:12",
        role="district_officer",
        at=NOON,
        before="filed",
        after="accepted",
        version=3,
        reason="complete",
        rules="2026.1",
        detail={"文号": "星人社发〔2026〕12号", "ranks": [1, 2]},
    )
    stored = Entry.objects.get()
    assert stored.body == (
        '{"actor":"user:12","after":"accepted","at":"2026-11-23T04:00:00.000000Z",'
        '"before":"filed","commitment":"","detail":{"ranks":[1,2],"文号":"星人社发〔2026〕12号"},'
        '"format":1,"reason":"complete","role":"district_officer","rules":"2026.1",'
        '"subject":"application:4b0f","verb":"accept","version":3}'
    )
    assert (stored.seq, stored.prev, stored.hash) == (1, GENESIS, entry.hash)
    assert (stored.at, stored.actor, stored.role, stored.verb, stored.version) == (
        NOON,
        "user:12",
        "district_officer",
        "accept",
        3,
    )
    assert (stored.subject_type, stored.subject_id) == ("application", "4b0f")
    assert Head.objects.values_list("seq", "hash").get() == (1, stored.hash)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(acts, max_size=4), max_size=5))
def test_any_sequence_of_acts_verifies_and_round_trips(batches):
    with transaction.atomic():
        for batch in batches:
            record_many(batch)
        written = [one.body() for batch in batches for one in batch]
        assert list(Entry.objects.order_by("seq").values_list("body", flat=True)) == written
        verdict = verify()
        assert (verdict.fault, verdict.entries) == (None, len(written))
        transaction.set_rollback(True)


def test_moments_are_written_in_utc():
    beijing = NOON.astimezone(ZoneInfo("Asia/Shanghai"))
    assert beijing.hour == 12
    assert act(at=beijing).body() == act(at=NOON).body()


def test_rare_characters_keep_their_bytes():
    body = record_many([act(detail={"level": "𠮷\U00030000e\u0301\x00"})])[0].body
    stored = Entry.objects.get().body
    assert stored == body
    assert json.loads(stored)["detail"] == {"level": "𠮷\U00030000é\x00"}


def test_many_acts_become_one_chain_in_their_order():
    entries = record_many(act(subject=f"application:{n}") for n in range(300))
    assert [entry.seq for entry in entries] == list(range(1, 301))
    assert [entry.prev for entry in entries] == [GENESIS, *(entry.hash for entry in entries[:-1])]
    assert verify().entries == 300


def test_no_acts_leave_no_trace():
    assert record_many([]) == []
    assert not Head.objects.exists()


def test_the_head_is_locked_once_for_many_acts(django_assert_num_queries):
    record_many([act()])
    # Lock the head, insert, move the head; bulk_create adds no savepoint.
    with django_assert_num_queries(3):
        record_many([act()] * 50)


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_refused():
    with pytest.raises(OutsideTransaction):
        record_many([act()])
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_no_entry_and_no_gap():
    for verb, fails in [("file", False), ("endorse", True), ("accept", False)]:
        with transaction.atomic():
            record_many([act(verb=verb)])
            transaction.set_rollback(fails)
    assert list(Entry.objects.values_list("seq", "verb")) == [(1, "file"), (2, "accept")]
    assert verify().ok


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("verb", ""),
        ("verb", "退回"),
        ("subject", "application"),
        ("actor", "王小明"),
        ("actor", "user:王"),
        ("reason", "材料不齐，请王小明补正"),
        ("after", None),
        ("commitment", "abc"),
        ("at", datetime(2026, 11, 23)),
        ("version", -1),
        ("detail", {"score": 1.5}),
    ],
)
def test_what_is_no_code_is_refused_before_anything_is_written(field, value):
    with pytest.raises(NotRecordable):
        record_many([act(), act(**{field: value})])
    assert not Entry.objects.exists()


@pytest.mark.parametrize("field", ["detail", "role", "subject"])
def test_personal_data_is_refused(field):
    phone = {"detail": {"note": "13800138000"}, "subject": "person:13800138000"}
    with pytest.raises(PersonalDataRefused):
        record_many([act(**{field: phone.get(field, "13800138000")})])


def test_a_commitment_is_a_keyed_digest_of_the_canonical_form():
    salt = bytes(range(32))
    expected = hmac.new(salt, '{"姓名":"王小明"}'.encode(), hashlib.sha256).hexdigest()
    assert commitment({"姓名": "王小明"}, salt) == (salt.hex(), expected)
    assert commitment('{"姓名":"王小明"}'.encode(), salt) == (salt.hex(), expected)


def test_two_commitments_to_the_same_data_cannot_be_matched():
    (salt, digest), (other_salt, other_digest) = commitment(b"x"), commitment(b"x")
    assert len(bytes.fromhex(salt)) == 32
    assert (salt, digest) != (other_salt, other_digest)
    assert commitment(b"x", bytes.fromhex(salt)) == (salt, digest)


@pytest.mark.django_db(transaction=True)
def test_connections_that_write_at_once_make_one_chain():
    writers, rounds = 3, 15
    start, problems = threading.Barrier(writers), []

    def write(number: int) -> None:
        try:
            start.wait(timeout=20)
            for turn in range(rounds):
                with transaction.atomic():
                    record_many([act(actor=f"user:{number}", version=turn)] * (1 + turn % 3))
                    transaction.set_rollback(turn % 5 == 4)
        except BaseException as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    committed = [turn for turn in range(rounds) if turn % 5 != 4]
    total = writers * sum(1 + turn % 3 for turn in committed)
    assert list(Entry.objects.values_list("seq", flat=True)) == list(range(1, total + 1))
    assert (verify().fault, verify().entries) == (None, total)
    # Nobody's acts are out of order.
    for number in range(writers):
        turns = list(Entry.objects.filter(actor=f"user:{number}").values_list("version", flat=True))
        assert turns == sorted(turns)
