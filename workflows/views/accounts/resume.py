"""A session ends while somebody types: what was sent is carried through signing in and sent again.

On a phone a page easily sleeps longer than a session lives. Files cannot be carried.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from workflows.forms.accounts import LoginForm

PREFIX = "kept:"
ADDRESS = "kept_to"
_NOT_KEPT = {"csrfmiddlewaretoken"}

type View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Like ``login_required``, but what somebody without a session has sent is not thrown away."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        if "application/json" in request.headers.get("Accept", ""):
            sentence = _("You were signed out. Press save: you can sign in and nothing is lost.")
            return JsonResponse({"message": sentence}, status=401)
        kept = [(PREFIX + name, value) for name, value in _sent(request)]
        context = {"form": LoginForm(), "kept": kept, "kept_to": request.get_full_path()}
        return render(request, "accounts/login.html", context, status=401)

    return guarded


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _NOT_KEPT
    ]


def carried(request: HttpRequest) -> dict[str, Any]:
    """What a sign-in form carries along, for the page to carry on; empty for none."""
    address = request.POST.get(ADDRESS, "")
    if not url_has_allowed_host_and_scheme(
        address, allowed_hosts=None, require_https=False
    ) or not address.startswith("/"):
        return {}
    kept = [(name, value) for name, value in _sent(request) if name.startswith(PREFIX)]
    return {"kept": kept, "kept_to": address}


def resumed(request: HttpRequest, carrying: dict[str, Any]) -> HttpResponse:
    """Signed in again: one button sends what was typed."""
    fields = [(name.removeprefix(PREFIX), value) for name, value in carrying["kept"]]
    context = {"fields": fields, "address": carrying["kept_to"]}
    return render(request, "accounts/resume.html", context)
