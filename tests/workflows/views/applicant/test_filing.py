"""Check, sign, file, receipt: all complaints at once, one act per double click, a digest to keep."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations import snapshot
from evaluations.actions import applying
from evaluations.desks import Desk
from evaluations.models import Filing
from evaluations.status import Status
from tests import cast
from tests.clock import at

pytestmark = pytest.mark.django_db


def url(case, name: str, *more) -> str:
    return reverse(f"application_{name}", args=[case.public_id, *more])


def signing(client, case, **changes) -> dict:
    form = client.get(url(case, "file")).context["form"]
    return {"key": form["key"].value(), "seen": form["seen"].value(),
            "name": case.person.name} | changes  # fmt: skip


# --- check ---


def test_the_check_shows_every_answer_with_its_way_back(client, case):
    pages = client.get(url(case, "check")).context["pages"]
    rows = {r["label"]: r for page in pages for g in page["groups"] for r in g.get("rows", ())}
    assert rows["岗位"]["value"] == "数控车工"
    assert rows["岗位"]["url"] == f"/applications/{case.public_id}/page/post/#item_post"
    assert rows["近期免冠证件照"]["value"] == case.attachments.get(item="photo").name
    assert [page["id"] for page in pages] == [
        "post", "skills", "achievements", "honours", "story", "proof",
    ]  # fmt: skip


def test_the_check_tells_rule_by_rule(client, case):
    found = client.get(url(case, "check")).context["findings"]
    assert {finding["verdict"] for finding in found["met"]} == {"PASS"}
    assert {finding["verdict"] for finding in found["open"]} <= {"FAIL", "NEEDS_HUMAN"}
    assert all(f["sentence"] and f["source"] for f in [*found["met"], *found["open"]])


def test_everything_that_is_missing_is_listed_at_once_each_with_its_place(
    city, call, client, clock
):
    person = cast.applicant()
    client.force_login(person.user)
    empty = applying.start(
        call=call, person=person, track="by_selection", by=person.user,
        at=at("2026-03-10 09:00"), employer=None,
    )  # fmt: skip
    answer = client.get(url(empty, "check"))
    expected = [c.sentence for c in snapshot.complaints(empty, at=at("2026-03-10 10:00"))]
    complaints = answer.context["complaints"]
    assert [complaint["sentence"] for complaint in complaints] == expected
    assert len(expected) > 10
    page = f"/applications/{empty.public_id}/page/"
    assert complaints[0]["url"] == f"{page}post/#item_ethnic_group"
    assert answer.context["closed"] == _("Choose your employer first.")


def test_too_young_on_the_cut_off_date_is_a_failed_rule(city, call, client, clock):
    person = cast.applicant(birth="20100401")
    case = cast.draft(city, call, person=person)
    client.force_login(person.user)
    answer = client.get(url(case, "check"))
    failed = [f for f in answer.context["findings"]["open"] if f["verdict"] == "FAIL"]
    assert [finding["id"] for finding in failed] == ["X7-age"]
    assert [c["sentence"] for c in answer.context["complaints"]] == [failed[0]["sentence"]]
    assert "2026-03-31" in failed[0]["sentence"]


# --- file ---


def test_signing_files_and_the_receipt_says_what_was_filed(city, client, case):
    answer = client.post(url(case, "file"), signing(client, case))
    filing = Filing.objects.get(application=case)
    assert (answer.status_code, answer.url) == (302, url(case, "receipt", 1))
    assert cast.fresh(case).status == Status.FILED
    shown = client.get(answer.url)
    rows = [str(row["value"]) for row in shown.context["rows"]]
    assert rows == [
        case.reference,
        case.call.title,
        "评选推荐",
        case.person.name,
        city.employer.name,
        _("Filing %(number)s") % {"number": 1},
        "2026-03-10 10:00:00",
        "5",
        filing.content_hash,
    ]
    assert (shown.context["next_desk"], shown.context["holder"]) == (
        Desk.EMPLOYER.label,
        city.employer.name,
    )
    # 10 + 10 + 5 + 10 + 5 working days of its desks; Saturday 9 May 2026 is a make-up day.
    assert shown.context["expected"].isoformat() == "2026-05-09"


def test_a_double_click_is_one_filing(client, case):
    sent = signing(client, case)
    first, second = (client.post(url(case, "file"), sent) for _click in range(2))
    assert (first.url, second.url) == (url(case, "receipt", 1),) * 2
    assert Filing.objects.filter(application=case).count() == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", _("Type your full name to sign the commitment.")),
        (
            "别人",
            _("Type your full name under the commitment, as in your identity data."),
        ),
    ],
)
def test_another_name_signs_nothing(client, case, name, sentence):
    answer = client.post(url(case, "file"), signing(client, case, name=name))
    told = [*answer.context["form"].errors.get("name", ())]
    told += [complaint["sentence"] for complaint in answer.context["complaints"]]
    assert (answer.status_code, told) == (422, [sentence])
    assert not Filing.objects.exists()
    assert f'value="{name}"' in answer.text or not name


def test_an_incomplete_application_is_refused_with_all_complaints(client, case):
    attachment = case.attachments.get(item="photo")
    sent = signing(client, case)
    applying.remove_attachment(
        attachment_id=attachment.pk, by=case.person.user, at=at("2026-03-10 10:00")
    )
    applying.save_answers(
        application_id=case.pk, answers={"post": ""}, by=case.person.user, seen=None,
        at=at("2026-03-10 10:00"),
    )  # fmt: skip
    stale = client.post(url(case, "file"), sent)
    assert stale.status_code == 409
    sent = {"key": stale.context["form"].data["key"], "name": sent["name"],
            "seen": cast.fresh(case).version}  # fmt: skip
    answer = client.post(url(case, "file"), sent)
    assert answer.status_code == 422
    assert [c["sentence"] for c in answer.context["complaints"]] == [
        _("%s: enter an answer.") % "岗位",
        _("%s: add this document.") % "近期免冠证件照",
    ]
    assert answer.context["form"].errors == {
        "__all__": [_("The application cannot be filed yet. Put right what is listed.")]
    }


def test_after_the_window_the_refusal_names_the_servers_clock(client, case, clock):
    sent = signing(client, case)
    clock.move_to(at("2026-04-01 08:00"))
    client.force_login(case.person.user)
    answer = client.post(url(case, "file"), sent)
    sentence = _("Applications closed on %(closed)s. It is now %(now)s by the server's clock.") % {
        "closed": "2026-04-01 00:00",
        "now": "2026-04-01 08:00",
    }
    assert answer.status_code == 403
    assert answer.context["form"].errors == {"__all__": [sentence]}
    assert client.get(url(case, "file")).context["closed"] == sentence


def test_the_next_filing_shows_what_changed(city, client, case):
    client.post(url(case, "file"), signing(client, case))
    cast.opine(city, cast.fresh(case), "return", moment=at("2026-03-10 10:00"))
    applying.save_answers(
        application_id=case.pk, answers={"post": "铣工"}, by=case.person.user, seen=None,
        at=at("2026-03-10 10:00"),
    )  # fmt: skip
    changes = client.get(url(case, "check")).context["changes"]
    assert [(c.label, c.before, c.after) for c in changes] == [("岗位", "数控车工", "铣工")]
    answer = client.post(url(case, "file"), signing(client, case))
    assert answer.url == url(case, "receipt", 2)
    shown = client.get(url(case, "filing", 2))
    assert [(c.label, c.before, c.after) for c in shown.context["changes"]] == [
        ("岗位", "数控车工", "铣工")
    ]


def test_a_receipt_of_a_filing_that_never_was_does_not_exist(client, case):
    assert client.get(url(case, "receipt", 1)).status_code == 404
    assert client.get(url(case, "filing", 7)).status_code == 404
