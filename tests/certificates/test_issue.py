import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from certificates import allocate as allocation
from certificates import issue as issuing
from certificates import storage
from certificates.issue import Refused, allocate, change_status, issue, read_pdf
from certificates.models import MOVES, Certificate, Status, StatusChange
from certificates.produce import produce
from certificates.verify import Verdict, by_file
from journal.models import Entry
from tests.certificates.awards import AT, BY, LATER, award, awards
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def certificate() -> Certificate:
    return allocate([award(design="appointment")], by=BY, at=AT)[0]  # the least ink


@world
def expected(certificate: Certificate) -> str:
    """The digest that the file has to have: the intent is written down, and nothing else."""
    intended = issuing.intend(certificate, by=BY, at=AT)
    return hashlib.sha256(next(produce([intended]))).hexdigest()


def verbs() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("verb", flat=True))


def test_issue_leaves_file_record_and_journal_together(certificate: Certificate) -> None:
    issued = issue(certificate, by=BY, at=LATER)
    content = read_pdf(issued)
    assert content.startswith(b"%PDF-1.7")
    assert issued.sha256 == hashlib.sha256(content).hexdigest()
    assert (issued.intended_at, issued.issued_at, issued.issued_by) == (LATER, LATER, BY)
    assert verbs() == ["certificate.allocate", "certificate.issue"]


def test_issuing_twice_is_issuing_once(certificate: Certificate) -> None:
    first = issue(certificate, by=BY, at=AT)
    second = issue(certificate, by="user:9", at=LATER)
    assert (second.sha256, second.issued_at, second.issued_by) == (first.sha256, AT, BY)
    assert verbs() == ["certificate.allocate", "certificate.issue"]


class Killed(BaseException):
    """Stands for the power cut: nothing above may catch it."""


STEPS: list[tuple[Any, str]] = [
    (issuing, "produce"),
    (storage.os, "fsync"),
    (storage.Path, "replace"),
    (storage, "_sync_folder"),
    (issuing, "record_issue"),
    (issuing, "record_many"),
]


@pytest.mark.parametrize("step", STEPS, ids=[name for _, name in STEPS])
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_anywhere_and_run_again_gives_the_same_bytes(
    certificate: Certificate, expected: str, step: tuple[Any, str], when: str
) -> None:
    place, name = step
    original: Callable[..., Any] = getattr(place, name)

    def killed(*args: Any, **kwargs: Any) -> Any:
        if when == "after":
            original(*args, **kwargs)
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, name, killed)
        with pytest.raises(Killed):
            issue(certificate, by=BY, at=AT)
    issued = issue(certificate, by=BY, at=LATER)
    assert issued.sha256 == expected == hashlib.sha256(read_pdf(issued)).hexdigest()
    assert issued.intended_at == AT
    assert by_file(read_pdf(issued)).verdict is Verdict.GENUINE
    assert verbs() == ["certificate.allocate", "certificate.issue"]
    assert Certificate.objects.count() == 1


def test_a_crash_while_numbering_gives_nobody_a_number() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(allocation, "record_many", lambda _acts: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed), transaction.atomic():
            allocate(awards(5), by=BY, at=AT)
    assert not Certificate.objects.exists()
    assert [c.serial for c in allocate(awards(5), by=BY, at=AT)] == [1, 2, 3, 4, 5]


def test_a_damaged_file_is_noticed(certificate: Certificate) -> None:
    issued = issue(certificate, by=BY, at=AT)
    storage.put(issued.path, b"%PDF-1.7 something else")
    with pytest.raises(storage.Damaged):
        read_pdf(issued)


def test_a_decision_changes_the_standing_and_leaves_a_row(certificate: Certificate) -> None:
    issued = issue(certificate, by=BY, at=AT)
    changed = change_status(
        issued,
        to=Status.REVOKED,
        reason="材料不实",
        document="星人社字〔2026〕40号",
        by=BY,
        at=LATER,
    )
    assert changed.status == Status.REVOKED
    row = StatusChange.objects.get()
    assert (row.before, row.after, row.changed_at, row.changed_by) == (
        "valid",
        "revoked",
        LATER,
        BY,
    )
    assert verbs()[-1] == "certificate.status"
    assert "材料不实" not in Entry.objects.latest("seq").body


@pytest.mark.parametrize("now", Status.values)
@pytest.mark.parametrize("to", Status.values)
def test_only_the_moves_of_the_table_are_possible(
    certificate: Certificate, now: str, to: str
) -> None:
    walk = {
        "valid": [],
        "suspended": ["suspended"],
        "revoked": ["revoked"],
        "expired": ["expired"],
        "superseded": ["superseded"],
    }
    for stop in walk[now]:
        change_status(certificate, to=stop, reason="x", document="y", by=BY, at=AT)

    def move() -> Certificate:
        return change_status(certificate, to=to, reason="x", document="y", by=BY, at=LATER)

    if to == now or to in MOVES[now]:
        assert move().status == to
    else:
        with pytest.raises(Refused):
            move()
        assert Certificate.objects.get().status == now


@pytest.mark.parametrize(("reason", "document"), [("", "y"), ("x", " ")])
def test_no_decision_no_change(certificate: Certificate, reason: str, document: str) -> None:
    with pytest.raises(Refused):
        change_status(
            certificate, to=Status.REVOKED, reason=reason, document=document, by=BY, at=LATER
        )
    assert Certificate.objects.get().status == Status.VALID


@pytest.mark.parametrize(
    "broken",
    [
        {"intended_at": AT},
        {"intended_by": BY},
        {"issued_at": AT, "intended_at": AT, "intended_by": BY},
        {"issued_by": BY},
        {"sha256": "0" * 64},
        {"allocated_by": ""},
        {"status": "fine"},
        {"version": 0},
        {"serial": 0},
    ],
)
def test_the_database_refuses_half_a_fact(certificate: Certificate, broken: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**broken)
