"""A file that somebody holds longer than a page may wait: a sentence, and nothing typed is lost."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django import forms
from django.db import OperationalError, connection, transaction
from django.test import RequestFactory

from evaluations.models import User
from workflows.views.answer import ActForm, RefusalPages, as_refusal, attempt

BUSY = "有人正在办理此件。未作任何改动，请重新提交。"


class ReasonForm(ActForm):
    reason = forms.CharField()


@contextmanager
def held_by_somebody_else(user: User) -> Iterator[None]:
    """Another connection holds the row; ours waits for a twentieth of a second only."""
    on_sqlite = connection.vendor == "sqlite"
    wait, usual = (
        ("PRAGMA busy_timeout = 50", "PRAGMA busy_timeout = 20000")
        if on_sqlite
        else ("SET lock_timeout = '50ms'", "SET lock_timeout = '5s'")
    )
    hold = "SELECT 1" if on_sqlite else f"SELECT 1 FROM {User._meta.db_table} FOR UPDATE"
    other = connection.copy()
    with connection.cursor() as cursor:
        cursor.execute(wait)
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if on_sqlite else "BEGIN")
            cursor.execute(hold)
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute(usual)


def lock(user: User) -> User:
    with transaction.atomic():
        return User.objects.select_for_update().get(pk=user.pk)


@pytest.mark.django_db(transaction=True)
def test_a_held_file_is_a_sentence_and_the_form_can_be_sent_again():
    user = User.objects.create(username="somebody")
    form = ReasonForm({"key": uuid.uuid4(), "seen": "3", "reason": "因故"}, seen=4)
    with held_by_somebody_else(user):
        assert attempt(form, lambda: lock(user)) is None
    assert (form.non_field_errors(), form.status) == ([BUSY], 409)
    assert (form["reason"].value(), form["seen"].value()) == ("因故", "4")
    assert attempt(ReasonForm(form.data, seen=4), lambda: lock(user)) == user


@pytest.mark.django_db(transaction=True)
def test_a_page_without_a_form_says_the_same_sentence():
    user = User.objects.create(username="somebody")
    with held_by_somebody_else(user), pytest.raises(OperationalError) as raised:
        lock(user)
    request = RequestFactory().post("/")
    request.user = user
    page = RefusalPages(lambda request: None).process_exception(request, raised.value)
    assert page.status_code == 409
    assert BUSY in page.content.decode()


def test_other_failures_of_the_database_are_no_refusals():
    assert as_refusal(OperationalError("disk full")) is None
    form = ReasonForm({"key": uuid.uuid4(), "seen": "3", "reason": "因故"}, seen=3)
    with pytest.raises(OperationalError, match="disk full"):
        attempt(form, lambda: (_ for _ in ()).throw(OperationalError("disk full")))
