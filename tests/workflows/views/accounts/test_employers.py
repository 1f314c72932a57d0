"""A personnel office registers its employer on a page, and keeps its clerks there."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evaluations.actions import employers
from evaluations.models import EmployerRequest, User
from evaluations.roles import Role
from tests import cast
from tests.clock import at
from tests.evaluations.uploads import samples

pytestmark = pytest.mark.django_db
NOW = at("2026-05-20 09:00")


@pytest.fixture
def head(client) -> User:
    user = cast.user("林人事", phone="13800000001")
    client.force_login(user)
    return user


def form(**more):
    letter = SimpleUploadedFile("授权书.pdf", samples.pdf(), content_type="application/pdf")
    return {"name": "青石新材料有限公司", "uscc": cast.credit_code(), "kind": "private",
            "affiliation": "district", "district": settings.CITY.districts[0].code,
            "letter": letter} | more  # fmt: skip


def test_a_registration_is_answered_on_the_same_page(client, head):
    assert client.post(reverse("new_employer"), form()).url == reverse("own_employers")
    assert "青石新材料有限公司" in client.get(reverse("own_employers")).text
    office = cast.official("评审", Role.REVIEW_OFFICE)
    asked = EmployerRequest.objects.get()
    employers.decide(request_id=asked.pk, outcome="refused", note="授权书未盖章", by=office, at=NOW)
    assert "授权书未盖章" in client.get(reverse("own_employers")).text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"uscc": "91990602MA00000010"}, "uscc"),
        ({"letter": SimpleUploadedFile("a.pdf", b"<html>")}, "letter"),
        ({"letter": ""}, "letter"),
        ({"district": ""}, "__all__"),
        ({"name": ""}, "name"),
    ],
)
def test_a_wrong_entry_is_a_sentence_at_its_field_and_the_rest_stays(client, head, wrong, field):
    answer = client.post(reverse("new_employer"), form(**wrong))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert field == "name" or "青石新材料有限公司" in answer.text


def test_everything_wrong_is_told_at_once(client, head):
    answer = client.post(reverse("new_employer"), form(uscc="91990602MA00000010", letter=""))
    assert list(answer.context["form"].errors) == ["uscc", "letter"]


def test_a_head_adds_and_ends_a_clerk(client, head):
    unit = cast.organisation()
    cast.grant(head, Role.EMPLOYER_HEAD, organisation=unit)
    colleague = cast.user("顾南乔", phone="13800000002")
    url = reverse("new_clerk", args=[unit.pk])
    wrong = client.post(url, {"name": "顾南乔", "phone": "13800000003"})
    assert (wrong.status_code, "13800000003" in wrong.text) == (422, True)
    assert client.post(url, {"name": "顾南乔", "phone": "13800000002"}).status_code == 302
    grant = colleague.grants.get()
    assert "顾南乔" in client.get(reverse("own_employers")).text
    assert client.post(reverse("end_clerk", args=[grant.pk])).status_code == 302
    assert User.objects.get(pk=colleague.pk).live_grants == []


def test_another_employers_page_is_not_there(client, head):
    assert client.get(reverse("new_clerk", args=[cast.organisation().pk])).status_code == 404
