"""A wrong name or ID number that a filing carries: asked for by one person, compared with the card
and confirmed by another. What was filed stays as it was filed; whatever is made from now on has
the right name.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evaluations import identity
from evaluations.actions.case import actor_name
from evaluations.actions.people import FieldRefused, check_name
from evaluations.call_permissions import role_over
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.identity import NumberRefused
from evaluations.models import AccountEvent, IdentityCorrection, Outcome, Person, User
from evaluations.public_list import local_day
from evaluations.roles import Role
from journal.record import record

KEEPERS = (Role.REVIEW_OFFICE, Role.CITY_ACCEPTANCE)


def _require_asker(by: User, person: Person) -> str:
    if person.user_id == by.pk:
        return Role.APPLICANT
    if role := role_over(by, None, *KEEPERS):
        return role
    raise NotPermitted(_("Only the person or the office asks for this correction."))


@transaction.atomic
def ask(
    *, person: Person, name: str, id_number: str, reason: str, by: User, at: datetime
) -> IdentityCorrection:
    """Ask for the right name, number, or both; an empty one stays. Raises FieldRefused."""
    role = _require_asker(by, person)
    if not person.id_sealed:
        raise Refused(_("No ID number is kept yet. It can be entered on the profile page."))
    number = _checked(person, id_number, at)
    right = check_name(name) if name.strip() else person.name
    if right == person.name and not number:
        raise FieldRefused(
            _("Enter what is right now: the name, the number, or both."), field="name"
        )
    if not reason.strip():
        raise FieldRefused(_("Say what is wrong and how it happened."), field="reason")
    asked = IdentityCorrection(
        person=person, name=right, name_before=person.name, reason=reason.strip()[:300],
        asked_at=at, asked_by=by,
    )  # fmt: skip
    asked.seal(number, before=person.id_number)
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError:
        raise Refused(
            _("A correction has already been asked for. Show the ID card to the office.")
        ) from None
    _note(asked, "ask", by=by, role=role, at=at)
    return asked


def _checked(person: Person, raw: str, at: datetime) -> str:
    """The cleaned number; "" when none was given or it is the one we have."""
    if not raw.strip():
        return ""
    try:
        number = identity.check_resident_id(raw, on=local_day(at))
    except NumberRefused as refusal_:
        raise FieldRefused(str(refusal_), field="id_number") from None
    return "" if identity.lookup(number) == person.id_lookup else number


def refusal(user: User, asked: IdentityCorrection) -> str:
    """Why ``user`` may not decide it; "" when allowed."""
    if asked.decided_at is not None:
        return _("This has already been decided.")
    if user.pk in {asked.asked_by_id, asked.person.user_id}:
        return _("Two persons correct an identity: somebody else compares it with the ID card.")
    if not role_over(user, None, *KEEPERS):
        names = _(", ").join(str(role.label) for role in KEEPERS)
        return _("Only these roles can do this: %(roles)s.") % {"roles": names}
    return ""


@transaction.atomic
def decide(
    *, request_id: int, outcome: str, by: User, at: datetime, note: str = "", id_number: str = ""
) -> IdentityCorrection:
    """Whoever has the card in hand confirms: name and number change in the same moment.

    ``id_number``: typed off the card once more. So nobody confirms by looking at a screen, and no
    screen has to show the number.
    """
    rows = IdentityCorrection.objects.select_for_update(of=("self",))
    asked = rows.select_related("person__user").filter(pk=request_id).first()
    if asked is None:
        raise NotFound(_("This correction does not exist."))
    if reason := refusal(by, asked):
        raise Refused(reason) if asked.decided_at else NotPermitted(reason)
    if outcome not in Outcome.values:
        raise Refused(_("Confirm or refuse."))
    if outcome == Outcome.REFUSED and not note.strip():
        raise Refused(_("Say why it is refused."))
    if outcome == Outcome.CONFIRMED:
        _compare(asked, id_number)
        _correct(asked, by=by, at=at)
    asked.outcome, asked.note = outcome, note.strip()[:300]
    asked.decided_at, asked.decided_by = at, by
    asked.save()
    _note(asked, "decide", by=by, role=role_over(by, None, *KEEPERS), at=at, outcome=outcome)
    return asked


def _compare(asked: IdentityCorrection, typed: str) -> None:
    if not asked.id_sealed:
        return
    try:
        number = identity.check_resident_id(typed)
    except NumberRefused as refusal_:
        raise FieldRefused(str(refusal_), field="id_number") from None
    if number != asked.id_number:
        raise FieldRefused(
            _("The number on the card is not the one that was asked for. Refuse, and say so."),
            field="id_number",
        )


def _correct(asked: IdentityCorrection, *, by: User, at: datetime) -> None:
    person = Person.objects.select_for_update(no_key=True).get(pk=asked.person_id)
    person.name = asked.name
    if asked.id_number:
        person.set_id_number(asked.id_number)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refused(
            _(
                "Another account carries this ID number. Find out which of the two is the person's "
                "own, and close the other first."
            )
        ) from None
    if asked.person.user is not None:
        asked.person.user.name = asked.name
        asked.person.user.save(update_fields=["name"])
        AccountEvent.objects.create(
            user=asked.person.user, kind=AccountEvent.Kind.CORRECTED, reason=asked.reason,
            done_at=at, done_by=by,
        )  # fmt: skip


def _note(
    asked: IdentityCorrection, verb: str, *, by: User, role: str, at: datetime, **detail: str
) -> None:
    detail |= {"number": "changes" if asked.id_sealed else "stays"}
    record(
        verb=f"identity.{verb}", subject=f"person:{asked.person.public_id}",
        actor=actor_name(by), role=role, at=at, detail=detail,
    )  # fmt: skip
