"""The page that checks a square code without a network, and the worker that keeps it."""

from pathlib import Path
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from certificates.verify import Verdict

_WORKER = Path(__file__).with_name("worker.js")


class Word(NamedTuple):
    """An answer that only the offline check has; same shape as a ``Verdict``."""

    word: str
    tone: str
    icon: str
    title: str | Promise
    sentence: str | Promise


SIGNED = Word(
    "signed",
    "gold",
    "warning",
    _("Signed by us, standing not known"),
    _(
        "The code is genuine, but the status list kept here is missing or older than an hour. Open this page once with a network and check again."
    ),
)
UNABLE = Word(
    "unable",
    "gold",
    "warning",
    _("Cannot tell now"),
    _(
        "The key of the office is not kept here yet, or this browser is too old. Open this page once with a network, in a current browser."
    ),
)
WORDS = (
    Verdict.GENUINE,
    Verdict.SUSPENDED,
    Verdict.REVOKED,
    Verdict.EXPIRED,
    Verdict.SUPERSEDED,
    Verdict.UNKNOWN,
    SIGNED,
    UNABLE,
)


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "certificates/offline.html", {"words": WORDS})


@require_GET
def worker(_request: HttpRequest) -> HttpResponse:
    """Served below ``/verify/``: a worker keeps only pages below its own address."""
    return HttpResponse(_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
