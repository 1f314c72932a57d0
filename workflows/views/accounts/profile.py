"""The own profile: identity data, language, password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.actions import people
from evaluations.models import Person
from workflows.forms.accounts import IdentityForm, LanguageForm, PasswordForm
from workflows.views.accounts.landing import speak, wanted
from workflows.views.accounts.resume import signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """See and change the own data; name and ID number are fixed once a filing carries them."""
    person = Person.objects.filter(user=request.user).first()
    locked = people.identity_is_locked(person)
    form = _identity_form(request, person, locked)
    if request.method == "POST" and form.is_valid():
        given = {"name": "", "id_number": ""} | form.cleaned_data
        try:
            people.save_identity(by=request.user, at=timezone.now(), **given)
        except people.FieldRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Your data are saved."))
            return redirect(wanted(request, otherwise=reverse("profile")))
    context = {
        "form": form,
        "person": person,
        "locked": locked,
        "correcting": locked and person.corrections.filter(decided_at=None).exists(),
        "language_form": LanguageForm(initial={"language": request.user.language}),
        "next": wanted(request, otherwise=""),
    }
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


def _identity_form(request: HttpRequest, person: Person | None, locked: bool) -> IdentityForm:
    initial = {
        "name": person.name if person else request.user.name,
        "phone": (person.phone if person else "") or request.user.phone,
    }
    masked = person.masked_id if person else ""
    return IdentityForm(request.POST or None, initial=initial, locked=locked, masked=masked)


@login_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    form = LanguageForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the offered languages."))
        return redirect("profile")
    chosen = form.cleaned_data["language"]
    people.choose_language(by=request.user, language=chosen, at=timezone.now())
    with translation.override(chosen):
        messages.success(request, _("The language of the pages is changed."))
    return speak(redirect("profile"), chosen)


@login_required
@sensitive_post_parameters("old", "new")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        people.change_password(
            by=request.user, password=form.cleaned_data["new"], at=timezone.now()
        )
        update_session_auth_hash(request, request.user)
        return redirect("password_changed")
    return render(
        request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200
    )


@login_required
@require_GET
def password_changed(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_changed.html")
