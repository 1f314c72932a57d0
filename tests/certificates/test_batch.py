from datetime import datetime, timedelta
from pathlib import Path

import pytest

from certificates import batch as batches
from certificates import storage, tasks
from certificates.issue import allocate, issue, read_pdf, reissue
from certificates.models import Batch, Certificate
from certificates.verify import Verdict, by_file
from journal.models import Entry
from tests.certificates.awards import AT, BY, LATER, award, awards

pytestmark = pytest.mark.django_db


def clock() -> datetime:
    return LATER


def started(count: int) -> Batch:
    facts = awards(count, design="appointment")  # the least ink: what is on it is all one
    return batches.start(allocate(facts, by=BY, at=AT), label="2026", by=BY, at=AT)


def test_a_list_is_issued_with_progress() -> None:
    batch = started(5)
    assert batches.progress(batch) == batches.Progress(total=5, done=0, failed=0)
    assert batches.work(batch, by=BY, clock=clock, chunk=2) == 5
    assert batches.progress(batch) == batches.Progress(total=5, done=5, failed=0)
    assert Batch.objects.get().state == Batch.State.FINISHED
    for certificate in Certificate.objects.all():
        assert by_file(read_pdf(certificate)).verdict is Verdict.GENUINE
    assert Entry.objects.filter(verb="certificate.issue").count() == 5


def test_one_bad_row_does_not_stop_the_rest() -> None:
    batch = started(3)
    Certificate.objects.filter(serial=2).update(
        facts=award(case="case-2", wording="很长" * 400, design="appointment").as_json()
    )
    assert batches.work(batch, by=BY, clock=clock) == 2
    assert batches.progress(batch) == batches.Progress(total=3, done=2, failed=1)
    (failed,) = batch.rows.exclude(error="")
    assert "田泽赟" in failed.error
    Certificate.objects.filter(serial=2).update(
        facts=award(case="case-2", design="appointment").as_json()
    )
    batches.resume(batch)
    assert batches.work(batch, by=BY, clock=clock) == 1


def test_a_pause_stops_after_the_chunk_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = started(3)
    put = storage.put_all

    def put_and_pause(files: list[tuple[str, bytes]]) -> None:
        put(files)
        batches.pause(batch)

    with monkeypatch.context() as patch:
        patch.setattr(storage, "put_all", put_and_pause)
        assert batches.work(batch, by=BY, clock=clock, chunk=2) == 2
    assert Batch.objects.get().state == Batch.State.PAUSED
    assert batches.work(batch, by=BY, clock=clock) == 0
    batches.resume(batch)
    assert batches.work(batch, by=BY, clock=clock) == 1


class Killed(BaseException):
    """The power cut."""


@pytest.mark.parametrize("place", ["produce", "storage.put_all", "issuing.record_issues"])
@pytest.mark.parametrize("calls", [1, 2])
def test_a_killed_worker_loses_nothing_and_repeats_the_bytes(
    place: str, calls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = started(3)
    owner, name = batches, place
    if "." in place:
        owner, name = getattr(batches, place.split(".")[0]), place.split(".")[1]
    original, count = getattr(owner, name), 0

    def killed(*args: object, **kwargs: object) -> object:
        nonlocal count
        count += 1
        if count >= calls:
            raise Killed
        return original(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, killed)
        with pytest.raises(Killed):
            batches.work(batch, by=BY, clock=clock, chunk=2)
    before = {path.name: path.read_bytes() for path in (storage.conf.store()).rglob("*.pdf")}
    much_later = LATER + timedelta(hours=1)
    batches.work(batch, by=BY, clock=lambda: much_later, chunk=2)
    assert batches.progress(batch) == batches.Progress(total=3, done=3, failed=0)
    for certificate in Certificate.objects.all():
        content = read_pdf(certificate)
        name = Path(certificate.path).name
        assert before.get(name, content) == content
    assert Entry.objects.filter(verb="certificate.issue").count() == 3


def test_two_workers_never_hold_the_same_row() -> None:
    batch = started(6)
    first = batches._claim(batch, at=AT, size=4)
    second = batches._claim(batch, at=AT, size=4)
    assert (len(first), len(second)) == (4, 2)
    assert {row.pk for row in first} & {row.pk for row in second} == set()
    assert batches._claim(batch, at=AT, size=4) == []
    assert len(batches._claim(batch, at=AT + timedelta(minutes=11), size=9)) == 6


def test_the_background_job_issues_the_list() -> None:
    batch = started(2)
    result = tasks.issue_batch.enqueue(batch.pk, BY)
    assert result.return_value == 2


def test_a_batch_gives_the_same_bytes_as_one_by_one() -> None:
    certificates = allocate(awards(3), by=BY, at=AT)
    alone = issue(certificates[1], by=BY, at=LATER)
    Certificate.objects.filter(pk=alone.pk).update(issued_at=None, issued_by="", sha256="", path="")
    batch = batches.start(certificates, label="x", by=BY, at=AT)
    batches.work(batch, by=BY, clock=clock)
    assert Certificate.objects.get(pk=alone.pk).sha256 == alone.sha256


def test_a_correction_keeps_the_number_and_points_to_the_old_one() -> None:
    old = issue(allocate([award()], by=BY, at=AT)[0], by=BY, at=AT)
    new = reissue(
        old, award=award(holder_name="田泽云"), reason="更名", document="x", by=BY, at=LATER
    )
    new = issue(new, by=BY, at=LATER)
    assert (new.number, new.version, new.replaces_id) == (old.number, 2, old.pk)
    assert str(new) == f"{old.number}/2"
    assert by_file(read_pdf(old)).verdict is Verdict.SUPERSEDED
    assert by_file(read_pdf(new)).verdict is Verdict.GENUINE


def test_a_replacement_of_a_replaced_version_is_refused() -> None:
    (old,) = allocate([award()], by=BY, at=AT)
    reissue(old, reason="遗失", document="x", by=BY, at=LATER)
    with pytest.raises(batches.issuing.Refused):
        reissue(Certificate.objects.get(pk=old.pk), reason="遗失", document="x", by=BY, at=LATER)
