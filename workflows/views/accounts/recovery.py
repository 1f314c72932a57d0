"""Back in without a password, and an e-mail address that is really read by its owner."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions import keys
from evaluations.actions.people import FieldRefused
from evaluations.errors import Refused
from evaluations.models import AccountKey
from workflows import account_mail
from workflows.forms.accounts import spelled
from workflows.forms.people import CodeForm, EmailForm, ForgottenForm
from workflows.views.accounts import throttle

_CODES = "one-time codes"


@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """The same answer for every name: nobody learns here who has an account."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        username = spelled(form.cleaned_data["username"])
        user = keys.ask_password(username=username, at=timezone.now())
        if user is not None:
            account_mail.password_after_commit(user, lasts=keys.FORGOTTEN_LASTS)
        return redirect("forgotten_sent")
    status = 422 if form.errors else 200
    return render(request, "accounts/forgotten.html", {"form": form}, status=status)


@require_GET
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/forgotten_sent.html")


@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, code: str = "") -> HttpResponse:
    """Choose a password with a code. Opening the page uses nothing up: mail scanners open links."""
    form, status = CodeForm(request.POST or None, initial={"code": code}), 200
    if request.method == "POST":
        status = 422
        if not throttle.reserve(request, _CODES):
            form.add_error(None, _("Too many wrong codes. Wait ten minutes, or call the office."))
            status = 429
        elif form.is_valid() and _set(request, form):
            return redirect("login")
    return render(request, "accounts/code.html", {"form": form}, status=status)


def _set(request: HttpRequest, form: CodeForm) -> bool:
    try:
        user = keys.set_password(at=timezone.now(), **form.cleaned_data)
    except FieldRefused as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    except Refused as refusal:
        form.add_error("code", str(refusal))
        return False
    throttle.succeeded(request, _CODES)
    sentence = _("The password is set. Sign in as “%(username)s”.")
    messages.success(request, sentence % {"username": user.username})
    return True


@login_required
@require_http_methods(["GET", "POST"])
def email(request: HttpRequest) -> HttpResponse:
    form, status = EmailForm(request.POST or None, initial={"email": request.user.email}), 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["email"]
        try:
            address = keys.ask_email(by=request.user, address=given, at=timezone.now())
        except FieldRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return _sent(request, address)
    status = 422 if form.errors else 200
    return render(request, "accounts/email.html", {"form": form}, status=status)


def _sent(request: HttpRequest, address: str) -> HttpResponse:
    if address:
        account_mail.address_after_commit(request.user, address)
        sentence = _("A mail is on its way to %(address)s. Open the link in it within two days.")
        messages.success(request, sentence % {"address": address})
    else:
        messages.success(request, _("No address is kept: messages are only here on the site."))
    return redirect("profile")


@require_http_methods(["GET", "POST"])
def confirm_email(request: HttpRequest, code: str) -> HttpResponse:
    """One button, no sign-in: the mail may be read on another device."""
    if request.method == "POST":
        keys.confirm_email(code=code, at=timezone.now())
        messages.success(request, _("The address is confirmed. Messages now go there too."))
        return redirect("profile" if request.user.is_authenticated else settings.LOGIN_URL)
    key = keys.find(code, AccountKey.Purpose.EMAIL, at=timezone.now())
    return render(request, "accounts/confirm_email.html", {"address": key.address})
