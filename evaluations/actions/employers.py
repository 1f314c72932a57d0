"""Employers register themselves: one person asks with the letter of authority, the district or the
office compares it with the licence and confirms. After that the employer keeps its own clerks.
"""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evaluations.actions.case import actor_name
from evaluations.actions.people import FieldRefused, check_phone
from evaluations.actions.registers import check_organisation
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import EmployerRequest, Organisation, Outcome, RoleGrant, User
from evaluations.roles import Role, Scope
from evaluations.uploads import CleanFile
from journal.record import record

_MOST_OPEN = 3


@transaction.atomic
def ask(
    *, name: str, uscc: str, kind: str, affiliation: str, district: str, letter: CleanFile | None,
    by: User, at: datetime,
) -> EmployerRequest:  # fmt: skip
    """Ask to speak for an employer. Raises NumberRefused, FieldRefused or Refused."""
    code = check_organisation(name=name, uscc=uscc, affiliation=affiliation, district=district)
    if kind == Organisation.Kind.DEPARTMENT:
        raise NotPermitted(_("A government department gets its accounts from the review office."))
    if letter is None:
        raise FieldRefused(_("Choose the stamped letter of authority."), field="letter")
    if speaks_for(by, code):
        raise Refused(_("You already speak for this employer."))
    if EmployerRequest.objects.filter(asked_by=by, decided_at=None).count() >= _MOST_OPEN:
        raise Refused(_("Three of your registrations wait for an answer. Wait for it first."))
    asked = EmployerRequest(
        name=name.strip(), uscc=code, kind=kind, affiliation=affiliation, district=district,
        letter_name=letter.name, letter_type=letter.content_type, letter_sha256=letter.sha256,
        asked_at=at, asked_by=by,
    )  # fmt: skip
    asked.letter.save("letter", ContentFile(letter.data), save=False)
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError:
        raise Refused(
            _("You have already asked for this employer. It waits to be checked.")
        ) from None
    _note(asked, "ask", by=by, role="", at=at, letter=letter.sha256)
    return asked


def speaks_for(user: User, uscc: str) -> bool:
    return any(employer.uscc == uscc for employer in headed_by(user))


def confirming_role(user: User, asked: EmployerRequest) -> str:
    """The role in which ``user`` may decide; "" when none. A unit of a district is its district's."""
    for grant in user.live_grants:
        if grant.role == Role.REVIEW_OFFICE and grant.scope == Scope.CITY:
            return grant.role
        district = asked.affiliation == Organisation.Affiliation.DISTRICT and asked.district
        if grant.role == Role.DISTRICT_OFFICER and district and grant.district == district:
            return grant.role
    return ""


def refusal(user: User, asked: EmployerRequest) -> str:
    """Why ``user`` may not decide it; "" when allowed."""
    if asked.decided_at is not None:
        return _("This has already been decided.")
    if user.pk == asked.asked_by_id:
        return _("This is about yourself. Somebody else has to decide it.")
    if not confirming_role(user, asked):
        return _("Only the district of this employer or the review office decides here.")
    return ""


@transaction.atomic
def decide(
    *, request_id: int, outcome: str, by: User, at: datetime, note: str = ""
) -> EmployerRequest:
    """Confirmed: the employer is in the register and this person speaks for it. Refused: with the
    reason, so that the next try is right."""
    rows = EmployerRequest.objects.select_for_update(of=("self",)).select_related("asked_by")
    asked = rows.filter(pk=request_id).first()
    if asked is None:
        raise NotFound(_("This registration does not exist."))
    if reason := refusal(by, asked):
        raise Refused(reason) if asked.decided_at else NotPermitted(reason)
    if outcome not in Outcome.values:
        raise Refused(_("Confirm or refuse."))
    if outcome == Outcome.REFUSED and not note.strip():
        raise Refused(_("Say why it is refused, and what would be right."))
    role = confirming_role(by, asked)
    if outcome == Outcome.CONFIRMED:
        asked.organisation = _organisation(asked)
        _seat(asked.asked_by, Role.EMPLOYER_HEAD, asked.organisation, by=by, at=at)
    asked.outcome, asked.note = outcome, note.strip()[:300]
    asked.decided_at, asked.decided_by = at, by
    asked.save()
    _note(asked, "decide", by=by, role=role, at=at, outcome=outcome)
    return asked


def _organisation(asked: EmployerRequest) -> Organisation:
    """The one of that code; what the office has registered about it is not overwritten."""
    found, _new = Organisation.objects.get_or_create(
        uscc=asked.uscc,
        defaults={
            "name": asked.name,
            "kind": asked.kind,
            "affiliation": asked.affiliation,
            "district": asked.district,
        },
    )
    if found.kind == Organisation.Kind.DEPARTMENT:
        raise Refused(_("A government department gets its accounts from the review office."))
    if not found.active:
        raise Refused(
            _("This organisation is out of use. The office opens it in its register first.")
        )
    return found


def _seat(
    user: User, role: Role, organisation: Organisation, *, by: User, at: datetime
) -> RoleGrant:
    grant, _created = RoleGrant.objects.get_or_create(
        user=user, role=role, scope=Scope.ORGANISATION, organisation=organisation, ended_at=None,
        defaults={"granted_at": at, "granted_by": by},
    )  # fmt: skip
    return grant


# --- the employer's own clerks ---------------------------------------------------------------


def headed_by(user: User) -> list[Organisation]:
    """The employers for which this account speaks."""
    seats = [g for g in user.live_grants if g.role == Role.EMPLOYER_HEAD]
    headed = {seat.organisation_id for seat in seats if seat.organisation_id}
    return list(Organisation.objects.filter(pk__in=headed).order_by("pk"))


def _require_head(by: User, organisation: Organisation) -> None:
    if organisation not in headed_by(by):
        raise NotPermitted(_("Only the head of this employer keeps its clerks."))


@transaction.atomic
def add_clerk(
    *, organisation: Organisation, name: str, phone: str, by: User, at: datetime
) -> RoleGrant:
    """A colleague with an account of the own becomes clerk. Name and number both have to fit, so
    that nobody finds out by trying whose number has an account."""
    _require_head(by, organisation)
    rows = User.objects.filter(is_active=True, phone=check_phone(phone), name=name.strip())
    found = rows.exclude(pk=by.pk).first()
    if found is None:
        raise Refused(
            _(
                "There is no account with this name and mobile number. Let your colleague register "
                "on the sign-in page first; it takes two minutes."
            )
        )
    grant = _seat(found, Role.EMPLOYER_CLERK, organisation, by=by, at=at)
    _staff_note("role.grant", grant, by=by, at=at)
    return grant


@transaction.atomic
def end_clerk(*, grant_id: int, by: User, at: datetime) -> RoleGrant:
    """A clerk leaves: from now on the files of this employer are closed to that account."""
    rows = RoleGrant.objects.select_for_update(of=("self",)).select_related("organisation", "user")
    grant = rows.filter(pk=grant_id, role=Role.EMPLOYER_CLERK).first()
    if grant is None or grant.organisation is None:
        raise NotFound(_("This grant does not exist."))
    _require_head(by, grant.organisation)
    if grant.ended_at is None:
        grant.ended_at, grant.ended_by = at, by
        grant.save(update_fields=["ended_at", "ended_by"])
        _staff_note("role.end", grant, by=by, at=at)
    return grant


def _staff_note(verb: str, grant: RoleGrant, *, by: User, at: datetime) -> None:
    detail = {"role": grant.role, "grant": grant.pk, "organisation": grant.organisation_id}
    record(
        verb=verb, subject=f"user:{grant.user_id}", actor=actor_name(by),
        role=Role.EMPLOYER_HEAD, at=at, detail=detail,
    )  # fmt: skip


def _note(
    asked: EmployerRequest, verb: str, *, by: User, role: str, at: datetime, **detail: str
) -> None:
    record(
        verb=f"employer.{verb}", subject=f"employer_request:{asked.public_id}",
        actor=actor_name(by), role=role, at=at, detail=detail,
    )  # fmt: skip
