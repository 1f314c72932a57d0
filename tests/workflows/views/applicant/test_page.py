"""One subject a page: drafts, rows, files, two tabs, and every refusal with nothing lost."""

import json

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.models import Contest
from tests import cast
from tests.clock import at
from tests.workflows.views.applicant.sending import errors, page_url, send, standing, stored

pytestmark = pytest.mark.django_db


# --- answers ---


def test_a_complete_page_goes_on_to_the_next(client, case):
    answer = send(client, case, "post", answers__post="　数控铣工 ")
    assert (answer.status_code, answer.url) == (302, page_url(case, "skills"))
    assert stored(case)["post"] == "数控铣工"


def test_the_last_page_goes_on_to_the_check(client, case):
    answer = send(client, case, "proof")
    assert answer.url == f"/applications/{case.public_id}/check/"


def test_all_that_is_wrong_is_said_at_once_and_kept_as_a_draft(client, case):
    answer = send(
        client, case, "post", answers__post="", answers__working_since="2027-01-01",
        answers__line_years="十五",
    )  # fmt: skip
    assert answer.status_code == 422
    assert errors(answer) == {
        "answers-post": [_("%s: enter an answer.") % "岗位"],
        "answers-working_since": [
            _("%(label)s: %(day)s is in the future.")
            % {"label": "参加工作时间", "day": "2027-01-01"}
        ],
        "answers-line_years": [_("%s: enter a whole number in digits.") % "从事一线岗位年限"],
    }
    assert 'value="十五"' in answer.text
    assert (stored(case)["post"], stored(case)["line_years"]) == ("", "十五")


def test_saving_to_come_back_asks_for_nothing(client, case):
    answer = send(client, case, "post", answers__post="", later="1")
    assert (answer.status_code, answer.url) == (302, f"/applications/{case.public_id}/")
    assert stored(case)["post"] == ""


def test_a_choice_that_is_not_offered_is_a_sentence(client, case):
    answer = send(client, case, "post", answers__education="wizard")
    assert errors(answer) == {
        "answers-education": [_("%s: choose one of the listed answers.") % "最高学历"]
    }


def test_an_unknown_contest_is_a_sentence(city, call, client, clock):
    case = cast.draft(city, call, track="by_contest")
    client.force_login(case.person.user)
    for name, message in (
        ("00000000-0000-0000-0000-000000000000",
         _("%s: this contest is not in the registry; choose another.")),
        ("焊工", _("%s: choose a contest from the registry.")),
    ):  # fmt: skip
        answer = send(client, case, "contest", answers__contest=name)
        assert answer.status_code == 422
        assert errors(answer) == {"answers-contest": [message % "竞赛及赛项"]}
        assert client.get(reverse("application_check", args=[case.public_id])).status_code == 200


def test_the_registry_is_offered_by_level_and_year(city, call, client, clock):
    case = cast.draft(city, call, track="by_contest")
    client.force_login(case.person.user)
    offered = client.get(page_url(case, "contest")).context["blocks"][0].field.field.widget.choices
    groups = [(label, len(options)) for label, options in offered[1:]]
    assert groups == [(f"{Contest.Level.CITY.label} 2025", 1)]


# --- rows ---


def test_a_row_is_added_and_removed_without_script(client, case):
    answer = send(client, case, "skills", add_row="skill_grades")
    assert answer.url == f"{page_url(case, 'skills')}?add=skill_grades#item_skill_grades"
    shown = client.get(answer.url)
    rows = next(b.rows for b in shown.context["blocks"] if b.kind == "table")
    assert len(rows.forms) == 2
    sent = standing(shown) | {
        "skill_grades-1-occupation": "铣工",
        "skill_grades-1-grade": "senior",
        "skill_grades-1-number": "Y000099020000012300002",
        "skill_grades-1-issuer": "星湖市职业技能鉴定指导中心",
        "skill_grades-1-date": "2016-06-01",
    }
    assert client.post(page_url(case, "skills"), sent).status_code == 302
    assert [row["occupation"] for row in stored(case)["skill_grades"]] == ["车工", "铣工"]
    answer = send(client, case, "skills", remove_row="skill_grades-0")
    assert answer.url == f"{page_url(case, 'skills')}#item_skill_grades"
    assert [row["occupation"] for row in stored(case)["skill_grades"]] == ["铣工"]


def test_an_error_stands_in_its_row_although_an_empty_row_comes_before(client, case):
    shown = client.get(f"{page_url(case, 'skills')}?add=skill_grades")
    sent = standing(shown)
    sent["skill_grades-1-number"] = sent["skill_grades-0-number"]
    for name in ("occupation", "grade", "number", "issuer", "date"):
        sent[f"skill_grades-0-{name}"] = ""
    answer = client.post(page_url(case, "skills"), sent)
    words = {"table": "职业技能等级", "row": 1}
    said = _("%(table)s, row %(row)s. %(message)s")
    assert errors(answer)["skill_grades-1-occupation"] == [
        said % (words | {"message": _("%s: enter an answer.") % "职业（工种）"})
    ]
    assert "skill_grades-0-occupation" not in errors(answer)


def test_too_few_rows_is_said_at_the_table(client, case):
    answer = send(client, case, "skills", skill_grades__0__DELETE="on")
    words = {"label": "职业技能等级", "limit": 1, "row": "职业技能等级证书"}
    message = _("%(label)s: add at least %(limit)s row (%(row)s).") % words
    assert ("item_skill_grades", message) in answer.context["errors"]
    assert answer.status_code == 422


def test_a_page_sent_without_its_rows_removes_none(client, case):
    shown = client.get(page_url(case, "skills"))
    sent = {k: v for k, v in standing(shown).items() if not k.startswith("skill_grades")}
    client.post(page_url(case, "skills"), sent | {"later": "1"})
    assert len(stored(case)["skill_grades"]) == 1


# --- two tabs ---


def test_a_stale_tab_is_told_shown_the_difference_and_loses_nothing(client, case):
    first, second = (standing(client.get(page_url(case, "post"))) for _tab in range(2))
    client.post(page_url(case, "post"), first | {"answers-post": "铣工"})
    answer = client.post(page_url(case, "post"), second | {"answers-post": "钳工"})
    assert answer.status_code == 409
    sentence = _(
        "This application has changed since you opened it: %(who)s, %(when)s. "
        "Look at the difference, then send again; what you typed is kept."
    ) % {"who": case.person.name, "when": "2026-03-10 10:00"}
    assert answer.context["errors"] == [("", sentence)]
    changes = [(c.label, c.before, c.after) for c in answer.context["changes"]]
    assert changes == [("岗位", "铣工", "钳工")]
    assert 'value="钳工"' in answer.text
    assert stored(case)["post"] == "铣工"
    again = standing(answer)
    assert client.post(page_url(case, "post"), again).status_code == 302
    assert stored(case)["post"] == "钳工"


def test_another_tab_on_another_page_is_no_conflict(client, case):
    post, skills = (standing(client.get(page_url(case, page))) for page in ("post", "skills"))
    client.post(page_url(case, "post"), post | {"answers-post": "铣工"})
    sent = skills | {"skill_grades-0-occupation": "钳工"}
    assert client.post(page_url(case, "skills"), sent).status_code == 302
    assert (stored(case)["post"], stored(case)["skill_grades"][0]["occupation"]) == ("铣工", "钳工")


def test_a_double_click_is_no_conflict(client, case):
    sent = standing(client.get(page_url(case, "post"))) | {"answers-post": "铣工"}
    assert client.post(page_url(case, "post"), sent).status_code == 302
    assert client.post(page_url(case, "post"), sent).status_code == 302


def test_the_draft_is_kept_while_one_types(client, case):
    url = reverse("application_autosave", args=[case.public_id, "post"])
    sent = standing(client.get(page_url(case, "post"))) | {"answers-post": "铣"}
    saved = client.post(url, sent).json()
    assert (saved["saved_at"], stored(case)["post"]) == ("10:00", "铣")
    # The page goes on from its own draft.
    later = sent | {"answers-post": "铣工", "base": saved["base"], "seen": saved["seen"]}
    assert client.post(page_url(case, "post"), later).status_code == 302
    refused = client.post(url, sent | {"answers-post": "车工"})
    assert refused.status_code == 409
    assert list(json.loads(refused.content)) == ["message"]


def test_a_session_that_ended_while_typing_loses_no_word(client, case):
    sent = standing(client.get(page_url(case, "post"))) | {"answers-post": "铣工"}
    client.logout()
    answer = client.post(page_url(case, "post"), sent)
    assert (answer.status_code, answer.context["kept_to"]) == (401, page_url(case, "post"))
    login = {"username": case.person.user.username, "kept_to": answer.context["kept_to"]}
    carried = dict(answer.context["kept"])
    wrong = client.post("/accounts/login/", login | carried | {"password": "wrong"})
    assert (wrong.status_code, dict(wrong.context["kept"])) == (422, carried)
    entered = client.post("/accounts/login/", login | carried | {"password": "demo"})
    again = client.post(entered.context["address"], dict(entered.context["fields"]))
    assert (again.status_code, again.url) == (302, page_url(case, "skills"))
    assert stored(case)["post"] == "铣工"


def test_autosave_without_a_session_says_so(client, case):
    client.logout()
    url = reverse("application_autosave", args=[case.public_id, "post"])
    answer = client.post(url, {}, headers={"Accept": "application/json"})
    sentence = _("You were signed out. Press save: you can sign in and nothing is lost.")
    assert (answer.status_code, answer.json()) == (401, {"message": sentence})


def test_after_the_window_nothing_is_saved_and_nothing_typed_is_lost(client, case, clock):
    sent = standing(client.get(page_url(case, "post"))) | {"answers-post": "铣工"}
    clock.move_to(at("2026-04-01 00:00"))
    client.force_login(case.person.user)
    answer = client.post(page_url(case, "post"), sent)
    sentence = _("Applications closed on %(closed)s. It is now %(now)s by the server's clock.") % {
        "closed": "2026-04-01 00:00",
        "now": "2026-04-01 00:00",
    }
    assert answer.status_code == 403
    assert answer.context["errors"] == [("", sentence)]
    assert 'value="铣工"' in answer.text
    shown = client.get(page_url(case, "post"))
    assert shown.context["closed"] == sentence
    assert {block.kind for block in shown.context["blocks"]} == {"fixed"}


def test_a_page_of_another_way_in_does_not_exist(client, case):
    assert client.get(page_url(case, "contest")).status_code == 404
    assert client.get(page_url(case, "invented")).status_code == 404


def test_a_stranger_finds_nothing(city, client, case):
    client.force_login(city.stranger)
    assert client.get(page_url(case, "post")).status_code == 404
    assert client.post(page_url(case, "post"), {}).status_code == 404
