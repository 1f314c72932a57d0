"""Sign in, sign out, register."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.actions import people
from workflows.forms.accounts import LoginForm, RegisterForm, spelled
from workflows.views.accounts import throttle
from workflows.views.accounts.landing import landing, speak, wanted
from workflows.views.accounts.resume import carried, resumed


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated and request.method == "GET":
        return redirect(wanted(request, otherwise=landing(request.user)))
    if request.method == "POST":
        return _try(request)
    return _page(request, LoginForm(), 200)


def _page(request: HttpRequest, form: LoginForm, status: int) -> HttpResponse:
    context = {"form": form, "next": wanted(request, otherwise="")} | carried(request)
    return render(request, "accounts/login.html", context, status=status)


def _try(request: HttpRequest) -> HttpResponse:
    username = spelled(request.POST.get("username", ""))
    closed = not throttle.reserve(request, username)
    wait = _("Too many wrong passwords. Wait ten minutes, or call the office: %(phone)s.")
    form = LoginForm(
        request.POST,
        request=request,
        closed=wait % {"phone": settings.CITY.office.phone} if closed else "",
    )
    if form.is_valid():
        throttle.succeeded(request, username)
        return _enter(request, form.user)
    return _page(request, form, 429 if closed else 422)


def _enter(request: HttpRequest, user) -> HttpResponse:
    carrying = carried(request)
    login(request, user)
    response = redirect(wanted(request, otherwise=landing(user)))
    if carrying:
        response = resumed(request, carrying)
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return response
    return speak(response, user.language)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """An account for somebody who wants to apply. Offices get theirs from the administrator."""
    form = RegisterForm(request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            user = people.register(
                username="",
                language=get_language() or settings.LANGUAGE_CODE,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except people.FieldRefused as refusal:
            status = _refuse(request, form, refusal)
        else:
            login(request, user)
            return redirect(wanted(request, otherwise=landing(user)))
    context = {"form": form, "next": wanted(request, otherwise="")}
    return render(request, "accounts/register.html", context, status=status)


def _refuse(request: HttpRequest, form: RegisterForm, refusal: people.FieldRefused) -> int:
    """The sentence, but not without end: whose number has an account is not found by trying."""
    if throttle.reserve(request, "registering"):
        form.add_error(refusal.field, str(refusal))
        return 422
    office = settings.CITY.office.phone
    form.add_error(None, _("Too many tries. Wait ten minutes, or call the office: %s.") % office)
    return 429
