"""Of the record: nothing has happened that was not written down, and nothing was rewritten."""

from collections.abc import Iterator
from itertools import batched

from django.db.models import Max

from evaluations.models import Application, CallStatusChange, StatusChange
from journal import verify
from journal.models import Entry
from workflows.invariants.invariant import Invariant

_CHUNK = 500


def _broken_chain() -> Iterator[str]:
    verdict = verify.verify()
    if not verdict.ok:
        yield f"entry {verdict.seq}: {verdict.sentence}"


def _unrecorded_changes() -> Iterator[str]:
    rows = StatusChange.objects.order_by("id").values_list(
        "application__public_id", "version", "id"
    )
    yield from _without_entry("application", "status change", rows)


def _unrecorded_call_changes() -> Iterator[str]:
    rows = CallStatusChange.objects.order_by("id").values_list("call__public_id", "version", "id")
    yield from _without_entry("call", "call change", rows)


def _without_entry(subject_type: str, kind: str, rows) -> Iterator[str]:
    for chunk in batched(rows.iterator(chunk_size=_CHUNK), _CHUNK, strict=False):
        ids = {str(public_id) for public_id, _version, _id in chunk}
        entries = Entry.objects.filter(subject_type=subject_type, subject_id__in=ids)
        written = set(entries.values_list("subject_id", "version"))
        for public_id, version, row_id in chunk:
            if (str(public_id), version) not in written:
                yield f"{kind} {row_id}"


def _version_off_the_record() -> Iterator[str]:
    rows = Application.objects.order_by("pk").values_list("public_id", "version", "reference")
    for chunk in batched(rows.iterator(chunk_size=_CHUNK), _CHUNK, strict=False):
        ids = [str(public_id) for public_id, _version, _reference in chunk]
        entries = Entry.objects.filter(subject_type="application", subject_id__in=ids).order_by()
        last = dict(entries.values_list("subject_id").annotate(last=Max("version")))
        for public_id, version, reference in chunk:
            if last.get(str(public_id)) != version:
                yield f"application {reference}"


INVARIANTS = (
    Invariant("record-is-a-chain", "The record is whole and follows link by link.", _broken_chain),
    Invariant("changes-are-recorded", "Every change of a status stands in the record.", _unrecorded_changes),
    Invariant("call-changes-are-recorded", "Every change of a call stands in the record.", _unrecorded_call_changes),
    Invariant("version-is-recorded", "A case has the version of its last entry.", _version_off_the_record),
)  # fmt: skip
