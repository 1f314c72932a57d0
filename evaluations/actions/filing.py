"""File, recall, withdraw, lapse: the applicant's acts on the whole case, and the clock's."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from evaluations import snapshot
from evaluations.actions.applying import open_correction
from evaluations.actions.case import first_time, locked, move
from evaluations.eligibility import Facts
from evaluations.errors import Incomplete
from evaluations.models import Application, Correction, Filing, User
from evaluations.permissions import require
from evaluations.status import CORRECTABLE, Status
from evaluations.window import late_entry_runs
from journal.record import commitment

# The language in which the record is kept, whatever language its reader uses.
OFFICIAL_LANGUAGE = "zh-hans"


@transaction.atomic
def file(
    *,
    application_id: int,
    by: User,
    seen: int,
    at: datetime,
    signed_name: str,
    key: UUID | None = None,
) -> Filing:
    """File the working copy: everything that later opinions stand on is frozen here.

    ``signed_name`` is the name typed under the integrity commitment. Raises Incomplete with
    every complaint at once, Stale, NotPermitted.
    """
    if not first_time(key=key, verb="file", subject=f"application:{application_id}", by=by, at=at):
        return Filing.objects.filter(application_id=application_id).latest("number")
    case = locked(application_id, seen=seen)
    role = require(by, "file", case, at=at)
    with override(OFFICIAL_LANGUAGE):
        known = snapshot.facts(case, at=at)
    _check(case, known, at=at, signed_name=signed_name)
    filing = _freeze(case, known, by=by, at=at, signed_name=signed_name)
    correction = open_correction(case)
    if correction:
        correction.answered_at, correction.answered_by = at, by
        correction.save(update_fields=["answered_at", "answered_by"])
    case.occupation = str(case.answers.get("occupation", ""))[:100]
    move(
        case,
        "file",
        verb="file",
        by=by,
        role=role,
        at=at,
        commitment=commitment(filing.content.encode(), bytes.fromhex(filing.salt))[1],
        detail={"filing": filing.number},
    )
    return filing


def _check(case: Application, known: Facts, *, at: datetime, signed_name: str) -> None:
    complaints = snapshot.complaints(case, at=at, known=known)
    if signed_name.strip() != case.person.name:
        complaints.append(snapshot.unsigned())
    if complaints:
        raise Incomplete(
            _("The application cannot be filed yet. Put right what is listed."), complaints
        )


def _freeze(case: Application, known: Facts, *, by: User, at: datetime, signed_name: str) -> Filing:
    with override(OFFICIAL_LANGUAGE):
        content = snapshot.content(case, known, signed_name=signed_name)
    return Filing.objects.create(
        application=case,
        number=case.filings.count() + 1,
        content=content,
        content_hash=snapshot.digest(content),
        salt=commitment(content.encode())[0],
        rules_hash=case.call.rules_hash,
        filed_at=at,
        filed_by=by,
    )


@transaction.atomic
def recall(*, application_id: int, by: User, seen: int, at: datetime) -> Application:
    """Take a filing back before the next desk has opened it. A corrected one goes back to its
    correction: what was not asked to be changed stays as others have already checked it."""
    case = locked(application_id, seen=seen)
    role = require(by, "recall", case, at=at)
    filing = case.filings.latest("number")
    filing.recalled_at, filing.recalled_by = at, by
    filing.save(update_fields=["recalled_at", "recalled_by"])
    correction = Correction.objects.filter(
        application=case, answered_at=filing.filed_at, answered_by=filing.filed_by
    ).last()
    if correction is None:
        move(case, "recall", verb="recall", by=by, role=role, at=at)
        return case
    correction.answered_at = correction.answered_by = None
    correction.save(update_fields=["answered_at", "answered_by"])
    asked = correction.opinion.verdict
    transition = "require_supplement" if asked == "supplement" else "return_for_correction"
    move(case, transition, verb="recall", by=by, role=role, at=at)
    return case


@transaction.atomic
def withdraw(
    *, application_id: int, by: User, seen: int, at: datetime, reason: str = ""
) -> Application:
    """The applicant gives up. Possible until the list is proposed."""
    case = locked(application_id, seen=seen)
    role = require(by, "withdraw", case, at=at)
    _close_correction(case)
    move(case, "withdraw", verb="withdraw", by=by, role=role, at=at, reason=reason)
    return case


@transaction.atomic
def lapse(*, application_id: int, at: datetime) -> Application | None:
    """The clock's act: a draft after the window, or a correction past its date. None when not due."""
    case = locked(application_id)
    if not _overdue(case, at):
        return None
    reason = (
        _("Not filed before the window closed.")
        if case.status == Status.DRAFT
        else _("Not corrected by the date set: deemed withdrawn.")
    )
    _close_correction(case)
    move(case, "lapse", verb="lapse", by=None, role="clock", at=at, reason=reason)
    return case


def _overdue(case: Application, at: datetime) -> bool:
    if case.status == Status.DRAFT:
        late = late_entry_runs(case.call, case.person, at=at)
        return at >= case.call.closes_at and not late
    if case.status not in CORRECTABLE:
        return False
    correction = open_correction(case)
    return correction is not None and at > correction.due_at


def _close_correction(case: Application) -> None:
    case.corrections.filter(answered_at=None).update(closed_unanswered=True)
