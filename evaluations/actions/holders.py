"""The register of holders: entered with the certificate, and every move of a title since."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from evaluations import holdings
from evaluations.actions.case import actor_name, first_time
from evaluations.errors import NotFound, NotPermitted, Refused, Stale
from evaluations.models import (
    IN_TENURE,
    Application,
    ExitGround,
    Holding,
    HoldingChange,
    HoldingEvent,
    HoldingStatus,
    Organisation,
    Proposal,
    User,
)
from evaluations.public_list import local_day
from journal.record import record

CLOCK = "clock"


def locked(holding_id: int, *, seen: int | None = None) -> Holding:
    """The title, row locked and freshly read. Raises NotFound or Stale."""
    assert connection.in_atomic_block, "an act on a title needs a transaction"
    rows = Holding.objects.select_for_update(of=("self",)).select_related(
        "application__call", "person", "employer"
    )
    holding = rows.filter(pk=holding_id).first()
    if holding is None:
        raise NotFound(_("This title does not exist, or is not yours to see."))
    if seen is not None and seen != holding.version:
        last = holding.changes.select_related("actor").last()
        who = str(last.actor) if last and last.actor else _("the clock")
        raise Stale(
            _("This title has changed since you opened it. Look again; what you typed is kept."),
            changed_by=who,
            changed_at=last.at if last else holding.entered_at,
        )
    return holding


def note(
    holding: Holding, verb: str, *, by: User | None, role: str, at: datetime, **entry: Any
) -> None:
    """One entry of the record about this title."""
    record(
        verb=verb, subject=holding.subject, actor=actor_name(by), role=role, at=at,
        version=holding.version, rules=holding.application.call.rules_hash, **entry,
    )  # fmt: skip


def move(
    holding: Holding,
    transition: str,
    *,
    by: User | None,
    role: str,
    at: datetime,
    reason: str,
    effective_on: date | None = None,
    ground: str = "",
    document: str = "",
    proposal: Proposal | None = None,
) -> HoldingChange:
    """Call the transition, save, write history and record."""
    before = HoldingStatus(holding.status)
    try:
        getattr(holding, transition)()
    except TransitionNotAllowed:
        raise Refused(
            _("The title is “%(status)s”. This cannot be done any more.") % {"status": before.label}
        ) from None
    holding.version += 1
    holding.save()
    change = HoldingChange.objects.create(
        holding=holding, before=before, after=holding.status, ground=ground, reason=reason,
        document=document, proposal=proposal, actor=by, role=role,
        effective_on=effective_on or local_day(at), at=at, version=holding.version,
    )  # fmt: skip
    note(holding, f"holding.{transition}", by=by, role=role, at=at, before=before.value,
         after=holding.status, detail={"ground": ground, "document": document})  # fmt: skip
    return change


def enter(*, case: Application, by: User, at: datetime) -> Holding:
    """The title of a certified case, with its tenure. Doing it again changes nothing. Called by
    the act that certifies, inside its transaction."""
    existing = Holding.objects.filter(application=case).first()
    if existing is not None:
        return existing
    rules = case.call.rules
    tenure = rules.tenure
    since, until = holdings.tenure_of(case)
    holding = Holding.objects.create(
        application=case,
        person=case.person,
        employer=case.employer,
        title_code=rules.title_code,
        title=rules.awarded_title,
        since=since,
        until=until,
        monthly_stipend=tenure.monthly_stipend if tenure else 0,
        entered_at=at,
        entered_by=by,
    )
    note(holding, "holding.enter", by=by, role="certificate_officer", at=at, after=holding.status)
    return holding


@transaction.atomic
def expire(*, holding_id: int, at: datetime) -> Holding | None:
    """The clock's act: the honour is kept, the treatment ends. None when not due."""
    holding = locked(holding_id)
    due = holding.until is not None and holding.until < local_day(at)
    if not due or holding.status not in IN_TENURE:
        return None
    move(holding, "expire", by=None, role=CLOCK, at=at, effective_on=holding.until,
         reason=_("The tenure has ended."))  # fmt: skip
    return holding


def due_to_expire(at: datetime) -> list[int]:
    """Ids of titles whose tenure is over (one index range)."""
    rows = Holding.objects.filter(status__in=sorted(IN_TENURE), until__lt=local_day(at))
    return list(rows.order_by("until", "pk").values_list("pk", flat=True))


def expire_due(at: datetime) -> list[Holding]:
    """Everything that is due; each title in a transaction of its own. The caller carries it on to
    the certificates."""
    found = (expire(holding_id=pk, at=at) for pk in due_to_expire(at))
    return [holding for holding in found if holding is not None]


# --- what two persons decide: check and carry_out for evaluations.actions.proposals ---


def check_exit(holding: Holding, payload: dict[str, Any], *, at: datetime) -> None:
    """``payload``: {"ground": one of ExitGround}."""
    if payload.get("ground") not in ExitGround.values:
        raise Refused(_("Choose one of the grounds for ending a title."))
    if holding.status not in IN_TENURE:
        raise Refused(_("This title is no longer in its tenure."))


def check_suspend(holding: Holding, _payload: dict[str, Any], *, at: datetime) -> None:
    if holding.status != HoldingStatus.ACTIVE:
        raise Refused(_("Only a title in force can be suspended."))


def check_resume(holding: Holding, _payload: dict[str, Any], *, at: datetime) -> None:
    if holding.status != HoldingStatus.SUSPENDED:
        raise Refused(_("This title is not suspended."))


_MOVES = {"exit": "terminate", "suspend": "suspend", "resume": "resume"}


def carry_out(proposal: Proposal, holding: Holding, *, by: User, role: str, at: datetime) -> None:
    move(
        holding, _MOVES[proposal.kind], by=by, role=role, at=at, reason=proposal.reason,
        ground=proposal.payload.get("ground", ""), document=proposal.document_number,
        proposal=proposal,
    )  # fmt: skip


# --- what happens to a holder ---


@transaction.atomic
def report_event(
    *,
    holding_id: int,
    kind: str,
    happened_on: date,
    by: User,
    at: datetime,
    words: str = "",
    employer: Organisation | None = None,
    key: UUID | None = None,
) -> HoldingEvent:
    """Holder, employer, district or office report what changed; the office weighs it."""
    holding = locked(holding_id)
    role = _any_role(by, holding)
    if not first_time(key=key, verb="holding.event", subject=holding.subject, by=by, at=at):
        return holding.events.filter(reported_by=by).latest("id")
    if kind not in HoldingEvent.Kind.values:
        raise Refused(_("Choose what has happened."))
    if happened_on > local_day(at):
        raise Refused(_("This day has not come yet."))
    if kind == HoldingEvent.Kind.EMPLOYER and employer is None:
        raise Refused(_("Name the new employer by its credit code."))
    event = HoldingEvent.objects.create(
        holding=holding, kind=kind, happened_on=happened_on, words=words.strip(),
        employer=employer, reported_at=at, reported_by=by,
    )  # fmt: skip
    detail = {"kind": kind, "happened_on": happened_on.isoformat()}
    note(holding, "holding.event", by=by, role=role, at=at, detail=detail)
    return event


def _any_role(by: User, holding: Holding) -> str:
    if holdings.is_holder(by, holding):
        return "holder"
    found = (
        holdings.office_role(by, holding)
        or holdings.employer_role(by, holding)
        or holdings.district_role(by, holding)
    )
    if not found:
        raise NotFound(_("This title does not exist, or is not yours to see."))
    return found


@transaction.atomic
def settle_event(*, event_id: int, conclusion: str, by: User, at: datetime) -> HoldingEvent:
    """The office's word on a report. A new employer takes over the title with it."""
    event = HoldingEvent.objects.filter(pk=event_id).first()
    if event is None:
        raise NotFound(_("This report does not exist."))
    holding = locked(event.holding_id)
    role = holdings.office_role(by, holding)
    if not role:
        raise NotPermitted(_("Only the review office can do this."))
    event = HoldingEvent.objects.select_for_update().get(pk=event_id)
    if event.settled_at is not None:
        raise Refused(_("This report is already settled."))
    if not conclusion.strip():
        raise Refused(_("Say what follows from it."))
    event.conclusion, event.settled_at, event.settled_by = conclusion.strip(), at, by
    event.save()
    if event.kind == HoldingEvent.Kind.EMPLOYER:
        holding.employer = event.employer
        holding.version += 1
        holding.save()
    note(holding, "holding.event_settled", by=by, role=role, at=at, detail={"kind": event.kind})
    return event
