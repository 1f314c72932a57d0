"""A large file for the printer, made in the background; a small one is answered at once.

What was asked for lies on a shelf (:mod:`underway`), the file beside it until the next one is asked
for or a day is over. The worker may be killed anywhere: the moment of asking is that of the line in
the print log, so a second start makes the file again and logs it once.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from django.conf import settings
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certificates.models import Certificate, Printer, PrintRun
from evaluations.actions.case import actor_name
from evaluations.call_permissions import require
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Call, User
from workflows import paper, underway

log = logging.getLogger("laurel.workflows")

#: So many certificates are answered within the request: it takes two seconds or three.
SMALL = 60
#: The file holds names and pictures; it is made again from data whenever it is wanted.
KEPT = timedelta(days=1)


class Order(msgspec.Struct, kw_only=True):
    """What was chosen at the print desk. ``rows``: certificates in the order of printing."""

    kind: str
    rows: list[int]
    printer: int = 0
    reason: str = ""


class State(underway.State, kw_only=True):
    """``at``: the moment of asking, the same at every start. ``run``: the line of the print log."""

    order: Order | None = None
    language: str = ""
    at: str = ""
    refusal: str = ""
    run: int = 0


class Shelf(underway.Shelf[State]):
    """Of each officer one, so that nobody's file goes before it was fetched."""

    folder, kind = "printfiles", State

    def __init__(self, call: Call, user: User) -> None:
        super().__init__(call)
        self.user = user

    @property
    def name(self) -> str:
        return f"{self.call.public_id}-{self.user.pk}"

    @property
    def file(self) -> Path:
        return self.path.with_suffix(".pdf")

    def clear(self) -> None:
        self.file.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)


def take_on(
    call: Call,
    rows: Sequence[Certificate],
    *,
    kind: str,
    printer: Printer | None,
    by: User,
    at: datetime,
    reason: str = "",
) -> tuple[bytes, PrintRun] | None:
    """The file now when it is small; else put it on the queue and return None.

    Raises NotPermitted, Refused.
    """
    asked = {"kind": kind, "printer": printer, "by": by, "at": at, "reason": reason}
    if len(rows) <= SMALL:
        return paper.print_file(call, rows, **asked)
    paper.require_print(call, rows, **asked)
    shelf = Shelf(call, by)
    _require_idle(shelf, at=at)
    order = Order(
        kind=kind, rows=[row.pk for row in rows], printer=printer.pk if printer else 0,
        reason=reason,
    )  # fmt: skip
    shelf.clear()
    shelf.write(
        State(
            order=order, language=translation.get_language() or settings.LANGUAGE_CODE,
            at=at.isoformat(), total=len(rows), running=True, moved_at=at.isoformat(),
        )
    )  # fmt: skip
    make.enqueue(call_id=call.pk, user_id=by.pk)
    return None


def _require_idle(shelf: Shelf, *, at: datetime) -> None:
    state = shelf.read()
    if state.running and not state.stuck(at):
        raise Refused(_("Your file of this list is being made already. Look at its page."))


def again(call: Call, *, by: User, at: datetime) -> None:
    """Start once more what shows no sign of life or broke off."""
    require(by, "certify", call, at=at)
    shelf = Shelf(call, by)
    _require_idle(shelf, at=at)
    state = shelf.read()
    if not state.running and not state.failed:
        raise Refused(_("Nothing waits to be started again."))
    state.running, state.failed, state.moved_at = True, "", at.isoformat()
    shelf.write(state)
    make.enqueue(call_id=call.pk, user_id=by.pk)


@task()
def make(call_id: int, user_id: int) -> bool:
    """Whether the file is there and logged, now or at an earlier start."""
    shelf = Shelf(Call.objects.get(pk=call_id), User.objects.get(pk=user_id))
    state = shelf.read()
    if not state.running or state.order is None:
        return False
    try:
        with translation.override(state.language):
            run = _logged(shelf, state.order, state) or _made(shelf, state.order, state)
    except (Refused, NotPermitted) as refusal:
        state.running, state.refusal = False, str(refusal)
        shelf.write(state)
        return False
    except Exception as problem:
        log.exception("A print file broke off: %s", shelf.call.subject)
        state.running, state.failed = False, type(problem).__name__
        shelf.write(state)
        return False
    state.running, state.done, state.run = False, state.total, run.pk
    shelf.write(state)
    return True


def _logged(shelf: Shelf, order: Order, state: State) -> PrintRun | None:
    """The line that an earlier start has written: with it the file is whole."""
    return PrintRun.objects.filter(
        subject=shelf.call.subject, kind=order.kind, sheets=len(order.rows),
        printed_at=datetime.fromisoformat(state.at),
        printed_by=actor_name(shelf.user),
    ).first()  # fmt: skip


def _made(shelf: Shelf, order: Order, state: State) -> PrintRun:
    found = {row.pk: row for row in paper.printable(shelf.call, keys=order.rows)}
    if len(found) < len(order.rows):
        raise Refused(_("Some of the chosen certificates are no longer in force. Choose again."))
    _pdf, run = paper.print_file(
        shelf.call, [found[pk] for pk in order.rows], kind=order.kind, reason=order.reason,
        printer=Printer.objects.filter(pk=order.printer).first(),
        by=shelf.user, at=datetime.fromisoformat(state.at),
        tell=underway.Watch(shelf, state).tell,
        keep=lambda pdf: underway.put(shelf.file, pdf),
    )  # fmt: skip
    return run


def ready(call: Call, *, by: User, at: datetime) -> Path:
    """The file that ``by`` asked for. Raises NotPermitted, Refused."""
    require(by, "certify", call, at=at)
    shelf = Shelf(call, by)
    if not shelf.read().run or not shelf.file.exists():
        raise Refused(_("This file is not there any more. Make it again at the print desk."))
    return shelf.file


def forget(at: datetime) -> int:
    """Files whose day is over are gone, with what was asked."""
    old = [
        path
        for path in (Path(settings.VAR_DIR) / Shelf.folder).glob("*.*")
        if datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
        < at - KEPT
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
