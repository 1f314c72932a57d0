"""A certificate once more: lost, damaged, under a new name, or corrected. Same number, next
version, the old one void.

Nothing is typed by hand here either: what differs from the old paper is what the law says today,
the name as the register of persons has it, employer and field as two persons corrected them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.facts import Award
from certificates.issue import reissue
from certificates.models import Certificate, Status
from evaluations.actions.case import actor_name
from evaluations.call_permissions import require
from evaluations.errors import NotFound, Refused
from evaluations.models import Application, Call, Proposal, ProposalKind, User
from workflows import issuing, promulgation
from workflows.paper import said


class Cause(models.TextChoices):
    LOST = "lost", gettext_lazy("The paper is lost: the same facts once more")
    DAMAGED = "damaged", gettext_lazy("The paper is damaged and has been handed in: the same facts")
    NAME = "name", gettext_lazy("The name has changed: the name of the register of persons")
    CORRECTION = (
        "correction",
        gettext_lazy("It says something wrong: everything as the law has it today"),
    )


#: Facts of an award that are read and not printed; a difference in them makes no paper wrong.
_UNPRINTED = frozenset({"case", "rules_edition", "city_code", "programme_code", "offline_code"})
#: Words for what is corrected in practice; whatever else differs is named by its own name.
_LABELS: dict[str, Promise] = {
    "holder_name": gettext_lazy("Holder"),
    "employer_name": gettext_lazy("Employer"),
    "field": gettext_lazy("Occupation or field"),
    "title": gettext_lazy("Title"),
    "document_number": gettext_lazy("Document number"),
    "issued_on": gettext_lazy("Date of issue"),
    "tenure_from": gettext_lazy("First day"),
    "tenure_until": gettext_lazy("Last day"),
    "wording": gettext_lazy("Wording"),
    "photo": gettext_lazy("Photo"),
}


@dataclass(frozen=True)
class Difference:
    """One fact on the paper, and what the law says today."""

    fact: str
    label: str
    printed: str
    lawful: str


def found(call: Call, key: int) -> Certificate:
    """An issued certificate of the call. Raises NotFound."""
    rows = issuing.certificates_of(call).filter(issued_at__isnull=False)
    row = rows.filter(pk=key).first()
    if row is None:
        raise NotFound(_("This certificate does not exist, or has not been issued yet."))
    return row


def lawful(certificate: Certificate) -> Award:
    """What the law says today of the case of this certificate."""
    public_id = certificate.case.removeprefix("application:")
    rows = Application.objects.select_related("call", "person", "employer", "decision")
    return promulgation.award(rows.get(public_id=public_id))


def differences(certificate: Certificate) -> list[Difference]:
    """Where the paper does not say what the law says. What was no fact yet when it was made, the
    layout of that day said for itself."""
    printed, today = certificate.facts, lawful(certificate).as_json()
    return [
        Difference(name, str(_LABELS.get(name, name)), _shown(printed[name]), _shown(today[name]))
        for name in today
        if name in printed and name not in _UNPRINTED and printed[name] != today[name]
    ]


def _shown(value: object) -> str:
    match value:
        case list():
            return "、".join(map(str, value))
        case date():
            return value.isoformat()
        case _:
            return str(value or "—")


def outdated(certificates: Iterable[Certificate]) -> set[int]:
    """Ids of those, newest versions in people's hands, that the law has corrected since: a name in
    the register of persons, employer or field by two persons. Two queries whatever their number."""
    newest = {row.case: row for row in certificates if row.status != Status.SUPERSEDED}
    ids = [case.removeprefix("application:") for case in newest]
    named = Application.objects.filter(public_id__in=ids).values_list("public_id", "person__name")
    corrected = Proposal.objects.filter(
        application__public_id__in=ids, kind=ProposalKind.CORRECT,
        outcome=Proposal.Outcome.CONFIRMED,
    ).values_list("application__public_id", "decided_at")  # fmt: skip
    found = {
        row.pk for key, name in named if (row := newest[f"application:{key}"]).holder_name != name
    }
    return found | {
        row.pk
        for key, decided in corrected
        if (row := newest[f"application:{key}"]).allocated_at < decided
    }


def replace_certificate(
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
    facts = _facts(certificate, Cause(cause))
    new = said(
        lambda: reissue(
            certificate, award=facts, cause=cause, reason=reason, document=document,
            by=actor_name(by), at=at,
        )
    )  # fmt: skip
    issuing.start(call, by=by, at=at)
    return new


def _facts(certificate: Certificate, cause: Cause) -> Award:
    wrong = differences(certificate)
    others = [each for each in wrong if each.fact != "holder_name"]
    match cause:
        case Cause.CORRECTION if not wrong:
            raise Refused(
                _(
                    "The certificate says what the law says. Have it corrected there first: the name"
                    " in the register of persons, employer and field on the page of the title."
                )
            )
        case Cause.CORRECTION:
            return lawful(certificate)
        case Cause.NAME if not wrong:
            raise Refused(
                _(
                    "The register of persons has the name that is on the certificate, “%(name)s”."
                    " Have the name corrected there first."
                )
                % {"name": certificate.holder_name}
            )
        case Cause.NAME if not others:
            return replace(certificate.award, holder_name=wrong[0].lawful)
        case Cause.LOST | Cause.DAMAGED if not wrong:
            return certificate.award
    raise Refused(
        _("The law says otherwise than this paper: %(what)s. Choose the correction.")
        % {"what": _("; ").join(f"{each.label} “{each.lawful}”" for each in wrong)}
    )
