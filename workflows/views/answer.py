"""From the law's No to a page: every refusal is a sentence, with its 4xx, and nothing typed is lost."""

import sqlite3
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from evaluations import visibility
from evaluations.actions.people import FieldRefused
from evaluations.errors import Busy, NotFound, NotPermitted, Refused, Stale
from evaluations.models import Application

_STATUS: tuple[tuple[type[Refused], int], ...] = (
    (NotPermitted, 403),
    (NotFound, 404),
    (Stale, 409),
    (Busy, 409),
    (Refused, 422),
)


# Lock timeout, deadlock, serialisation: somebody else's transaction stands in the way. Any other
# failure of the database is no refusal and stays what it is.
_POSTGRES_HELD = {"55P03", "40P01", "40001"}
_SQLITE_HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def status_of(refusal: Refused) -> int:
    """The HTTP status that goes with a refusal."""
    return next(status for kind, status in _STATUS if isinstance(refusal, kind))


def as_refusal(error: Exception) -> Refused | None:
    """The sentence in an exception, or None when it is not a refusal."""
    if isinstance(error, Refused):
        return error
    cause = error.__cause__
    held = (
        getattr(cause, "sqlstate", "") in _POSTGRES_HELD
        # The low byte is the error, the rest its detail.
        or getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE_HELD
    )
    if isinstance(error, OperationalError) and held:
        return Busy(
            _("Somebody is acting on this at this moment. Nothing was changed: send it again.")
        )
    return None


class ActForm(forms.Form):
    """A form that acts: ``key`` makes a double click one act, ``seen`` is the version looked at."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, seen: int, **kwargs):
        initial = {"key": uuid.uuid4(), "seen": seen} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        self.current = seen
        # What the reader had looked at; ``renew`` puts the present version in its place.
        self.seen_before = self.data.get(self.add_prefix("seen"), "")
        self.status = 200

    def clean(self) -> dict[str, Any]:
        """The hidden fields have no box at which to say it."""
        if self.errors.keys() & {"key", "seen"}:
            sentence = _("This form did not arrive whole. Open the page again, then send it.")
            self.add_error(None, sentence)
        return super().clean() or {}

    def renew(self) -> None:
        """After a refusal: the reader now sees the present version, and may send again."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = str(self.current)
            self.data[self.add_prefix("key")] = str(uuid.uuid4())


def attempt[T](form: ActForm, act: Callable[[], T]) -> T | None:
    """Run ``act`` on a valid form. A refusal becomes the form's error and status; what was typed
    stays in the form, which can be sent again."""
    if not form.is_valid():
        form.status = 422
        return None
    try:
        return act()
    except (Refused, OperationalError) as error:
        refusal = as_refusal(error)
        if refusal is None:
            raise
        form.add_error(None, str(refusal))
        form.status = status_of(refusal)
        form.renew()
        return None


def entered(form: forms.Form, act: Callable[[], object]) -> int:
    """Run ``act`` on what was entered; 200 when it is done. A refusal stands at the box it is
    about, and its status is the answer's."""
    if not form.is_valid():
        return 422
    try:
        act()
    except FieldRefused as refusal:
        form.add_error(refusal.field, str(refusal))
        return 422
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return status_of(refusal)
    return 200


def refused_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A whole page for a refusal that belongs to no form."""
    context = {"sentence": str(refusal)}
    return render(request, "refused.html", context, status=status_of(refusal))


class RefusalPages:
    """Middleware: a refusal that no view caught still reaches the user as its sentence."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception):
        refusal = as_refusal(exception)
        return refused_page(request, refusal) if refusal else None


def the_case(request: HttpRequest, public_id, *, at) -> Application:
    """The application, or a 404 that does not tell an unknown one from a hidden one."""
    case = visibility.find(request.user, public_id, at=at)
    if case is None:
        raise Http404
    return case
