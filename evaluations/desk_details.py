"""What a desk's form asks besides its verdict, and what is wrong with what was entered. Pure.

The answers are kept in ``Opinion.detail``: {ask id: text, whole number or "YYYY-MM-DD"}, and under
"judged" the person's answer to each rule that needs one: {rule id: {"met": "yes", "note": "..."}}.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.calendar import WorkCalendar
from evaluations.desks import Desk, Verdict
from evaluations.errors import Complaint
from evaluations.rules import Ballot, Clock, Step

type Words = str | Promise
type Detail = Mapping[str, Any]

# Two people at least inspect and visit: a default of the house, no rule of law was found.
_TWO = 2


@dataclass(frozen=True)
class Ask:
    """One thing asked. ``names``: at least so many names, one a line or with commas."""

    id: str
    label: Words
    kind: Literal["text", "long_text", "date", "number", "choice"] = "text"
    hint: Words = ""
    choices: tuple[tuple[str, Words], ...] = ()
    minimum: int = 0
    names: int = 0


_COLLECTIVE = (
    Ask(
        "meeting",
        gettext_lazy("Meeting that decided together"),
        hint=gettext_lazy("As in the minutes: which body, which session."),
    ),
    Ask("met_on", gettext_lazy("Day of the meeting"), kind="date"),
    Ask("attended", gettext_lazy("How many took part"), kind="number", minimum=2),
)
_POSTED = (
    Ask("posted_on", gettext_lazy("Posted on"), kind="date"),
    Ask(
        "ended_on",
        gettext_lazy("Last day of publicity"),
        kind="date",
        hint=gettext_lazy("Days are counted from the day after posting."),
    ),
    Ask("posted_where", gettext_lazy("Where it was posted")),
    Ask(
        "objections",
        gettext_lazy("Objections received"),
        kind="choice",
        choices=(
            ("none", gettext_lazy("none")),
            ("settled", gettext_lazy("received and settled")),
        ),
    ),
)
_RANK = (
    Ask(
        "rank",
        gettext_lazy("Place in the district's order"),
        kind="number",
        minimum=1,
        hint=gettext_lazy("1 is recommended first. Each place is given once."),
    ),
)
_REPORT = Ask(
    "report",
    gettext_lazy("Report"),
    kind="long_text",
    hint=gettext_lazy("What was seen and whom you spoke to. Only officers and deciders read it."),
)
_ASKS: dict[Desk, tuple[Ask, ...]] = {
    Desk.EMPLOYER_PUBLICITY: _POSTED,
    Desk.DEFENCE: (
        Ask("held_on", gettext_lazy("Day of the defence"), kind="date"),
        Ask("panel", gettext_lazy("Members of the panel"), kind="long_text", names=3),
    ),
    Desk.SITE_VISIT: (
        Ask("visited_on", gettext_lazy("Day of the visit"), kind="date"),
        Ask("visitors", gettext_lazy("Who went there"), kind="long_text", names=_TWO),
    ),
    Desk.INSPECTION: (
        Ask("inspected_on", gettext_lazy("Day of the inspection"), kind="date"),
        Ask("inspectors", gettext_lazy("Who inspected"), kind="long_text", names=_TWO),
        _REPORT,
    ),
    Desk.VOTE: (
        Ask("voted_on", gettext_lazy("Day of the vote"), kind="date"),
        Ask("eligible", gettext_lazy("Entitled to vote"), kind="number", minimum=1),
        Ask("present", gettext_lazy("Present"), kind="number", minimum=1),
        Ask("yes", gettext_lazy("For"), kind="number"),
        Ask("no", gettext_lazy("Against"), kind="number"),
        Ask("abstained", gettext_lazy("Abstained"), kind="number"),
    ),
}


def asks(desk: str, step: Step | None) -> tuple[Ask, ...]:
    """What this desk asks before it may pass a file on."""
    if desk == Desk.EMPLOYER and step is not None and step.collective:
        return _COLLECTIVE
    if desk == Desk.DISTRICT and step is not None and step.ranked:
        return _RANK
    return _ASKS.get(Desk(desk), ())


def proves(desk: str) -> bool:
    """Whether this desk has to keep a proof of what it says (domain brief 1.3, EMPLOYER_PUBLICITY)."""
    return desk == Desk.EMPLOYER_PUBLICITY


def judges(desk: str) -> bool:
    """Whether a person here answers the rules that no computer can decide."""
    return desk == Desk.QUALIFICATION


@dataclass(frozen=True)
class Setting:
    """What the answers are checked against. ``calendar`` is asked only where days are counted."""

    step: Step | None
    today: date
    calendar: Callable[[], WorkCalendar]
    open_rules: Sequence[str] = ()  # ids of the rules that need a person
    ballot: Ballot | None = None
    answers: Mapping[str, str] = field(default_factory=dict)  # of the departments asked
    reason: str = ""
    proofs: int = 0  # files this desk keeps in the case


def problems(desk: str, verdict: str, detail: Detail, setting: Setting) -> list[Complaint]:
    """Everything that keeps this desk from saying ``verdict``, all at once. Paths: "detail.<id>",
    "judged.<rule>". Only a file that goes forward needs the form of the desk filled in."""
    if verdict != Verdict.PASS:
        return []
    found = [c for ask in asks(desk, setting.step) for c in _answer(ask, detail, setting.today)]
    if found:
        return found
    if desk == Desk.EMPLOYER_PUBLICITY:
        found += _publicity(detail, setting)
    if desk == Desk.VOTE:
        found += _vote(detail, setting.ballot)
    if desk == Desk.JOINT_REVIEW and setting.step is not None:
        found += _departments(setting, setting.step.departments)
    if judges(desk):
        found += _judged(detail, setting.open_rules)
    if proves(desk) and not setting.proofs:
        found.append(Complaint("proof", _("Add the proof of the publicity: the notice as posted.")))
    return found


def _answer(ask: Ask, detail: Detail, today: date) -> Iterator[Complaint]:
    value = detail.get(ask.id, "")
    if sentence := _unfit(ask, value, today):
        yield Complaint(f"detail.{ask.id}", f"{ask.label}: {sentence}")


def _unfit(ask: Ask, value: Any, today: date) -> str:
    if value in ("", None):
        return _("this has to be filled in.")
    match ask.kind:
        case "number":
            if not isinstance(value, int) or value < ask.minimum:
                return _("enter a whole number from %(n)d up.") % {"n": ask.minimum}
        case "date":
            day = _day(value)
            if day is None:
                return _("enter a date.")
            if day > today:
                return _("this day has not come yet.")
        case "choice":
            if value not in dict(ask.choices):
                return _("choose one of those offered.")
        case _ if len(_names(value)) < ask.names:
            return _("name at least %(n)d people.") % {"n": ask.names}
    return ""


def _publicity(detail: Detail, setting: Setting) -> Iterator[Complaint]:
    clock = setting.step.notice if setting.step else None
    posted, ended = _day(detail["posted_on"]), _day(detail["ended_on"])
    if posted is None or ended is None:  # already complained of, each at its own field
        return
    least = setting.calendar().publicity_days(posted, clock or Clock(5))[-1]
    if ended < least:
        words = {"n": (clock or Clock(5)).n, "day": least.isoformat()}
        yield Complaint(
            "detail.ended_on",
            _("The publicity is too short: %(n)d days end on %(day)s at the earliest.") % words,
        )


def _vote(detail: Detail, ballot: Ballot | None) -> Iterator[Complaint]:
    ballot = ballot or Ballot()
    present, eligible = detail["present"], detail["eligible"]
    if present > eligible or detail["yes"] + detail["no"] + detail["abstained"] != present:
        yield Complaint("detail.present", _("The votes do not add up to those present."))
        return
    # Integers only: 2/3 of 9 is 6, never 5.999.
    if present * ballot.quorum[1] < eligible * ballot.quorum[0]:
        yield Complaint("detail.present", _("There was no quorum, so nothing was decided."))
    base = present if ballot.base == "PRESENT" else eligible
    if detail["yes"] * ballot.threshold[1] < base * ballot.threshold[0]:
        yield Complaint("detail.yes", _("The votes for do not reach the threshold of this call."))


def _departments(setting: Setting, departments: Sequence[str]) -> Iterator[Complaint]:
    for name in departments:
        # Silence is no consent (domain brief 2.2): every department has to answer.
        if not setting.answers.get(name):
            yield Complaint(
                f"detail.departments.{name}",
                _("%s has not answered. Remind it, or enter its letter.") % name,
            )
    if "issue" in setting.answers.values() and not setting.reason.strip():
        yield Complaint(
            "reason", _("A department raised an issue. Give the reason why the file may pass.")
        )


def _judged(detail: Detail, open_rules: Sequence[str]) -> Iterator[Complaint]:
    judged = detail.get("judged") or {}
    for rule in open_rules:
        answer = judged.get(rule) or {}
        if answer.get("met") == "no":
            yield Complaint(
                f"judged.{rule}",
                _("Rule %s is not met: propose to refuse, or return the file.") % rule,
            )
        elif answer.get("met") != "yes" or not str(answer.get("note", "")).strip():
            yield Complaint(
                f"judged.{rule}", _("Rule %s needs your decision, and what it rests on.") % rule
            )


def _names(value: Any) -> list[str]:
    text = str(value).translate(str.maketrans("，、,;；", "\n" * 5))
    return [name for name in text.split("\n") if name.strip()]


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
