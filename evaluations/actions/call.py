"""The frame of every act on a call, and its life before the list: create, edit, open, close."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django_fsm import TransitionNotAllowed

from evaluations import rules
from evaluations.actions.case import actor_name
from evaluations.actions.case import locked as locked_case
from evaluations.actions.case import move as move_case
from evaluations.actions.filing import OFFICIAL_LANGUAGE
from evaluations.call_permissions import require
from evaluations.errors import NotFound, Refused, Stale
from evaluations.models import Call, CallStatusChange, Review, User
from evaluations.status import BEFORE_LIST, UNDECIDED, CallStatus, Status
from journal.record import record


def locked(call_id: int, *, seen: int | None = None) -> Call:
    """The call, row locked and freshly read. Raises NotFound or Stale."""
    assert connection.in_atomic_block, "an act on a call needs a transaction"
    try:
        call = Call.objects.select_for_update(no_key=True).get(pk=call_id)
    except Call.DoesNotExist:
        raise NotFound(_("This call does not exist.")) from None
    if seen is not None and seen != call.version:
        raise _stale(call)
    return call


def _stale(call: Call) -> Stale:
    last = call.changes.select_related("actor").last()
    who = str(last.actor) if last and last.actor else _("the clock")
    when = last.at if last else call.created_at
    sentence = _("This call has changed since you opened it: %(who)s, %(when)s. Look again.") % {
        "who": who,
        "when": date_format(localtime(when), "Y-m-d H:i"),
    }
    return Stale(sentence, changed_by=who, changed_at=when)


def move(
    call: Call,
    transition: str,
    *,
    by: User | None,
    role: str,
    at: datetime,
    reason: str = "",
    **entry: Any,
) -> CallStatusChange:
    """Call the transition, save, write history and record."""
    before = CallStatus(call.status)
    try:
        getattr(call, transition)()
    except TransitionNotAllowed:
        raise Refused(
            _("The call is “%(status)s”. This cannot be done now.") % {"status": before.label}
        ) from None
    call.version += 1
    call.save()
    change = CallStatusChange.objects.create(
        call=call,
        before=before,
        after=call.status,
        verb=transition,
        reason=reason,
        actor=by,
        role=role,
        at=at,
        version=call.version,
    )
    note(call, transition, by=by, role=role, at=at, before=before.value, after=call.status, **entry)
    return change


def note(call: Call, verb: str, *, by: User | None, role: str, at: datetime, **entry: Any) -> None:
    """One entry of the record about this call."""
    record(
        verb=f"call.{verb}",
        subject=call.subject,
        actor=actor_name(by),
        role=role,
        at=at,
        version=call.version,
        rules=call.rules_hash,
        **entry,
    )


@transaction.atomic
def create(
    *,
    programme: rules.Programme,
    year: int,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    cut_off: date,
    by: User,
    at: datetime,
    batch: int = 1,
    announcement: str = "",
    contact: str = "",
) -> Call:
    """A call in preparation. Its rules can still change until it opens."""
    role = require(by, "create", None, at=at)
    _check_window(opens_at, closes_at)
    if Call.objects.filter(programme=programme.id, year=year, batch=batch).exists():
        raise Refused(_("This programme already has a call for that year and batch."))
    text = rules.canonical(programme)
    call = Call.objects.create(
        programme=programme.id,
        year=year,
        batch=batch,
        title=title,
        announcement=announcement,
        contact=contact,
        rules_text=text,
        rules_hash=rules.edition_hash(text),
        opens_at=opens_at,
        closes_at=closes_at,
        cut_off=cut_off,
        created_at=at,
        created_by=by,
    )
    note(call, "create", by=by, role=role, at=at, after=call.status)
    return call


@transaction.atomic
def edit(
    *, call_id: int, by: User, seen: int, at: datetime, programme: rules.Programme, **fields: Any
) -> Call:
    """Change a call in preparation: its rules and any of title, announcement, contact,
    opens_at, closes_at, cut_off."""
    call = locked(call_id, seen=seen)
    role = require(by, "edit", call, at=at)
    allowed = {"title", "announcement", "contact", "opens_at", "closes_at", "cut_off"}
    assert fields.keys() <= allowed, f"not editable: {fields.keys() - allowed}"
    for name, value in fields.items():
        setattr(call, name, value)
    _check_window(call.opens_at, call.closes_at)
    call.rules_text = rules.canonical(programme)
    call.rules_hash = rules.edition_hash(call.rules_text)
    call.version += 1
    call.save()
    note(call, "edit", by=by, role=role, at=at)
    return call


def _check_window(opens_at: datetime, closes_at: datetime) -> None:
    if closes_at <= opens_at:
        raise Refused(_("The window must close after it opens."))


@transaction.atomic
def open_call(*, call_id: int, by: User, seen: int, at: datetime) -> Call:
    """Publish the call. From here its rules are frozen: edition and hash are shown everywhere."""
    call = locked(call_id, seen=seen)
    role = require(by, "open", call, at=at)
    if at >= call.closes_at:
        raise Refused(_("The window would already be over. Set a later closing time."))
    call.opened_at, call.opened_by = at, by
    move(call, "open", by=by, role=role, at=at)
    return call


@transaction.atomic
def close_call(*, call_id: int, at: datetime, by: User | None = None) -> Call | None:
    """The clock closes the window (``by`` None). None when it is not yet due."""
    call = locked(call_id)
    role = require(by, "close", call, at=at) if by else "clock"
    if call.status != CallStatus.OPEN or at < call.closes_at:
        return None
    move(call, "close", by=by, role=role, at=at)
    if Review.objects.filter(panel_case__panel__call=call).exists():
        start_review(call, by=by, role=role, at=at)
    return call


def start_review(call: Call, *, by: User | None, role: str, at: datetime) -> None:
    """Within the act that brings it about: the window is over and experts have files, so that
    nobody is admitted late any more (``amending.entry_over``). Files may be given out before."""
    if call.status == CallStatus.CLOSED:
        move(call, "start_review", by=by, role=role, at=at)


@transaction.atomic
def cancel(*, call_id: int, by: User, seen: int, at: datetime, reason: str) -> Call:
    """Drop a call in preparation. One that is open already needs two persons: see ``amending``."""
    call = locked(call_id, seen=seen)
    role = require(by, "cancel", call, at=at)
    if not reason.strip():
        raise Refused(_("Say why the call is cancelled."))
    move(call, "cancel", by=by, role=role, at=at, reason=reason.strip())
    return call


@transaction.atomic
def conclude(*, call_id: int, by: User, seen: int, at: datetime) -> Call:
    """Nothing of the list is left to do. Whoever still waits on the reserve list waits no longer."""
    call = locked(call_id, seen=seen)
    role = require(by, "conclude", call, at=at)
    waiting = call.applications.filter(status__in=UNDECIDED).count()
    if waiting:
        raise Refused(
            ngettext(
                "%(n)d candidate of the list still waits for a decision.",
                "%(n)d candidates of the list still wait for a decision.",
                waiting,
            )
            % {"n": waiting}
        )
    _refuse_unexamined(call)
    reserve = call.applications.filter(status=Status.RESERVE).order_by("pk")
    with override(OFFICIAL_LANGUAGE):
        reason = _("The call is concluded; no place fell free for the reserve list.")
    for pk in reserve.values_list("pk", flat=True):
        move_case(
            locked_case(pk), "not_select", verb="not_select", by=by, role=role, at=at, reason=reason
        )
    move(call, "conclude", by=by, role=role, at=at)
    return call


def _refuse_unexamined(call: Call) -> None:
    """Whoever was admitted again, or waits for the answer to a recheck, has a right to an end."""
    again = Q(status__in=BEFORE_LIST) | Q(rechecks__isnull=False, rechecks__decided_at=None)
    n = call.applications.filter(again).distinct().count()
    if n:
        raise Refused(
            ngettext(
                "%(n)d application is still examined after a recheck. Decide it first.",
                "%(n)d applications are still examined after a recheck. Decide them first.",
                n,
            )
            % {"n": n}
        )
