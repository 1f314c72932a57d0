"""The probe that a load balancer and the operator look at."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config import __version__


def enqueue(*, ago: timedelta, run_after: timedelta | None = None) -> None:
    now = timezone.now()
    task = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        priority=0,
        task_path="config.health.healthz",
        queue_name="default",
        backend_name="default",
        exception_class_path="",
        traceback="",
        **({"run_after": now + run_after} if run_after is not None else {}),
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=now - ago)


def answer(client: Client) -> tuple[int, dict[str, str]]:
    response = client.get("/healthz")
    return response.status_code, response.json()


@pytest.mark.django_db
def test_says_ok_when_nothing_waits(client: Client) -> None:
    assert answer(client) == (
        200,
        {"status": "ok", "database": "ok", "worker": "ok", "version": __version__},
    )


@pytest.mark.django_db
def test_a_task_that_waits_too_long_makes_the_worker_late(client: Client) -> None:
    enqueue(ago=timedelta(seconds=61))
    assert answer(client) == (
        200,
        {"status": "degraded", "database": "ok", "worker": "late", "version": __version__},
    )


@pytest.mark.django_db
def test_a_task_planned_for_later_is_not_late(client: Client) -> None:
    enqueue(ago=timedelta(hours=1), run_after=timedelta(hours=1))
    enqueue(ago=timedelta(hours=1), run_after=-timedelta(seconds=30))
    assert answer(client)[1]["worker"] == "ok"


@pytest.mark.django_db
def test_a_silent_database_is_a_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)
    assert answer(client) == (
        503,
        {
            "status": "down",
            "database": "unreachable",
            "worker": "unknown",
            "version": __version__,
        },
    )


@pytest.mark.django_db
def test_refuses_to_be_posted_to(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
