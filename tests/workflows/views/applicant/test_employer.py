"""Finding the employer: by name, by code, and what to do when nobody is found."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.actions import applying
from evaluations.models import Application, Organisation
from tests import cast
from tests.clock import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(city, call, client, clock) -> Application:
    person = cast.applicant()
    client.force_login(person.user)
    return applying.start(
        call=call, person=person, track="by_selection", by=person.user,
        at=at("2026-03-10 09:00"), employer=None,
    )  # fmt: skip


def url(case) -> str:
    return reverse("application_employer", args=[case.public_id])


def search(client, case, words: str):
    return client.get(url(case), {"q": words})


def test_a_part_of_the_name_finds_and_one_button_chooses(city, client, case):
    answer = search(client, case, " 精密 ")
    assert answer.context["found"] == [city.employer]
    chosen = client.post(url(case), {"employer": city.employer.uscc})
    assert chosen.url == f"/applications/{case.public_id}/"
    assert cast.fresh(case).employer == city.employer


def test_the_code_finds_exactly_one_however_it_is_typed(city, client, case):
    cast.organisation("星湖精密仪器厂")
    typed = f"{city.employer.uscc[:9].lower()} {city.employer.uscc[9:]}"
    assert search(client, case, typed).context["found"] == [city.employer]


def test_a_mistyped_code_is_told_what_is_wrong(city, client, case):
    code = city.employer.uscc
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    answer = search(client, case, wrong)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "q": [
            _(
                "The last character does not fit the other 17, so one of them is mistyped. "
                "Compare the code with the business licence, character by character."
            )
        ]
    }
    assert f'value="{wrong}"' in answer.text


def test_an_unknown_employer_is_told_what_to_do(client, case):
    answer = search(client, case, "不存在的工厂")
    assert answer.status_code == 404
    assert answer.context["form"].errors == {
        "q": [
            _(
                "No employer is registered under “%(words)s”. Ask your personnel office to register "
                "it on this site, under “My employers”; freelancers apply through the talent "
                "agency. Questions: %(office)s (%(phone)s)."
            )
            % {
                "words": "不存在的工厂",
                "office": settings.CITY.office.title,
                "phone": settings.CITY.office.phone,
            }
        ]
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", _("Enter a part of the name, or the code of 18 characters.")),
        ("厂", _("Enter at least two characters of the name.")),
    ],
)
def test_too_little_is_a_sentence(client, case, words, sentence):
    answer = search(client, case, words)
    assert (answer.status_code, answer.context["form"].errors) == (422, {"q": [sentence]})


def test_offices_and_closed_employers_are_not_offered(client, case):
    cast.organisation("星湖某局", kind=Organisation.Kind.DEPARTMENT)
    closed = cast.organisation("星湖关闭厂", active=False)
    assert search(client, case, "星湖某局").status_code == 404
    assert search(client, case, "关闭厂").status_code == 404
    answer = client.post(url(case), {"employer": closed.uscc})
    assert answer.status_code == 422
    assert answer.context["refused"] == _(
        "This employer's account is closed. Ask its personnel office."
    )


def test_a_choice_out_of_thin_air_is_refused(client, case):
    answer = client.post(url(case), {"employer": "nothing"})
    assert answer.status_code == 422
    assert answer.context["refused"] == _("Choose one of the employers in the list.")


def test_a_filed_application_keeps_its_employer(city, call, client, clock):
    case = cast.opine(city, cast.file(cast.draft(city, call)), "return")
    client.force_login(case.person.user)
    other = cast.organisation("另一家工厂")
    answer = client.post(url(case), {"employer": other.uscc})
    assert answer.status_code == 422
    assert answer.context["refused"] == _(
        "The employer of a filed application cannot be changed. Withdraw and apply again."
    )
