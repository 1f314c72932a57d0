"""An act on a long list in the background: all or nothing, with a bar, safe to start again.

The act is one transaction, so nobody could see a count of it in the tables; how far it is lies on a
shelf (:mod:`underway`), with what was entered, until the act is done. A worker may be
killed anywhere: before the commit nothing has happened and it is started again; after it the law
knows the act by its moment, and a second start only says so.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.tasks import task
from django.utils import translation
from django.utils.translation import gettext as _

from certificates.fonts import Unprintable
from certificates.issue import Conflict
from evaluations.actions import lists, proposing, publicity
from evaluations.actions.progress import Tick
from evaluations.call_permissions import require
from evaluations.errors import Refused
from evaluations.models import Call, Decision, Notice, User
from workflows import desk, promulgation, underway

log = logging.getLogger("laurel.workflows")

#: A list of so many is worked on within the request: it takes about a second.
SMALL = 60


class State(underway.State, kw_only=True):
    """``refusal``: the law's sentence. ``given`` is emptied when the act is done: it may hold the
    office's reasons."""

    act: str = ""
    given: dict[str, Any] = {}
    user: int = 0
    language: str = ""
    at: str = ""  # the moment of the act, the same at every start
    refusal: str = ""

    @property
    def needs_a_look(self) -> bool:
        return self.running or bool(self.refusal or self.failed)


class Shelf(underway.Shelf[State]):
    folder, kind = "listwork", State


@dataclass(frozen=True)
class Act:
    """``verb``: of the permission. ``run``: the act itself, with what was entered. ``happened``:
    whether the act of that moment is in the tables already."""

    verb: str
    run: Callable[[Call, dict[str, Any], User, datetime, Tick], Any]
    happened: Callable[[Call, datetime], bool]


def _propose(call: Call, given: dict[str, Any], by: User, at: datetime, tick: Tick) -> Any:
    def act() -> Any:
        return proposing.propose(
            call_id=call.pk,
            order={int(pk): place for pk, place in given["order"].items()},
            notes={int(pk): note for pk, note in given["notes"].items()},
            by=by, seen=given["seen"], at=at, tick=tick,
        )  # fmt: skip

    return desk.perform(call, act, by=by, at=at)


def _publicise(call: Call, given: dict[str, Any], by: User, at: datetime, tick: Tick) -> Any:
    def act() -> Any:
        return publicity.post_notice(call_id=call.pk, by=by, seen=given["seen"], at=at, tick=tick)

    return desk.perform(call, act, by=by, at=at)


def _decide(call: Call, given: dict[str, Any], by: User, at: datetime, tick: Tick) -> Any:
    def act() -> Any:
        return lists.decide(
            call_id=call.pk, meeting=given["meeting"],
            decided_on=date.fromisoformat(given["decided_on"]),
            struck={int(pk): why for pk, why in given["struck"].items()},
            by=by, seen=given["seen"], at=at, tick=tick,
        )  # fmt: skip

    return desk.perform(call, act, by=by, at=at)


def _promulgate(call: Call, given: dict[str, Any], by: User, at: datetime, tick: Tick) -> Any:
    return promulgation.promulgate(
        decision=call.decisions.select_related("call").get(number=given["decision"]),
        document_number=given["document_number"],
        effective_on=date.fromisoformat(given["effective_on"]),
        by=by, seen=given["seen"], at=at, tick=tick,
    )  # fmt: skip


def _moved(verb: str) -> Callable[[Call, datetime], bool]:
    return lambda call, at: call.changes.filter(verb=verb, at=at).exists()


ACTS: dict[str, Act] = {
    "propose": Act("propose", _propose, _moved("propose")),
    "publicise": Act(
        "post_notice",
        _publicise,
        lambda call, at: Notice.objects.filter(call=call, posted_at=at).exists(),
    ),
    "decide": Act(
        "decide",
        _decide,
        lambda call, at: Decision.objects.filter(call=call, decided_at=at).exists(),
    ),
    "promulgate": Act(
        "promulgate",
        _promulgate,
        lambda call, at: Decision.objects.filter(call=call, promulgated_at=at).exists(),
    ),
}


def take_on(
    call: Call, act: str, given: dict[str, Any], *, n: int, by: User, at: datetime
) -> Any | None:
    """Do it now when the list is short; else put it on the queue and return None.

    ``given``: what was entered, as JSON. Raises NotPermitted; the law's refusals of a short list
    pass through, those of a long one stand on the page of the job.
    """
    if n <= SMALL:
        return ACTS[act].run(call, given, by, at, _nobody_watches)
    start(call, act, given, n=n, by=by, at=at)
    return None


def _nobody_watches() -> None: ...


def start(call: Call, act: str, given: dict[str, Any], *, n: int, by: User, at: datetime) -> None:
    require(by, ACTS[act].verb, call, at=at)
    shelf = Shelf(call)
    if shelf.read().running:
        raise Refused(_("This list is being worked on already. Look at its page."))
    language = translation.get_language() or settings.LANGUAGE_CODE
    shelf.write(
        State(
            act=act, given=given, user=by.pk, language=language, at=at.isoformat(), total=n,
            running=True, moved_at=at.isoformat(),
        )
    )  # fmt: skip
    work.enqueue(call_id=call.pk)


def again(call: Call, *, by: User, at: datetime) -> None:
    """Start once more what shows no sign of life, with what was entered the first time."""
    shelf = Shelf(call)
    state = shelf.read()
    if not state.running and not state.failed:
        raise Refused(_("Nothing waits to be started again."))
    if state.running and not state.stuck(at):
        raise Refused(_("This list is being worked on already. Look at its page."))
    act = ACTS[state.act]
    if not act.happened(call, datetime.fromisoformat(state.at)):
        require(by, act.verb, call, at=at)
    state.running, state.failed, state.moved_at = True, "", at.isoformat()
    shelf.write(state)
    work.enqueue(call_id=call.pk)


@task()
def work(call_id: int) -> bool:
    """Whether the act is done, now or at an earlier start."""
    call = Call.objects.get(pk=call_id)
    shelf = Shelf(call)
    state = shelf.read()
    if not state.running:
        return False
    at, by = datetime.fromisoformat(state.at), User.objects.get(pk=state.user)
    act = ACTS[state.act]
    try:
        with translation.override(state.language):
            if not act.happened(call, at):
                act.run(call, state.given, by, at, underway.Watch(shelf, state).tick)
    except (Refused, Unprintable, Conflict) as refusal:
        shelf.write(State(act=state.act, total=state.total, refusal=str(refusal)))
        return False
    except Exception as problem:
        log.exception("An act on a list broke off: %s", call.subject)
        state.running, state.failed = False, type(problem).__name__
        shelf.write(state)
        return False
    shelf.write(State(act=state.act, done=state.total, total=state.total))
    return True
