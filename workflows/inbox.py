"""My work: every desk that a live grant opens, in one list by due date, a page by key.

The list is one query whatever its length, and a page is one range of one index: nothing is
counted beyond ``MOST_COUNTED`` and no row is touched that is not shown.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery

from evaluations.desks import CallDesk, Desk, Reach, reach_of, roles_of
from evaluations.models import Filing, RoleGrant, User
from evaluations.roles import Role, Scope
from workflows.models import OPEN, DeskTask, Message

PAGE = 50
MOST_COUNTED = 1000

# Where a file lies and nobody has to act: the call's own desk moves it.
WAITING = frozenset({Desk.LIST, CallDesk.WINDOW})
ALL_DESKS: tuple[str, ...] = (*Desk, *CallDesk)
_DECIDERS = (Role.LEADING_GROUP, Role.PARTY_GROUP, Role.CITY_GOVERNMENT)
_CALL_ROLES: dict[CallDesk, tuple[Role, ...]] = {
    CallDesk.SETUP: (Role.REVIEW_OFFICE,),
    CallDesk.PROPOSED_LIST: (Role.REVIEW_OFFICE,),
    CallDesk.NOTICE: (Role.REVIEW_OFFICE,),
    CallDesk.DECISION: _DECIDERS,
    CallDesk.PROMULGATION: (Role.REVIEW_OFFICE,),
    CallDesk.CERTIFICATES: (Role.CERTIFICATE_OFFICER,),
}


@dataclass(frozen=True)
class Seat:
    """A place and the desks there at which this person sits.

    ``call_id``: only for this call. ``decider``: only where the call's rules name this role.
    """

    place: str
    desks: tuple[str, ...]
    call_id: int | None = None
    decider: str = ""

    @property
    def reaches(self) -> Q:
        here = Q(place=self.place, desk__in=self.desks)
        if self.call_id is not None:
            here &= Q(process__application__call=self.call_id) | Q(process__call=self.call_id)
        if self.decider:
            # The rules are stored in their canonical spelling, without spaces.
            named = f'"decided_by":"{self.decider}"'
            here &= Q(process__call__rules_text__contains=named)
        return here


def places_of(user: User) -> tuple[Seat, ...]:
    """Where this person sits now, from the grants in force; the own corrections come first."""
    seats = [Seat(f"applicant:{user.pk}", (Desk.CORRECTION,))]
    for grant in user.live_grants:
        seats += _seats(grant)
    return tuple(dict.fromkeys(seats))


def _seats(grant: RoleGrant) -> list[Seat]:
    by_place: dict[str, list[str]] = {}
    for desk in Desk:
        place = _place(grant, reach_of(desk))
        if desk not in WAITING and grant.role in roles_of(desk) and place:
            by_place.setdefault(place, []).append(desk)
    seats = [Seat(place, tuple(desks), grant.call_id) for place, desks in by_place.items()]
    if grant.scope not in {Scope.CITY, Scope.CALL}:
        return seats
    for call_desk, roles in _CALL_ROLES.items():
        if grant.role in roles:
            decider = grant.role if call_desk == CallDesk.DECISION else ""
            seats.append(Seat("city", (call_desk,), grant.call_id, decider))
    return seats


def _place(grant: RoleGrant, reach: Reach) -> str:
    """The place this grant reaches, spelled as in ``whereabouts.place_of``."""
    match Scope(grant.scope), reach:
        case Scope.ORGANISATION, Reach.EMPLOYER:
            return f"employer:{grant.organisation_id}"
        case Scope.ORGANISATION, Reach.SUPERVISOR:
            return f"supervisor:{grant.organisation_id}"
        case Scope.DISTRICT, Reach.DISTRICT:
            return f"district:{grant.district}"
        case ((Scope.CITY | Scope.CALL), Reach.CITY):
            return "city"
        case _:
            return ""


def lying() -> QuerySet[DeskTask]:
    """Every file that lies on a desk where somebody has to act."""
    return DeskTask.objects.filter(finished=None, status__in=OPEN).exclude(
        desk__in=["", *sorted(WAITING)]
    )


def queue(user: User) -> QuerySet[DeskTask]:
    """What waits for this person, unsorted."""
    return _at(places_of(user))


def own_queue(user: User) -> QuerySet[DeskTask]:
    """The corrections of the own applications: few, whoever asks."""
    return _at(places_of(user)[:1])


def desk_queue(user: User) -> QuerySet[DeskTask]:
    """What waits at the desks that grants open. Nearly always one place, and a place is one range
    of the index in the order of the list; joined with the own place it would be sorted anew."""
    return _at(places_of(user)[1:])


def _at(seats: tuple[Seat, ...]) -> QuerySet[DeskTask]:
    if not seats:
        return DeskTask.objects.none()
    here = Q()
    for seat in _joined(seats):
        here |= seat.reaches
    # Says again what every seat says, once for all, so that the index of places is used.
    places = Q(place__in=sorted({seat.place for seat in seats}))
    return DeskTask.objects.filter(places, here, finished=None, status__in=OPEN)


def _joined(seats: tuple[Seat, ...]) -> list[Seat]:
    """Seats of one place as one: the database then walks one range of the index."""
    joined: dict[tuple, tuple[str, ...]] = {}
    for seat in seats:
        key = (seat.place, seat.call_id, seat.decider)
        joined[key] = tuple(dict.fromkeys((*joined.get(key, ()), *seat.desks)))
    return [Seat(place, desks, call, by) for (place, call, by), desks in joined.items()]


_COLUMNS = {
    "task": F("pk"),
    "at_desk": F("desk"),
    "lies_at": F("place"),
    "since": F("created"),
    "due": F("due_at"),
    "order": F("due_order"),
    "holder_id": F("owner_id"),
    "holder": F("owner__name"),
    "held_since": F("assigned"),
    "case": F("process__application__public_id"),
    "reference": F("process__application__reference"),
    "state": F("process__application__status"),
    "name": F("process__application__person__name"),
    "employer": F("process__application__employer__name"),
    "district": F("process__application__employer__district"),
    "call_title": F("process__application__call__title"),
    "call": F("process__call__public_id"),
    "own_title": F("process__call__title"),
    "call_state": F("process__call__status"),
    # Has this desk's reader opened the last filing? Until then the applicant may recall it.
    "opened": Subquery(
        Filing.objects.filter(application=OuterRef("process__application"))
        .order_by("-number")
        .values("opened_at")[:1]
    ),
}


@dataclass(frozen=True)
class Page:
    """``rows``: dicts with the keys of ``_COLUMNS``; cursors are "" at the ends."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    previous: str = ""
    next: str = ""


def page(*queues: QuerySet[DeskTask], after: str = "", before: str = "") -> Page:
    """One page of all these queues, by due date, then id: a query each. ``after`` / ``before``:
    cursors of an earlier page; one that cannot be read counts as none."""
    ahead, behind = _position(after), _position(before)
    backwards = behind is not None and ahead is None
    start = behind if backwards else ahead
    found = [row for tasks in queues for row in _next_rows(tasks, start, backwards)]
    if len(queues) > 1:
        found.sort(key=lambda row: (row["order"], row["task"]), reverse=backwards)
    more, shown = len(found) > PAGE, found[:PAGE]
    if backwards:
        shown.reverse()
    if not shown:
        return Page()
    return Page(
        rows=shown,
        previous=_cursor(shown[0]) if (more if backwards else start) else "",
        next=_cursor(shown[-1]) if (start if backwards else more) else "",
    )


def _next_rows(
    tasks: QuerySet[DeskTask], start: tuple[datetime, int] | None, backwards: bool
) -> list[dict[str, Any]]:
    """A page of one queue and one row more, which says that there are more."""
    rows = tasks.order_by("-due_order", "-pk") if backwards else tasks.order_by("due_order", "pk")
    if start is not None:
        rows = rows.filter(_beyond(*start, backwards=backwards))
    return list(rows.values(**_COLUMNS)[: PAGE + 1])


def _beyond(moment: datetime, pk: int, *, backwards: bool) -> Q:
    # The first condition is a range of the index, the second only trims its edge.
    if backwards:
        return Q(due_order__lte=moment) & (Q(due_order__lt=moment) | Q(pk__lt=pk))
    return Q(due_order__gte=moment) & (Q(due_order__gt=moment) | Q(pk__gt=pk))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _cursor(row: dict[str, Any]) -> str:
    return f"{(row['order'] - _EPOCH) // timedelta(microseconds=1)}-{row['task']}"


def _position(cursor: str) -> tuple[datetime, int] | None:
    found = re.fullmatch(r"(\d{1,18})-(\d{1,18})", cursor)
    if not found:
        return None
    return _EPOCH + timedelta(microseconds=int(found[1])), int(found[2])


class _Count(Func):
    """How many rows a bounded query has, as one column of another."""

    template = "(SELECT COUNT(*) FROM (%(expressions)s) counted)"
    output_field = IntegerField()


@dataclass(frozen=True)
class Figures:
    """``own``: corrections of the own applications among those waiting."""

    waiting: int
    own: int
    unread: int

    @property
    def capped(self) -> bool:
        return self.waiting > MOST_COUNTED


def figures(
    user: User, tasks: QuerySet[DeskTask], own: QuerySet[DeskTask] | None = None
) -> Figures:
    """How much waits (bounded) and how many messages are unread: one query."""
    unread = Message.objects.filter(recipient=user, read_at=None)
    queues = {"desks": tasks, "own": own, "unread": unread}
    counts = {
        name: _Count(Subquery(rows.order_by().values("pk")[: MOST_COUNTED + 1]))
        for name, rows in queues.items()
        if rows is not None and not rows.query.is_empty()
    }
    found = User.objects.filter(pk=user.pk).values(**counts).get()
    mine = found.get("own", 0)
    return Figures(found.get("desks", 0) + mine, mine, found.get("unread", 0))
