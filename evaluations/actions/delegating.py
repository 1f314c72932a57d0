"""自主遴选认定: an employer chooses by the city's standard, within places and a period; the city
may veto in time and audits a sample. Source: the city's plan [S00], precedent [S114].
"""

import random
import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations import whereabouts
from evaluations.actions.case import actor_name, locked, move
from evaluations.calendar import add_months
from evaluations.call_permissions import role_over
from evaluations.errors import NotPermitted, Refused
from evaluations.models import (
    Application,
    AuditSample,
    Call,
    Delegation,
    Organisation,
    User,
    work_calendar,
)
from evaluations.public_list import local_day
from evaluations.roles import Role
from evaluations.rules import Programme
from evaluations.status import LIVE, REFUSED, Status
from journal.record import record


def _office(by: User, call: Call | None) -> str:
    role = role_over(by, call, Role.REVIEW_OFFICE)
    if not role:
        raise NotPermitted(_("Only the review office can do this."))
    return role


@transaction.atomic
def delegate(
    *,
    organisation: Organisation,
    programme: Programme,
    track: str,
    since: date,
    letter: str,
    by: User,
    at: datetime,
) -> Delegation:
    """The employer signed the letter of responsibility: places and period as the track's rules say."""
    role = _office(by, None)
    terms = programme.track(track).delegation
    if terms is None:
        raise Refused(_("This way in is not delegated to employers."))
    if not letter.strip():
        raise Refused(_("Enter the number of the letter of responsibility."))
    until = add_months(since, terms.period.n)
    here = Delegation.objects.select_for_update().filter(
        organisation=organisation, programme=programme.id, track=track, ended_at=None
    )
    if here.filter(since__lte=until, until__gte=since).exists():
        raise Refused(_("This employer already has a delegation in that period."))
    row = Delegation.objects.create(
        organisation=organisation, programme=programme.id, track=track, places=terms.places,
        since=since, until=until, letter=letter.strip(), granted_at=at, granted_by=by,
    )  # fmt: skip
    record(
        verb="delegation.grant", subject=f"delegation:{row.pk}", actor=actor_name(by), role=role,
        at=at, detail={"organisation": organisation.pk, "places": row.places},
    )  # fmt: skip
    return row


def delegation_of(case: Application, *, on: date) -> Delegation | None:
    """The delegation under which this employer chose the candidate."""
    rows = Delegation.objects.filter(
        organisation=case.employer_id, programme=case.call.programme, track=case.track,
        since__lte=on, until__gte=on, ended_at=None,
    )  # fmt: skip
    return rows.first()


def used(delegation: Delegation) -> int:
    """Places taken: every live application of the period that was not refused."""
    cases = Application.objects.filter(
        employer=delegation.organisation_id,
        call__programme=delegation.programme,
        track=delegation.track,
        status__in=sorted(LIVE - REFUSED - {Status.DRAFT, Status.LAPSED}),
        filings__filed_at__date__gte=delegation.since,
        filings__filed_at__date__lte=delegation.until,
    )
    return cases.distinct().count()


def problem(case: Application, *, at: datetime) -> str:
    """What is wrong with this choice by a delegated employer; "" when nothing is, or when the way
    in is not delegated. Shown to the checking desks."""
    if whereabouts.track_of(case).delegation is None:
        return ""
    delegation = delegation_of(case, on=local_day(at))
    if delegation is None:
        return _("No delegation of this employer is recorded for this day.")
    taken = used(delegation)
    if taken > delegation.places:
        return _("The employer has %(places)d places and has put forward %(taken)d.") % {
            "places": delegation.places,
            "taken": taken,
        }
    return ""


def veto_until(case: Application) -> datetime | None:
    """Until when the city may object to a delegated choice; None where nothing is delegated."""
    terms = whereabouts.track_of(case).delegation
    filing = case.filings.order_by("-number").first()
    if terms is None or filing is None:
        return None
    return work_calendar().due(filing.filed_at, terms.veto)


@transaction.atomic
def veto(*, application_id: int, reason: str, by: User, seen: int, at: datetime) -> Application:
    """The city objects to a delegated choice, in time and with its reason."""
    case = locked(application_id, seen=seen)
    role = _office(by, case.call)
    until = veto_until(case)
    if until is None:
        raise Refused(_("This way in is not delegated to employers."))
    if at > until:
        raise Refused(
            _("The city could object until %(day)s.") % {"day": local_day(until).isoformat()}
        )
    if not reason.strip():
        raise Refused(_("Give the reason: the applicant and the employer will see it."))
    move(case, "not_select", verb="veto", by=by, role=role, at=at, reason=reason.strip())
    return case


@transaction.atomic
def draw_sample(*, call: Call, track: str, by: User, at: datetime, seed: str = "") -> AuditSample:
    """Which files of a delegated track are audited in full: at least one, by a recorded seed. The
    same seed draws the same files from the same list."""
    role = _office(by, call)
    terms = call.rules.track(track).delegation
    if terms is None:
        raise Refused(_("This way in is not delegated to employers."))
    if AuditSample.objects.filter(call=call, track=track).exists():
        raise Refused(_("The sample of this call is already drawn."))
    filed = call.applications.filter(track=track, filings__isnull=False).distinct()
    names = sorted(filed.values_list("reference", flat=True))
    if not names:
        raise Refused(_("Nobody has filed on this way in."))
    seed = seed or secrets.token_hex(16)
    sample = AuditSample.objects.create(
        call=call, track=track, seed=seed, drawn_from=names,
        drawn=drawn(names, percent=terms.sample_percent, seed=seed), drawn_at=at, drawn_by=by,
    )  # fmt: skip
    record(
        verb="audit_sample.draw", subject=call.subject, actor=actor_name(by), role=role, at=at,
        version=call.version, rules=call.rules_hash,
        detail={"track": track, "seed": seed, "drawn": sample.drawn},
    )  # fmt: skip
    return sample


def drawn(names: list[str], *, percent: int, seed: str) -> list[str]:
    """The sample, replayable from its seed: rounded up, so that a small list is audited too."""
    count = -(-len(names) * percent // 100)
    return sorted(random.Random(seed).sample(sorted(names), count))  # noqa: S311 - replayable
