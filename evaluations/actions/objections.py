"""Objections to a notice: received, examined, decided. Only the contested candidate waits."""

import json
import secrets
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from evaluations import public_list, sealing
from evaluations.actions.case import locked, move, note, touch
from evaluations.call_permissions import role_over
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Application, Notice, Objection, User, work_calendar
from evaluations.permissions import require
from evaluations.roles import Role
from evaluations.rules import Clock
from evaluations.status import Status
from evaluations.uploads import CleanFile

PUBLIC = "public"
# From the receipt: 10 working days by the rules, once extended to 30 (domain brief 2.3, [S120, C]).
EXTENDED = Clock(30, "WORKDAY")
_TWICE = timedelta(minutes=10)


@transaction.atomic
def receive(
    *,
    notice: Notice,
    application: Application,
    name: str,
    unit: str,
    phone: str,
    facts: str,
    at: datetime,
    by: User | None = None,
    anonymous_tip: bool = False,
    evidence: CleanFile | None = None,
) -> Objection:
    """A real-name objection inside the period; its receipt number answers the objector.

    ``by``: the officer who registers an anonymous tip with checkable leads; nobody else can.
    ``evidence``: a file that has passed the upload gate.
    """
    if anonymous_tip and (by is None or not role_over(by, notice.call, Role.REVIEW_OFFICE)):
        raise NotPermitted(_("Only the review office registers a tip without a name."))
    if notice.closed_at is not None or at > notice.ends_at:
        raise Refused(_("The period for objections ended on %(day)s.") % {"day": notice.days[-1]})
    if not anonymous_tip and not (name.strip() and phone.strip()):
        raise Refused(
            _("Give your real name and a phone number: anonymous objections are not examined.")
        )
    if not facts.strip():
        raise Refused(_("Say which facts you object to, and where they can be checked."))
    case = locked(application.pk)
    named = {entry["case"] for entry in public_list.entries(notice.entries)}
    if case.reference not in named or case.status not in {Status.PUBLICISED, Status.CONTESTED}:
        raise Refused(_("This candidate is not on the list under notice."))
    who = {"name": name.strip(), "unit": unit.strip(), "phone": phone.strip()}
    if same := _sent_before(case, notice, who, facts.strip(), at=at):
        return same
    receipt = f"YY{at:%y%m%d}-{secrets.token_hex(4).upper()}"
    objection = Objection(
        receipt=receipt,
        notice=notice,
        application=case,
        anonymous_tip=anonymous_tip,
        facts=facts.strip(),
        received_at=at,
    )
    objection.objector_sealed = sealing.seal(
        json.dumps(who, ensure_ascii=False), aad=objection.seal_name
    )
    if evidence is not None:
        objection.evidence.save("upload", ContentFile(evidence.data), save=False)
    objection.save()
    if case.status == Status.PUBLICISED:
        move(case, "contest", verb="objection.receive", by=by, role=PUBLIC, at=at)
    else:
        note(case, "objection.receive", by=by, role=PUBLIC, at=at)
    return objection


def _sent_before(
    case: Application, notice: Notice, who: dict[str, str], facts: str, *, at: datetime
) -> Objection | None:
    """The same words of the same person a moment ago: a double click is one objection."""
    rows = case.objections.filter(notice=notice, facts=facts, received_at__gte=at - _TWICE)
    for row in rows.filter(decided_at=None):
        if json.loads(sealing.unseal(row.objector_sealed, aad=row.seal_name)) == who:
            return row
    return None


@transaction.atomic
def take(*, objection_id: int, by: User, at: datetime) -> Objection:
    """Become the handler. Whoever checked this application before may not examine the objection."""
    objection, case = _locked(objection_id)
    role = require(by, "handle_objection", case, at=at)
    if objection.handler_id == by.pk:
        return objection
    if objection.handler_id is not None:
        raise Refused(_("%(name)s is examining this objection.") % {"name": objection.handler})
    objection.handler = by
    objection.save(update_fields=["handler"])
    note(case, "objection.take", by=by, role=role, at=at)
    return objection


@transaction.atomic
def objector(*, objection_id: int, by: User, at: datetime) -> dict[str, str]:
    """Name, unit and phone of the objector: for the handler alone, and every reading is recorded."""
    objection, case = _locked(objection_id)
    if objection.handler_id != by.pk:
        raise NotPermitted(_("Who objected is known to the handler alone."))
    note(case, "objection.read_objector", by=by, role="review_office", at=at)
    return json.loads(sealing.unseal(objection.objector_sealed, aad=objection.seal_name))


@transaction.atomic
def judge_admissibility(
    *, objection_id: int, admissible: bool, reason: str, by: User, at: datetime
) -> Objection:
    """In time, named, in scope? An objection that is not ends here, with the reason."""
    objection, case = _locked(objection_id)
    role = _require_handler(objection, case, by=by, at=at)
    if not reason.strip():
        raise Refused(_("Give the reason why the objection is or is not admitted."))
    objection.admissible, objection.admissibility_reason = admissible, reason.strip()
    objection.save(update_fields=["admissible", "admissibility_reason"])
    touch(case, "objection.judge", by=by, role=role, at=at, detail={"admissible": admissible})
    if not admissible:
        objection.reply = reason.strip()
        _close(objection, case, Objection.Outcome.DISMISSED, reason, by=by, role=role, at=at)
    return objection


@transaction.atomic
def decide_objection(
    *,
    objection_id: int,
    outcome: str,
    finding: str,
    strike_off: bool,
    by: User,
    at: datetime,
    reply: str = "",
) -> Objection:
    """The outcome and its finding. ``strike_off``: the candidate leaves the list. ``reply``: the
    written answer to the objector; without one he reads the finding itself."""
    objection, case = _locked(objection_id)
    role = _require_handler(objection, case, by=by, at=at)
    if not objection.admissible:
        raise Refused(_("Judge first whether the objection is admissible."))
    if outcome not in Objection.Outcome.values or not finding.strip():
        raise Refused(_("Choose an outcome and write the finding."))
    upheld = {Objection.Outcome.UPHELD, Objection.Outcome.PARTLY}
    if strike_off and outcome not in upheld:
        raise Refused(_("A candidate is struck off only when the objection is upheld."))
    objection.reply = reply.strip() or finding.strip()
    _close(objection, case, outcome, finding, by=by, role=role, at=at, strike_off=strike_off)
    return objection


@transaction.atomic
def extend(*, objection_id: int, reason: str, by: User, at: datetime) -> Objection:
    """More time for the examination: once, with a reason that the objector reads too."""
    objection, case = _locked(objection_id)
    role = _require_handler(objection, case, by=by, at=at)
    if objection.extended_at is not None:
        raise Refused(_("The time was extended once already. It cannot be extended again."))
    if not reason.strip():
        raise Refused(_("Give the reason for the longer time: the objector reads it."))
    objection.extended_until = work_calendar().due(objection.received_at, EXTENDED)
    objection.extension_reason = reason.strip()
    objection.extended_at, objection.extended_by = at, by
    objection.save()
    detail = {"until": objection.extended_until.isoformat()}
    touch(case, "objection.extend", by=by, role=role, at=at, detail=detail)
    return objection


def _locked(objection_id: int) -> tuple[Objection, Application]:
    # Lock order is always the case first: two objections to one candidate queue up behind it.
    application_id = Objection.objects.values_list("application_id", flat=True).get(pk=objection_id)
    case = locked(application_id)
    return Objection.objects.select_related("handler").get(pk=objection_id), case


def _require_handler(objection: Objection, case: Application, *, by: User, at: datetime) -> str:
    role = require(by, "handle_objection", case, at=at)
    if objection.handler_id != by.pk:
        raise NotPermitted(_("Take the objection first: only its handler can decide it."))
    if objection.decided_at is not None:
        raise Refused(_("This objection has already been decided."))
    return role


def _close(
    objection: Objection,
    case: Application,
    outcome: str,
    finding: str,
    *,
    by: User,
    role: str,
    at: datetime,
    strike_off: bool = False,
) -> None:
    objection.outcome, objection.finding = outcome, finding.strip()
    objection.decided_at, objection.decided_by = at, by
    objection.save()
    detail = {"outcome": str(outcome)}
    verb = "objection.decide"
    if strike_off:
        move(case, "strike_off", verb=verb, by=by, role=role, at=at, reason=finding, detail=detail)
    elif case.status == Status.CONTESTED and not _others_open(objection):
        move(case, "clear", verb=verb, by=by, role=role, at=at, detail=detail)
    else:
        touch(case, verb, by=by, role=role, at=at, detail=detail)


def _others_open(objection: Objection) -> bool:
    rest = Objection.objects.filter(application=objection.application_id, decided_at=None)
    return rest.exclude(pk=objection.pk).exists()
