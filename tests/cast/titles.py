"""Holders in the cast: certified by the law's verb, without drawing the paper."""

from datetime import datetime

from evaluations.actions import lists, proposals, revocation
from evaluations.models import CalendarYear, Call, Holding, Inquiry, Proposal
from tests.cast import joint
from tests.cast.cases import draft, file, to_the_list
from tests.cast.city import City, fresh_call
from tests.cast.lists import close, decide, promulgate, propose, publicise
from tests.cast.moments import EARLY
from tests.clock import at
from tests.remembered import remembered
from workflows import desk, two_persons

CERTIFIED = at("2026-05-09 09:00")
DOCUMENT = "星人社字〔2027〕3号"


@remembered
def holders(city: City, count: int = 1, running: Call | None = None) -> list[Holding]:
    """People with a title in force from 2026-05-08 to 2030-05-08."""
    running = running or joint.call(city)
    calendar(city)
    cases = [to_the_list(city, file(draft(city, running))) for _ in range(count)]
    propose(city, close(running), cases)
    publicise(city, running)
    promulgate(city, running, decide(city, running))
    for case in cases:
        desk.perform(
            case,
            lambda case=case: lists.certify(
                application_id=case.pk, number="TE2026", by=city.printer, at=CERTIFIED
            ),
            by=city.printer,
            at=CERTIFIED,
        )
    fresh_call(running)
    return [fresh(Holding.objects.get(application=case)) for case in cases]


@remembered
def calendar(city: City) -> None:
    """What happens to titles happens in years whose holidays nobody has published yet."""
    for year in range(2027, 2032):
        CalendarYear.objects.get_or_create(
            year=year,
            defaults={"complete": True, "source": "测试", "entered_at": EARLY,
                      "entered_by": city.office},
        )  # fmt: skip


def fresh(holding: Holding) -> Holding:
    rows = Holding.objects.select_related("application__call", "person__user", "employer")
    return rows.get(pk=holding.pk)


@remembered
def investigated(city: City, holding: Holding, *, said: str = "我没有作假") -> Inquiry:
    """An inquiry in which the holder has been heard."""
    inquiry = revocation.open_inquiry(
        holding_id=holding.pk, source="tip", lead="竞赛名次系伪造", by=city.office,
        at=at("2027-03-01 09:00"),
    )  # fmt: skip
    key = {"inquiry_id": inquiry.pk, "by": city.office}
    revocation.record_finding(**key, finding="主办单位否认该名次", at=at("2027-03-02 09:00"))
    revocation.invite_statement(**key, due_at=at("2027-03-20 18:00"), at=at("2027-03-03 09:00"))
    if said:
        revocation.make_statement(
            inquiry_id=inquiry.pk, statement=said, wants_hearing=False,
            by=holding.person.user, at=at("2027-03-10 09:00"),
        )  # fmt: skip
    return Inquiry.objects.get(pk=inquiry.pk)


@remembered
def proposed(city: City, holding: Holding, kind: str = "revoke", **payload) -> Proposal:
    return proposals.propose(
        kind=kind, about=holding, payload=payload, reason="经查属实", by=city.office,
        at=at("2027-03-22 09:00"),
    )  # fmt: skip


@remembered
def confirm(city: City, proposal: Proposal, moment: datetime | None = None) -> Proposal:
    return two_persons.decide(
        proposal_id=proposal.pk, outcome="confirmed", by=city.leader,
        at=moment or at("2027-03-25 09:00"), document_number=DOCUMENT,
    )  # fmt: skip
