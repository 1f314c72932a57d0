"""A wrong word of the published list: two persons and a document, and the filing stays as it is."""

import json

import pytest

from evaluations import rectification
from evaluations.actions import proposals
from evaluations.errors import NotPermitted, Refused
from journal.queries import history_of
from tests import cast
from tests.cast import titles
from tests.clock import at
from tests.worlds import world
from workflows import two_persons

pytestmark = pytest.mark.django_db

WHEN, LATER = at("2026-06-01 09:00"), at("2026-06-02 09:00")
DOCUMENT = "星人社更〔2026〕2号"
RIGHT = "星湖精密机械股份有限公司"


@world
def city():
    return cast.City()


@world
def holding(city):
    return titles.holders(city)[0]


def propose(city, holding, **payload):
    return proposals.propose(
        kind="correct",
        about=holding,
        payload=payload,
        reason="单位全称漏字",
        by=city.office,
        at=WHEN,
    )


def decide(proposal, by, **more):
    given = {"outcome": "confirmed", "document_number": DOCUMENT} | more
    return two_persons.decide(proposal_id=proposal.pk, by=by, at=LATER, **given)


def facts(holding):
    return rectification.facts_of(titles.fresh(holding).application)


def test_two_persons_correct_what_is_published_and_the_filing_stays(city, holding):
    filed = facts(holding)
    proposal = propose(city, holding, employer=RIGHT)
    assert facts(holding) == filed

    decide(proposal, city.second_officer)

    assert facts(holding) == filed | {"employer": RIGHT}
    assert rectification.as_filed(titles.fresh(holding).application) == filed
    told = json.loads(history_of(holding.subject).latest("seq").body)
    assert (told["verb"], told["detail"]) == (
        "holding.correct", {"facts": ["employer"], "document": DOCUMENT},
    )  # fmt: skip


def test_the_last_correction_holds_and_can_take_a_correction_back(city, holding):
    filed = facts(holding)
    decide(propose(city, holding, employer=RIGHT, field="钳工"), city.second_officer)
    decide(propose(city, holding, employer=filed["employer"]), city.second_officer)
    assert facts(holding) == filed | {"field": "钳工"}


def test_a_rejected_correction_changes_nothing(city, holding):
    filed = facts(holding)
    proposal = propose(city, holding, employer=RIGHT)
    decide(proposal, city.second_officer, outcome="rejected", note="与营业执照不符")
    assert facts(holding) == filed


@pytest.mark.parametrize(
    "payload",
    [{}, {"employer": " "}, {"employer": "长" * 61}, {"employer": 5}, {"title": "首席技师"}],
)
def test_only_employer_and_field_and_only_words(city, holding, payload):
    with pytest.raises(Refused):
        propose(city, holding, **payload)


def test_what_is_published_already_is_no_correction(city, holding):
    with pytest.raises(Refused, match=facts(holding)["employer"]):
        propose(city, holding, **facts(holding))


def test_it_takes_the_office_another_person_and_a_document(city, holding):
    for by in (city.printer, city.stranger, holding.person.user):
        with pytest.raises(NotPermitted):
            proposals.propose(
                kind="correct",
                about=holding,
                payload={"employer": RIGHT},
                reason="笔误",
                by=by,
                at=WHEN,
            )
    proposal = propose(city, holding, employer=RIGHT)
    for by in (city.office, city.printer):
        with pytest.raises(NotPermitted):
            decide(proposal, by)
    with pytest.raises(Refused):
        decide(proposal, city.second_officer, document_number=" ")


def test_a_revoked_title_has_no_paper_to_correct(city, holding):
    titles.investigated(city, holding)
    titles.confirm(city, titles.proposed(city, holding))
    with pytest.raises(Refused, match="撤销"):
        propose(city, titles.fresh(holding), employer=RIGHT)
