"""Issuing that is killed: at every statement and every file, and by the system at any moment.

Whatever was done, the list goes on to the same bytes: no number twice, none lost, each issue
recorded once. Pages are not laid out here: only what may be interrupted is at stake.
"""

import os
import random
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from django.db import OperationalError, connection

from certificates import batch as batches
from certificates import storage
from certificates.issue import allocate
from certificates.models import Batch, Certificate
from journal.models import Entry, Head
from tests.certificates.awards import AT, BY, LATER, awards
from tests.worlds import rolled_back, world


def made(certificates: Sequence[Certificate]) -> Iterator[bytes]:
    """Stands for the press: the same intent gives the same bytes."""
    return (f"%PDF {c} {c.code} {c.intended_at}".encode() * 50 for c in certificates)


@pytest.fixture(autouse=True)
def quick_press(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "produce", made)
    monkeypatch.setattr(batches.issuing, "produce", made)


def started(rows: int, case: str = "") -> Batch:
    facts = awards(rows)
    for each in facts:
        object.__setattr__(each, "case", f"{each.case}-{case}")
    return batches.start(allocate(facts, by=BY, at=AT), label="2026", by=BY, at=AT)


def require_whole(batch: Batch, before: dict[str, bytes]) -> None:
    """Every certificate of the batch is issued once, with the bytes that were there already."""
    rows = [row.certificate for row in batch.rows.select_related("certificate")]
    assert batches.progress(batch) == batches.Progress(total=len(rows), done=len(rows), failed=0)
    for row in rows:
        content = storage.get(row.path)
        assert storage.digest(content) == row.sha256
        assert content == next(made([row]))
        assert before.get(Path(row.path).name, content) == content
    issued = Entry.objects.filter(
        verb="certificate.issue",
        subject_id__in=[row.number for row in rows],
        subject_type="certificate",
    )
    assert sorted(issued.values_list("subject_id", flat=True)) == sorted(row.number for row in rows)
    serials = list(Certificate.objects.order_by("serial").values_list("serial", flat=True))
    assert serials == list(range(1, len(serials) + 1))


def files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in storage.conf.store().rglob("*.pdf")}


class Killed(BaseException):
    """The power cut: nothing above may catch it."""


class Fuse:
    """Blows at the ``n``-th step, before or after it."""

    def __init__(self, n: int, *, after: bool, blow: type[BaseException] = Killed) -> None:
        self.left, self.after, self.blow = n, after, blow

    def __call__(self, step: Any, *given: Any, **more: Any) -> Any:
        self.left -= 1
        if self.left == 0 and not self.after:
            raise self.blow
        result = step(*given, **more)
        if self.left == 0:
            raise self.blow
        return result


@contextmanager
def statements(fuse: Fuse) -> Iterator[None]:
    """Every statement goes through the fuse."""
    with connection.execute_wrapper(fuse):
        yield


@contextmanager
def durable(fuse: Fuse) -> Iterator[None]:
    """Every call that makes a file durable goes through the fuse."""
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "mkdir")):
            real = getattr(owner, name)
            patch.setattr(owner, name, lambda *given, real=real, **more: fuse(real, *given, **more))
        yield


@world
def batch() -> Batch:
    return started(3)


@pytest.mark.django_db
def test_killed_at_every_statement_and_every_file(batch: Batch) -> None:
    """Before each: nothing is written in between, so after one is before the next."""
    hour = LATER + timedelta(hours=1)
    for point in count(1):
        with rolled_back():
            told: list[int] = []
            hooks = batches.Hooks(issued=lambda row, told=told: told.append(row.pk))
            try:
                fuse = Fuse(point, after=False)
                with statements(fuse), durable(fuse):
                    batches.work(batch, by=BY, clock=lambda: AT, chunk=2, hooks=hooks)
            except Killed:
                before = files()
            else:
                break
            batches.work(batch, by=BY, clock=lambda: hour, chunk=2, hooks=hooks)
            require_whole(batch, before)
            assert {row.certificate_id for row in batch.rows.all()} <= set(told)
        rmtree(storage.conf.store(), ignore_errors=True)
    assert point > 40, "so few places where it can be interrupted?"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("steps", "fault", "every", "least"),
    [(statements, OperationalError, 3, 30), (durable, OSError, 1, 8)],
    ids=["database", "disk"],
)
def test_database_or_disk_fail_once_at_every_step(
    steps: Any, fault: type[Exception], every: int, least: int, after: bool
) -> None:
    """The server is restarted, the disk is full: the list goes on when the officer starts it again."""
    for point in count(1 + after, every):  # the kills above have tried each
        batch, fuse = started(3, case=str(point)), Fuse(point, after=after, blow=fault)
        with steps(fuse), suppress(fault, OperationalError):
            batches.work(batch, by=BY, clock=lambda: AT, chunk=2)
        if fuse.left > 0:
            break
        connection.close()  # a statement that failed in between has broken it
        before = files()
        batches.resume(batch)
        batches.work(batch, by=BY, clock=lambda: LATER)
        require_whole(batch, before)
    assert point > least, "so few places where it can fail?"


@pytest.mark.django_db(transaction=True)
def test_the_system_kills_two_workers_at_any_moment() -> None:
    """SIGKILL, at least thirty times: nothing is cleaned up, and the next worker goes on."""
    batch, dice, kills, span, done = started(24), random.Random(5), 0, 0.1, 0
    while kills < 30 or batches.progress(batch).open:
        if not batches.progress(batch).open:
            batch, done = started(24, case=str(kills)), 0
        before = files()
        connection.close()
        workers = [_worker(batch) for _worker_number in range(2)]
        time.sleep(dice.uniform(0, span))
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
            kills += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        # A busy machine gets further in a longer time; on an idle one the list must not be done.
        moved = batches.progress(batch).done > done
        span, done = span / 1.5 if moved else span * 1.5, batches.progress(batch).done
        batches.resume(batch)
    batches.work(batch, by=BY, clock=lambda: datetime.now(UTC))
    require_whole(batch, before)
    head = Head.objects.get()
    assert head.seq == Entry.objects.count()


def _worker(batch: Batch) -> int:
    """A process of its own that issues until it is killed or done."""
    if pid := os.fork():
        return pid
    try:
        batches.work(batch, by=BY, clock=lambda: datetime.now(UTC), chunk=3)
    finally:
        os._exit(0)
