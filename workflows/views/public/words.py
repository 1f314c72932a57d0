"""A call's frozen rules in words, for people who decide whether to apply."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from evaluations.desks import RULES, Desk, reach_of
from evaluations.models import Call
from evaluations.roles import Role
from evaluations.rules import Clock, Condition, Parameter, Programme, Step, Text, Track
from evaluations.rules.programme import FREE
from workflows.programmes import _sources as source

# What the city itself or the state has laid down. Everything else is another place's practice.
_BINDING = {
    source.PLAN,
    source.CHIEF_TECHNICIANS,
    source.CHIEF_STIPEND,
    source.DOUBLE_HUNDRED,
    source.ORDER_40,
}
_UNFOUND = {source.UNKNOWN, source.RUBRIC}


def say(text: Text) -> str:
    return text.say(get_language() or "")


def clock(clock: Clock) -> str:
    """ "5 working days", in the reader's language."""
    n = clock.n
    match clock.unit:
        case "WORKDAY":
            words = ngettext("%(n)d working day", "%(n)d working days", n)
        case "DAY":
            words = ngettext("%(n)d day", "%(n)d days", n)
        case "MONTH":
            words = ngettext("%(n)d month", "%(n)d months", n)
    return words % {"n": n}


def standing_word(standing: str) -> str:
    """Whose rule a value is, plainly."""
    return {
        "law": _("Law"),
        "plan": _("The city's plan"),
        "city": _("Rule of this city"),
        "comparator": _("Default from another city"),
        "default": _("Default, no rule found"),
        "office": _("Set for this call"),
    }[standing]


def standing_tone(standing: str) -> str:
    return {"comparator": "gold", "default": "gold", "office": "laurel"}.get(standing, "neutral")


def standing_of(rule: Condition, parameters: Iterable[Parameter]) -> str:
    """Whose rule a condition is: "" where the city or the state has laid it down."""
    if any(p.standing == "office" and _touches(p, rule.id) for p in parameters):
        return "office"
    sources = set(rule.source.split("；"))
    if sources <= _BINDING:
        return ""
    return "default" if sources <= _UNFOUND else "comparator"


def _touches(parameter: Parameter, rule_id: str) -> bool:
    return any(path.split(".")[:2] == ["conditions", rule_id] for path in parameter.sets)


def shared_conditions(programme: Programme) -> list[dict[str, Any]]:
    """What binds everybody, whichever way in."""
    return [_condition(programme, rule) for rule in programme.conditions if _binds(programme, rule)]


def _binds(programme: Programme, rule: Condition) -> bool:
    """Whether the rule binds every track of a programme that has several."""
    several = len(programme.tracks) > 1
    return several and all(rule in programme.conditions_for(track.id) for track in programme.tracks)


def tracks(programme: Programme) -> list[dict[str, Any]]:
    """Every way in: who it is for, the conditions of its own, and the desks it passes."""
    return [
        {
            "id": track.id,
            "label": say(track.label),
            "intro": say(track.intro),
            "conditions": [
                _condition(programme, rule)
                for rule in programme.conditions_for(track.id)
                if not _binds(programme, rule)
            ],
            "desks": [_step(step) for step in track.route],
        }
        for track in programme.tracks
    ]


def _condition(programme: Programme, rule: Condition) -> dict[str, Any]:
    standing = standing_of(rule, programme.parameters)
    return {
        "id": rule.id,
        "text": say(rule.text),
        "source": rule.source,
        "exception": rule.exception,
        "standing": standing_word(standing) if standing else "",
        "tone": standing_tone(standing),
    }


def _step(step: Step) -> dict[str, str]:
    only = {
        "always": "",
        "supervised": _("only units with a supervising department"),
        "district": _("only units of a district"),
    }
    desk = Desk(step.desk)
    return {
        "label": str(desk.label),
        "clock": clock(step.clock),
        "only": only[step.applies],
        "who": str((RULES[desk].reach if desk in RULES else reach_of(desk)).label),
    }


def places(programme: Programme) -> list[dict[str, Any]]:
    """Buckets with their places; tracks without a bucket have no quota."""
    rows = [
        {"id": bucket.id, "label": say(bucket.label), "places": bucket.places}
        for bucket in programme.places.buckets
    ]
    if not rows:
        return []
    free = [track for track in programme.tracks if not bucket_of(programme, track)]
    return rows + [{"id": "", "label": say(track.label), "places": None} for track in free]


def bucket_of(programme: Programme, track: Track) -> str:
    """The quota bucket of a track; "" where it takes no place."""
    group = programme.group_of(track)
    return "" if group.startswith(FREE) else group


def clocks(programme: Programme) -> list[dict[str, str]]:
    """The periods that touch an applicant."""
    return [
        {"label": _("Time to answer a supplement notice"), "value": clock(programme.supplement)},
        {"label": _("Time to correct a return"), "value": clock(programme.correction)},
        {"label": _("Public notice of the list"), "value": clock(programme.publicity)},
        {"label": _("Examination of an objection"), "value": clock(programme.objection_handling)},
    ]


def decider(programme: Programme) -> str:
    return str(Role(programme.decided_by).label)


def issuers(programme: Programme) -> list[str]:
    """Full names of the bodies that sign, the main one first."""
    known = {issuer.key for issuer in settings.CITY.issuers}
    keys = [key for key in programme.certificate.issuers if key in known]
    return [settings.CITY.issuer(key).title for key in keys]


def edition(call: Call) -> str:
    """Edition and short hash: shown wherever a decision is shown."""
    return f"{call.rules.edition} · {call.rules_hash[:12]}"


def contact(call: Call) -> str:
    office = settings.CITY.office
    return call.contact or f"{office.title} · {office.phone} · {office.email}"


def days(values: Iterable[str]) -> list[date]:
    return [date.fromisoformat(value) for value in values]
