"""A rehearsal in the background. What it shows lies in one small file beside the uploads: a report is
no act of the city, so neither the tables nor the record hear of it.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from django.conf import settings
from django.tasks import task
from django.utils import timezone, translation

from evaluations.call_permissions import require
from evaluations.models import Call, User
from workflows.rehearsal import Plan, rehearse
from workflows.rehearsal.report import Report

log = logging.getLogger("laurel.workflows")

# A worker that shows nothing for so long is not there.
SILENCE = timedelta(minutes=1)
_EVERY_SECONDS = 0.5


class State(msgspec.Struct, kw_only=True):
    """``running``: asked for and not ended. ``failed``: the code of what broke it."""

    done: int = 0
    total: int = 0
    running: bool = False
    moved_at: str = ""
    failed: str = ""
    report: Report | None = None

    def stuck(self, at: datetime) -> bool:
        return self.running and at - datetime.fromisoformat(self.moved_at) > SILENCE


@dataclass(frozen=True)
class Shelf:
    """The one report that is kept for a call: the last."""

    call: Call

    @property
    def path(self) -> Path:
        return Path(settings.VAR_DIR) / "rehearsals" / f"{self.call.public_id}.json"

    def read(self) -> State:
        """An empty state where nothing was rehearsed, or by another version of the program."""
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=State)
        except (OSError, msgspec.DecodeError):
            return State()

    def write(self, state: State) -> None:
        """All of it or nothing, so that a reader never sees half a report."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        half = self.path.with_suffix(".half")
        half.write_bytes(msgspec.json.encode(state))
        half.replace(self.path)


def start(call: Call, *, plan: Plan, by: User, at: datetime) -> None:
    """Put the play on the queue. Whoever may create calls may rehearse them."""
    require(by, "create", call, at=at)
    shelf = Shelf(call)
    old = shelf.read()
    if old.running and not old.stuck(at):
        return
    shelf.write(
        State(total=plan.applicants, running=True, moved_at=at.isoformat(), report=old.report)
    )
    play.enqueue(
        call_id=call.pk, applicants=plan.applicants, expected=plan.expected, seed=plan.seed
    )


@task()
def play(call_id: int, applicants: int, expected: int, seed: int) -> bool:
    """Whether it was played to the end; what broke it stands in the state and in the log."""
    call, at = Call.objects.get(pk=call_id), timezone.now()
    shelf = Shelf(call)
    watch = _Watch(shelf, shelf.read().report)
    plan = Plan(applicants=applicants, expected=expected, seed=seed)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            report = rehearse(call, plan=plan, at=at, tell=watch.tell)
    except Exception as problem:
        log.exception("A rehearsal broke off: %s", call.subject)
        shelf.write(State(failed=type(problem).__name__, report=watch.before))
        return False
    shelf.write(State(done=applicants, total=applicants, report=report))
    return True


class _Watch:
    """Writes down how far the play is, now and then."""

    def __init__(self, shelf: Shelf, before: Report | None) -> None:
        self.shelf, self.before, self.last = shelf, before, 0.0

    def tell(self, done: int, total: int) -> None:
        if time.monotonic() - self.last < _EVERY_SECONDS:
            return
        self.last = time.monotonic()
        now = timezone.now().isoformat()
        self.shelf.write(
            State(done=done, total=total, running=True, moved_at=now, report=self.before)
        )
