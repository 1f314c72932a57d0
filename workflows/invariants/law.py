"""Of applications: history, filings, opinions, corrections."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import Coalesce, Lag

from evaluations import rules, snapshot
from evaluations.desks import Desk, Verdict
from evaluations.models import (
    Application,
    Call,
    CallStatusChange,
    Correction,
    Filing,
    Objection,
    Opinion,
    StatusChange,
)
from evaluations.status import CORRECTABLE, LIVE, CallStatus, Status
from workflows.invariants.invariant import Invariant, named


def _status_off_its_history() -> Iterator[str]:
    last = StatusChange.objects.filter(application=OuterRef("pk")).order_by("-id").values("after")
    rows = Application.objects.annotate(said=Coalesce(Subquery(last[:1]), Value(Status.DRAFT)))
    return named("application", rows.exclude(status=F("said")), "reference", "status", "said")


def _history_with_a_gap() -> Iterator[str]:
    before = Coalesce(
        Window(Lag("after"), partition_by="application", order_by="id"), Value(Status.DRAFT)
    )
    rows = StatusChange.objects.annotate(expected=before).exclude(before=F("expected"))
    return named("status change", rows.order_by(), "id", "before", "expected")


def _change_ahead_of_its_case() -> Iterator[str]:
    rows = StatusChange.objects.filter(version__gt=F("application__version"))
    return named("status change", rows.order_by(), "id", "version")


def _call_off_its_history() -> Iterator[str]:
    last = CallStatusChange.objects.filter(call=OuterRef("pk")).order_by("-id").values("after")
    rows = Call.objects.annotate(said=Coalesce(Subquery(last[:1]), Value(CallStatus.DRAFT)))
    return named("call", rows.exclude(status=F("said")), "public_id", "status", "said")


def _call_history_with_a_gap() -> Iterator[str]:
    before = Coalesce(
        Window(Lag("after"), partition_by="call", order_by="id"), Value(CallStatus.DRAFT)
    )
    rows = CallStatusChange.objects.annotate(expected=before).exclude(before=F("expected"))
    return named("call change", rows.order_by(), "id", "before", "expected")


def _rules_changed_under_way() -> Iterator[str]:
    for call in Call.objects.order_by("pk").iterator(chunk_size=50):
        if rules.edition_hash(call.rules_text) != call.rules_hash:
            yield f"call {call.public_id}"


def _two_live_applications() -> Iterator[str]:
    live = Application.objects.filter(status__in=LIVE).order_by().values("person", "call")
    rows = live.annotate(n=Count("pk")).filter(n__gt=1)
    return (f"person {row['person']} call {row['call']}" for row in rows)


def _never_filed() -> Iterator[str]:
    filed = Filing.objects.filter(application=OuterRef("pk"))
    free = [Status.DRAFT, Status.WITHDRAWN, Status.LAPSED, Status.CALLED_OFF]
    rows = Application.objects.exclude(status__in=free).filter(~Exists(filed))
    return named("application", rows, "reference", "status")


def _filings_with_a_gap() -> Iterator[str]:
    rows = Filing.objects.order_by().values("application__reference")
    rows = rows.annotate(n=Count("pk"), last=Max("number")).exclude(n=F("last"))
    return (f"application {row['application__reference']}" for row in rows)


def _altered_filings() -> Iterator[str]:
    rows = Filing.objects.order_by("pk").values_list("pk", "content", "content_hash")
    for pk, content, content_hash in rows.iterator(chunk_size=500):
        if snapshot.digest(content) != content_hash:
            yield f"filing {pk}"


def _foreign_filing() -> Iterator[str]:
    rows = Opinion.objects.exclude(filing__application=F("application"))
    return named("opinion", rows.order_by(), "id")


def _turns_with_a_gap() -> Iterator[str]:
    rows = Opinion.objects.order_by().values("application__reference", "desk")
    rows = rows.annotate(n=Count("pk"), last=Max("turn")).exclude(n=F("last"))
    return (f"application {row['application__reference']} {row['desk']}" for row in rows)


def _other_rules() -> Iterator[str]:
    opinions = Opinion.objects.exclude(rules_hash=F("application__call__rules_hash"))
    filings = Filing.objects.exclude(rules_hash=F("application__call__rules_hash"))
    yield from named("opinion", opinions.order_by(), "id")
    yield from named("filing", filings.order_by(), "id")


def _judged_oneself() -> Iterator[str]:
    rows = Opinion.objects.filter(given_by=F("application__person__user"))
    return named("opinion", rows.order_by(), "id", "desk")


def _one_pair_of_eyes() -> Iterator[str]:
    prepared = Opinion.objects.filter(
        application=OuterRef("application"), desk=Desk.QUALIFICATION, id__lt=OuterRef("id")
    ).order_by("-id")
    approvals = Opinion.objects.filter(desk=Desk.QUALIFICATION_APPROVAL)
    rows = approvals.annotate(preparer=Subquery(prepared.values("given_by")[:1]))
    return named("opinion", rows.filter(preparer=F("given_by")).order_by(), "id")


def _refused_without_an_opinion() -> Iterator[str]:
    refused = [Status.NOT_RECOMMENDED, Status.NOT_ACCEPTED, Status.NOT_QUALIFIED]
    last = Opinion.objects.filter(application=OuterRef("pk")).order_by("-id").values("verdict")
    rows = Application.objects.filter(status__in=refused).annotate(said=Subquery(last[:1]))
    return named(
        "application", rows.filter(~Q(said=Verdict.DECLINE) | Q(said=None)), "reference", "status"
    )


def _two_supplement_notices() -> Iterator[str]:
    rows = Opinion.objects.filter(verdict=Verdict.SUPPLEMENT).order_by()
    rows = rows.values("application__reference").annotate(n=Count("pk")).filter(n__gt=1)
    return (f"application {row['application__reference']}" for row in rows)


def _opinion_without_a_reason() -> Iterator[str]:
    rows = Opinion.objects.exclude(verdict=Verdict.PASS).filter(reason="")
    return named("opinion", rows.order_by(), "id", "verdict")


def _correction_not_asked_for() -> Iterator[str]:
    asked = Q(opinion__verdict__in=[Verdict.RETURN, Verdict.SUPPLEMENT])
    rows = Correction.objects.exclude(asked & Q(opinion__application=F("application")))
    return named("correction", rows.order_by(), "id")


def _correction_off_its_status() -> Iterator[str]:
    waiting = Correction.objects.filter(
        application=OuterRef("pk"), answered_at=None, closed_unanswered=False
    )
    rows = Application.objects.annotate(open_one=Exists(waiting))
    at_fault = rows.filter(
        Q(status__in=CORRECTABLE, open_one=False) | (~Q(status__in=CORRECTABLE) & Q(open_one=True))
    )
    return named("application", at_fault, "reference", "status")


def _answered_without_a_filing() -> Iterator[str]:
    filed = Filing.objects.filter(
        application=OuterRef("application"), filed_at=OuterRef("answered_at")
    )
    rows = Correction.objects.exclude(answered_at=None).filter(~Exists(filed))
    return named("correction", rows.order_by(), "id")


def _contested_without_an_objection() -> Iterator[str]:
    open_one = Objection.objects.filter(application=OuterRef("pk"), decided_at=None)
    rows = Application.objects.filter(~Exists(open_one), status=Status.CONTESTED)
    return named("application", rows, "reference")


INVARIANTS = (
    Invariant("status-is-last-change", "A status is what its last change says.", _status_off_its_history),
    Invariant("history-is-continuous", "Each change begins where the one before ended.", _history_with_a_gap),
    Invariant("change-not-ahead", "No change is ahead of its case's version.", _change_ahead_of_its_case),
    Invariant("call-status-is-last-change", "A call's status is what its last change says.", _call_off_its_history),
    Invariant("call-history-is-continuous", "Each change of a call begins where the one before ended.", _call_history_with_a_gap),
    Invariant("rules-are-frozen", "The rules of a call have the hash that is shown.", _rules_changed_under_way),
    Invariant("one-live-application", "One person has one live application in a call.", _two_live_applications),
    Invariant("what-moves-was-filed", "Whatever is under way was filed.", _never_filed),
    Invariant("filings-run", "Filings are numbered 1, 2, 3 without a gap.", _filings_with_a_gap),
    Invariant("filings-are-intact", "A filing has the hash that was taken when it was filed.", _altered_filings),
    Invariant("opinion-on-its-filing", "An opinion stands on a filing of its own case.", _foreign_filing),
    Invariant("turns-run", "The turns of a desk are numbered 1, 2, 3.", _turns_with_a_gap),
    Invariant("one-edition-of-rules", "Filings and opinions follow the rules of their call.", _other_rules),
    Invariant("nobody-judges-oneself", "Nobody gives an opinion on the own application.", _judged_oneself),
    Invariant("four-eyes", "Whoever prepared a qualification check did not approve it.", _one_pair_of_eyes),
    Invariant("refusal-has-an-opinion", "A refusal at a desk rests on an opinion that refuses.", _refused_without_an_opinion),
    Invariant("supplement-once", "A supplement notice is given once.", _two_supplement_notices),
    Invariant("no-means-a-reason", "Every opinion that does not pass gives its reason.", _opinion_without_a_reason),
    Invariant("correction-was-asked", "A correction belongs to an opinion of its case that asks for it.", _correction_not_asked_for),
    Invariant("correction-fits-status", "A correction is open exactly while the case is returned.", _correction_off_its_status),
    Invariant("answer-is-a-filing", "An answered correction has its filing.", _answered_without_a_filing),
    Invariant("contested-has-objection", "A contested case has an open objection.", _contested_without_an_objection),
)  # fmt: skip
