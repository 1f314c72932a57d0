"""Of lists: positions, notices, decisions, promulgation."""

import re
from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q

from evaluations import public_list
from evaluations.models import Application, Decision, Notice
from evaluations.status import ON_LIST, Status
from workflows.invariants.invariant import Invariant, named

_DECIDED = [Status.APPROVED, Status.CERTIFIED, Status.REVOKED]
# Fifteen digits in a row are an ID number or a card; no notice may carry them.
_ID_LIKE = re.compile(r"\d{15}")


def _listed_without_a_place() -> Iterator[str]:
    rows = Application.objects.filter(status__in=ON_LIST, list_position=None)
    return named("application", rows, "reference", "status")


def _place_given_twice() -> Iterator[str]:
    rows = Application.objects.exclude(list_position=None).order_by()
    rows = rows.values("call", "list_position").annotate(n=Count("pk")).filter(n__gt=1)
    return (f"call {row['call']} position {row['list_position']}" for row in rows)


def _undecided() -> Iterator[str]:
    rows = Application.objects.filter(status__in=_DECIDED)
    at_fault = rows.filter(Q(decision=None) | ~Q(decision__call=F("call")))
    return named("application", at_fault, "reference", "status")


def _certified_before_promulgation() -> Iterator[str]:
    rows = Application.objects.filter(status__in=[Status.CERTIFIED, Status.REVOKED])
    return named("application", rows.filter(decision__promulgated_at=None), "reference")


def _decided_without_a_notice() -> Iterator[str]:
    over = Notice.objects.filter(call=OuterRef("call"), ends_at__lt=OuterRef("decided_at"))
    return named("decision", Decision.objects.filter(~Exists(over)).order_by(), "id")


def _decided_during_the_notice() -> Iterator[str]:
    running = Notice.objects.filter(
        call=OuterRef("call"),
        posted_at__lte=OuterRef("decided_at"),
        ends_at__gte=OuterRef("decided_at"),
        closed_at=None,
        supplementary=False,
    )
    return named("decision", Decision.objects.filter(Exists(running)).order_by(), "id")


def _altered_notices() -> Iterator[str]:
    for notice in Notice.objects.order_by("pk").iterator(chunk_size=50):
        if public_list.digest(notice.entries) != notice.entries_hash:
            yield f"notice {notice.pk}"


def _notices_with_digits_of_a_person() -> Iterator[str]:
    for notice in Notice.objects.order_by("pk").iterator(chunk_size=50):
        if _ID_LIKE.search(notice.entries):
            yield f"notice {notice.pk}"


def _two_open_notices() -> Iterator[str]:
    rows = Notice.objects.filter(closed_at=None, supplementary=False).order_by().values("call")
    rows = rows.annotate(n=Count("pk")).filter(n__gt=1)
    return (f"call {row['call']}" for row in rows)


INVARIANTS = (
    Invariant("listed-has-a-place", "Whoever is on a list has a place on it.", _listed_without_a_place),
    Invariant("places-are-single", "A place of a list is given once.", _place_given_twice),
    Invariant("approved-by-a-decision", "An approved case has a decision of its own call.", _undecided),
    Invariant("certified-after-promulgation", "Nobody is certified before the decision was promulgated.", _certified_before_promulgation),
    Invariant("decided-after-a-notice", "Nothing is decided before a public notice has ended.", _decided_without_a_notice),
    Invariant("no-decision-in-a-notice", "Nothing is decided while a notice runs.", _decided_during_the_notice),
    Invariant("notices-are-intact", "A notice has the hash that was published with it.", _altered_notices),
    Invariant("notices-hide-numbers", "No notice carries an ID number.", _notices_with_digits_of_a_person),
    Invariant("one-open-notice", "A call has one open notice of its whole list at most.", _two_open_notices),
)  # fmt: skip
