"""From a programme to an open call in the browser."""

import pytest
from django.urls import reverse

from evaluations.models import CalendarYear, Call, RoleGrant
from evaluations.roles import Role
from evaluations.status import CallStatus
from tests import cast
from tests.clock import at
from tests.visits import get, post, text
from tests.worlds import world
from workflows import desk, programme
from workflows.templatetags.words import cited
from workflows.views.calls import readiness

pytestmark = pytest.mark.django_db

NOW = at("2026-02-20 09:00")


@world
def city():
    return cast.City()


@world
def draft(city):
    return cast.desk_call(city, programme.get("technical_expert"), 2026)


def fields(call, **more):
    values = {
        "title": call.title,
        "opens_at": "2026-03-01T09:00",
        "closes_at": "2026-04-01T17:30",
        "cut_off": "2026-03-31",
        "announcement": "请在窗口期内申报。",
        "contact": "评审办 0000-7654321",
    }
    values |= {f"p-{p.id}": str(p.value) for p in call.rules.parameters}
    return values | more


def save(city, call, **more):
    url = reverse("call_setup", args=[call.public_id])
    return post(city.office, url, fields(call, **more), NOW, seen=call.version)


def test_a_call_is_made_from_a_programme(city):
    data = {
        "programme": "technical_expert",
        "year": "2026",
        "batch": "1",
        "title": "2026年度市技术能手评选",
        "opens_at": "2026-03-01T09:00",
        "closes_at": "2026-04-01T17:30",
        "cut_off": "2026-03-31",
    }

    answer = post(city.office, reverse("new_call"), data, NOW)

    call = Call.objects.get()
    assert answer["Location"] == reverse("call_setup", args=[call.public_id])
    assert (call.status, call.opens_at) == (CallStatus.DRAFT, at("2026-03-01 09:00"))
    assert desk.open_task(call).desk == "call_setup"


def test_a_second_call_of_the_same_batch_is_refused_with_what_was_typed_kept(city, draft):
    data = {"programme": "technical_expert", "year": "2026", "batch": "1", "title": "又一次"}
    data |= {k: v for k, v in fields(draft).items() if k in ("opens_at", "closes_at", "cut_off")}

    answer = post(city.office, reverse("new_call"), data, NOW)

    assert answer.status_code == 422
    assert "又一次" in text(answer)
    assert Call.objects.count() == 1


@pytest.mark.parametrize("name", ["stranger", "clerk", "leader", "printer"])
def test_only_the_office_makes_and_edits_calls(city, draft, name):
    user = getattr(city, name)

    assert get(user, reverse("new_call"), NOW).status_code == 403
    assert get(user, reverse("call_setup", args=[draft.public_id]), NOW).status_code == 403


def test_every_value_stands_beside_its_default_source_and_standing(city, draft):
    said = text(get(city.office, reverse("call_setup", args=[draft.public_id]), NOW))

    for parameter in draft.rules.parameters:
        assert parameter.label.zh in said
        assert cited(parameter.source) in said


def test_saving_writes_the_values_into_the_rules(city, draft):
    assert save(city, draft, **{"p-places": "45", "p-publicity": "7"}).status_code == 302

    call = cast.fresh_call(draft)
    assert (call.rules.places.buckets[0].places, call.rules.publicity.n) == (45, 7)
    assert call.rules.parameter("places").standing == "office"
    assert call.rules_hash != draft.rules_hash
    assert (call.contact, call.closes_at) == ("评审办 0000-7654321", at("2026-04-01 17:30"))


def test_a_value_below_the_law_is_refused_with_its_source_and_stays_in_the_form(city, draft):
    answer = save(city, draft, **{"p-publicity": "3"})

    assert answer.status_code == 422
    assert draft.rules.parameter("publicity").source in text(answer)
    assert 'value="3"' in text(answer)
    assert cast.fresh_call(draft).rules_hash == draft.rules_hash


def test_a_window_that_runs_backwards_is_refused(city, draft):
    answer = save(city, draft, closes_at="2026-02-01T09:00")

    assert answer.status_code == 422
    assert 'href="#id_closes_at"' in text(answer)


def test_a_stale_page_is_told_and_loses_nothing(city, draft):
    save(city, draft, title="第一次改")

    answer = save(city, draft, title="第二次改")  # still the version of before

    assert answer.status_code == 409
    assert "第二次改" in text(answer)
    assert cast.fresh_call(draft).title == "第一次改"


def test_the_preview_is_the_public_page_for_followers_only(city, draft):
    url = reverse("call_preview", args=[draft.public_id])

    assert draft.rules.purpose.zh in text(get(city.office, url, NOW))
    assert get(city.stranger, url, NOW).status_code == 403
    assert get(None, reverse("call", args=[draft.public_id]), NOW).status_code == 404


def test_opening_freezes_the_rules(city, draft):
    url = reverse("call_open", args=[draft.public_id])

    assert post(city.office, url, {}, NOW, seen=draft.version).status_code == 302

    call = cast.fresh_call(draft)
    assert (call.status, call.rules_hash) == (CallStatus.OPEN, draft.rules_hash)
    assert save(city, call, title="太晚了").status_code == 403
    assert get(None, reverse("call", args=[call.public_id]), NOW).status_code == 200


def test_a_call_without_a_decider_cannot_open_and_says_which_role_is_missing(city, draft):
    RoleGrant.objects.filter(role=Role.PARTY_GROUP).update(ended_at=NOW, ended_by=city.office)

    answer = post(
        city.office, reverse("call_open", args=[draft.public_id]), {}, NOW, seen=draft.version
    )

    assert answer.status_code == 422
    assert str(Role.PARTY_GROUP.label) in text(answer)
    assert cast.fresh_call(draft).status == CallStatus.DRAFT


def stopping(call, moment=NOW):
    return [item.sentence for item in readiness.check(call, at=moment) if item.stops]


def test_nothing_stops_a_call_with_everybody_at_the_desks(draft):
    assert stopping(draft) == []


def test_names_a_desk_where_nobody_sits(city, draft):
    RoleGrant.objects.filter(role=Role.CITY_ACCEPTANCE).update(ended_at=NOW, ended_by=city.office)

    assert len(stopping(draft)) == 1


def test_four_eyes_need_two_people(city, draft):
    RoleGrant.objects.filter(user__in=[city.approver, city.office, city.second_officer]).update(
        ended_at=NOW, ended_by=city.office
    )

    (sentence,) = stopping(draft)
    assert "资格" in sentence


def test_asks_for_the_calendar_of_every_year_of_the_window(city):
    call = cast.desk_call(city, programme.get("technical_expert"), 2030)
    Call.objects.filter(pk=call.pk).update(opens_at=at("2030-03-01"), closes_at=at("2031-01-10"))
    call = cast.fresh_call(call)

    assert [year in "".join(stopping(call)) for year in ("2030", "2031")] == [True, True]
    for year in (2030, 2031):
        CalendarYear.objects.create(
            year=year, complete=True, source="通知", entered_at=NOW, entered_by=city.office
        )
    assert stopping(call) == []


def test_names_districts_without_an_officer(draft):
    items = readiness.check(draft, at=NOW)

    (named,) = [item.sentence for item in items if "望山区" in item.sentence]
    assert "湖心区" not in named
