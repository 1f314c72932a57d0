"""How far is work in the background? One small file for each subject, beside the uploads.

Work that is one transaction shows nothing in the tables until its end, and what is no act of the city
never does. A state is written whole or not at all; one that another version of the program wrote counts
as none.
"""

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from django.conf import settings
from django.utils import timezone

from evaluations.models import Call

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

    def stuck(self, at: datetime) -> bool:
        return self.running and at - datetime.fromisoformat(self.moved_at) > SILENCE


class Shelf[S: State]:
    """The one state that is kept of a call's work of a kind: the last."""

    folder: ClassVar[str]
    kind: ClassVar[type[Any]]

    def __init__(self, call: Call) -> None:
        self.call = call

    @property
    def name(self) -> str:
        return str(self.call.public_id)

    @property
    def path(self) -> Path:
        return Path(settings.VAR_DIR) / self.folder / f"{self.name}.json"

    def read(self) -> S:
        """An empty state where nothing was begun."""
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=self.kind)
        except (OSError, msgspec.DecodeError):
            return self.kind()

    def write(self, state: S) -> None:
        """All of it or nothing, so that a reader never sees half a state."""
        put(self.path, msgspec.json.encode(state))


def put(path: Path, content: bytes) -> None:
    """A whole file or the one that was there before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.half")
    half.write_bytes(content)
    half.replace(path)


class Watch[S: State]:
    """Writes down how far work is, now and then."""

    def __init__(self, shelf: Shelf[S], state: S) -> None:
        self.shelf, self.state, self.done, self.last = shelf, state, 0, 0.0

    def tick(self) -> None:
        """One more is done."""
        self.tell(self.done + 1)

    def tell(self, done: int, total: int = 0) -> None:
        self.done = done
        if time.monotonic() - self.last < _EVERY_SECONDS:
            return
        self.last = time.monotonic()
        self.state.total = total or self.state.total
        self.state.done = min(done, self.state.total)
        self.state.moved_at = timezone.now().isoformat()
        self.shelf.write(self.state)
