"""Certificates that two persons have corrected and nobody has made anew yet."""

from typing import Any

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet

from certificates.models import Certificate
from evaluations.models import Proposal, ProposalKind, User
from evaluations.roles import Role, Scope


class _Case(Func):
    """The paper room's name of an application, from its address: SQLite keeps that without dashes."""

    output_field = CharField()
    template = "('application:' || CAST(%(expressions)s AS text))"

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        cut = " || '-' || ".join(f"substr(%(expressions)s, {at}, {n})" for at, n in parts)
        return super().as_sqlite(
            compiler, connection, template=f"('application:' || {cut})", **more
        )


def waiting(user: User) -> QuerySet[Proposal]:
    """Confirmed corrections whose certificate is older, in the calls of this certificate officer."""
    seen = Q(pk=None)
    for grant in user.live_grants:
        if grant.role == Role.CERTIFICATE_OFFICER:
            every = grant.scope == Scope.CITY
            seen |= Q(pk__isnull=False) if every else Q(call=grant.call_id)
    confirmed = Proposal.objects.filter(
        seen, kind=ProposalKind.CORRECT, outcome=Proposal.Outcome.CONFIRMED
    ).annotate(case_key=_Case(F("application__public_id")))
    newer = Certificate.objects.filter(
        case=OuterRef("case_key"), allocated_at__gt=OuterRef("decided_at")
    )
    return confirmed.exclude(Exists(newer))
