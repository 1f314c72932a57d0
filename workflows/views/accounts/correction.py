"""A wrong name or ID number in a filed application: ask for the right one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.actions import identities
from evaluations.errors import NotFound
from evaluations.models import Person
from workflows.forms.people import CorrectionForm
from workflows.views.answer import entered


@login_required
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest) -> HttpResponse:
    person = Person.objects.filter(user=request.user).exclude(id_sealed="").first()
    if person is None:
        raise NotFound(_("No ID number is kept yet. It can be entered on the profile page."))
    form, status = CorrectionForm(request.POST or None), 200
    if request.method == "POST":
        at = timezone.now()
        status = entered(
            form,
            lambda: identities.ask(person=person, by=request.user, at=at, **form.cleaned_data),
        )
        if status == 200:
            messages.success(request, _("Asked for. Now show your ID card to the office."))
            return redirect("profile")
    context = {"form": form, "person": person}
    return render(request, "accounts/correction.html", context, status=status)
