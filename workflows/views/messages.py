"""The messages of the person who is signed in, newest first."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from workflows import message_words
from workflows.models import Message

PAGE = 30


@login_required
@require_GET
def messages_page(request: HttpRequest) -> HttpResponse:
    mine = Message.objects.filter(recipient=request.user).select_related("application")
    older = request.GET.get("older", "")
    if older.isdigit() and len(older) < 19:
        mine = mine.filter(pk__lt=int(older))
    found = list(mine.defer("application__answers")[: PAGE + 1])
    shown = found[:PAGE]
    context = {
        "rows": [_row(message) for message in shown],
        "unread": any(message.read_at is None for message in shown),
        "up_to": shown[0].pk if shown else 0,
        "next_url": f"?older={shown[-1].pk}" if len(found) > PAGE else "",
    }
    return render(request, "messages.html", context)


def _row(message: Message) -> dict:
    case = message.application
    url = reverse("application", args=[case.public_id]) if case else reverse("inbox")
    return {
        "words": message_words.of(message),
        "at": message.created_at,
        "unread": message.read_at is None,
        "url": url,
        "kind": message.kind,
    }


@login_required
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Everything up to the newest message that was on the page."""
    up_to = request.POST.get("up_to", "")
    if up_to.isdigit() and len(up_to) < 19:
        unread = Message.objects.filter(recipient=request.user, read_at=None)
        unread.filter(pk__lte=int(up_to)).update(read_at=timezone.now())
    return redirect("messages")
