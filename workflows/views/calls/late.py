"""补入: whoever was refused in error comes onto a list that is made already, or is left out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from evaluations.actions import rejoining
from evaluations.errors import NotFound, NotPermitted
from evaluations.models import Application
from workflows import desk
from workflows.views.answer import ActForm, attempt
from workflows.views.calls import door, frame

LIST, LEAVE_OUT = "list", "leave_out"


class LateForm(ActForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("What follows"),
        choices=[
            (LIST, gettext_lazy("Onto the list, with a public notice of its own")),
            (LEAVE_OUT, gettext_lazy("Left out, with the reason")),
        ],
        widget=forms.RadioSelect,
    )
    document = forms.CharField(label=gettext_lazy("Document"), max_length=60, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea({"rows": 3})
    )
    field_order = ("key", "seen", "outcome", "document", "reason")


@login_required
@require_http_methods(["GET", "POST"])
def call_list_late(request: HttpRequest, public_id: UUID, case_id: UUID) -> HttpResponse:
    at = timezone.now()
    call = door.the_call(request.user, public_id)
    door.require_reader(request.user, call)
    if reason := door.may(request.user, "list_late", call, at=at):
        raise NotPermitted(reason)
    case = next((each for each in rejoining.waiting(call) if each.public_id == case_id), None)
    if case is None:
        raise NotFound(_("This application has not passed every desk again."))
    form = LateForm(request.POST or None, seen=call.version)
    _explain(form, case)
    if request.method == "POST" and attempt(form, lambda: _decide(request, case, form, at=at)):
        return redirect(frame.url("call_list", call))
    context = frame.context(call, request.user, "call_list", at=at) | {
        "form": form,
        "title": _("%(name)s after the recheck") % {"name": case.person.name},
        "text": _(
            "The refusal was wrong, and every desk has passed the file. The list was made "
            "meanwhile; its minutes stay as they are."
        ),
        "button": _("Record the result"),
    }
    return render(request, "calls/list_act.html", context, status=form.status)


def _explain(form: LateForm, case: Application) -> None:
    """What is known of the place: none needed, one free, or one to be granted."""
    place = rejoining.free_place(case)
    if rejoining.takes_no_place(case):
        del form.fields["document"]
        form.fields["outcome"].help_text = _("This way in takes no place of any quota.")
    elif place is not None:
        del form.fields["document"]
        said = _("Place number %(n)s of this quota is free.")
        form.fields["outcome"].help_text = said % {"n": place.list_position}
    else:
        form.fields["document"].help_text = _(
            "No place of this quota is free: the number of the paper by which the deciding body "
            "grants a further one."
        )
    form.fields["reason"].help_text = _("It goes onto the notice, or to the candidate.")


def _decide(request: HttpRequest, case: Application, form: LateForm, *, at: datetime) -> Any:
    given = form.cleaned_data
    common = {"application_id": case.pk, "reason": given["reason"], "by": request.user,
              "seen": given["seen"], "at": at}  # fmt: skip

    def act() -> object:
        if given["outcome"] == LEAVE_OUT:
            return rejoining.leave_out(**common)
        return rejoining.list_late(document=given.get("document", ""), **common)

    done = desk.perform(case, act, by=request.user, at=at)
    said = (
        _("%s is left out, and told why.")
        if given["outcome"] == LEAVE_OUT
        else _("%s is on the list. The notice of his own is posted and public.")
    )
    messages.success(request, said % case.reference)
    return done
