"""A certificate once more: lost, or under a new name. Same number, next version, the old one void.

Nothing is typed by hand here either: a new name is the one that the register of persons has.
"""

from dataclasses import replace as changed
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.facts import Award
from certificates.issue import reissue
from certificates.models import Certificate
from evaluations.actions.case import actor_name
from evaluations.call_permissions import require
from evaluations.errors import NotFound, Refused
from evaluations.models import Application, Call, User
from workflows import issuing
from workflows.paper import said


class Cause(models.TextChoices):
    LOST = "lost", gettext_lazy("The paper is lost or spoiled: the same facts once more")
    NAME = "name", gettext_lazy("The name has changed: the name of the register of persons")


def found(call: Call, key: int) -> Certificate:
    """An issued certificate of the call. Raises NotFound."""
    rows = issuing.certificates_of(call).filter(issued_at__isnull=False)
    row = rows.filter(pk=key).first()
    if row is None:
        raise NotFound(_("This certificate does not exist, or has not been issued yet."))
    return row


def person_of(certificate: Certificate) -> str:
    """The name that the register of persons has today."""
    public_id = certificate.case.removeprefix("application:")
    return Application.objects.select_related("person").get(public_id=public_id).person.name


def replace(
    call: Call,
    certificate: Certificate,
    *,
    cause: str,
    reason: str,
    document: str,
    by: User,
    at: datetime,
) -> Certificate:
    """The next version of this certificate, on its way to be made; the old one is void at once.

    Raises NotPermitted, and Refused with what is missing.
    """
    require(by, "certify", call, at=at)
    facts = _facts(certificate, cause)
    new = said(
        lambda: reissue(
            certificate, award=facts, reason=reason, document=document, by=actor_name(by), at=at
        )
    )
    issuing.start(call, by=by, at=at)
    return new


def _facts(certificate: Certificate, cause: str) -> Award:
    if cause == Cause.LOST:
        return certificate.award
    name = person_of(certificate)
    if name == certificate.holder_name:
        raise Refused(
            _(
                "The register of persons has the name that is on the certificate, “%(name)s”."
                " Have the name corrected there first."
            )
            % {"name": name}
        )
    return changed(certificate.award, holder_name=name)
