"""Who may do what with the city's seals: one office uploads, the other releases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from certificates import impressions, proof
from certificates.models import Impression, SpecimenLeave
from evaluations.actions.case import actor_name
from evaluations.errors import NotFound, Refused
from evaluations.models import User
from evaluations.roles import Role
from workflows import paper

READERS = (*paper.RELEASERS, Role.REVIEW_OFFICE, Role.AUDITOR)
#: Who may put it in writing that certificates go out with a specimen.
OFFICES = (Role.SEAL_KEEPER, Role.REVIEW_OFFICE)


@dataclass(frozen=True)
class Standing:
    """Where one issuer's seal stands. ``issuer``: as in the city file; ``versions``: newest first, without their pictures."""

    issuer: Any
    versions: Sequence[Impression]
    leave: SpecimenLeave | None

    @property
    def in_use(self) -> Impression | None:
        released = [each for each in self.versions if each.released_at and not each.withdrawn_at]
        return released[0] if released else None

    @property
    def waiting(self) -> Impression | None:
        """Uploaded and not yet looked at by the second person."""
        open_ones = [e for e in self.versions if not e.released_at and not e.withdrawn_at]
        return open_ones[0] if open_ones else None


def standings(*, by: User) -> list[Standing]:
    """Every issuing body of the city. Raises NotPermitted."""
    paper.city_role(by, *READERS)
    rows, leaves = list(Impression.objects.defer("png")), _leaves()
    return [
        Standing(
            issuer, [row for row in rows if row.issuer == issuer.name], leaves.get(issuer.name)
        )
        for issuer in settings.CITY.issuers
    ]


def _leaves() -> dict[str, SpecimenLeave]:
    return {each.issuer: each for each in SpecimenLeave.objects.filter(ended_at=None)}


def standing(key: str, *, by: User) -> Standing:
    """Raises NotPermitted, NotFound."""
    found = [each for each in standings(by=by) if each.issuer.key == key]
    if not found:
        raise NotFound(_("The city has no such issuing body."))
    return found[0]


def version(key: str, number: int, *, by: User) -> Impression:
    """Raises NotPermitted, NotFound."""
    issuer = standing(key, by=by).issuer
    row = Impression.objects.filter(issuer=issuer.name, version=number).first()
    if row is None:
        raise NotFound(_("There is no such version of this seal."))
    return row


def proof_pdf(key: str, number: int, *, by: User) -> bytes:
    """Every layout with this seal on it."""
    row = version(key, number, by=by)
    return paper.said(lambda: proof.seal_pdf(row.issuer, bytes(row.png)))


def upload(key: str, picture: bytes, *, by: User, at: datetime) -> Impression:
    role = paper.city_role(by, *paper.RELEASERS)
    issuer = standing(key, by=by).issuer.name
    return paper.said(
        lambda: impressions.upload(issuer, picture, by=actor_name(by), role=role, at=at)
    )


def release(row: Impression, *, sha256: str, by: User, at: datetime) -> Impression:
    """Raises NotPermitted, and Refused when it is not the other of the two offices."""
    role = paper.city_role(by, *paper.RELEASERS)
    first = paper.account(row.uploaded_by)
    if first and first != by and not paper.both(first, by):
        raise Refused(
            _("The seal keeper and the certificate officer release a seal together.")
            + " "
            + _("The other of the two has to look at it.")
        )
    return paper.said(
        lambda: impressions.release(row, sha256=sha256, by=actor_name(by), role=role, at=at)
    )


def withdraw(row: Impression, *, reason: str, by: User, at: datetime) -> Impression:
    role = paper.city_role(by, *paper.RELEASERS)
    return paper.said(
        lambda: impressions.withdraw(row, reason=reason, by=actor_name(by), role=role, at=at)
    )


def allow_specimen(key: str, *, document: str, by: User, at: datetime) -> SpecimenLeave:
    role = paper.city_role(by, *OFFICES)
    issuer = standing(key, by=by).issuer.name
    return paper.said(
        lambda: impressions.allow_specimen(
            issuer, document=document, by=actor_name(by), role=role, at=at
        )
    )


def end_leave(key: str, *, by: User, at: datetime) -> None:
    role = paper.city_role(by, *OFFICES)
    leave = standing(key, by=by).leave
    if leave is None:
        raise Refused(_("No specimen is allowed here."))
    impressions.end_leave(leave, by=actor_name(by), role=role, at=at)
