"""The frame of every act on a case: lock, version, move, history, record. One transaction.

Nothing outside ``evaluations.actions`` changes a status.

Lock order, or two acts wait for each other for ever: process (``workflows.desk``), call, cases by
id, their own rows, and the head of the journal last: from the first entry of the record to the
commit every other writer waits. An act on a list writes an entry for each case, so it takes all
of them before the first (``lock_all``). What comes after the head are rows that only point at
others (history, tasks, messages): they need the row they point at to exist, which ``no_key``
locks do not prevent and plain FOR UPDATE would. SQLite has one writer at a time and no locks.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from evaluations.actions import written
from evaluations.errors import NotFound, Refused, Stale
from evaluations.models import ActKey, Application, Call, StatusChange, User
from evaluations.status import Status
from journal.record import Act, record_many

CLOCK = "clock"
_CHUNK = 200


def actor_name(by: User | None) -> str:
    """A pseudonym for the record: no personal data goes there."""
    return f"user:{by.pk}" if by else CLOCK


def locked(application_id: int, *, seen: int | None = None) -> Application:
    """The case, row locked and freshly read. ``seen`` is the version the user looked at.

    Raises NotFound, or Stale naming who changed it and when. Must run in a transaction.
    """
    assert connection.in_atomic_block, "an act on a case needs a transaction"
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    related = rows.select_related("call", "person", "employer")
    try:
        case = related.get(pk=application_id)
    except Application.DoesNotExist:
        raise NotFound(_("This application does not exist, or is not yours to see.")) from None
    if seen is not None and seen != case.version:
        raise _stale(case)
    return case


def lock_all(application_ids: Iterable[int]) -> None:
    """Every case of a list, in one order, before the first entry of the record."""
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    wanted = rows.filter(pk__in=list(application_ids)).order_by("pk")
    list(wanted.values_list("pk", flat=True))


def each_locked(call: Call, application_ids: Iterable[int]) -> Iterator[Application]:
    """The cases of a list under their locks (``lock_all``), freshly read, in the order given. They
    share the one ``call``: its rules are the largest part of what a case carries."""
    rows = Application.objects.select_related("person", "employer")
    for chunk in batched(application_ids, _CHUNK, strict=False):
        found = rows.in_bulk(chunk)
        for pk in chunk:
            found[pk].call = call
            yield found[pk]


def _stale(case: Application) -> Stale:
    who = str(case.last_actor) if case.last_actor else _("the clock")
    when = date_format(localtime(case.last_change), "Y-m-d H:i")
    sentence = _(
        "This application has changed since you opened it: %(who)s, %(when)s. "
        "Look at the difference, then send again; what you typed is kept."
    ) % {"who": who, "when": when}
    return Stale(sentence, changed_by=who, changed_at=case.last_change)


def first_time(*, key: UUID | None, verb: str, subject: str, by: User | None, at: datetime) -> bool:
    """False when a form with this key was already acted on: a double click is one act.

    Raises Refused when the key belongs to another act or another user.
    """
    if key is None:
        return True
    try:
        with transaction.atomic():
            ActKey.objects.create(key=key, verb=verb, subject=subject, user=by, at=at)
    except IntegrityError:
        row = ActKey.objects.get(key=key)
    else:
        return True
    if (row.verb, row.subject, row.user_id) != (verb, subject, by.pk if by else None):
        raise Refused(_("This form has already been used. Open the page again."))
    return False


def move(
    case: Application,
    transition: str,
    *,
    verb: str,
    by: User | None,
    role: str,
    at: datetime,
    reason: str = "",
    **entry: Any,
) -> StatusChange:
    """Call the transition, save, write history and record. ``entry`` goes to the record as it is."""
    before = Status(case.status)
    try:
        getattr(case, transition)()
    except TransitionNotAllowed:
        raise Refused(
            _("The application is “%(status)s”. This cannot be done any more.")
            % {"status": before.label}
        ) from None
    _save(case, by=by, at=at)
    change = StatusChange.objects.create(
        application=case,
        before=before,
        after=case.status,
        verb=verb,
        reason=reason,
        actor=by,
        role=role,
        at=at,
        version=case.version,
    )
    written.moved(change)
    note(case, verb, by=by, role=role, at=at, before=before.value, after=case.status, **entry)
    return change


def touch(case: Application, verb: str, *, by: User, role: str, at: datetime, **entry: Any) -> None:
    """An act that changes the case but not its status: version, who and when, and the record."""
    _save(case, by=by, at=at)
    note(case, verb, by=by, role=role, at=at, before=case.status, after=case.status, **entry)


def touch_for_each(
    case: Application,
    verb: str,
    *,
    by: User,
    role: str,
    at: datetime,
    details: Sequence[dict[str, Any]],
) -> None:
    """One act that does several things: one version, and an entry of the record for each of them."""
    _save(case, by=by, at=at)
    unchanged = {"before": case.status, "after": case.status}
    record_many(
        _entry(case, verb, by=by, role=role, at=at, detail=detail, **unchanged)
        for detail in details
    )


def _save(case: Application, *, by: User | None, at: datetime) -> None:
    case.version += 1
    case.last_change, case.last_actor = at, by
    case.save()
    written.saved(case)


def note(
    case: Application, verb: str, *, by: User | None, role: str, at: datetime, **entry: Any
) -> None:
    """One entry of the record about this case."""
    record_many([_entry(case, verb, by=by, role=role, at=at, **entry)])


def _entry(
    case: Application, verb: str, *, by: User | None, role: str, at: datetime, **entry: Any
) -> Act:
    return Act(
        verb=verb,
        subject=case.subject,
        actor=actor_name(by),
        role=role,
        at=at,
        version=case.version,
        rules=case.call.rules_hash,
        **entry,
    )
