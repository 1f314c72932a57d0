"""Accounts: found, opened, helped back in, closed. What was done with one stands on its page."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions import accounts as law
from evaluations.actions import granting
from evaluations.actions.people import FieldRefused
from evaluations.errors import NotFound, Refused
from evaluations.models import Person, User
from evaluations.roles import Role
from workflows import account_mail
from workflows.forms.people import AccountForm, ReasonForm
from workflows.views.answer import status_of
from workflows.views.calls.door import require_role
from workflows.views.calls.registers import _frame

PAGE = 50
_KEEPERS = (Role.SYSADMIN, Role.REVIEW_OFFICE)
_MAILED = timedelta(hours=24)
_ACTS = {"code": law.hand_out_code, "close": law.close_account, "reopen": law.reopen_account}


@login_required
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """Newest first; found by the beginning of a name or the whole number: nobody leafs by number."""
    require_role(request.user, *_KEEPERS)
    search = request.GET.get("q", "").strip()[:60]
    rows = User.objects.order_by("-pk").prefetch_related("grants")
    if search:
        rows = rows.filter(
            Q(name__startswith=search) | Q(username__startswith=search) | Q(phone=search)
        )
    after = _frame.position(request.GET.get("after", ""))
    found = list((rows.filter(pk__lt=after) if after else rows)[: PAGE + 1])
    context = _frame.context(request.user, "office_accounts", _("Accounts")) | {
        "rows": [_row(user) for user in found[:PAGE]],
        "search": search,
        "next_url": f"?q={search}&after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
    }
    return render(request, "calls/registers/accounts.html", context)


def _row(user: User) -> dict[str, Any]:
    live = [grant for grant in user.grants.all() if grant.ended_at is None]
    return {"user": user, "roles": sorted({str(Role(grant.role).label) for grant in live})}


@login_required
@require_http_methods(["GET", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """The account, then its code on the screen, once."""
    require_role(request.user, *_KEEPERS)
    form, status = AccountForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                user, code = law.open_account(
                    by=request.user, at=timezone.now(), **form.cleaned_data
                )
            except FieldRefused as refusal:
                form.add_error(refusal.field, str(refusal))
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = status_of(refusal)
            else:
                return _handed_out(request, user, code, heading=_("The account is open"))
    context = _frame.context(request.user, "office_accounts", _("Open an account"))
    return render(request, "calls/registers/form.html", context | {"form": form}, status=status)


def _handed_out(request: HttpRequest, user: User, code: str, *, heading: str) -> HttpResponse:
    context = _frame.context(request.user, "office_accounts", heading)
    context |= {
        "account": user,
        "code": code,
        "there": request.build_absolute_uri(reverse("enter_code")),
        "proposable": granting.grantable(request.user),
    }
    answer = render(request, "calls/registers/code.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@login_required
@require_GET
def account(request: HttpRequest, pk: int) -> HttpResponse:
    require_role(request.user, *_KEEPERS)
    return _page(request, _account(pk))


def _account(pk: int) -> User:
    user = User.objects.filter(pk=pk).first()
    if user is None:
        raise NotFound(_("This account does not exist."))
    return user


def _page(
    request: HttpRequest, user: User, form: ReasonForm | None = None, *, act: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    grants = user.grants.exclude(role=Role.APPLICANT).order_by("-pk")
    context = _frame.context(request.user, "office_accounts", user.name) | {
        "account": user,
        "person": Person.objects.filter(user=user).first(),
        "grants": grants.select_related("organisation", "call", "granted_by", "ended_by"),
        "events": user.events.select_related("done_by"),
        "refused": law.refusal(request.user, user),
        "form": form,
        "forms": {  # ids of their own: all of them stand on one page
            name: form if form and name == act else ReasonForm(auto_id=f"{name}_%s")
            for name in _ACTS
        },
        "chosen": act,
        "weighty": law.is_weighty(user),
    }
    return render(request, "calls/registers/account.html", context, status=status)


@login_required
@require_http_methods(["POST"])
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One of the three acts, with its reason."""
    require_role(request.user, *_KEEPERS)
    if act not in _ACTS:
        raise Http404
    user, form = _account(pk), ReasonForm(request.POST, auto_id=f"{act}_%s")
    if not form.is_valid():
        return _page(request, user, form, act=act, status=422)
    try:
        given = form.cleaned_data["reason"]
        done = _ACTS[act](user=user, reason=given, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error("reason" if isinstance(refusal, FieldRefused) else None, str(refusal))
        return _page(request, user, form, act=act, status=status_of(refusal))
    if act == "code" and done:
        return _handed_out(request, user, done, heading=_("Code for a new password"))
    if act == "code":
        account_mail.password_after_commit(user, lasts=_MAILED)
        messages.success(request, _("A code is on its way to the confirmed address."))
    else:
        messages.success(request, _("Recorded."))
    return redirect("office_account", pk=pk)
