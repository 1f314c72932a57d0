"""The list as it was made: its sentences, its papers, who leaves, and who moves up."""

import io

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from evaluations import guards
from evaluations.models import Application, Notice
from evaluations.status import Status
from journal.queries import history_of
from tests import cast
from tests.clock import at
from tests.visits import get, post, text

pytestmark = pytest.mark.django_db

LEFT, UP = at("2026-05-11 09:00"), at("2026-05-12 09:00")


@pytest.fixture
def city():
    return cast.City()


@pytest.fixture
def posted(city):
    """Three candidates, one place, a reserve list, and the notice."""
    call = city.call(rules=cast.reserving(1))
    cases = [
        cast.to_the_list(city, cast.draft(city, call, person=cast.applicant(f"候选{i}")))
        for i in range(3)
    ]
    cast.propose(city, cast.close(call), cases)
    cast.publicise(city, call)
    return call, cases


def page(name, call, *rest):
    return reverse(name, args=[call.public_id, *rest])


def test_every_place_has_its_sentence(city, posted):
    call, _cases = posted
    said = text(get(city.office, page("call_list", call), LEFT))
    assert "为1个名额中的第1个" in said.replace(" ", "")
    assert "递补名单第1位" in said.replace(" ", "")


def test_one_leaves_and_the_next_moves_up_on_the_page(city, posted):
    call, (one, two, _three) = posted
    leave = page("call_release", call, one.public_id)
    assert (
        post(city.office, leave, {"reason": ""}, LEFT, seen=cast.fresh(one).version).status_code
        == 422
    )
    answer = post(
        city.office, leave, {"reason": "本人5月8日书面申请"}, LEFT, seen=cast.fresh(one).version
    )
    assert answer.status_code == 302
    assert page("call_move_up", call, one.public_id) in text(
        get(city.office, page("call_list", call), UP)
    )

    answer = post(
        city.office,
        page("call_move_up", call, one.public_id),
        {"who": two.pk, "reason": "第1号退出，依次递补"},
        UP,
        seen=cast.fresh_call(call).version,
    )

    notice = Notice.objects.get(call=call, supplementary=True)
    assert answer["Location"] == reverse("notice", args=[notice.public_id])
    assert cast.fresh(two).status == Status.PUBLICISED
    # The first notice is not replaced: its names can still be objected to in their own period.
    first = call.notices.get(edition=1)
    assert "被替换" not in text(get(None, reverse("notice", args=[first.public_id]), UP))


def test_who_is_not_the_office_takes_nobody_off(city, posted):
    call, (one, _two, _three) = posted
    url = page("call_release", call, one.public_id)
    assert get(city.leader, url, LEFT).status_code == 403
    assert post(city.leader, url, {"reason": "x"}, LEFT, seen=one.version).status_code == 403
    assert cast.fresh(one).status == Status.PUBLICISED


def test_minutes_decision_and_proof_come_as_paper(city, posted):
    call, _cases = posted
    cast.decide(city, call)
    for url in (
        page("call_minutes", call),
        page("call_minutes", call) + "?language=en",
        page("decision_minutes", call, 1),
        page("notice_proof", call, 1),
    ):
        answer = get(city.office, url, LEFT)
        assert answer.status_code == 200
        assert answer.content[:5] == b"%PDF-"
    assert get(city.clerk, page("call_minutes", call), LEFT).status_code == 403
    assert get(city.office, page("notice_proof", call, 9), LEFT).status_code == 404


def test_the_summary_table_is_all_text_and_on_record(city, posted):
    call, (one, *_others) = posted
    Application.objects.filter(pk=one.pk).update(occupation="=1+1")
    url = page("call_roster", call, "xlsx")
    assert get(city.office, url, LEFT).status_code == 405
    assert post(city.leader, url, {}, LEFT).status_code == 403

    answer = post(city.office, url, {}, LEFT)

    sheet = load_workbook(io.BytesIO(answer.content)).active
    heads = [cell.value for cell in sheet[3]]
    assert (len(heads), heads[0], heads[3], heads[-1]) == (25, "序号", "姓名", "备注")
    row = [cell.value for cell in sheet[4]]
    assert (row[0], row[3], row[12]) == ("1", "候选0", "=1+1")
    assert {cell.data_type for cell in sheet[4] if cell.value is not None} == {"s"}
    assert history_of(call.subject).filter(verb="call.export_roster").count() == 1


def test_an_older_list_is_shown_from_its_history(city, posted):
    call, (one, *_others) = posted

    guards.remove(connection)
    call.placements.all().delete()
    guards.install(connection)
    assert one.reference in text(get(city.office, page("call_list", call), LEFT))
