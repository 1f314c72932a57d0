"""The paper room's locked processes: what lays out our pages, and what reads strangers' files."""

import atexit
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

import sandbox
from certificates import conf, jobs
from certificates.refusals import Flawed
from sandbox.process import Full, Limits, Sandbox, Stopped
from sandbox.process import Silent as Unheard

if TYPE_CHECKING:
    from certificates.finish import Evidence
    from certificates.layout import Sheet

#: A stranger's file: little of everything, and nobody waits long behind somebody else's.
STRANGERS = Limits(memory=768 * 1024 * 1024, seconds=8, silence=30.0, renew=200, wait=20.0)


class Runaway(Flawed):
    """The locked process was stopped, or stopped by itself; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The page could not be laid out within the limits of time and memory."
                " Look at the wording and the photo of this certificate, then issue again."
            )
        )


class Silent(Runaway):
    """Nothing came for a long time: the machine is overloaded, or the job is endless."""


class Busy(Flawed):
    """Others stand in line; nothing was tried."""

    def __init__(self) -> None:
        super().__init__(_("Too many pages are being made at this moment. Try again in a minute."))


class Renderer(Sandbox):
    """A locked process that answers in the sentences of this room."""

    def __init__(
        self,
        limits: Limits = Limits(),  # noqa: B008  (frozen)
        *,
        apart: bool = False,
        beforehand: tuple[str, ...] = (),
    ) -> None:
        super().__init__(
            "certificates.jobs", jobs.heard, limits, given=_settings, apart=apart,
            beforehand=beforehand,
        )  # fmt: skip

    def render_many(
        self,
        sheets: Sequence["Sheet"],
        *,
        signable: bool = False,
        evidence: "Evidence | None" = None,
    ) -> list[bytes]:
        """As ``render.render_many``, whole: raises its errors, or :class:`Runaway`."""
        how = {"signable": signable} | ({"evidence": evidence} if evidence else {})
        return self.work("each", list(sheets), size=len(sheets), **how)

    def work(self, name: str, *given: Any, size: int = 1, **how: Any) -> list[bytes]:
        """Do a job of ``jobs.PLACES``; ``size``: how many pages or files it concerns.

        Raises what the job raises, :class:`Runaway`, or :class:`Busy`.
        """
        try:
            return super().work(name, *given, size=size, **how)
        except Unheard as problem:
            raise Silent from problem
        except Stopped as problem:
            raise Runaway from problem
        except Full as problem:
            raise Busy from problem


def _settings() -> dict[str, Any]:
    return {
        "VAR_DIR": str(conf.font_cache().parent),
        "LAUREL_FONT_DIRS": [str(path) for path in conf.font_folders()],
        "LAUREL_FONT_CACHE": str(conf.font_cache()),
        "LAUREL_SITE_URL": conf.site_url(),
        "LAUREL_CITY_NAME": conf.city_name(),
    }


@contextmanager
def several(count: int) -> Iterator[list[Renderer]]:
    """Processes for one large job, ended with the block."""
    makers = [Renderer() for _i in range(count)]
    try:
        yield makers
    finally:
        for maker in makers:
            maker.close()
            # A worker lives for weeks and must not remember every file it has made.
            atexit.unregister(maker.close)


#: Lays out what we print. A stranger's file never comes into this process.
OURS = Renderer()
#: Every stranger's file is alone, so that one that takes its process over sees nobody else's.
READER = Renderer(STRANGERS, apart=True, beforehand=("certificates.inspect_pdf",))


def ours(name: str, *given: Any, size: int = 1, **how: Any) -> bytes:
    """A job about our own pages, one answer. Tests may do it in their own process."""
    return _done(OURS, name, *given, size=size, **how)


def strangers(name: str, *given: Any, **how: Any) -> bytes:
    """A job about a file from outside, one answer."""
    return _done(READER, name, *given, **how)


def _done(maker: Renderer, name: str, *given: Any, size: int = 1, **how: Any) -> bytes:
    if sandbox.is_in_use():
        return b"".join(maker.work(name, *given, size=size, **how))
    return b"".join(jobs.do(name, given, how))
