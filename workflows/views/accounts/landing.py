"""Where work begins after signing in: every role lands at its own desk."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from evaluations.models import User
from evaluations.roles import Role


def landing(user: User) -> str:
    """An applicant's applications, an expert's files, a department's requests; the inbox for everybody else in office."""
    offices = {grant.role for grant in user.live_grants if grant.role != Role.APPLICANT}
    if offices and offices <= {Role.EXPERT, Role.PANEL_CHAIR}:
        return reverse("expert")
    if offices == {Role.JOINT_DEPARTMENT}:
        return reverse("joint_requests")
    if offices == {Role.FINANCE}:
        return reverse("stipends")
    if offices == {Role.SYSADMIN}:
        return reverse("office_accounts")
    return "/inbox/" if offices else reverse("applications")


def wanted(request: HttpRequest, *, otherwise: str) -> str:
    """The ``next`` of the request where it is a page of this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else otherwise


def speak(response: HttpResponse, language: str) -> HttpResponse:
    """The browser remembers the language of the pages."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
