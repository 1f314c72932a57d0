"""Objecting: a real name, facts, a receipt; nothing typed is lost, nothing is told to others."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates.models import Budget
from evaluations.actions import objections
from evaluations.errors import NotPermitted, Refused
from evaluations.models import Objection
from evaluations.status import Status
from tests import cast
from tests.clock import at
from tests.evaluations.uploads import samples
from tests.visits import get, post, text
from tests.worlds import world

pytestmark = pytest.mark.django_db

RUNNING, AFTER = at("2026-04-22 09:00"), at("2026-05-20 09:00")


@world
def posted():
    city = cast.City()
    call = city.call()
    case = cast.walked(city, call, "publicised")
    return city, case, call.notices.get()


def given(case, **more):
    return {
        "candidate": case.reference,
        "facts": "其名次与公布文件不符，见结果文件第2页。",
        "name": "常举证",
        "unit": "星湖市第二机床厂",
        "phone": "13911111111",
    } | more


def send(notice, data, moment=RUNNING):
    return post(None, reverse("objection", args=[notice.public_id]), data, moment)


def test_is_received_with_a_receipt_to_keep(posted):
    _city, case, notice = posted

    answer = send(notice, given(case))

    row = Objection.objects.get()
    assert answer.status_code == 302
    receipt = get(None, answer["Location"], RUNNING)
    assert receipt.status_code == 200
    assert row.receipt in text(receipt)
    assert cast.fresh(case).status == Status.CONTESTED


def test_the_receipt_tells_nobody_who_objected_to_whom(posted):
    _city, case, notice = posted

    said = text(get(None, send(notice, given(case))["Location"], RUNNING))

    for word in ("常举证", "13911111111", "第二机床厂", case.person.name):
        assert word not in said


def test_a_forged_receipt_address_is_a_404(posted):
    _city, case, notice = posted
    address = send(notice, given(case))["Location"].rstrip("/")

    assert get(None, f"{address[:-1]}/", RUNNING).status_code == 404


def test_only_the_contested_candidate_waits(posted):
    city, case, _notice = posted
    notice = case.call.notices.get()

    send(notice, given(case))

    assert cast.fresh(case).status == Status.CONTESTED


@pytest.mark.parametrize("missing", ["name", "phone", "facts", "candidate"])
def test_what_is_missing_is_named_and_what_was_typed_stays(posted, missing):
    _city, case, notice = posted
    kept = {name: value for name, value in given(case).items() if name != missing}

    answer = send(notice, given(case) | {missing: ""})

    assert answer.status_code == 422
    assert f'href="#id_{missing}"' in text(answer)
    for name in kept.keys() - {"candidate"}:
        assert kept[name] in text(answer)
    assert Objection.objects.count() == 0


def test_after_the_period_the_page_says_when_it_ended(posted):
    _city, case, notice = posted
    url = reverse("objection", args=[notice.public_id])

    for answer in (get(None, url, AFTER), send(notice, given(case), AFTER)):
        assert answer.status_code == 422
        assert "2026-04-28" in text(answer)
    assert Objection.objects.count() == 0


def test_a_name_that_is_not_on_the_list_cannot_be_objected_to(posted):
    city, case, notice = posted
    other = cast.walked(city, city.call(year=2027), "filed")

    answer = send(notice, given(other))

    assert answer.status_code == 422
    assert Objection.objects.count() == 0


def test_the_proof_passes_the_upload_gate_and_is_kept(posted):
    city, case, notice = posted
    proof = SimpleUploadedFile("证据.pdf", samples.pdf(), "application/pdf")

    assert send(notice, given(case, evidence=proof)).status_code == 302

    row = Objection.objects.get()
    with row.evidence.open() as stream:
        assert stream.read() == samples.pdf()
    assert "证据" not in row.evidence.name
    objections.take(objection_id=row.pk, by=city.office, at=RUNNING)


def test_a_program_called_pdf_is_refused_with_a_sentence(posted):
    _city, case, notice = posted
    proof = SimpleUploadedFile("证据.pdf", b"MZ" + b"\0" * 200, "application/pdf")

    answer = send(notice, given(case, evidence=proof))

    assert answer.status_code == 422
    assert 'href="#id_evidence"' in text(answer)
    assert Objection.objects.count() == 0


def test_a_flood_from_one_address_is_slowed_down(posted, settings):
    _city, case, notice = posted
    settings.LAUREL_VERIFY_BUDGET_SOURCE = (1, 0.0)

    assert [send(notice, given(case)).status_code for _ in range(2)] == [302, 429]
    assert Objection.objects.count() == 1
    assert Budget.objects.count() == 2


def handled(city, row, **more):
    key = {"objection_id": row.pk, "by": city.office, "at": RUNNING}
    objections.take(**key)
    objections.judge_admissibility(**key, admissible=True, reason="实名、期限内")
    return key


def test_how_it_stands_is_told_by_the_receipt_number(posted):
    city, case, notice = posted
    send(notice, given(case))
    row = Objection.objects.get()
    url = reverse("objection_state")

    assert post(None, url, {"receipt": "YY000000-00000000"}, RUNNING).status_code == 422
    answer = post(None, url, {"receipt": row.receipt.lower()}, RUNNING)
    assert row.receipt not in answer["Location"].replace(":", "/").split("/")
    assert "已收到" in text(get(None, answer["Location"], RUNNING))

    key = handled(city, row)
    objections.extend(**key, reason="需调取竞赛原始档案")
    said = text(get(None, answer["Location"], RUNNING))
    assert "需调取竞赛原始档案" in said
    objections.decide_objection(
        **key, outcome="dismissed", finding="内部核查记录", strike_off=False,
        reply="经核查，名次与公布文件一致。",
    )  # fmt: skip
    said = text(get(None, answer["Location"], RUNNING))
    assert "经核查，名次与公布文件一致。" in said
    assert "内部核查记录" not in said
    assert case.person.name not in said


def test_more_time_is_given_once(posted):
    city, case, notice = posted
    send(notice, given(case))
    key = handled(city, Objection.objects.get())
    with pytest.raises(Refused):
        objections.extend(**key, reason=" ")
    row = objections.extend(**key, reason="需调取竞赛原始档案")
    # 30 working days from 22 April: five days of holiday, and Saturday 9 May is worked.
    assert row.extended_until.date().isoformat() == "2026-06-05"
    with pytest.raises(Refused):
        objections.extend(**key, reason="再次延长")


def test_a_tip_is_registered_by_the_office_alone_and_has_leads(posted):
    city, case, notice = posted
    url = reverse("call_tip", args=[notice.call.public_id])
    data = {"candidate": case.reference, "facts": "名次有误", "leads": "见结果文件第2页"}
    assert post(city.leader, url, data, RUNNING).status_code == 403
    assert post(city.office, url, data | {"leads": ""}, RUNNING).status_code == 422
    assert post(city.office, url, data, RUNNING).status_code == 302
    row = Objection.objects.get()
    assert row.anonymous_tip
    assert "见结果文件第2页" in row.facts
    with pytest.raises(NotPermitted):
        objections.receive(
            notice=notice, application=case, name="", unit="", phone="", facts="x", at=RUNNING,
            anonymous_tip=True,
        )  # fmt: skip
