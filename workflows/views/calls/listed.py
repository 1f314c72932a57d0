"""The list as it was made: every place with its sentence, who left, and who of the reserve moves up."""

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

from evaluations import amendments, listing, permissions
from evaluations.actions import rejoining, replacing
from evaluations.errors import NotFound, NotPermitted
from evaluations.models import Application, Call, Notice, Placement, StatusChange
from evaluations.outcomes import Result
from evaluations.status import CallStatus, Status
from workflows import desk
from workflows.views.answer import ActForm, attempt
from workflows.views.calls import door, frame


class WhyForm(ActForm):
    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Write the reason.")},
    )


class MoveUpForm(WhyForm):
    who = forms.ModelChoiceField(
        label=gettext_lazy("Who moves up"), queryset=Application.objects.none(), empty_label=None
    )
    field_order = ("key", "seen", "who", "reason")

    def __init__(self, *args: Any, line: list[Placement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["who"]
        assert isinstance(field, forms.ModelChoiceField)
        keys = [row.application_id for row in line]
        field.queryset = Application.objects.filter(pk__in=keys).select_related("person")
        field.label_from_instance = _named
        field.initial = keys[0] if keys else None


def _named(case: Application) -> str:
    return f"{case.person.name} · {case.reference}"


def shown(request: HttpRequest, call: Call, *, at: datetime) -> HttpResponse:
    """Part of the list desk, once the list is proposed."""
    rows = [_row(row, request, at=at) for row in rows_of(call)]
    context = frame.context(call, request.user, "call_list", at=at) | {
        "listed": sorted(
            (row for row in rows if row["case"].list_position),
            key=lambda r: r["case"].list_position,
        ),
        "reserve": [row for row in rows if row["row"].result == Result.RESERVE],
        "left_out": [
            row for row in rows if row["row"].result not in {Result.SELECTED, Result.RESERVE}
        ],
        "late": list(
            call.late_listings.select_related(
                "application__person", "application__employer", "replaces"
            )
        ),
        "again": rejoining.waiting(call),
        "list_late_refused": _late_refused(request, call, at=at),
        "vacancies": _vacancies(call),
        "keeps_reserve": amendments.places_of(call).reserve,
        "move_up_refused": door.may(request.user, "move_up", call, at=at),
    }
    return render(request, "calls/listed.html", context)


def _late_refused(request: HttpRequest, call: Call, *, at: datetime) -> str:
    if call.status == CallStatus.PROPOSED:
        return _("First post the notice of the list.")
    return door.may(request.user, "list_late", call, at=at)


def rows_of(call: Call) -> list[Placement]:
    rows = call.placements.select_related(
        "application__person", "application__employer", "application__decision",
        "application__call", "replaces",
    )  # fmt: skip
    return list(rows.order_by("bucket", "place", "pk")) or _before_minutes(call)


def _before_minutes(call: Call) -> list[Placement]:
    """A list that was made before its lines were kept: what the history of each case says."""
    changes = StatusChange.objects.filter(
        application__call=call, verb__in=["propose", "not_select"]
    )
    rows = changes.select_related(
        "application__person", "application__employer", "application__decision",
        "application__call",
    )  # fmt: skip
    return [
        Placement(
            application=change.application,
            call=call,
            result=Result.SELECTED if change.verb == "propose" else listing.LEFT_OUT,
            because=listing.LEFT_OUT,
            note=change.reason or "—",
        )
        for change in rows.order_by("pk")
    ]


def _row(row: Placement, request: HttpRequest, *, at: datetime) -> dict[str, Any]:
    case = row.application
    return {
        "row": row,
        "case": case,
        "sentence": listing.sentence(row),
        "leaves": not permissions.refusal(request.user, "release", case, at=at),
    }


def _vacancies(call: Call) -> list[dict[str, Any]]:
    if not amendments.places_of(call).reserve:
        return []
    return [
        {"case": case, "next": replacing.next_in_line(call, case)}
        for case in replacing.vacancies(call)
    ]


@login_required
@require_http_methods(["GET", "POST"])
def call_release(request: HttpRequest, public_id: UUID, case_id: UUID) -> HttpResponse:
    """Take a candidate off at his own written request."""
    at = timezone.now()
    call, case = _case(request, public_id, case_id)
    if reason := permissions.refusal(request.user, "release", case, at=at):
        raise NotPermitted(reason)
    form = WhyForm(request.POST or None, seen=case.version)
    form.fields["reason"].help_text = _("The letter of the candidate: its date and its reason.")
    if request.method == "POST" and attempt(form, lambda: _release(request, case, form, at=at)):
        messages.success(request, _("Taken off the list."))
        return redirect(frame.url("call_list", call))
    context = frame.context(call, request.user, "call_list", at=at) | {
        "form": form,
        "title": _("Take %(name)s off at the candidate's own request") % {"name": case.person.name},
        "text": _("The candidate ends as withdrawn. The other places stay as they are."),
        "button": _("Take off the list"),
    }
    return render(request, "calls/list_act.html", context, status=form.status)


def _case(request: HttpRequest, public_id: UUID, case_id: UUID) -> tuple[Call, Application]:
    call = door.the_call(request.user, public_id)
    door.require_reader(request.user, call)
    rows = call.applications.select_related("person", "employer", "decision", "call", "placement")
    case = rows.filter(public_id=case_id).exclude(status=Status.DRAFT).first()
    if case is None:
        raise NotFound(_("This application does not exist, or is not yours to see."))
    return call, case


def _release(
    request: HttpRequest, case: Application, form: WhyForm, *, at: datetime
) -> Application:
    given = form.cleaned_data
    return desk.perform(
        case,
        lambda: replacing.release(
            application_id=case.pk, reason=given["reason"], by=request.user, seen=given["seen"],
            at=at,
        ),
        by=request.user,
        at=at,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def call_move_up(request: HttpRequest, public_id: UUID, case_id: UUID) -> HttpResponse:
    """Fill the place of ``case_id`` from the reserve list."""
    at = timezone.now()
    call, vacancy = _case(request, public_id, case_id)
    if reason := door.may(request.user, "move_up", call, at=at):
        raise NotPermitted(reason)
    line = replacing.next_in_line(call, vacancy) if hasattr(vacancy, "placement") else []
    form = MoveUpForm(request.POST or None, seen=call.version, line=line)
    form.fields["reason"].help_text = _("It goes into the minutes and onto the notice.")
    if request.method == "POST":
        notice = attempt(form, lambda: _move_up(request, vacancy, form, at=at))
        if notice is not None:
            messages.success(request, _("Moved up. The notice of his own is posted and public."))
            return redirect("notice", notice.public_id)
    context = frame.context(call, request.user, "call_list", at=at) | {
        "form": form,
        "title": _("Fill place number %(n)s of %(name)s")
        % {"n": vacancy.list_position or "—", "name": vacancy.person.name},
        "text": _(
            "The next of the reserve list comes onto the list, with a public notice and a full "
            "period of his own. The others do not wait."
        )
        if line
        else _("Nobody on the reserve list can take this place."),
        "button": _("Move up and post the notice") if line else "",
    }
    return render(request, "calls/list_act.html", context, status=form.status)


def _move_up(
    request: HttpRequest, vacancy: Application, form: MoveUpForm, *, at: datetime
) -> Notice:
    given = form.cleaned_data
    return desk.perform(
        given["who"],
        lambda: replacing.move_up(
            application_id=given["who"].pk, replaces=vacancy.pk, reason=given["reason"],
            by=request.user, seen=given["seen"], at=at,
        ),
        by=request.user,
        at=at,
    )  # fmt: skip
