"""Revocation: nothing before an investigation and the holder's word, and never one person alone."""

import pytest
from django.db import IntegrityError, transaction

from certificates.models import Certificate, StatusChange
from certificates.queries import register
from evaluations.actions import proposals, revocation, stipends
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Inquiry, Proposal
from journal.queries import history_of
from tests import cast
from tests.cast import titles
from tests.clock import at, on
from tests.worlds import world
from workflows import two_persons

pytestmark = pytest.mark.django_db

DAY = at("2027-03-22 09:00")


@world
def city():
    return cast.City()


@world
def holding(city):
    return titles.holders(city)[0]


def opened(city, holding):
    return revocation.open_inquiry(
        holding_id=holding.pk, source="tip", lead="名次系伪造", by=city.office,
        at=at("2027-03-01 09:00"),
    )  # fmt: skip


def test_a_revocation_ends_case_title_inquiry_and_paper_together(city, holding):
    inquiry = titles.investigated(city, holding)
    titles.confirm(city, titles.proposed(city, holding))
    ended, paper = titles.fresh(holding), Certificate.objects.get(case=holding.application.subject)
    closed = Inquiry.objects.get(pk=inquiry.pk)
    assert (ended.status, ended.application.status, closed.outcome, paper.status) == (
        "revoked", "revoked", "revoked", "revoked",
    )  # fmt: skip
    assert ended.changes.get().effective_on == on("2026-05-08")  # void from the beginning
    change = StatusChange.objects.get(certificate=paper)
    assert (change.document, change.reason) == (titles.DOCUMENT, "经查属实")


def test_nobody_is_revoked_without_an_inquiry(city, holding):
    with pytest.raises(Refused):
        titles.proposed(city, holding)


def test_every_step_comes_before_the_proposal(city, holding):
    inquiry = opened(city, holding)
    key = {"inquiry_id": inquiry.pk, "by": city.office}
    said = [revocation.missing(Inquiry.objects.get(), at=DAY)]
    with pytest.raises(Refused):  # the holder must know what to answer
        revocation.invite_statement(**key, due_at=at("2027-03-20 18:00"), at=at("2027-03-02 09:00"))
    revocation.record_finding(**key, finding="主办单位否认", at=at("2027-03-02 09:00"))
    said.append(revocation.missing(Inquiry.objects.get(), at=DAY))
    revocation.invite_statement(**key, due_at=at("2027-03-20 18:00"), at=at("2027-03-03 09:00"))
    said.append(revocation.missing(Inquiry.objects.get(), at=at("2027-03-20 17:00")))
    said.append(revocation.missing(Inquiry.objects.get(), at=DAY))
    assert [bool(sentence) for sentence in said] == [True, True, True, False]


def test_silence_after_the_date_does_not_stop_it(city, holding):
    titles.investigated(city, holding, said="")
    titles.confirm(city, titles.proposed(city, holding))
    assert titles.fresh(holding).status == "revoked"


def test_who_asks_for_a_hearing_gets_one(city, holding):
    inquiry = titles.investigated(city, holding, said="")
    revocation.make_statement(inquiry_id=inquiry.pk, statement="要求听证", wants_hearing=True,
                              by=holding.person.user, at=at("2027-03-21 09:00"))  # fmt: skip
    with pytest.raises(Refused):
        titles.proposed(city, holding)
    revocation.record_hearing(inquiry_id=inquiry.pk, held_on=on("2027-03-22"), minutes="听证笔录",
                              by=city.office, at=DAY)  # fmt: skip
    titles.proposed(city, holding)


def test_the_holder_has_five_working_days(city, holding):
    inquiry = opened(city, holding)
    key = {"inquiry_id": inquiry.pk, "by": city.office, "at": at("2027-03-02 09:00")}
    revocation.record_finding(**key, finding="主办单位否认")
    with pytest.raises(Refused):
        revocation.invite_statement(**key, due_at=at("2027-03-08 18:00"))


def test_only_the_holder_speaks_for_himself(city, holding):
    inquiry = titles.investigated(city, holding, said="")
    for other in (city.office, city.clerk, city.stranger):
        with pytest.raises(NotPermitted):
            revocation.make_statement(inquiry_id=inquiry.pk, statement="不实", wants_hearing=False,
                                      by=other, at=DAY)  # fmt: skip


def test_a_clerk_alone_revokes_nothing(city, holding):
    titles.investigated(city, holding)
    proposal = titles.proposed(city, holding)
    for other in (city.office, city.second_officer, city.printer, city.checker):
        with pytest.raises(NotPermitted):
            two_persons.decide(proposal_id=proposal.pk, outcome="confirmed", by=other, at=DAY,
                               document_number="1号")  # fmt: skip
    assert titles.fresh(holding).status == "active"


def test_the_deciding_body_needs_its_document(city, holding):
    titles.investigated(city, holding)
    proposal = titles.proposed(city, holding)
    with pytest.raises(Refused):
        two_persons.decide(proposal_id=proposal.pk, outcome="confirmed", by=city.leader, at=DAY)
    row = Proposal.objects.filter(pk=proposal.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(outcome="confirmed", decided_at=DAY, decided_by=city.leader)


def test_the_approving_body_may_keep_the_title(city, holding):
    inquiry = titles.investigated(city, holding)
    proposal = titles.proposed(city, holding)
    two_persons.decide(proposal_id=proposal.pk, outcome="rejected", by=city.leader, at=DAY,
                       note="证据不足")  # fmt: skip
    assert Inquiry.objects.get(pk=inquiry.pk).outcome == "kept"
    assert titles.fresh(holding).status == "active"


def test_an_unfounded_lead_is_closed_with_its_reason(city, holding):
    inquiry = opened(city, holding)
    key = {"inquiry_id": inquiry.pk, "by": city.office, "at": at("2027-03-02 09:00")}
    with pytest.raises(Refused):
        revocation.close_unfounded(**key, reason=" ")
    revocation.close_unfounded(**key, reason="主办单位证实名次")
    assert Inquiry.objects.get().outcome == "unfounded"
    with pytest.raises(Refused):
        revocation.record_finding(**key, finding="另有发现")
    opened(city, holding)  # a new lead may come


def test_what_was_proposed_is_not_closed_by_the_office(city, holding):
    inquiry = titles.investigated(city, holding)
    titles.proposed(city, holding)
    with pytest.raises(Refused):
        revocation.close_unfounded(inquiry_id=inquiry.pk, reason="算了", by=city.office, at=DAY)


def test_one_inquiry_at_a_time(city, holding):
    opened(city, holding)
    with pytest.raises(Refused):
        opened(city, holding)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.create(holding=holding, source="tip", lead="又一条", opened_at=DAY,
                               opened_by=city.office)  # fmt: skip


def test_the_database_hears_before_it_revokes(city, holding):
    inquiry = opened(city, holding)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(
            outcome="revoked", closed_at=DAY, closed_by=city.office
        )


def test_an_expired_title_can_still_be_revoked_and_a_revoked_one_not_again(city, holding):
    from workflows import deadlines  # noqa: PLC0415 - one test

    deadlines.run(at("2030-05-09 00:10"))
    inquiry = titles.investigated(city, holding)
    titles.confirm(city, titles.proposed(city, titles.fresh(holding)))
    assert titles.fresh(holding).status == "revoked"
    with pytest.raises(Refused):
        opened(city, holding)
    assert Inquiry.objects.get().pk == inquiry.pk


def test_stipends_stop_and_what_was_paid_is_named(city, holding):
    stipends.make_list(year=2027, by=city.office, at=at("2027-12-01 09:00"))
    titles.investigated(city, holding)
    titles.confirm(city, titles.proposed(city, holding))
    assert (stipends.lines(2027), stipends.paid_for(holding)) == ((), 12_000)


def test_the_public_register_says_so(city, holding):
    titles.investigated(city, holding)
    titles.confirm(city, titles.proposed(city, holding))
    rows = [row.status for row in register().rows]
    assert rows in ([], ["revoked"])  # in the register only once it was issued
    verbs = history_of(holding.application.subject).values_list("verb", flat=True)
    assert list(verbs)[-1] == "revoke"


def test_a_confirmation_that_fails_leaves_nothing_behind(city, holding, monkeypatch):
    titles.investigated(city, holding)
    proposal = titles.proposed(city, holding)

    def broken(*_args, **_more):
        raise RuntimeError("the printer burns")

    monkeypatch.setattr("workflows.afterwards.change_status", broken)
    with pytest.raises(RuntimeError):
        titles.confirm(city, proposal)
    assert titles.fresh(holding).status == "active"
    assert Proposal.objects.get(pk=proposal.pk).decided_at is None
    assert proposals.refusal(city.leader, Proposal.objects.get(pk=proposal.pk)) == ""
