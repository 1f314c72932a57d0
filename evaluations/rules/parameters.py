"""The values an office may change for one call, and the one way to change them. Pure."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations.rules.process import Parameter
from evaluations.rules.programme import Programme

Value = int | str
YES, NO = "yes", "no"  # how a parameter writes what is true or false in the rules


class UnfitParameters(ValueError):
    """The values do not fit the programme. ``sentences`` has one sentence for each of them."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences))


def with_parameters(programme: Programme, values: Mapping[str, Value]) -> Programme:
    """The programme with other ``values`` (parameter id -> value) at the places they set.

    A changed parameter gets the standing "office"; a value equal to the present one changes
    nothing. Raises UnfitParameters with a sentence for every unknown id and unfit value.
    """
    known = {parameter.id: parameter for parameter in programme.parameters}
    problems = [_unfit(known.get(name), name, value) for name, value in values.items()]
    if sentences := tuple(problem for problem in problems if problem):
        raise UnfitParameters(sentences)
    rules = msgspec.to_builtins(programme)
    for name, value in values.items():
        if value != known[name].value:
            _set(rules, known[name], value)
    try:
        return msgspec.convert(rules, Programme)
    except msgspec.ValidationError as error:
        raise UnfitParameters((_("These values do not fit together: %s.") % error,)) from error


def value_at(programme: Programme, path: str) -> Any:
    """The value at ``path``, in plain JSON types; a pair of integers reads "2/3".

    Raises LookupError naming the first part of the path that is not there.
    """
    value = msgspec.to_builtins(programme)
    for part in path.split("."):
        value = _member(value, part, path)
    if isinstance(value, bool):
        return YES if value else NO
    return f"{value[0]}/{value[1]}" if _is_pair(value) else value


def _unfit(parameter: Parameter | None, name: str, value: Any) -> str:
    if parameter is None:
        return _("The programme has no value called “%s”.") % name
    label = parameter.label.say(get_language() or "")
    if isinstance(parameter.value, int):
        return _unfit_number(parameter, label, value)
    if not isinstance(value, str) or not value.strip():
        return _("%s: enter words.") % label
    if len(value) > parameter.longest:
        sentence = _("%(label)s: at most %(n)d characters.")
        return sentence % {"label": label, "n": parameter.longest}
    if parameter.choices and value not in {choice.value for choice in parameter.choices}:
        return _("%s: choose one of the listed values.") % label
    if _pair(str(parameter.value)) and not _pair(value):
        return _("%s: enter a share of at most one whole, for example 2/3.") % label
    return ""


def _unfit_number(parameter: Parameter, label: str, value: Any) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return _("%s: enter a whole number.") % label
    if value < parameter.minimum:
        return _("%(label)s: %(value)s is too low; the least is %(limit)s (%(source)s).") % {
            "label": label,
            "value": value,
            "limit": parameter.minimum,
            "source": parameter.source,
        }
    if parameter.maximum is not None and value > parameter.maximum:
        return _("%(label)s: %(value)s is too high; the most is %(limit)s (%(source)s).") % {
            "label": label,
            "value": value,
            "limit": parameter.maximum,
            "source": parameter.source,
        }
    return ""


def _set(rules: dict[str, Any], parameter: Parameter, value: Value) -> None:
    for path in parameter.sets:
        *parents, last = path.split(".")
        target: Any = rules
        for part in parents:
            target = _member(target, part, path)
        present = _member(target, last, path)
        target[last] = _as_stored(value, present)
    mine = _member(rules["parameters"], parameter.id, parameter.id)
    mine |= {"value": value, "standing": "office"}


def _as_stored(value: Value, present: Any) -> Any:
    if isinstance(present, bool):
        return value == YES
    return _pair(str(value)) if _is_pair(present) else value


def _member(value: Any, part: str, path: str) -> Any:
    """One step down: a key of an object, or the member of a list with that id or desk."""
    if isinstance(value, dict) and part in value:
        return value[part]
    if isinstance(value, list | tuple):
        for member in value:
            if isinstance(member, dict) and part in (member.get("id"), member.get("desk")):
                return member
    raise LookupError(f"there is no {part!r} in {path!r}")


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, list | tuple) and len(value) == 2 and all(type(v) is int for v in value)
    )


def _pair(text: str) -> tuple[int, int] | None:
    """ "2/3" as two integers; None when it is no share between nothing and the whole."""
    found = re.fullmatch(r"(\d{1,4})/(\d{1,4})", text)
    if not found:
        return None
    share, whole = int(found[1]), int(found[2])
    return (share, whole) if 0 < share <= whole else None
