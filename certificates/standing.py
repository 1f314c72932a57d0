"""What decisions do to certificates: suspend, revoke, expire, correct, replace."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificates import allocate
from certificates.facts import Award, commitment
from certificates.layout import require_sound
from certificates.models import MOVES, Certificate, Status, StatusChange
from journal.record import record


class Refused(ValueError):
    """A move that the standing of the certificate does not allow; ``str()`` is the sentence."""


@transaction.atomic
def change_status(
    certificate: Certificate, *, to: str, reason: str, document: str, by: str, at: datetime
) -> Certificate:
    """Carry out a decision about a certificate; the register shows it with this commit.

    ``document`` is the decision that orders it: a clerk's button never revokes alone
    (domain 6.3). Raises :class:`Refused`.
    """
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.status == to:
        return row
    if to not in MOVES[row.status]:
        raise Refused(
            _("A certificate that is “%(now)s” cannot become “%(to)s”.")
            % {"now": Status(row.status).label, "to": Status(to).label}
        )
    if not reason.strip() or not document.strip():
        raise Refused(_("Give the reason and the number of the decision that orders this."))
    before, row.status = row.status, to
    row.save(update_fields=["status"])
    StatusChange.objects.create(
        certificate=row,
        before=before,
        after=to,
        reason=reason,
        document=document,
        changed_at=at,
        changed_by=by,
    )
    record(
        verb="certificate.status",
        subject=allocate.subject(row),
        actor=by,
        at=at,
        before=before,
        after=to,
        version=row.version,
        commitment=commitment({"reason": reason, "document": document}, code=row.code),
    )
    return row


@transaction.atomic
def reissue(
    certificate: Certificate,
    *,
    award: Award | None = None,
    reason: str,
    document: str,
    by: str,
    at: datetime,
    cause: str = "",
) -> Certificate:
    """A correction or replacement: same number, next version, pointing to the old one.

    ``award`` carries the corrected facts (a new name); without it the facts stay, as for a loss.
    The old version is superseded in the same transaction, and the new one stands as it stood: a
    term that is over does not begin anew. Issue the new one with ``issue``. ``cause``: one word
    for the record.
    """
    old = Certificate.objects.select_for_update().get(pk=certificate.pk)
    facts = award or old.award
    if facts.case != old.case:
        raise Refused(
            _("A replacement must belong to the same case as the certificate it replaces.")
        )
    require_sound(facts)
    if old.status == Status.SUPERSEDED:
        raise Refused(_("This version was already replaced. Replace the newest version instead."))
    standing = old.status
    change_status(old, to=Status.SUPERSEDED, reason=reason, document=document, by=by, at=at)
    allocate.keep_pictures([facts])
    new = allocate.row(facts, number=old.number, serial=old.serial, by=by, at=at)
    new.version, new.replaces, new.status = old.version + 1, old, standing
    new.save()
    record(
        verb="certificate.reissue",
        subject=allocate.subject(new),
        actor=by,
        at=at,
        after=new.status,
        version=new.version,
        commitment=commitment(new.facts, code=new.code),
        detail={"cause": cause} if cause else {},
    )
    return new
