"""Accounts of people in office: nobody knows another's password, and whoever leaves is out at once."""

import pytest
from django.contrib.auth import authenticate

from evaluations.actions import accounts, granting, keys
from evaluations.actions.people import FieldRefused
from evaluations.errors import NotPermitted, Refused
from evaluations.models import AccountEvent, RoleGrant, User
from evaluations.roles import Role, Scope
from journal.models import Entry
from journal.queries import history_of
from tests import cast
from tests.clock import at

pytestmark = pytest.mark.django_db
NOW = at("2026-03-01 09:00")
WORDS = "osmanthus in autumn"


@pytest.fixture
def admin() -> User:
    return cast.official("管理甲", Role.SYSADMIN)


@pytest.fixture
def office() -> User:
    return cast.official("评审甲", Role.REVIEW_OFFICE)


def opened(by: User, **more) -> tuple[User, str]:
    given = {"name": "沈知远", "username": "shen.zhiyuan", "phone": "13800000001"} | more
    return accounts.open_account(by=by, at=NOW, **given)


def test_an_opened_account_has_no_role_and_no_password_until_its_owner_sets_one(admin):
    user, code = opened(admin)

    assert (user.live_grants, user.has_usable_password()) == ([], False)
    keys.set_password(code=code, password=WORDS, at=NOW)
    assert authenticate(username="shen.zhiyuan", password=WORDS) == user
    verbs = [entry.verb for entry in history_of(f"user:{user.pk}")]
    assert verbs == ["account.opened", "account.set_password"]
    assert not any("13800000001" in e.body or code in e.body for e in Entry.objects.all())


@pytest.mark.parametrize(
    ("given", "field"),
    [({"name": ""}, "name"), ({"username": "123456"}, "username"), ({"phone": "1"}, "phone")],
)
def test_what_cannot_be_right_is_refused_at_its_field(admin, given, field):
    with pytest.raises(FieldRefused) as refused:
        opened(admin, **given)
    assert refused.value.field == field


def test_a_user_name_is_taken_once(admin):
    opened(admin)
    with pytest.raises(FieldRefused) as refused:
        opened(admin)
    assert refused.value.field == "username"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LEADING_GROUP, Role.CITY_ACCEPTANCE])
def test_nobody_else_keeps_accounts(role):
    with pytest.raises(NotPermitted):
        opened(cast.official("旁人", role))


def test_the_office_helps_applicants_but_cannot_reach_an_authority(office):
    applicant, leader = cast.user("林一帆"), cast.official("组长", Role.LEADING_GROUP)

    assert accounts.hand_out_code(user=applicant, reason="忘记密码，已核身份证", by=office, at=NOW)
    for act in (accounts.hand_out_code, accounts.close_account):
        with pytest.raises(NotPermitted):
            act(user=leader, reason="试一下", by=office, at=NOW)


def test_nobody_keeps_the_own_account(admin):
    with pytest.raises(NotPermitted):
        accounts.close_account(user=admin, reason="离职", by=admin, at=NOW)


def test_an_account_that_decides_gets_its_code_only_by_mail(admin):
    leader = cast.official("组长", Role.LEADING_GROUP)
    given = {"reason": "忘记密码", "by": admin, "at": NOW}

    with pytest.raises(Refused):
        accounts.hand_out_code(user=leader, **given)
    User.objects.filter(pk=leader.pk).update(email="leader@example.com")
    assert accounts.hand_out_code(user=User.objects.get(pk=leader.pk), **given) == ""
    assert leader.keys.count() == 0  # made by the worker, where the mail is sent


def test_closing_ends_every_role_and_the_session_and_reopening_brings_none_back(admin, client):
    officer = cast.official("沈知远", Role.DISTRICT_OFFICER, district="990602")
    client.force_login(officer)
    assert client.get("/inbox/").status_code == 200

    accounts.close_account(user=officer, reason="调离", by=admin, at=NOW)

    assert client.get("/inbox/").status_code == 302
    assert authenticate(username=officer.username, password="demo") is None
    assert RoleGrant.objects.get(user=officer).ended_by == admin
    accounts.reopen_account(user=officer, reason="调回", by=admin, at=NOW)
    again = User.objects.get(pk=officer.pk)
    assert (again.is_active, again.live_grants) == (True, [])
    kinds = list(officer.events.values_list("kind", "reason"))
    assert kinds == [("reopened", "调回"), ("closed", "调离")]


@pytest.mark.parametrize("act", ["hand_out_code", "close_account", "reopen_account"])
def test_every_act_names_its_reason(admin, act):
    with pytest.raises(FieldRefused) as refused:
        getattr(accounts, act)(user=cast.user("林一帆"), reason=" ", by=admin, at=NOW)
    assert refused.value.field == "reason"


def test_the_first_administrator_comes_from_the_keyboard_and_two_give_weight():
    first, code = accounts.open_first(name="金系统", username="root.one", at=NOW)
    second, _code = accounts.open_first(name="银系统", username="root.two", at=NOW)
    keys.set_password(code=code, password=WORDS, at=NOW)
    event = AccountEvent.objects.get(user=first)
    assert (event.kind, event.done_by) == ("opened", first)

    leader = cast.user("曹组长")
    with pytest.raises(Refused):
        granting.grant_role(
            user=leader, role=Role.LEADING_GROUP, scope=Scope.CITY, by=first, at=NOW
        )
    asked = granting.propose_role(
        user=leader, role=Role.LEADING_GROUP, scope=Scope.CITY, reason="任命文件", by=first, at=NOW
    )
    for wrong in (first, leader):
        with pytest.raises(NotPermitted):
            granting.decide_role(request_id=asked.pk, outcome="confirmed", by=wrong, at=NOW)
    granting.decide_role(request_id=asked.pk, outcome="confirmed", by=second, at=NOW)
    assert User.objects.get(pk=leader.pk).holds(Role.LEADING_GROUP)
    with pytest.raises(Refused):
        granting.decide_role(request_id=asked.pk, outcome="refused", by=second, at=NOW, note="晚了")


def test_a_refused_role_never_begins_and_says_why(admin):
    second = cast.official("评审乙", Role.REVIEW_OFFICE)
    user = cast.user("严制证")
    asked = granting.propose_role(
        user=user,
        role=Role.CERTIFICATE_OFFICER,
        scope=Scope.CITY,
        reason="新同事",
        by=admin,
        at=NOW,
    )
    with pytest.raises(Refused):  # the same twice
        granting.propose_role(
            user=user,
            role=Role.CERTIFICATE_OFFICER,
            scope=Scope.CITY,
            reason="再次",
            by=admin,
            at=NOW,
        )
    with pytest.raises(Refused):  # no without a reason
        granting.decide_role(request_id=asked.pk, outcome="refused", by=second, at=NOW)
    granting.decide_role(request_id=asked.pk, outcome="refused", note="未见任命", by=second, at=NOW)
    assert RoleGrant.objects.filter(user=user).count() == 0


def test_a_role_over_one_call_is_never_widened_to_the_city(admin):
    user = cast.user("严制证")
    given = {
        "user": user,
        "role": Role.CERTIFICATE_OFFICER,
        "reason": "任命",
        "by": admin,
        "at": NOW,
    }
    for scope in (Scope.CALL, Scope.DISTRICT):
        with pytest.raises(Refused):
            granting.propose_role(scope=scope, **given)
