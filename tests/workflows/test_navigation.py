"""The main menu: each sees what each can open, and it costs no query."""

import pytest
from django.test import RequestFactory

from evaluations.models import User
from evaluations.roles import Role
from tests import cast
from workflows import navigation

pytestmark = pytest.mark.django_db


def menu(user, path: str = "/") -> dict[str, bool]:
    request = RequestFactory().get(path)
    request.user = user
    return {entry["url"]: entry["current"] for entry in navigation.entries(request)}


PUBLIC = ["/calls/", "/notices/", "/registry/", "/verify/"]


def test_a_visitor_sees_what_is_public() -> None:
    from django.contrib.auth.models import AnonymousUser  # the visitor

    assert list(menu(AnonymousUser())) == PUBLIC


def test_an_applicant_finds_the_own_applications() -> None:
    assert set(menu(cast.user("申报人"))) == {"/inbox/", "/applications/", "/messages/", *PUBLIC}


def test_the_office_finds_what_is_overdue() -> None:
    office = set(menu(cast.official("办公室", Role.REVIEW_OFFICE)))
    clerk = set(menu(cast.official("区", Role.DISTRICT_OFFICER, district="990602")))
    assert {"/overdue/", "/office/calls/"} <= office
    assert not {*PUBLIC} & (office | clerk)  # an officer finds them below every page
    assert "/overdue/" not in clerk
    assert "/applications/" not in office | clerk


def test_the_present_page_is_marked() -> None:
    assert [url for url, here in menu(cast.user("某"), "/inbox/").items() if here] == ["/inbox/"]


def test_a_page_before_anybody_is_recognised_has_no_menu() -> None:
    assert navigation.entries(RequestFactory().get("/")) == []


def test_the_menu_of_somebody_known_costs_no_query(django_assert_num_queries) -> None:
    user = cast.official("办公室", Role.REVIEW_OFFICE)
    user = User.objects.get(pk=user.pk)
    assert user.live_grants
    with django_assert_num_queries(0):
        menu(user)
