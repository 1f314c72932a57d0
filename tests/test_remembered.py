"""A step that is written again leaves what it left when it was walked; all else is walked."""

from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from evaluations.models import Application, Organisation
from evaluations.status import Status
from tests import cast
from tests.clock import at
from tests.remembered import remembered
from tests.worlds import rolled_back

pytestmark = pytest.mark.django_db
# On PostgreSQL everything is walked: its sequences do not go back with a transaction.
REMEMBERS = connection.vendor == "sqlite"

walks: list[str] = []


@remembered
def founded(name: str) -> Organisation:
    walks.append(name)
    return cast.organisation(name)


@pytest.fixture(autouse=True)
def own_walks():
    walks.clear()


def content() -> dict[str, list[tuple]]:
    """Every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY 1')
            found[model._meta.label] = cursor.fetchall()
    return found


def files() -> dict[str, bytes]:
    folder = Path(settings.MEDIA_ROOT)
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def undone(work):
    """What ``work`` gives and leaves, in a savepoint that is rolled back."""
    with rolled_back():
        return work(), content(), files()


def test_rows_files_and_answer_are_those_of_the_walk():
    city = cast.City()

    def walk() -> Application:
        return cast.walked(city, city.call(), Status.PUBLICISED)

    (first, rows, written), (second, rows_again, written_again) = undone(walk), undone(walk)
    assert first.status == second.status == Status.PUBLICISED
    assert (rows_again == rows, written_again == written) == (REMEMBERS, REMEMBERS)
    assert len(written) == 5


def test_the_same_step_from_the_same_state_is_walked_once():
    for _time in range(3):
        undone(lambda: founded("星湖第三机床厂"))
    assert walks == ["星湖第三机床厂"] * (1 if REMEMBERS else 3)


def test_another_argument_or_another_row_is_another_step():
    undone(lambda: founded("甲厂"))
    undone(lambda: founded("乙厂"))
    undone(lambda: (cast.user("路人"), founded("甲厂")))
    assert walks == ["甲厂", "乙厂", "甲厂"]


def test_what_was_rolled_back_leaves_no_trace_in_the_state():
    undone(lambda: founded("丙厂"))
    undone(lambda: (undone(lambda: cast.user("不留")), founded("丙厂")))
    assert walks == ["丙厂"] * (1 if REMEMBERS else 2)


def test_a_step_within_a_step_that_was_refused_is_not_kept():
    @remembered
    def both() -> int:
        try:
            with transaction.atomic():
                founded("丁厂")
                raise ZeroDivisionError
        except ZeroDivisionError:
            founded("戊厂")
        return Organisation.objects.count()

    (first, rows, _), (second, rows_again, _) = undone(both), undone(both)
    assert (first, second, rows == rows_again) == (1, 1, REMEMBERS)
    assert walks == ["丁厂", "戊厂"] * (1 if REMEMBERS else 2)


def test_another_moment_language_or_setting_is_another_step(settings):
    undone(lambda: founded("己厂"))
    with translation.override("en"):
        undone(lambda: founded("己厂"))
    with time_machine.travel(at("2026-03-01 09:00"), tick=False):
        undone(lambda: founded("己厂"))
    settings.LAUREL_SITE_URL = "https://elsewhere.example"
    undone(lambda: founded("己厂"))
    assert walks == ["己厂"] * 4


def test_whoever_patches_or_counts_sees_the_walk(monkeypatch):
    undone(lambda: founded("庚厂"))
    with CaptureQueriesContext(connection):
        undone(lambda: founded("庚厂"))
    monkeypatch.setattr(settings, "LAUREL_SITE_URL", settings.LAUREL_SITE_URL)
    undone(lambda: founded("庚厂"))
    assert walks == ["庚厂"] * 3


@pytest.mark.django_db(transaction=True)
def test_where_a_test_commits_everything_is_walked():
    for _time in range(2):
        Organisation.objects.all().delete()
        founded("辛厂")
    assert walks == ["辛厂"] * 2
