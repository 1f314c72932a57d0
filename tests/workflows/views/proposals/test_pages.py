"""The pages of two-person acts, and what the public reads of them."""

import pytest
from django.urls import reverse

from evaluations.actions import proposals
from evaluations.models import Proposal
from tests import cast
from tests.cast import titles
from tests.clock import at
from tests.visits import get, text
from tests.visits import post as sent_by
from tests.worlds import world
from workflows import two_persons

pytestmark = pytest.mark.django_db

NOW = at("2026-03-20 09:00")


@world
def city():
    return cast.City()


def post(user, address, data, moment):
    """As a browser sends it, with the hidden fields of a form that acts."""
    return sent_by(user, address, data, moment, seen=0)


def propose_window(city, call, **more):
    sent = {"day": "2026-04-05", "hour": "18:00", "reason": "系统维护两天"} | more
    return post(city.office, reverse("propose_change", args=[call.public_id, "extend_window"]),
                sent, NOW)  # fmt: skip


def page_of(user, proposal, moment=NOW):
    return get(user, reverse("proposal", args=[proposal.public_id]), moment)


def decide(user, proposal, **sent):
    return post(user, reverse("proposal", args=[proposal.public_id]), sent, NOW)


def test_one_proposes_another_confirms_and_the_public_reads_it(city):
    call = city.call()
    assert propose_window(city, call).status_code == 302
    proposal = Proposal.objects.get()
    assert decide(city.office, proposal, outcome="confirmed").status_code == 403
    assert decide(city.second_officer, proposal, outcome="confirmed").status_code == 302
    assert cast.fresh_call(call).closes_at == at("2026-04-05 18:00")
    public = text(get(None, reverse("call", args=[call.public_id]), NOW))
    assert "2026-04-05 18:00" in public
    assert "系统维护两天" in public


def test_a_late_entry_is_public_without_its_person(city):
    call, person = city.call(), cast.applicant("晚到者")
    sent = {"who": person.id_number, "day": "2026-04-10", "hour": "18:00", "reason": "住院手术"}
    address = reverse("propose_change", args=[call.public_id, "late_entry"])
    assert post(city.office, address, sent, NOW).status_code == 302
    proposal = Proposal.objects.get()
    assert "晚到者" in text(page_of(city.second_officer, proposal))
    decide(city.second_officer, proposal, outcome="confirmed")
    public = text(get(None, reverse("call", args=[call.public_id]), NOW))
    assert ("晚到者" in public, "住院手术" in public) == (False, False)
    assert "2026-04-10 18:00" in public


def test_nobody_is_found_by_a_wrong_number(city):
    call = city.call()
    sent = {"who": "990602198803120011", "day": "2026-04-10", "hour": "18:00", "reason": "x"}
    address = reverse("propose_change", args=[call.public_id, "late_entry"])
    page = post(city.office, address, sent, NOW)
    assert (page.status_code, Proposal.objects.count()) == (422, 0)
    assert page.context["form"]["reason"].value() == "x"


def test_places_are_amended_on_the_page_and_shown_beside_the_edition(city):
    call = city.call("chief_technician")
    address = reverse("propose_change", args=[call.public_id, "places"])
    form = get(city.office, address, NOW).context["form"]
    sent = {name: form[name].value() for name in form.fields if name.startswith("p-")}
    same = post(city.office, address, sent | {"reason": "预算增加"}, NOW)
    assert same.status_code == 422
    post(city.office, address, sent | {"p-places.main": "55", "reason": "预算增加"}, NOW)
    decide(city.leader, Proposal.objects.get(), outcome="confirmed")
    public = text(get(None, reverse("call", args=[call.public_id]), NOW))
    assert call.amendments.get().places_hash[:12] in public
    assert call.rules_hash in public


def test_a_rejection_needs_its_reason_and_keeps_what_was_typed(city):
    propose_window(city, city.call())
    page = decide(city.second_officer, Proposal.objects.get(), outcome="rejected", note="")
    assert page.status_code == 422
    assert page.context["form"]["outcome"].value() == "rejected"


@pytest.mark.parametrize("who", ["clerk", "district", "checker", "printer", "stranger"])
def test_only_the_office_and_the_deciders_read_proposals(city, who):
    propose_window(city, city.call())
    user = getattr(city, who)
    assert get(user, reverse("proposals"), NOW).status_code == 403
    assert page_of(user, Proposal.objects.get()).status_code == 403


def test_the_list_names_what_waits_and_what_was_decided(city):
    propose_window(city, city.call())
    proposal = Proposal.objects.get()
    address = reverse("proposals")
    assert [r["proposal"].pk for r in get(city.leader, address, NOW).context["rows"]] == [
        proposal.pk
    ]
    decide(city.leader, proposal, outcome="confirmed")
    assert get(city.leader, address, NOW).context["rows"] == []
    decided = get(city.leader, f"{address}?state=decided", NOW)
    assert [r["proposal"].pk for r in decided.context["rows"]] == [proposal.pk]


def test_nobody_reads_the_proposal_about_himself(city):
    holding = titles.holders(city)[0]
    himself = holding.person.user
    cast.grant(himself, "review_office")
    proposal = titles.proposed(city, holding, "suspend")
    assert page_of(himself, proposal).status_code == 404
    assert proposals.refusal(himself, proposal) != ""


def test_whoever_was_admitted_late_finds_the_call_and_nobody_else_does(city):
    call, late, other = city.call(), cast.applicant("晚到者"), cast.applicant("旁观者")
    cast.close(call)
    moment = at("2026-04-02 09:00")
    proposal = proposals.propose(
        kind="late_entry", about=cast.fresh_call(call), reason="住院手术", by=city.office, at=moment,
        payload={"person": late.pk, "until": "2026-04-10T18:00:00+08:00"},
    )  # fmt: skip
    two_persons.decide(
        proposal_id=proposal.pk, outcome="confirmed", by=city.second_officer, at=moment
    )
    offered = {
        person.name: [c.pk for c in get(person.user, reverse("applications"), moment).context["calls"]]
        for person in (late, other)
    }  # fmt: skip
    assert offered == {"晚到者": [call.pk], "旁观者": []}
    start = reverse("start_application", args=[call.public_id])
    assert get(late.user, start, moment).context["open"]
    assert not get(other.user, start, moment).context["open"]
    sent_by(late.user, start, {"track": "by_selection"}, moment)
    case = call.applications.get(person=late)
    page = get(late.user, reverse("application", args=[case.public_id]), moment)
    assert page.context["deadline"] == at("2026-04-10 18:00")
