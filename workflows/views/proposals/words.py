"""What a proposal says, in words."""

from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations import rectification
from evaluations.models import Call, ExitGround, Person, Proposal, ProposalKind
from evaluations.status import BEFORE_LIST


def lines(proposal: Proposal, *, public: bool = False) -> list[dict[str, str]]:
    """What exactly is proposed. ``public``: without a word that names a person."""
    payload, call = proposal.payload, proposal.call
    match proposal.kind:
        case ProposalKind.EXTEND_WINDOW:
            return [{"label": _("The window closes on"), "value": _moment(payload["closes_at"])}]
        case ProposalKind.LATE_ENTRY:
            found = [{"label": _("May file until"), "value": _moment(payload["until"])}]
            return found if public else [{"label": _("Who"), "value": _who(payload)}, *found]
        case ProposalKind.PLACES:
            return _places(call, payload["values"])
        case ProposalKind.CANCEL if not public and proposal.decided_at is None:
            n = call.applications.filter(status__in=BEFORE_LIST).count()
            return [{"label": _("Applications that end with the call"), "value": str(n)}]
        case ProposalKind.CORRECT:
            return _corrected(proposal)
        case ProposalKind.EXIT:
            return [{"label": _("Ground"), "value": str(ExitGround(payload["ground"]).label)}]
        case _:
            return []


def _corrected(proposal: Proposal) -> list[dict[str, str]]:
    """Each wrong word beside the right one, as long as the proposal waits."""
    now = rectification.facts_of(proposal.application) if proposal.decided_at is None else {}
    return [
        {
            "label": str(rectification.Fact(name).label),
            "value": f"{now[name]} → {words}" if now.get(name) else words,
        }
        for name, words in proposal.payload.items()
    ]


def _moment(text: str) -> str:
    return date_format(localtime(parse_datetime(text)), "Y-m-d H:i")


def _who(payload: dict[str, Any]) -> str:
    person = Person.objects.filter(pk=payload["person"]).first()
    return f"{person.name} {person.masked_id}" if person else "—"


def _places(call: Call, values: dict[str, int]) -> list[dict[str, str]]:
    language = get_language() or ""
    return [
        {"label": call.rules.parameter(name).label.say(language), "value": str(value)}
        for name, value in values.items()
    ]


def trace(call: Call, confirmed: list[Proposal]) -> list[dict[str, Any]]:
    """The public trace of a call: what was changed after it opened, when, and by which edition."""
    return [
        {
            "what": ProposalKind(each.kind).label,
            "lines": lines(each, public=True),
            "at": each.decided_at,
            "hash": each.amendment.places_hash if each.kind == ProposalKind.PLACES else "",
            # The reason of a late entry can name its person; the others are the office's own words.
            "reason": "" if each.kind == ProposalKind.LATE_ENTRY else each.reason,
        }
        for each in confirmed
    ]
