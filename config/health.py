"""/healthz: is the database answering, is the background worker keeping up?"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger("laurel.health")

# The worker looks once a second; a minute of waiting means that nobody looks.
PATIENCE = timedelta(seconds=60)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """{"status", "database", "worker", "version"}; 503 when the database does not answer.

    worker: "ok", or "late" when a task that is due has waited longer than a minute. A late
    worker delays mail and PDFs but no filing, so the answer stays 200 with status "degraded".
    """
    database, worker = "ok", "unknown"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        worker = _worker()
    except DatabaseError:
        logger.exception("the database does not answer")
        database = "unreachable"
    status = {("ok", "ok"): "ok", ("ok", "late"): "degraded"}.get((database, worker), "down")
    return JsonResponse(
        {"status": status, "database": database, "worker": worker, "version": settings.VERSION},
        status=503 if status == "down" else 200,
    )


def _worker() -> str:
    due_before = timezone.now() - PATIENCE
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=due_before)
    # A task planned for later becomes late only a minute after its own time.
    return "late" if any(_due(task) < due_before for task in waiting[:20]) else "ok"


def _due(task: DBTaskResult) -> datetime:
    # The year 9999 is the library's way of saying: at once.
    return task.enqueued_at if task.run_after.year == 9999 else task.run_after
