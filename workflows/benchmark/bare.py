"""The limits: what Django itself needs to answer with nothing, one row, fifty rows, or a change.

Session and user are read as in our own pages; nothing else is done.
"""

import statistics
import uuid

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import override_settings
from django.urls import path
from django.utils import timezone

from evaluations.models import ActKey, Application, Call
from workflows.benchmark.server import Server, Visit
from workflows.models import DeskTask

_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
_ONE = Template("<h1>{{ case.reference }}</h1><p>{{ case.status }}</p><p>{{ user.name }}</p>")
_LIST = Template(
    "<table>{% for row in rows %}<tr><td>{{ row.pk }}</td><td>{{ row.desk }}</td>"
    "<td>{{ row.process.application.reference }}</td><td>{{ row.process.application.status }}</td>"
    "<td>{{ row.process.application.person.name }}</td><td>{{ row.created|date:'Y-m-d' }}</td></tr>"
    "{% endfor %}</table><p>{{ total }}</p><p>{{ user.name }}</p>"
)


def nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def one(request: HttpRequest) -> HttpResponse:
    case = Application.objects.defer("answers").get(pk=int(request.GET["pk"]))
    return HttpResponse(_ONE.render(Context({"case": case, "user": request.user})))


def rows(request: HttpRequest) -> HttpResponse:
    tasks = DeskTask.objects.filter(finished=None, place="city", desk="qualification")
    page = tasks.select_related("process__application__person").defer(
        "process__application__answers"
    )
    context = {
        "rows": page.order_by("due_order", "pk")[:50],
        "total": tasks.order_by()[:1001].count(),
        "user": request.user,
    }
    return HttpResponse(_LIST.render(Context(context)))


def change(request: HttpRequest) -> HttpResponse:
    """A row lock, a change, a row that says who and when."""
    if not request.user.is_active:
        return HttpResponse(status=403)
    with transaction.atomic():
        case = Application.objects.select_for_update().only("pk").get(pk=int(request.GET["pk"]))
        Application.objects.filter(pk=case.pk).update(
            last_change=timezone.now(), version=F("version")
        )
        ActKey.objects.create(
            key=uuid.uuid4(), verb="bench", subject="bench", user=request.user, at=timezone.now()
        )
    return HttpResponse(status=204)


urlpatterns = [
    path("nothing/", nothing),
    path("one/", one),
    path("list/", rows),
    path("write/", change),
]


class Limits:
    """Measures the bare views, now."""

    def __init__(self, call: Call) -> None:
        self.server = Server(middleware=_MIDDLEWARE)
        self.user = call.created_by
        self.case = call.applications.order_by("pk").values_list("pk", flat=True)[0]

    def cpu(self, kind: str, repeat: int = 15) -> float:
        """Median milliseconds of one view; its visitor is signed in, except for nothing."""
        user = None if kind == "nothing" else self.user
        visit = Visit(user=user, url=f"/{kind}/?pk={self.case}")
        with override_settings(ROOT_URLCONF="workflows.benchmark.bare"):
            for _warm in range(3):
                self.server.serve(visit)
            return statistics.median(self.server.serve(visit).cpu for _ in range(repeat))
