"""The employers for which somebody speaks: register one, keep its clerks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.actions import employers
from evaluations.actions.people import FieldRefused
from evaluations.errors import NotFound, Refused
from evaluations.identity import NumberRefused
from evaluations.models import EmployerRequest, Organisation, RoleGrant
from evaluations.roles import Role
from evaluations.uploads import CleanFile, accept_upload, check_size
from workflows.forms.people import MAX_LETTER, ClerkForm, EmployerForm
from workflows.views.answer import status_of


@login_required
@require_GET
def own_employers(request: HttpRequest) -> HttpResponse:
    """What was asked for and how it was answered, and the clerks of each employer."""
    headed = employers.headed_by(request.user)
    clerks = RoleGrant.objects.filter(
        organisation__in=headed, role=Role.EMPLOYER_CLERK, ended_at=None
    )
    clerks = list(clerks.select_related("user").order_by("pk"))
    asked = EmployerRequest.objects.filter(asked_by=request.user).order_by("-pk")[:20]
    context = {
        "units": [(unit, [c for c in clerks if c.organisation_id == unit.pk]) for unit in headed],
        "asked": asked,
    }
    return render(request, "accounts/employers.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_employer(request: HttpRequest) -> HttpResponse:
    form, status = EmployerForm(request.POST or None, request.FILES or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _ask(request, form):
            return redirect("own_employers")
    return render(request, "accounts/new_employer.html", {"form": form}, status=status)


def _ask(request: HttpRequest, form: EmployerForm) -> bool:
    given = dict(form.cleaned_data)
    try:
        letter = _letter(given.pop("letter"))
        employers.ask(letter=letter, by=request.user, at=timezone.now(), **given)
    except NumberRefused as refusal:
        form.add_error("uscc", str(refusal))
    except FieldRefused as refusal:
        form.add_error(refusal.field, str(refusal))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(request, _("Asked for. You get an answer here when it has been checked."))
        return True
    return False


def _letter(file) -> CleanFile:
    try:
        check_size(file.size or 0, MAX_LETTER)
        return accept_upload(file.read(), name=file.name or "", max_bytes=MAX_LETTER)
    except Refused as refusal:
        raise FieldRefused(str(refusal), field="letter") from None


@login_required
@require_http_methods(["GET", "POST"])
def new_clerk(request: HttpRequest, pk: int) -> HttpResponse:
    unit = Organisation.objects.filter(pk=pk).first()
    if unit is None or unit not in employers.headed_by(request.user):
        raise NotFound(_("You do not speak for this employer."))
    form, status = ClerkForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                grant = employers.add_clerk(
                    organisation=unit, by=request.user, at=timezone.now(), **form.cleaned_data
                )
            except FieldRefused as refusal:
                form.add_error(refusal.field, str(refusal))
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = status_of(refusal)
            else:
                sentence = _("%(name)s now has the role “%(role)s”.")
                named = {"name": grant.user, "role": Role(grant.role).label}
                messages.success(request, sentence % named)
                return redirect("own_employers")
    return render(request, "accounts/new_clerk.html", {"form": form, "unit": unit}, status=status)


@login_required
@require_POST
def end_clerk(request: HttpRequest, pk: int) -> HttpResponse:
    employers.end_clerk(grant_id=pk, by=request.user, at=timezone.now())
    messages.success(request, _("The role has ended. It stays on record."))
    return redirect("own_employers")
