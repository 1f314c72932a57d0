"""The front door."""

import pytest
from django.urls import reverse

from certificates.models import Certificate
from certificates.models import Status as Standing
from certificates.standing import change_status
from tests import cast
from tests.clock import at
from tests.visits import get, text

pytestmark = pytest.mark.django_db


def home(moment, language="zh-hans"):
    answer = get(None, reverse("home"), moment, **{"accept-language": language})
    assert answer.status_code == 200
    return text(answer)


def test_an_open_call_stands_there_until_it_closes():
    call = cast.City().call()

    assert call.title in home(at("2026-03-10 09:00"))
    assert call.title not in home(at("2026-04-01 00:00"))


def test_a_running_notice_stands_there_until_it_ends():
    city = cast.City()
    call = city.call()
    cast.walked(city, call, "publicised")
    url = reverse("notice", args=[call.notices.get().public_id])

    assert url in home(at("2026-04-22 09:00"))
    assert url not in home(at("2026-04-29 00:00"))


def test_a_promulgation_tells_its_document_and_how_many():
    city = cast.City()
    cast.walked(city, city.call(), "certified")

    said = home(at("2026-05-20 09:00"))

    assert "星人社字〔2026〕12号" in said


def test_a_decision_without_document_is_not_told():
    city = cast.City()
    call = city.call()
    cast.walked(city, call, "approved")

    assert call.title not in home(at("2026-05-07 09:00"))


def test_the_certificate_box_asks_the_verification_page():
    said = home(at("2026-03-10 09:00"))

    assert '<form method="post" action="/verify/"' in said
    assert [f'name="{name}"' in said for name in ("number", "name", "short_code")] == [True] * 3


def test_speaks_english_too():
    assert "Skill deserves to be seen" in home(at("2026-03-10"), "en")


def test_the_roll_of_honour_names_whose_certificate_is_in_force():
    city = cast.City()
    case = cast.walked(city, city.call(), "certified")
    certificate = Certificate.objects.get(case=case.subject)
    number = certificate.number

    said = home(at("2026-05-20 09:00"))

    assert f'<span class="roll-name">{case.person.name}</span>' in said
    assert f'/registry/?q={number.rsplit("-", 2)[0]}"' in said
    change_status(
        certificate, to=Standing.REVOKED, reason="材料不实", document="星政发〔2026〕9号",
        by="user:1", at=at("2026-05-20 08:00"),
    )  # fmt: skip
    assert "roll-name" not in home(at("2026-05-20 09:00"))
