"""My work: one list for every role."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from evaluations.desks import CallDesk, Desk
from evaluations.models import Call, User
from evaluations.status import CallStatus
from workflows import hands, inbox
from workflows.inbox_filters import Filters
from workflows.views import elsewhere
from workflows.views.calls import door
from workflows.views.desks import kinds

_MOST_CALLS = 30
_ENDED = (CallStatus.CONCLUDED, CallStatus.CANCELLED)


class FilterForm(forms.Form):
    """What the list can be narrowed to. A value nobody offered counts as none."""

    q = forms.CharField(
        required=False,
        max_length=50,
        widget=forms.TextInput({"type": "search", "data-search": True, "class": "width-10"}),
    )
    call = forms.CharField(required=False, max_length=40, widget=forms.Select)
    desk = forms.CharField(required=False, max_length=30, widget=forms.Select)
    district = forms.CharField(required=False, max_length=12, widget=forms.Select)
    hand = forms.CharField(required=False, max_length=5, widget=forms.Select)
    overdue = forms.BooleanField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].label = _("Reference or name")
        self.fields["call"].label = _("Call")
        self.fields["desk"].label = _("Desk")
        self.fields["district"].label = _("District")
        self.fields["hand"].label = _("In hand")
        self.fields["overdue"].label = _("Overdue only")

    def offer(
        self, *, calls: list[tuple[str, str]], desks: list[str], districts: bool = True
    ) -> None:
        """Fill the boxes with what this reader can choose; a box without a choice is left out."""
        city = [(d.code, d.title) for d in settings.CITY.districts] if districts else []
        hands_of = [("mine", _("in my hands")), ("free", _("in nobody's hands"))]
        named = [(code, desk_label(code)) for code in desks]
        offers = {"call": calls, "desk": named, "district": city, "hand": hands_of}
        for name, choices in offers.items():
            if len(choices) < 2 and not self.data.get(name):
                del self.fields[name]
            else:
                self.fields[name].widget.choices = [("", _("all")), *choices]


def filters_of(request: HttpRequest) -> Filters:
    """The filters in the address, or sent along with an act; whatever cannot be read is left out."""
    form = FilterForm(request.GET if request.GET else request.POST)
    form.is_valid()
    return Filters(**{k: v for k, v in form.cleaned_data.items() if v and _is_known(k, v)})


def _is_known(name: str, value: Any) -> bool:
    match name:
        case "hand":
            return value in {"mine", "free"}
        case "desk":
            return value in {*Desk, *CallDesk}
        case "call":
            return _is_uuid(value)
        case _:
            return True


def _is_uuid(text: str) -> bool:
    try:
        forms.UUIDField().clean(text)
    except forms.ValidationError:
        return False
    return True


def desk_label(code: str) -> str:
    return str(Desk(code).label if code in Desk.values else CallDesk(code).label)


@login_required
@require_GET
def inbox_page(request: HttpRequest) -> HttpResponse:
    at, user, filters = timezone.now(), request.user, filters_of(request)
    own = filters.narrow(inbox.own_queue(user), user=user, at=at)
    tasks = filters.narrow(inbox.desk_queue(user), user=user, at=at)
    figures = inbox.figures(user, tasks, own)
    queues = [tasks, own] if figures.own else [tasks]
    page = inbox.page(
        *queues, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    if not page.rows and {"after", "before"} & request.GET.keys():
        return redirect(f"{reverse('inbox')}?{filters.query()}")  # the page has emptied meanwhile
    form = FilterForm(request.GET)
    seats = inbox.places_of(user)
    form.offer(
        calls=_calls(user),
        desks=list(dict.fromkeys(desk for seat in seats for desk in seat.desks)),
        districts=any(seat.place == "city" for seat in seats),
    )
    context = {
        "rows": [row_words(row, user=user, at=at) for row in page.rows],
        "page": page,
        "figures": figures,
        "filters": form,
        "narrowed": bool(filters.query()),
        "list_query": filters.query(),
        "today": localtime(at).date(),
        "officer": bool(user.live_grants),
        "tickable": bool(user.live_grants) and any(_can_be_taken(row) for row in page.rows),
        "elsewhere": elsewhere.waiting(user),
        **links(filters, page),
    }
    return render(request, "inbox.html", context)


def _can_be_taken(row: dict[str, Any]) -> bool:
    """A call is nobody's in particular, and a file in hand is taken over on its own page."""
    return row["case"] is not None and row["holder_id"] is None


def links(filters: Filters, page: inbox.Page) -> dict[str, str]:
    """Addresses of the pages beside this one, filters kept."""
    previous = filters.query(before=page.previous) if page.previous else ""
    following = filters.query(after=page.next) if page.next else ""
    return {
        "previous_url": f"?{previous}" if previous else "",
        "next_url": f"?{following}" if following else "",
    }


def _calls(user: User) -> list[tuple[str, str]]:
    if not user.live_grants:
        return []
    hidden = Q(status__in=_ENDED)
    if not door.sees(user, None):  # a call in preparation is nobody's business outside the office
        hidden |= Q(status=CallStatus.DRAFT)
    rows = Call.objects.exclude(hidden).order_by("-year", "title")
    return [(str(p), t) for p, t in rows.values_list("public_id", "title")[:_MOST_CALLS]]


def row_words(row: dict[str, Any], *, user: User, at: datetime) -> dict[str, Any]:
    """One row for templates/inbox.html. ``opens``: a press is needed, because it changes something."""
    is_call, kind = row["call"] is not None, kinds().get(row["at_desk"])
    sub = [row["reference"], row["employer"], row["call_title"]] if not is_call else []
    return row | {
        "title": row["own_title"] if is_call else row["name"],
        "sub": " · ".join(word for word in sub if word),
        "desk_label": desk_label(row["at_desk"]),
        "kind": "call" if is_call else "application",
        "status": row["call_state"] if is_call else row["state"],
        "url": _address(row),
        "opens": bool(kind and kind.verdicts) and row["opened"] is None,
        "due_day": localtime(row["due"]).date() if row["due"] else None,
        "lying": max((localtime(at).date() - localtime(row["since"]).date()).days, 0),
        "mine": row["holder_id"] == user.pk,
    }


def _address(row: dict[str, Any]) -> str:
    if row["call"] is not None:
        return reverse("call_desk", args=[row["call"]])
    if row["at_desk"] == Desk.CORRECTION:
        return reverse("application", args=[row["case"]])
    return reverse("desk", args=[row["case"]])


@login_required
@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """Take several files in hand at once. Passing several at once is not offered."""
    ids = [int(i) for i in request.POST.getlist("task") if i.isdigit()][: inbox.PAGE]
    if not ids:
        messages.warning(request, _("Tick the files you want to take in hand."))
    else:
        taken, refusals = hands.take_several(task_ids=ids, by=request.user, at=timezone.now())
        if taken:
            said = ngettext("%(n)d file in your hands.", "%(n)d files in your hands.", taken)
            messages.success(request, said % {"n": taken})
        for sentence in refusals:
            messages.warning(request, sentence)
    return redirect(f"{reverse('inbox')}?{filters_of(request).query()}")


@login_required
@require_GET
def next_file(request: HttpRequest, desk: str) -> HttpResponse:
    """The next file of the same desk that no colleague has in hand; else back to the list."""
    at, filters = timezone.now(), filters_of(request)
    waiting = filters.narrow(inbox.queue(request.user), user=request.user, at=at)
    free = waiting.filter(desk=desk).filter(Q(owner=None) | Q(owner=request.user))
    page = inbox.page(free)
    query = f"?{filters.query()}" if filters.query() else ""
    if not page.rows:
        messages.info(
            request, _("Nothing more lies at this desk: %(desk)s.") % {"desk": _named(desk)}
        )
        return redirect(f"{reverse('inbox')}{query}")
    return redirect(f"{_address(page.rows[0])}{query}")


def _named(desk: str) -> str:
    return desk_label(desk) if desk in {*Desk, *CallDesk} else desk
