"""The office asks for a correction of identity for somebody who came with the ID card."""

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
from workflows.views.calls.door import require_role
from workflows.views.calls.registers import _frame


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    require_role(request.user, *identities.KEEPERS)
    person = Person.objects.filter(user=pk).exclude(id_sealed="").first()
    if person is None:
        raise NotFound(_("No ID number is kept for this account."))
    form, status = CorrectionForm(request.POST or None), 200
    if request.method == "POST":
        at = timezone.now()
        status = entered(
            form,
            lambda: identities.ask(person=person, by=request.user, at=at, **form.cleaned_data),
        )
        if status == 200:
            messages.success(request, _("Asked for. A second person confirms it."))
            return redirect("office_requests")
    context = _frame.context(request.user, "office_accounts", _("Correct an identity"))
    context |= {"form": form, "person": person}
    return render(request, "calls/registers/correct.html", context, status=status)
