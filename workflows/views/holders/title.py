"""One title: its clock, its certificate, its years, and what this reader may do with it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluations import holdings, rectification
from evaluations.actions import holders, proposals, stipends, yearly
from evaluations.calendar import add_months
from evaluations.models import IN_TENURE, Holding, HoldingStatus, Proposal, ProposalKind, User
from workflows import afterwards
from workflows.forms.holders import EventForm, SettleForm
from workflows.forms.proposals import CorrectForm, ExitForm, ReasonForm
from workflows.views.holders import act

_LEFT = {"exit": ExitForm, "suspend": ReasonForm, "resume": ReasonForm, "correct": CorrectForm}


@login_required
@require_GET
def title(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    holding = act.the_title(request.user, public_id)
    today = localtime(at).date()
    mine = holdings.is_holder(request.user, holding)
    office = bool(holdings.office_role(request.user, holding))
    context = {
        "holding": holding,
        "mine": mine,
        "office": office,
        "today": today,
        "clock": clock(holding, today),
        "certificate": afterwards.certificate_of(holding),
        "years": _years(holding, request.user, today),
        "changes": list(holding.changes.select_related("actor").order_by("-id")),
        "events": list(holding.events.select_related("reported_by", "employer").order_by("-id")),
        "inquiry": _inquiry(holding, mine=mine, office=office),
        "acts": _acts(holding) if office else [],
        "waiting": _waiting(holding) if office else [],
        "appeal": _appeal(holding) if mine else None,
        "paid": stipends.paid_for(holding) if office and holding.status == "revoked" else 0,
    }
    return render(request, "holders/title.html", context)


def _appeal(holding: Holding) -> dict[str, date] | None:
    """Until when the holder can have a decision against him reviewed: 60 days for reconsideration
    (Administrative Reconsideration Law art. 20), six months for a court (Administrative Litigation
    Law art. 46)."""
    against = holding.changes.filter(after__in=(HoldingStatus.REVOKED, HoldingStatus.TERMINATED))
    last = against.order_by("-id").first()
    if last is None:
        return None
    told = localtime(last.at).date()
    return {"reconsideration": told + timedelta(days=60), "court": add_months(told, 6)}


def clock(holding: Holding, today: date) -> dict[str, int] | None:
    """Days of the tenure gone and left, for the bar; None for an honour without one."""
    if holding.until is None:
        return None
    total = (holding.until - holding.since).days + 1
    gone = min(max((today - holding.since).days, 0), total)
    return {"total": total, "gone": gone, "left": total - gone}


def _years(holding: Holding, user: User, today: date) -> list[dict[str, Any]]:
    """Each year of the tenure so far with its review, newest first."""
    reviews = {review.year: review for review in holding.reviews.all()}
    return [
        {
            "year": year,
            "review": reviews.get(year),
            "lies_with": reviews[year].lies_with if year in reviews else "holder",
            "due_on": yearly.due_on(year),
            "url": reverse("title_year", args=[holding.public_id, year]),
        }
        for year in reversed(yearly.years_of(holding, today=today))
    ]


def _inquiry(holding: Holding, *, mine: bool, office: bool) -> Any:
    """The office sees every inquiry; the holder from the day he is asked for a statement."""
    rows = holding.inquiries.order_by("-id")
    if office:
        return rows.first()
    return rows.filter(invited_at__isnull=False).first() if mine else None


def _acts(holding: Holding) -> list[dict[str, str]]:
    """What the office may propose for this title now."""
    offered = {
        HoldingStatus.ACTIVE: ("suspend", "exit", "correct"),
        HoldingStatus.SUSPENDED: ("resume", "exit", "correct"),
        HoldingStatus.REVOKED: (),
    }.get(HoldingStatus(holding.status), ("correct",))
    return [
        {
            "label": str(ProposalKind(kind).label),
            "url": reverse("title_propose", args=[holding.public_id, kind]),
        }
        for kind in offered
    ]


def _waiting(holding: Holding) -> list[Proposal]:
    rows = Proposal.objects.filter(application=holding.application_id, decided_at=None)
    return list(rows.select_related("proposed_by"))


@login_required
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """Exit, suspension, resumption and correction: the first of two persons."""
    at = timezone.now()
    holding = act.the_title(request.user, public_id)
    if kind not in _LEFT or not holdings.office_role(request.user, holding):
        raise Http404
    given: dict[str, Any] = {"seen": holding.version}
    if kind == ProposalKind.CORRECT:
        given["published"] = rectification.facts_of(holding.application)
    form = _LEFT[kind](request.POST or None, **given)

    def run(form: Any) -> Proposal:
        return proposals.propose(
            kind=kind, about=holding, payload=form.payload(),
            reason=form.cleaned_data["reason"], by=request.user, at=at,
        )  # fmt: skip

    return act.page(
        request, holding, form, run, heading=str(ProposalKind(kind).label), button=_("Propose"),
        done=_("Proposed. A second person has to confirm it."),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Holder, employer, district or office say what has happened."""
    at = timezone.now()
    holding = act.the_title(request.user, public_id)
    if holding.status not in IN_TENURE:
        raise Http404
    form = EventForm(request.POST or None, seen=holding.version)

    def run(form: Any) -> object:
        given = form.cleaned_data
        return holders.report_event(
            holding_id=holding.pk, kind=given["kind"], happened_on=given["happened_on"],
            words=given["words"], employer=given["employer"], key=given["key"],
            by=request.user, at=at,
        )  # fmt: skip

    return act.page(request, holding, form, run, heading=_("Report a change"), button=_("Report"))


@login_required
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, public_id: UUID, event_id: int) -> HttpResponse:
    """The office's word on a report."""
    at = timezone.now()
    holding = act.the_title(request.user, public_id)
    event = holding.events.filter(pk=event_id, settled_at=None).first()
    if event is None or not holdings.office_role(request.user, holding):
        raise Http404
    form = SettleForm(request.POST or None, seen=holding.version)

    def run(form: Any) -> object:
        conclusion = form.cleaned_data["conclusion"]
        return holders.settle_event(
            event_id=event.pk, conclusion=conclusion, by=request.user, at=at
        )

    return act.page(
        request, holding, form, run, heading=event.get_kind_display(), button=_("Settle"),
        event=event,
    )  # fmt: skip
