import sqlite3
from collections.abc import Iterator
from functools import partial

import pytest
from django.db import OperationalError, connection
from django.db.models import F
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal import triggers
from journal import verify as verify_module
from journal.canonical import GENESIS, entry_hash
from journal.models import Entry, Head
from journal.record import record_many
from journal.verify import Fault, Verdict, verify
from tests.journal.acts import act, acts
from tests.worlds import rolled_back

pytestmark = pytest.mark.django_db
BORROWED = 10**9


def at(seq: int):
    return Entry.objects.filter(seq=seq)


def rehash(seq: int, **changes) -> None:
    """What an intruder who knows the formula would do."""
    at(seq).update(**changes)
    entry = at(seq).get()
    at(seq).update(hash=entry_hash(prev=entry.prev, seq=seq, body=entry.body))


def forge(seq: int) -> None:
    """Another act in its place, with everything that hangs on it but the next entry."""
    body = act(verb="forge", version=at(seq).get().version).body()
    rehash(seq, body=body, verb="forge")


# Each damage is done to entry k of n and returns what must be found, and where.


def edit_the_body(k, n):
    at(k).update(body=act(verb="forge").body())
    return Fault.ALTERED, k


def edit_the_body_and_its_hash(k, n):
    forge(k)
    return (Fault.UNLINKED, k + 1) if k < n else (Fault.HEAD, n)


def edit_the_hash(k, n):
    at(k).update(hash="0" * 64)
    return Fault.ALTERED, k


def edit_the_link(k, n):
    at(k).update(prev="1" * 64)
    return Fault.ALTERED, k


def edit_the_link_to_nonsense(k, n):
    at(k).update(prev="nonsense")
    return Fault.ALTERED, k


def edit_the_link_and_its_hash(k, n):
    rehash(k, prev="1" * 64)
    return Fault.UNLINKED, k


def edit_a_copied_column(k, n):
    column = ["actor", "role", "verb", "subject_type", "subject_id"][k % 5]
    at(k).update(**{column: "forged"})
    return Fault.COPIES, k


def edit_the_copied_version(k, n):
    at(k).update(version=n + 1)
    return Fault.COPIES, k


def edit_the_copied_time(k, n):
    at(k).update(at=at(k).get().at.replace(year=2031))
    return Fault.COPIES, k


def write_what_is_no_act(k, n):
    rehash(k, body=["{}", "[]", "no JSON", '{"subject":1}'][k % 4])
    return Fault.COPIES, k


def delete_one(k, n):
    at(k).delete()
    return Fault.MISSING, k


def cut_off_the_tail(k, n):
    Entry.objects.filter(seq__gte=k).delete()
    return Fault.MISSING, k


def delete_one_and_close_the_gap(k, n):
    at(k).delete()
    for seq in range(k + 1, n + 1):
        at(seq).update(seq=seq - 1)
    return (Fault.ALTERED, k) if k < n else (Fault.MISSING, n)


def swap_two(k, n):
    first, second = sorted([k, k % n + 1])
    at(first).update(seq=BORROWED)
    at(second).update(seq=first)
    at(BORROWED).update(seq=second)
    return Fault.ALTERED, first


def swap_two_bodies(k, n):
    first, second = sorted([k, k % n + 1])
    kept = at(first).get().body
    at(first).update(body=at(second).get().body)
    at(second).update(body=kept)
    return Fault.ALTERED, first


def insert_between(k, n):
    for seq in range(n, k - 1, -1):
        at(seq).update(seq=seq + 1)
    copy = at(k + 1).get()
    copy.seq, copy.hash = k, "2" * 64
    copy.save(force_insert=True)
    forge(k)
    return (Fault.ALTERED, k + 1) if k < n else (Fault.HEAD, n)


def insert_before_the_first(k, n):
    copy = at(k).get()
    copy.seq, copy.hash = 0, "2" * 64
    copy.save(force_insert=True)
    return Fault.SURPLUS, 0


def add_behind_the_head(k, n):
    last = at(n).get()
    last.seq, last.prev, last.hash = n + 1, last.hash, "2" * 64
    last.save(force_insert=True)
    rehash(n + 1)
    return Fault.SURPLUS, n + 1


def move_the_head_back(k, n):
    link = at(k - 1).values_list("seq", "hash").first() or (0, GENESIS)
    Head.objects.update(seq=link[0], hash=link[1])
    return Fault.SURPLUS, k


def move_the_head_on(k, n):
    Head.objects.update(seq=F("seq") + k)
    return Fault.MISSING, n + 1


def edit_the_head(k, n):
    Head.objects.update(hash="3" * 64)
    return Fault.HEAD, n


def delete_the_head(k, n):
    Head.objects.all().delete()
    return Fault.SURPLUS, 1


def rot_a_bit(k, n):
    # What the database hands over is no text, or no moment, any more.
    rot = {"sqlite": "body = CAST(x'7bff' AS TEXT)", "postgresql": "at = 'infinity'"}
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE journal_entry SET {rot[connection.vendor]} WHERE seq = {k}")
    return Fault.UNREADABLE, k


DAMAGES = [
    value
    for value in list(globals().values())
    if getattr(value, "__code__", None) and value.__code__.co_varnames[:2] == ("k", "n")
]


@pytest.fixture
def unguarded(db: None) -> Iterator[None]:
    """No guard speaks. SQLite reads all its tables anew whenever something is undone after one was
    dropped, so there they only sleep; elsewhere they stand again when the test is undone."""
    if connection.vendor != "sqlite":
        triggers.remove(connection)
        yield
        return
    with connection.cursor():
        guards = partial(connection.connection.setconfig, sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER)
    guards(False)
    yield
    guards(True)


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("damage", DAMAGES)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(acts, min_size=2, max_size=8), st.data())
def test_every_damage_is_named_at_its_entry(monkeypatch, damage, written, data):
    # Smaller pages than chains, so that faults fall on both sides of every seam.
    monkeypatch.setattr(verify_module.entries_after, "__kwdefaults__", {"chunk": 3})
    n = len(written)
    k = data.draw(st.integers(1, n), label="k")
    # Neighbours differ, or swapping them would be no damage.
    chain = [act(version=seq, detail=one.detail) for seq, one in enumerate(written)]
    with rolled_back():
        record_many(chain)
        fault, seq = damage(k, n)
        verdict = verify()
        assert (verdict.fault, verdict.seq) == (fault, seq)
        if fault is not Fault.SURPLUS:
            assert verdict.entries == min(seq - 1, n)


def test_a_whole_record_is_called_intact():
    entries = record_many([act()] * 3)
    verdict = verify()
    assert verdict == Verdict(entries=3, head=entries[-1].hash)
    with translation.override("en"):
        assert verdict.sentence == (
            f"The record is intact: 3 entries, last hash {entries[-1].hash}."
        )


def test_an_empty_record_is_intact():
    assert verify() == Verdict(entries=0, head=GENESIS)


def test_the_sentence_names_the_entry():
    verdict = Verdict(entries=4, head="ab", fault=Fault.ALTERED, seq=5)
    with translation.override("en"):
        assert verdict.sentence == (
            "The record is broken at entry 5: its content does not match its hash."
        )


def test_missing_guards_are_reported():
    triggers.remove(connection)
    record_many([act()])
    verdict = verify()
    assert (verdict.entries, verdict.fault, verdict.ok) == (1, Fault.UNGUARDED, False)


def test_acts_written_during_the_walk_are_no_fault(monkeypatch):
    record_many([act()] * 2)
    walk = verify_module.entries_after

    def walk_and_write(*arguments, **options):
        yield from walk(*arguments, **options)
        (late,) = record_many([act()])
        yield from walk(2, *arguments[1:])
        assert late.seq == 3

    monkeypatch.setattr(verify_module, "entries_after", walk_and_write)
    assert (verify().fault, Head.objects.get().seq) == (None, 3)


def test_a_database_that_has_gone_is_not_called_a_broken_entry(monkeypatch):
    record_many([act()])

    def gone(*arguments, **options):
        raise OperationalError("gone")

    monkeypatch.setattr(verify_module, "entries_after", gone)
    monkeypatch.setattr(verify_module, "_head", iter_then_gone())
    with pytest.raises(OperationalError):
        verify()


def iter_then_gone():
    heads = iter([verify_module.Link(1, GENESIS)])

    def head():
        for link in heads:
            return link
        raise OperationalError("gone")

    return head
