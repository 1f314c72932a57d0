"""A wrong word of the published list (更正): proposed by one person, confirmed by another with the
number of the document. Every certificate made from then on says the right one.

For ``evaluations.actions.proposals``.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from evaluations.actions import holders
from evaluations.errors import Refused
from evaluations.models import Holding, HoldingStatus, Proposal, User
from evaluations.rectification import Fact, facts_of

LONGEST = 60  # characters: what fits the line of every layout


def check(holding: Holding, payload: dict[str, Any], *, at: datetime) -> None:
    if holding.status == HoldingStatus.REVOKED:
        raise Refused(_("This title is revoked. There is no certificate to correct."))
    now = facts_of(holding.application)
    if not payload or payload.keys() - now.keys():
        raise Refused(_("Change what is wrong: the employer, the field, or both."))
    for name, words in payload.items():
        label = Fact(name).label
        if not isinstance(words, str) or not words.strip() or len(words) > LONGEST:
            raise Refused(
                _("%(fact)s: enter the right words, at most %(n)d characters.")
                % {"fact": label, "n": LONGEST}
            )
        if words == now[name]:
            raise Refused(
                _("%(fact)s: “%(words)s” is what is published already.")
                % {"fact": label, "words": words}
            )


def carry_out(proposal: Proposal, holding: Holding, *, by: User, role: str, at: datetime) -> None:
    """The confirmed proposal itself is what holds from now on; the record says which facts."""
    holders.note(
        holding, "holding.correct", by=by, role=role, at=at,
        detail={"facts": sorted(proposal.payload), "document": proposal.document_number},
    )  # fmt: skip
