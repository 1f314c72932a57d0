"""Objecting to a name on a notice: a real name, facts, and a receipt to keep."""

from datetime import datetime
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from certificates import budget
from evaluations import public_list
from evaluations.actions import objections
from evaluations.errors import Refused
from evaluations.models import Application, Notice, Objection
from workflows import desk
from workflows.forms.objection import ObjectionForm, ReceiptForm
from workflows.views.answer import refused_page, status_of
from workflows.views.public import notices, words

_SALT = "objection receipt"


@sensitive_post_parameters("name", "phone", "unit", "facts")
@require_http_methods(["GET", "POST"])
def objection(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    notice = notices.the_notice(public_id)
    if not notices.is_running(notice, at):
        return refused_page(request, Refused(notices.over(notice)))
    entries = public_list.entries(notice.entries)
    form = ObjectionForm(
        request.POST or None,
        request.FILES or None,
        entries=entries,
        initial={"candidate": request.GET.get("case", "")},
    )
    status = 200
    if request.method == "POST":
        received, status = _receive(request, notice, form, at=at)
        if received is not None:
            token = signing.dumps(received.receipt, salt=_SALT)
            return redirect("objection_receipt", notice.public_id, token)
    context = {
        "form": form,
        "notice": notice,
        "heading": _("Object to a name on the list"),
        "caption": notices.title(notice),
        "back_url": reverse("notice", args=[notice.public_id]),
        "now": at,
    }
    return render(request, "public/objection.html", context, status=status)


def _receive(
    request: HttpRequest, notice: Notice, form: ObjectionForm, *, at: datetime
) -> tuple[Objection | None, int]:
    """The objection, or None and the status of the refusal; what was typed stays in the form."""
    if not form.is_valid():
        return None, 422
    if not budget.spend(f"objection {request.META['REMOTE_ADDR']}", at=at):
        form.add_error(None, _("Too many objections from this address. Try again in a minute."))
        return None, 429
    given = dict(form.cleaned_data)
    case = Application.objects.filter(call=notice.call_id, reference=given.pop("candidate")).get()
    try:
        received = desk.perform(
            case,
            lambda: objections.receive(notice=notice, application=case, at=at, **given),
            by=None,
            at=at,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None, status_of(refusal)
    return received, 302


@require_GET
def objection_receipt(request: HttpRequest, public_id: UUID, token: str) -> HttpResponse:
    """To print and keep. The signed address is known to the objector alone."""
    notice = notices.the_notice(public_id)
    try:
        receipt = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise Http404 from None
    row = Objection.objects.filter(receipt=receipt, notice=notice).first()
    if row is None:
        raise Http404
    context = {
        "receipt": row,
        "rows": [
            {"label": _("Receipt number"), "value": row.receipt},
            {"label": _("List"), "value": notices.title(notice)},
            {"label": _("Version"), "value": notice.edition},
            {"label": _("To be examined within"), "value": words.clock(_handling(notice))},
            *_state(row),
            {"label": _("Questions"), "value": words.contact(notice.call)},
        ],
        "issuer": words.issuers(notice.call.rules)[0],
        "notice_url": reverse("notice", args=[notice.public_id]),
    }
    response = render(request, "public/objection_receipt.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _state(row: Objection) -> list[dict[str, str]]:
    """How the objection stands, in words for the one who made it."""
    found = [{"label": _("Where it stands"), "value": _standing(row)}]
    if row.admissible is not None:
        found.append({"label": _("On admission"), "value": row.admissibility_reason})
    if row.extended_until and not row.decided_at:
        words_of = {"day": _day(row.extended_until), "reason": row.extension_reason}
        longer = _("until %(day)s: %(reason)s") % words_of
        found.append({"label": _("More time"), "value": longer})
    if row.decided_at and row.admissible:
        found.append({"label": _("Answer"), "value": row.reply or row.finding})
    return found


def _standing(row: Objection) -> str:
    if row.decided_at:
        given = {"outcome": row.get_outcome_display(), "day": _day(row.decided_at)}
        if not row.admissible:
            return _("Not admitted, %(day)s") % given
        return _("Decided on %(day)s: %(outcome)s") % given
    if row.admissible:
        return _("Admitted, being examined")
    return _("Received, being examined") if row.handler_id else _("Received, not yet taken up")


def _day(at: datetime) -> str:
    return localtime(at).date().isoformat()


@sensitive_post_parameters("receipt")
@require_http_methods(["GET", "POST"])
def objection_state(request: HttpRequest) -> HttpResponse:
    """Where an objection stands, by its receipt number. The number goes in the form, so that it is
    in no address and no log."""
    at = timezone.now()
    form = ReceiptForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if not budget.spend(f"receipt {request.META['REMOTE_ADDR']}", at=at):
                form.add_error(
                    None, _("Too many questions from this address. Try again in a minute.")
                )
                status = 429
            elif row := _by_number(form.cleaned_data["receipt"]):
                token = signing.dumps(row.receipt, salt=_SALT)
                return redirect("objection_receipt", row.notice.public_id, token)
            else:
                form.add_error("receipt", _("No objection has this receipt number. Check it."))
    context = {"form": form, "heading": _("Where does my objection stand?")}
    return render(request, "public/objection_state.html", context, status=status)


def _by_number(receipt: str) -> Objection | None:
    rows = Objection.objects.select_related("notice").filter(anonymous_tip=False)
    return rows.filter(receipt=receipt.strip().upper()).first()


def _handling(notice: Notice):
    return notice.call.rules.objection_handling
