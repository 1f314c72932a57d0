"""Everything that must be true is true after every walk, and each question notices its own fault."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.db.models import F

from certificates.models import Certificate, Series
from evaluations import guards
from evaluations.desks import Desk, Verdict
from evaluations.models import (
    Application,
    Call,
    CallStatusChange,
    Correction,
    Decision,
    Filing,
    Notice,
    Objection,
    Opinion,
    StatusChange,
)
from evaluations.status import Status
from journal.models import Head
from tests import cast
from workflows import invariants
from workflows.models import CaseProcess, DeskTask, Message
from workflows.seeding.doubles import Template, double
from workflows.seeding.prototypes import Prototype

pytestmark = pytest.mark.django_db

WALKED = [status for status in Status if status != Status.REVOKED]


def broken() -> dict[str, tuple[str, ...]]:
    return {found.invariant.name: found.rows for found in invariants.broken()}


def noticed(name: str) -> bool:
    (asked,) = [each for each in invariants.ALL if each.name == name]
    return next(iter(asked.exceptions()), None) is not None


def spoil(rows, **values) -> None:
    """What a hand in the database could do that has lifted its guards first."""
    connection.check_constraints()  # PostgreSQL drops no trigger while events of its table wait
    guards.remove(connection)
    assert rows.update(**values) > 0


def approval_by_the_preparer() -> None:
    preparer = Opinion.objects.get(desk=Desk.QUALIFICATION).given_by_id
    spoil(Opinion.objects.filter(desk=Desk.QUALIFICATION_APPROVAL), given_by=preparer)


def own_opinion() -> None:
    case = Application.objects.select_related("person").get()
    spoil(Opinion.objects.filter(desk=Desk.EMPLOYER), given_by=case.person.user)


def a_second_supplement() -> None:
    spoil(Opinion.objects.filter(desk=Desk.DISTRICT), verdict=Verdict.SUPPLEMENT, reason="x")


def told_the_clerk() -> None:
    clerk = Opinion.objects.get(desk=Desk.EMPLOYER).given_by
    spoil(Message.objects.all(), recipient=clerk, version=F("id"))


def process_ends() -> None:
    spoil(CaseProcess.objects.exclude(application=None), finished=cast.EARLY)


def same_place() -> None:
    spoil(Application.objects.exclude(list_position=None), list_position=None)


FAULTS: dict[str, tuple[Status, Callable[[], None]]] = {
    "status-is-last-change": (
        Status.FILED,
        lambda: spoil(Application.objects.all(), status=Status.PROPOSED),
    ),
    "history-is-continuous": (
        Status.RETURNED,
        lambda: spoil(StatusChange.objects.filter(after="returned"), before="proposed"),
    ),
    "change-not-ahead": (
        Status.FILED,
        lambda: spoil(StatusChange.objects.all(), version=F("version") + 50),
    ),
    "call-status-is-last-change": (
        Status.DRAFT,
        lambda: spoil(Call.objects.all(), status="reviewing"),
    ),
    "call-history-is-continuous": (
        Status.DRAFT,
        lambda: spoil(CallStatusChange.objects.all(), before="decided"),
    ),
    "rules-are-frozen": (Status.DRAFT, lambda: spoil(Call.objects.all(), rules_hash="0" * 64)),
    "what-moves-was-filed": (
        Status.DRAFT,
        lambda: spoil(Application.objects.all(), status=Status.FILED),
    ),
    "filings-run": (Status.FILED, lambda: spoil(Filing.objects.all(), number=2)),
    "filings-are-intact": (Status.FILED, lambda: spoil(Filing.objects.all(), content="{}")),
    "turns-run": (Status.RETURNED, lambda: spoil(Opinion.objects.all(), turn=7)),
    "one-edition-of-rules": (
        Status.RETURNED,
        lambda: spoil(Opinion.objects.all(), rules_hash="0" * 64),
    ),
    "nobody-judges-oneself": (Status.RETURNED, own_opinion),
    "four-eyes": (Status.PROPOSED, approval_by_the_preparer),
    "refusal-has-an-opinion": (
        Status.NOT_ACCEPTED,
        lambda: spoil(Opinion.objects.filter(verdict=Verdict.DECLINE), verdict=Verdict.DOUBT),
    ),
    "supplement-once": (Status.SUPPLEMENT_DUE, a_second_supplement),
    "no-means-a-reason": (
        Status.RETURNED,
        lambda: spoil(Opinion.objects.all(), reason=""),
    ),
    "correction-was-asked": (
        Status.RETURNED,
        lambda: spoil(Opinion.objects.all(), verdict=Verdict.PASS),
    ),
    "correction-fits-status": (
        Status.RETURNED,
        lambda: spoil(Correction.objects.all(), closed_unanswered=True),
    ),
    "contested-has-objection": (
        Status.CONTESTED,
        lambda: Objection.objects.all().delete(),
    ),
    "listed-has-a-place": (Status.PROPOSED, same_place),
    "approved-by-a-decision": (
        Status.APPROVED,
        lambda: spoil(Application.objects.all(), decision=None),
    ),
    "certified-after-promulgation": (
        Status.CERTIFIED,
        lambda: spoil(Decision.objects.all(), promulgated_at=None, promulgated_by=None),
    ),
    "decided-after-a-notice": (
        Status.APPROVED,
        lambda: spoil(Notice.objects.all(), ends_at=cast.DECIDED + timedelta(days=1)),
    ),
    "no-decision-in-a-notice": (
        Status.APPROVED,
        lambda: spoil(
            Notice.objects.all(),
            ends_at=cast.DECIDED + timedelta(days=1),
            closed_at=None,
            closed_by=None,
        ),
    ),
    "notices-are-intact": (Status.PUBLICISED, lambda: spoil(Notice.objects.all(), entries="[]")),
    "notices-hide-numbers": (
        Status.PUBLICISED,
        lambda: spoil(Notice.objects.all(), entries='["990602198803120015"]'),
    ),
    "desks-follow-the-law": (
        Status.FILED,
        lambda: spoil(DeskTask.objects.filter(desk=Desk.EMPLOYER), desk=Desk.DISTRICT),
    ),
    "closed-means-closed": (Status.FILED, process_ends),
    "tasks-have-a-place": (
        Status.FILED,
        lambda: spoil(DeskTask.objects.filter(desk=Desk.EMPLOYER), place=""),
    ),
    "open-is-unfinished": (
        Status.FILED,
        lambda: spoil(DeskTask.objects.filter(desk=Desk.EMPLOYER), finished=cast.EARLY),
    ),
    "in-hand-has-a-hand": (
        Status.FILED,
        lambda: spoil(DeskTask.objects.filter(desk=Desk.EMPLOYER), status="ASSIGNED"),
    ),
    "told-the-right-person": (Status.RETURNED, told_the_clerk),
    "record-is-a-chain": (Status.FILED, lambda: spoil(Head.objects.all(), seq=F("seq") + 1)),
    "changes-are-recorded": (
        Status.FILED,
        lambda: spoil(StatusChange.objects.all(), version=F("version") + 900),
    ),
    "call-changes-are-recorded": (
        Status.DRAFT,
        lambda: spoil(CallStatusChange.objects.all(), version=F("version") + 900),
    ),
    "version-is-recorded": (
        Status.FILED,
        lambda: spoil(Application.objects.all(), version=F("version") + 1),
    ),
    "certified-has-paper": (
        Status.CERTIFIED,
        lambda: spoil(Certificate.objects.all(), case="application:none"),
    ),
    "paper-has-a-case": (
        Status.CERTIFIED,
        lambda: spoil(Application.objects.all(), status=Status.LAPSED),
    ),
    "revoked-paper-is-dead": (
        Status.CERTIFIED,
        lambda: spoil(Application.objects.all(), status=Status.REVOKED),
    ),
    "numbers-run": (Status.CERTIFIED, lambda: spoil(Certificate.objects.all(), serial=4)),
    "counter-is-last-number": (Status.CERTIFIED, lambda: spoil(Series.objects.all(), last=9)),
    "seals-are-kept": (
        Status.CERTIFIED,
        lambda: spoil(Certificate.objects.all(), seals_used=["", "0" * 64]),
    ),
    "issued-after-numbered": (
        Status.CERTIFIED,
        lambda: spoil(Certificate.objects.all(), allocated_at=F("issued_at") + timedelta(days=1)),
    ),
}


@pytest.mark.parametrize("status", WALKED)
def test_all_hold_wherever_a_case_is_walked_and_each_notices_its_fault(status: Status) -> None:
    city = cast.City()
    cast.walked(city, city.call(), status)
    assert broken() == {}

    for name, (walked_to, fault) in FAULTS.items():
        if walked_to == status:
            with transaction.atomic():
                fault()
                assert noticed(name), name
                transaction.set_rollback(True)


# The database itself refuses these, or they need two rows that it refuses.
GUARDED = {
    "one-live-application",
    "places-are-single",
    "one-open-desk",
    "one-running-process",
    "one-open-notice",
    "opinion-on-its-filing",
    "answer-is-a-filing",
}


def test_every_invariant_has_a_fault_that_it_notices() -> None:
    names = [invariant.name for invariant in invariants.ALL]
    assert len(names) == len(set(names)) >= 25
    assert {*FAULTS, *GUARDED} == set(names)


def test_a_filing_of_another_case_is_noticed() -> None:
    city = cast.City()
    call = city.call()
    one = cast.walked(city, call, Status.RETURNED)
    other = cast.file(cast.draft(city, call))

    spoil(Opinion.objects.filter(application=one), filing=other.filings.get())

    assert broken()["opinion-on-its-filing"] == (f"opinion {one.opinions.get().pk}",)


def test_an_answer_without_its_filing_is_noticed() -> None:
    city = cast.City()
    case = cast.walked(city, city.call(), Status.RETURNED)
    correction = case.corrections.get()

    spoil(Correction.objects.all(), answered_at=cast.EARLY, answered_by=case.person.user)

    assert broken()["answer-is-a-filing"] == (f"correction {correction.pk}",)


def test_names_no_more_rows_than_a_reader_can_use() -> None:
    city = cast.City()
    case = cast.file(cast.draft(city, city.call()))
    more = invariants.MOST_NAMED
    double([Template(Prototype(case, 1.0))], count=more, first=1, dice=Random(1))
    spoil(DeskTask.objects.filter(desk=Desk.EMPLOYER), place="")

    found = {each.invariant.name: each for each in invariants.broken()}["tasks-have-a-place"]

    assert (len(found.rows), found.more) == (invariants.MOST_NAMED, True)
