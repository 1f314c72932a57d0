"""Public notices: the list, its counted days, its versions, and the way to object."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from evaluations import public_list
from evaluations.models import Notice
from workflows.views.public import words

PAGE = 20


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Running notices first, then ended ones, a page by key."""
    at = timezone.now()
    after = request.GET.get("after", "")
    ended = Notice.objects.exclude(ends_at__gte=at, closed_at=None).select_related("call")
    ended = ended.order_by("-pk")
    if after.isdecimal() and len(after) < 16:
        ended = ended.filter(pk__lt=int(after))
    found = list(ended[: PAGE + 1])
    context = {
        "running": [] if after else [row(notice, at) for notice in running(at)],
        "ended": [row(notice, at) for notice in found[:PAGE]],
        "next_url": f"?after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
    }
    return render(request, "public/notices.html", context)


def running(at: datetime) -> list[Notice]:
    """Notices to which one can object now, the first to end first."""
    rows = Notice.objects.filter(ends_at__gte=at, closed_at=None).select_related("call")
    return list(rows.order_by("ends_at", "pk"))


def title(notice: Notice) -> str:
    """Computed, so that it cannot differ from the list."""
    return _("Public notice: proposed list of “%(call)s”") % {"call": notice.call.title}


def row(notice: Notice, at: datetime) -> dict[str, Any]:
    """A line of ``parts/notice_list.html``."""
    days = words.days(notice.days)
    runs = is_running(notice, at)
    edition = _("Version %(n)d") % {"n": notice.edition}
    over = _("Ended")
    return {
        "title": title(notice),
        "url": reverse("notice", args=[notice.public_id]),
        "at": days[0],
        "until": days[-1],
        "status": "publicised" if runs else "",
        "kind": "call",
        "note": edition if runs else f"{edition} · {over}",
    }


def is_running(notice: Notice, at: datetime) -> bool:
    return notice.closed_at is None and at <= notice.ends_at


@require_GET
def notice_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    notice = the_notice(public_id)
    response = render(request, "public/notice.html", facts(notice, at=at))
    if not is_running(notice, at):
        # A list of names has served its purpose when the period is over (PIPL art. 6, 19):
        # it stays as proof, but search engines need not keep it.
        response["X-Robots-Tag"] = "noindex"
    return response


def the_notice(public_id: UUID) -> Notice:
    notice = Notice.objects.filter(public_id=public_id).select_related("call").first()
    if notice is None:
        raise Http404
    return notice


def facts(notice: Notice, *, at: datetime) -> dict[str, Any]:
    """What the page of a notice says."""
    call, entries = notice.call, public_list.entries(notice.entries)
    days = words.days(notice.days)
    runs = is_running(notice, at)
    return {
        "notice": notice,
        "call": call,
        "title": title(notice),
        "entries": entries,
        "occupations": any(entry["occupation"] for entry in entries),
        "total": len(entries),
        "days": [{"day": day, "past": day < localtime(at).date()} for day in days],
        "period": period(len(days), call.rules.publicity.unit),
        "now": at,
        "running": runs,
        "versions": list(call.notices.order_by("-edition")),
        "issuer": words.issuers(call.rules)[0],
        "contact": words.contact(call),
        "edition": words.edition(call),
        "call_url": reverse("call", args=[call.public_id]),
        "object_url": reverse("objection", args=[notice.public_id]) if runs else "",
        "over": "" if runs else over(notice),
    }


def over(notice: Notice) -> str:
    """Why nobody can object any more."""
    if replaced(notice):
        return _("This version has been replaced. Object to the present version instead.")
    return _("The period for objections ended on %(day)s.") % {"day": notice.days[-1]}


def replaced(notice: Notice) -> bool:
    later = notice.call.notices.filter(edition__gt=notice.edition, supplementary=False)
    return later.exists()


def period(n: int, unit: str) -> str:
    """ "5 working days": what the listed days add up to."""
    if unit == "WORKDAY":
        return ngettext("%(n)d working day", "%(n)d working days", n) % {"n": n}
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}
