"""Which places bind a call now: those of its frozen rules, or of the last confirmed amendment."""

import hashlib

import msgspec

from evaluations.models import Amendment, Call
from evaluations.rules import Places, Programme
from evaluations.rules.parameters import Value, with_parameters


def last(call: Call) -> Amendment | None:
    return call.amendments.order_by("-number").first()


def places_of(call: Call) -> Places:
    """What binds the list. The rules' own text and hash never change."""
    found = last(call)
    return (
        msgspec.json.decode(found.places_text, type=Places) if found is not None
        else call.rules.places
    )  # fmt: skip


def amendable(programme: Programme) -> tuple[str, ...]:
    """Ids of the parameters that set numbers of places and nothing else."""
    return tuple(
        parameter.id
        for parameter in programme.parameters
        if isinstance(parameter.value, int)
        and parameter.sets
        and all(path.startswith("places.") for path in parameter.sets)
    )


def amended(call: Call, values: dict[str, Value]) -> Places:
    """The places with these parameter values. Raises rules.UnfitParameters."""
    return with_parameters(in_force(call), values).places


def in_force(call: Call) -> Programme:
    """The rules with every parameter of the places as it binds now."""
    values: dict[str, Value] = {}
    for amendment in call.amendments.order_by("number"):
        values |= amendment.values
    return with_parameters(call.rules, values) if values else call.rules


def canonical(places: Places) -> str:
    return msgspec.json.encode(places, order="deterministic").decode()


def places_hash(call: Call, text: str) -> str:
    """SHA-256 over the frozen rules' hash and the amended places: shown beside the edition."""
    return hashlib.sha256(f"{call.rules_hash}\n{text}".encode()).hexdigest()
