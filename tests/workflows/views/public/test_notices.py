"""A posted list as the public reads it."""

import pytest
from django.urls import reverse

from evaluations.actions import publicity
from tests import cast
from tests.clock import at
from tests.visits import get, text
from tests.worlds import world
from workflows import desk
from workflows.views.public import notices as view

pytestmark = pytest.mark.django_db

RUNNING, AFTER = at("2026-04-22 09:00"), at("2026-05-20 09:00")


@world
def posted():
    city = cast.City()
    call = city.call()
    case = cast.walked(city, call, "publicised")
    return city, case, call.notices.get()


def page(notice, moment=RUNNING):
    return get(None, reverse("notice", args=[notice.public_id]), moment)


def test_shows_every_counted_day_and_the_fingerprint(posted):
    _city, _case, notice = posted

    said = text(page(notice))

    assert notice.days == ["2026-04-22", "2026-04-23", "2026-04-24", "2026-04-27", "2026-04-28"]
    assert [f'<time datetime="{day}">' in said for day in notice.days] == [True] * 5
    assert notice.entries_hash in said
    assert notice.call.rules_hash[:12] in said


def test_shows_the_allowed_fields_and_nothing_else_of_the_person(posted):
    _city, case, notice = posted

    said = text(page(notice))

    assert (case.person.name in said, case.employer.name in said) == (True, True)
    assert (case.person.phone in said, case.employer.uscc in said) == (False, False)


def test_offers_to_object_only_inside_the_period(posted):
    _city, _case, notice = posted
    url = reverse("objection", args=[notice.public_id])

    assert f'href="{url}"' in text(page(notice))
    assert f'href="{url}"' not in text(page(notice, AFTER))
    assert "2026-04-28" in view.over(notice)


def test_search_engines_forget_the_list_after_its_period(posted):
    _city, _case, notice = posted

    before, after = page(notice), page(notice, AFTER)

    assert (before.get("X-Robots-Tag"), after.get("X-Robots-Tag")) == (None, "noindex")
    assert ("noindex" in text(before), "noindex" in text(after)) == (False, True)


def test_a_corrected_version_replaces_the_first_which_stays_readable(posted):
    city, case, first = posted
    moment = at("2026-04-23 10:00")
    call = cast.fresh_call(case.call)
    second = desk.perform(
        call,
        lambda: publicity.correct_notice(
            call_id=call.pk, by=city.office, seen=call.version, at=moment, note="更正单位名称"
        ),
        by=city.office,
        at=moment,
    )
    first.refresh_from_db()

    old, new = text(page(first, moment)), text(page(second, moment))

    assert reverse("notice", args=[second.public_id]) in old
    assert reverse("notice", args=[first.public_id]) in new
    assert "更正单位名称" in new
    assert (view.is_running(first, moment), view.is_running(second, moment)) == (False, True)
    assert view.over(first) != view.over(second)


def test_the_list_of_notices_tells_running_from_ended(posted):
    _city, _case, notice = posted
    url = reverse("notices")

    assert view.row(notice, RUNNING)["status"] == "publicised"
    assert view.row(notice, AFTER)["status"] == ""
    for moment in (RUNNING, AFTER):
        assert notice.call.title in text(get(None, url, moment))


def test_an_unknown_notice_is_a_404():
    url = reverse("notice", args=["00000000-0000-4000-8000-000000000000"])
    assert get(None, url, RUNNING).status_code == 404
