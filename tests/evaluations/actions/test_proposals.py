"""Two-person acts: nobody confirms his own proposal, and the public sees what was changed."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from evaluations import amendments
from evaluations.actions import proposals
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Proposal
from journal.queries import history_of
from tests import cast
from tests.cast import titles
from tests.clock import at
from workflows import desk, programme, two_persons

pytestmark = pytest.mark.django_db

WHEN = at("2026-03-20 09:00")
LATER = at("2026-03-21 09:00")
AFTER = at("2026-04-02 09:00")  # the window is over


@pytest.fixture
def city():
    return cast.City()


def propose(city, about, kind, *, by=None, when=WHEN, reason="系统维护两天", **payload):
    return proposals.propose(
        kind=kind, about=about, payload=payload, reason=reason, by=by or city.office, at=when
    )


def confirm(proposal, by, when=LATER, outcome="confirmed", **more):
    return two_persons.decide(proposal_id=proposal.pk, outcome=outcome, by=by, at=when, **more)


def longer(city, call, **more):
    return propose(city, call, "extend_window", closes_at="2026-04-05T18:00:00+08:00", **more)


def admitted(city, call, person, when=AFTER):
    proposal = propose(city, call, "late_entry", person=person.pk,
                       until="2026-04-10T18:00:00+08:00", when=when)  # fmt: skip
    return confirm(proposal, city.second_officer, when=when)


def test_a_window_is_extended_by_two(city):
    call = city.call()
    proposal = longer(city, call)
    assert cast.fresh_call(call).closes_at == call.closes_at
    confirm(proposal, city.second_officer)
    assert cast.fresh_call(call).closes_at == at("2026-04-05 18:00")
    verbs = history_of(call.subject).values_list("verb", flat=True)
    told = [v for v in verbs if v.startswith("proposal.") or v == "call.extend_window"]
    assert told == ["proposal.propose", "proposal.confirmed", "call.extend_window"]
    assert desk.open_task(call).due_at == at("2026-04-05 18:00")


def test_nobody_confirms_his_own_proposal(city):
    proposal = longer(city, city.call())
    with pytest.raises(NotPermitted):
        confirm(proposal, city.office)
    proposal.refresh_from_db()
    assert proposal.decided_at is None


def test_the_database_knows_that_two_are_two(city):
    proposal = longer(city, city.call())
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            outcome="confirmed", decided_at=LATER, decided_by=city.office
        )


@pytest.mark.parametrize("broken", [
    {"outcome": "confirmed"},
    {"decided_at": LATER},
    {"outcome": "perhaps", "decided_at": LATER},
    {"kind": "revoke", "outcome": "confirmed", "decided_at": LATER},
])  # fmt: skip
def test_the_database_refuses_half_a_decision(city, broken):
    proposal = longer(city, city.call())
    by = {"decided_by": city.second_officer} if len(broken) > 1 else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(**broken, **by)


def test_what_is_decided_is_not_rewritten(city):
    proposal = longer(city, city.call())
    confirm(proposal, city.second_officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(reason="另有原因")
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).delete()


def test_only_the_office_proposes_and_only_the_named_bodies_decide(city):
    call = city.call()
    for other in (city.clerk, city.checker, city.printer, city.leader, city.stranger):
        with pytest.raises(NotPermitted):
            longer(city, call, by=other)
    proposal = longer(city, call)
    for other in (city.clerk, city.checker, city.printer, city.stranger):
        with pytest.raises(NotPermitted):
            confirm(proposal, other)


def test_the_same_is_proposed_once_at_a_time(city):
    call = city.call()
    longer(city, call)
    with pytest.raises(Refused):
        longer(city, call, by=city.second_officer)


def test_a_rejection_says_why_and_changes_nothing(city):
    call = city.call()
    proposal = longer(city, call)
    with pytest.raises(Refused):
        confirm(proposal, city.second_officer, outcome="rejected")
    confirm(proposal, city.second_officer, outcome="rejected", note="公告期已足够")
    assert cast.fresh_call(call).closes_at == call.closes_at
    assert proposals.public_trace(call) == []
    longer(city, call)  # and it may be proposed again


def test_a_decided_proposal_is_decided(city):
    proposal = longer(city, city.call())
    confirm(proposal, city.second_officer)
    with pytest.raises(Refused):
        confirm(proposal, city.leader)


@pytest.mark.parametrize(
    "closes_at", ["2026-03-25T18:00:00+08:00", "2026-04-05T18:00", "soon", None]
)
def test_a_window_only_becomes_longer(city, closes_at):
    with pytest.raises(Refused):
        propose(city, city.call(), "extend_window", closes_at=closes_at)


def test_a_window_that_has_closed_meanwhile_stays_closed(city):
    call = city.call()
    proposal = longer(city, call)
    with pytest.raises(Refused):
        confirm(proposal, city.second_officer, when=at("2026-04-01 00:00"))


# --- places ---


def test_places_change_beside_the_rules_and_never_in_them(city):
    call = city.call("chief_technician")
    proposal = propose(city, call, "places", values={"places.main": 45})
    with pytest.raises(NotPermitted):
        confirm(proposal, city.second_officer)  # the body that decides the list, not the office
    confirm(proposal, city.leader)
    now = cast.fresh_call(call)
    assert (now.rules_hash, now.rules_text) == (call.rules_hash, call.rules_text)
    assert amendments.places_of(now).buckets[0].places == 45
    assert amendments.in_force(now).parameter("places.main").value == 45
    amendment = amendments.last(now)
    assert amendment.places_hash == amendments.places_hash(now, amendment.places_text)


def test_only_places_are_amended(city):
    call = city.call("chief_technician")
    for values in ({}, {"places.main": 50}, {"age_most": 60}, {"places.main": 0}, {"nothing": 1}):
        with pytest.raises(Refused):
            propose(city, call, "places", values=values)


def test_a_second_amendment_keeps_the_first(city):
    call = city.call("double_hundred")
    for name, number in (("places.scholar", 70), ("places.talent", 50)):
        confirm(propose(city, call, "places", values={name: number}), city.leader)
    found = {bucket.id: bucket.places for bucket in amendments.places_of(call).buckets}
    assert found == {"scholar": 70, "industry": 80, "talent": 50}
    assert [a.number for a in call.amendments.all()] == [1, 2]


def test_what_can_be_amended_is_what_the_rules_offer():
    rules = programme.get("chief_technician")
    assert amendments.amendable(rules) == (
        "places.main", "max_per_occupation", "max_per_district", "recommended_per_district",
    )  # fmt: skip


# --- the public trace, and a score of another module ---


def test_the_public_reads_what_was_changed_and_not_who_came_late(city):
    call = city.call("chief_technician")
    confirm(longer(city, call), city.second_officer)
    confirm(propose(city, call, "places", values={"places.main": 45}), city.leader)
    admitted(city, call, cast.applicant(), when=at("2026-03-22 09:00"))
    kinds = [p.kind for p in proposals.public_trace(call)]
    assert sorted(kinds) == ["extend_window", "late_entry", "places"]


def test_a_score_is_changed_by_the_module_that_keeps_it(city):
    case, changed = cast.file(cast.draft(city, city.call())), []
    proposal = proposals.propose(kind="score", about=case, payload={"to": 88}, reason="登分有误",
                                 by=city.office, at=WHEN, subject="review:12")  # fmt: skip
    confirm(proposal, city.second_officer, then=changed.append)
    assert [(p.subject, p.payload) for p in changed] == [("review:12", {"to": 88})]


def test_nobody_decides_about_himself(city):
    holding = titles.holders(city)[0]
    cast.grant(holding.person.user, "leading_group")
    proposal = titles.proposed(city, holding, "exit", ground="left_city")
    with pytest.raises(NotPermitted):
        two_persons.decide(proposal_id=proposal.pk, outcome="confirmed", by=holding.person.user,
                           at=at("2027-03-25 09:00"), document_number="1号")  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_two_confirmations_at_the_same_time_one_counts():
    city = cast.City()
    call = city.call()
    proposal = longer(city, call)
    answers, start = [], threading.Barrier(2)

    def press(by):
        start.wait()
        try:
            answers.append(confirm(proposal, by).outcome)
        except Refused:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(by,))
               for by in (city.second_officer, city.leader)]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["confirmed", "refused"]
    assert history_of(call.subject).filter(verb="call.extend_window").count() == 1
