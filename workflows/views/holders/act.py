"""One act on a title as one page: the form, the refusal in it, and the way back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from evaluations import holdings
from evaluations.models import Holding, User
from workflows.views.answer import ActForm, attempt


def the_title(user: User, public_id: UUID) -> Holding:
    """The title, or a 404 that does not tell an unknown one from a hidden one."""
    holding = holdings.find(user, public_id)
    if holding is None:
        raise Http404
    return holding


def page(
    request: HttpRequest,
    holding: Holding,
    form: ActForm,
    act: Callable[[ActForm], object],
    *,
    heading: str,
    button: str,
    done: str = "",
    back: str = "title",
    **context: Any,
) -> HttpResponse:
    """Show the form, or run ``act`` on it and go back to the title."""
    if request.method == "POST" and attempt(form, lambda: act(form)) is not None:
        messages.success(request, done or _("Recorded."))
        return redirect(back, public_id=holding.public_id)
    context |= {
        "holding": holding,
        "form": form,
        "heading": heading,
        "button": button,
        "back": back,
    }
    return render(request, "holders/act.html", context, status=form.status)
