"""Of certificates: paper and law tell the same story."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import batched
from uuid import UUID

from django.db.models import Count, F, Max

from certificates.models import Certificate, Impression, Series
from certificates.models import Status as Standing
from evaluations.models import Application
from evaluations.status import Status
from workflows.invariants.invariant import Invariant, named

_CHUNK = 500


def _certified_without_paper() -> Iterator[str]:
    yield from _cases_whose_paper(Status.CERTIFIED, lambda held: not held)


def _revoked_with_valid_paper() -> Iterator[str]:
    yield from _cases_whose_paper(Status.REVOKED, lambda held: Standing.VALID in held)


def _cases_whose_paper(status: Status, is_wrong) -> Iterator[str]:
    """Cases of that status for which ``is_wrong``(standings of the issued certificates)."""
    rows = Application.objects.filter(status=status).order_by("pk")
    pairs = rows.values_list("public_id", "reference").iterator(chunk_size=_CHUNK)
    for chunk in batched(pairs, _CHUNK, strict=False):
        subjects = [f"application:{public_id}" for public_id, _reference in chunk]
        held: dict[str, set[str]] = {}
        issued = Certificate.objects.filter(case__in=subjects).exclude(issued_at=None)
        for case, standing in issued.values_list("case", "status"):
            held.setdefault(case, set()).add(standing)
        for public_id, reference in chunk:
            if is_wrong(held.get(f"application:{public_id}", set())):
                yield f"application {reference}"


def _paper_without_a_decided_case() -> Iterator[str]:
    good = {Status.APPROVED, Status.CERTIFIED, Status.REVOKED, Status.STRUCK_OFF}
    rows = Certificate.objects.filter(case__startswith="application:").order_by("pk")
    for chunk in batched(rows.values_list("number", "case").iterator(), _CHUNK, strict=False):
        ids = [public_id for _number, case in chunk if (public_id := _public_id(case))]
        found = Application.objects.filter(public_id__in=ids, status__in=good)
        decided = set(found.values_list("public_id", flat=True))
        for number, case in chunk:
            if _public_id(case) not in decided:
                yield f"certificate {number}"


def _public_id(case: str) -> UUID | None:
    try:
        return UUID(case.partition(":")[2])
    except ValueError:
        return None


def _numbers_with_a_gap() -> Iterator[str]:
    given = Certificate.objects.filter(version=1).order_by().values("programme_code", "year")
    rows = given.annotate(n=Count("serial", distinct=True), last=Max("serial"))
    for row in rows.exclude(n=F("last")):
        yield f"series {row['programme_code']} {row['year']}"


def _counter_off_its_numbers() -> Iterator[str]:
    for series in Series.objects.order_by("pk"):
        given = Certificate.objects.filter(
            programme_code=series.programme_code, year=series.year, version=1
        )
        if (given.aggregate(last=Max("serial"))["last"] or 0) != series.last:
            yield f"series {series}"


def _issued_before_decided() -> Iterator[str]:
    rows = Certificate.objects.filter(issued_at__lt=F("allocated_at"))
    return named("certificate", rows.order_by(), "number")


def _sealed_with_what_is_gone() -> Iterator[str]:
    released = Impression.objects.exclude(released_at=None).iterator(chunk_size=20)
    kept = {row.sha256 for row in released if sha256(row.png).hexdigest() == row.sha256}
    rows = Certificate.objects.exclude(seals_used=[]).order_by("pk")
    for number, seals in rows.values_list("number", "seals_used").iterator(chunk_size=_CHUNK):
        if set(seals) - {""} - kept:
            yield f"certificate {number}"


INVARIANTS = (
    Invariant("certified-has-paper", "A certified case has an issued certificate.", _certified_without_paper),
    Invariant("revoked-paper-is-dead", "A revoked title has no certificate in force.", _revoked_with_valid_paper),
    Invariant("paper-has-a-case", "A certificate belongs to a decided case.", _paper_without_a_decided_case),
    Invariant("numbers-run", "Certificate numbers run without a gap per programme and year.", _numbers_with_a_gap),
    Invariant("counter-is-last-number", "The counter of a series is its last number.", _counter_off_its_numbers),
    Invariant("issued-after-numbered", "Nothing is issued before it has its number.", _issued_before_decided),
    Invariant("seals-are-kept", "The seal that a certificate carries is released and kept.", _sealed_with_what_is_gone),
)  # fmt: skip
