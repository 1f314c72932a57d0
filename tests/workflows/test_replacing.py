"""A certificate once more: same number, next version, and the old one says so."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from certificates.issue import change_status, read_pdf
from certificates.models import Certificate, Status
from certificates.verify import Verdict, by_file
from evaluations.actions import proposals
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import Person
from journal.queries import history_of
from tests import cast
from tests.cast import titles
from tests.visits import get, post, text
from tests.workflows.views.paper.issued import NOW, issued_call, title
from workflows import issuing, paper, promulgation, replacing, two_persons

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return cast.City()


def again(city, call, certificate=None, **more):
    certificate = certificate or Certificate.objects.get()
    given = {
        "cause": "lost",
        "reason": "遗失",
        "document": "星人社补〔2026〕1号",
        "by": city.printer,
    }
    return replacing.replace_certificate(call, certificate, at=NOW, **(given | more))


def test_a_lost_paper_is_made_again_and_the_old_one_points_to_it(city):
    call = issued_call(city)
    url = reverse("replace_certificate", args=[call.public_id, Certificate.objects.get().pk])
    assert url in text(get(city.printer, reverse("call_certificates", args=[call.public_id]), NOW))
    assert text(get(city.printer, url, NOW)).count(Certificate.objects.get().number)

    data = {"cause": "lost", "reason": "遗失", "document": "星人社补〔2026〕1号"}
    assert post(city.printer, url, data, NOW, seen=call.version).status_code == 302

    new, old = Certificate.objects.order_by("-version")
    assert (new.number, new.version, new.replaces, new.holder_name) == (
        old.number, 2, old, old.holder_name,
    )  # fmt: skip
    assert (old.status, new.status) == (Status.SUPERSEDED, Status.VALID)
    assert by_file(read_pdf(old)).verdict is Verdict.SUPERSEDED
    assert by_file(read_pdf(new)).verdict is Verdict.GENUINE
    assert issuing.progress(call, at=NOW) == issuing.Progress(2, 2)
    assert paper.printable(call) == [new]


def test_a_new_name_comes_from_the_register_of_persons(city):
    call = issued_call(city)
    with pytest.raises(Refused, match=Certificate.objects.get().holder_name):
        again(city, call, cause="name", reason="更名")
    Person.objects.filter(applications__call=call).update(name="欧阳靖轩")

    new = again(city, call, cause="name", reason="更名")

    assert (new.holder_name, new.facts["holder_name"]) == ("欧阳靖轩", "欧阳靖轩")
    assert Certificate.objects.get(pk=new.pk).issued_at is not None


def corrected(city, call, **payload):
    """Two persons have corrected what is published."""
    proposal = proposals.propose(
        kind="correct",
        about=title(call),
        payload=payload,
        reason="笔误",
        by=city.office,
        at=NOW - timedelta(minutes=2),
    )
    two_persons.decide(
        proposal_id=proposal.pk, outcome="confirmed", document_number="星人社更〔2026〕2号",
        by=city.second_officer, at=NOW - timedelta(minutes=1),
    )  # fmt: skip


def test_a_correction_prints_what_two_persons_decided_and_nothing_else(city):
    call = issued_call(city)
    old = Certificate.objects.get()
    with pytest.raises(Refused):
        again(city, call, cause="correction", reason="笔误")
    corrected(city, call, employer="星湖精密机械股份有限公司")
    Person.objects.filter(applications__call=call).update(name="欧阳靖轩")
    url = reverse("replace_certificate", args=[call.public_id, old.pk])
    page, listed = text(get(city.printer, url, NOW)), reverse(
        "call_certificates", args=[call.public_id]
    )  # fmt: skip
    assert (page.count("星湖精密机械股份有限公司"), page.count("欧阳靖轩")) == (1, 1)
    assert "此后已更正" in text(get(city.printer, listed, NOW))

    new = again(city, call, cause="correction", reason="笔误")

    changed = {key for key, value in new.facts.items() if old.facts[key] != value}
    assert changed == {"holder_name", "employer_name"}
    assert (new.holder_name, new.employer_name) == ("欧阳靖轩", "星湖精密机械股份有限公司")
    assert replacing.differences(new) == []
    assert "此后已更正" not in text(get(city.printer, listed, NOW))
    entry = history_of(f"certificate:{new.number}").filter(verb="certificate.reissue").get()
    assert json.loads(entry.body)["detail"] == {"cause": "correction"}


@pytest.mark.parametrize("cause", ["lost", "damaged", "name"])
def test_what_is_known_to_be_wrong_is_not_printed_once_more(city, cause):
    call = issued_call(city)
    corrected(city, call, employer="星湖精密机械股份有限公司")
    with pytest.raises(Refused, match="星湖精密机械股份有限公司"):
        again(city, call, cause=cause)
    assert Certificate.objects.get().status == Status.VALID


def test_a_paper_that_is_older_than_one_of_the_facts_is_not_wrong_for_it(city):
    issued_call(city)
    old = Certificate.objects.get()
    del old.facts["heading"]
    assert replacing.differences(old) == []


def test_the_lost_paper_of_a_term_that_is_over_is_printed_and_its_term_stays_over(city):
    call = issued_call(city)
    old = Certificate.objects.get()
    change_status(old, to=Status.EXPIRED, reason="期满", document="y", by="user:1", at=NOW)
    assert paper.printable(call) == []
    new = again(city, call)
    assert (new.status, paper.printable(call)) == (Status.EXPIRED, [new])


def test_a_damaged_paper_is_made_again_with_the_same_facts(city):
    call = issued_call(city)
    old = Certificate.objects.get()
    new = again(city, call, cause="damaged", reason="污损，原件已收回")
    assert (new.facts, new.version) == (old.facts, 2)


def test_a_title_that_was_revoked_does_not_hold_up_the_paper_of_another(city):
    call = issued_call(city, n=2)
    gone, other = Certificate.objects.order_by("serial")
    titles.calendar(city)
    holding = title(call, gone.case)
    titles.investigated(city, holding)
    titles.confirm(city, titles.proposed(city, holding))

    again(city, call, certificate=other)

    assert issuing.progress(call, at=NOW) == issuing.Progress(3, 3)
    promulgation.tell(gone, by=city.printer, at=NOW)  # heard again: nothing happens
    assert cast.fresh(holding.application).status == "revoked"


@pytest.mark.parametrize("more", [{"reason": " "}, {"document": ""}])
def test_nothing_happens_without_a_reason_and_a_document(city, more):
    call = issued_call(city)
    with pytest.raises(Refused):
        again(city, call, **more)
    assert Certificate.objects.get().status == Status.VALID


def test_only_the_certificate_officer_and_only_what_is_issued(city):
    call = issued_call(city)
    row = Certificate.objects.get()
    url = reverse("replace_certificate", args=[call.public_id, row.pk])
    for name in ("office", "leader", "stranger"):
        with pytest.raises(NotPermitted):
            again(city, call, by=getattr(city, name))
        assert get(getattr(city, name), url, NOW).status_code == 403
    with pytest.raises(NotFound):
        replacing.found(call, row.pk + 1)
