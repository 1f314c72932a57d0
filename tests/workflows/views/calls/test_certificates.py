"""The page on which certificates are issued, with script and without."""

import json

import pytest
from django.urls import reverse

from certificates import batch as batches
from certificates.fonts import Unprintable
from certificates.models import Certificate
from tests import cast
from tests.clock import at
from tests.visits import get, post, text
from tests.worlds import world
from workflows import issuing

pytestmark = pytest.mark.django_db

NOW = at("2026-05-09 09:00")


@world
def city():
    return cast.City()


@world
def call(city):
    call = city.call()
    case = cast.to_the_list(city, cast.draft(city, call))
    cast.publicise(city, cast.propose(city, cast.close(call), [case]))
    cast.promulgate(city, cast.fresh_call(call), cast.decide(city, call))
    return cast.fresh_call(call)


def url(call, name="call_certificates"):
    return reverse(name, args=[call.public_id])


def bar(user, call):
    return json.loads(get(user, url(call, "call_certificates_progress"), NOW).content)


def test_the_certificate_officer_issues_with_one_button(city, call):
    assert (bar(city.printer, call)["done"], bar(city.printer, call)["total"]) == (0, 1)

    answer = post(city.printer, url(call), {}, NOW, seen=call.version)

    certificate = Certificate.objects.get()
    assert answer["Location"] == url(call)
    assert bar(city.printer, call) | {"label": ""} == {
        "done": 1,
        "total": 1,
        "label": "",
        "finished": True,
    }
    said = text(get(city.printer, url(call), NOW))
    assert reverse("certificates:verify_code", args=[certificate.code]) in said


def test_others_see_how_far_it_is_and_why_they_have_no_button(city, call):
    assert get(city.office, url(call), NOW).status_code == 200
    assert post(city.office, url(call), {}, NOW, seen=call.version).status_code == 403
    assert Certificate.objects.filter(issued_at=None).count() == 1


def test_while_it_runs_the_page_can_be_reloaded_without_script(city, call, monkeypatch):
    monkeypatch.setattr(issuing, "issue_waiting", _Later)
    post(city.printer, url(call), {}, NOW, seen=call.version)

    said = text(get(city.printer, url(call), NOW))

    assert f'data-progress="{url(call, "call_certificates_progress")}"' in said
    assert "<noscript>" in said
    assert bar(city.printer, call)["finished"] is False


def test_a_failure_is_a_sentence_at_its_row(city, call, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("sector 7")

    monkeypatch.setattr("certificates.storage.put_all", broken)
    post(city.printer, url(call), {}, NOW, seen=call.version)

    said = text(get(city.printer, url(call), NOW))

    assert "sector 7" not in said
    assert "The file could not be written" in said or "磁盘" in said
    assert issuing.progress(call, at=NOW).failed == 1


def test_the_officer_pauses_and_goes_on(city, call, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(issuing, "issue_waiting", _Later)
        post(city.printer, url(call), {}, NOW, seen=call.version)
    assert 'name="pause"' in text(get(city.printer, url(call), NOW))
    assert 'name="pause"' not in text(get(city.office, url(call), NOW))

    post(city.printer, url(call), {"pause": "1"}, NOW, seen=call.version)
    assert issuing.progress(call, at=NOW).paused
    assert bar(city.printer, call)["finished"] is True

    post(city.printer, url(call), {}, NOW, seen=call.version)
    assert bar(city.printer, call)["done"] == 1


class _Later:
    @staticmethod
    def enqueue(**given):
        return None


def test_a_failure_is_named_on_top_with_a_button_of_its_own(city, call, monkeypatch):
    def jammed(rows):
        raise Unprintable("“王\ue864”含有自造字")

    with monkeypatch.context() as patch:
        patch.setattr(batches, "produce", jammed)
        patch.setattr(batches.issuing, "produce", jammed)
        post(city.printer, url(call), {}, NOW, seen=call.version)
    key = Certificate.objects.get().pk
    said = text(get(city.printer, url(call), NOW))
    assert said.count("“王\ue864”含有自造字") == 2  # on top, and in its row
    assert f'name="retry" value="{key}"' in said
    assert 'name="retry"' not in text(get(city.office, url(call), NOW))

    assert post(city.printer, url(call), {"retry": key}, NOW, seen=call.version).status_code == 302
    assert Certificate.objects.get().issued_at is not None
    again = post(city.printer, url(call), {"retry": key}, NOW, seen=call.version)
    assert again.status_code == 422
