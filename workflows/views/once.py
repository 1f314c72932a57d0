"""A double click is one act, and both clicks get one answer.

The law sees to the first half: by the key of a filing or an opinion, by the version everywhere
else. Here is the second: whoever sends a form again that was already acted on is led to where
the first click led, and is not told that "somebody" has changed the file meanwhile.
"""

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

_MEMORY = "answered"
_REMEMBERED = 8


class SameAnswer:
    """Middleware: the answer to a form with a key, remembered for its second click."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.POST.get("key", "")[:40] if request.method == "POST" else ""
        if not key or not request.user.is_authenticated:
            return self.get_response(request)
        form = f"{request.path} {key}"
        if known := _answer(request.session, form):
            return HttpResponseRedirect(known)
        response = self.get_response(request)
        if response.status_code == 302:
            earlier = [pair for pair in request.session.get(_MEMORY, []) if pair[0] != form]
            request.session[_MEMORY] = [*earlier, [form, response.headers["Location"]]][
                -_REMEMBERED:
            ]
        elif 400 <= response.status_code < 500:
            # The first click may have come to its end while this one waited for the lock.
            fresh = type(request.session)(request.session.session_key)
            if known := _answer(fresh, form):
                return HttpResponseRedirect(known)
        return response


def _answer(session: SessionBase, form: str) -> str:
    return dict(session.get(_MEMORY, [])).get(form, "")
