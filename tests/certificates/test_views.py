import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from certificates import forms
from certificates.issue import allocate, change_status, issue, read_pdf
from certificates.models import Certificate, Status
from certificates.number import short_code
from tests.certificates.awards import AT, BY, LATER, award, awards
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def issued() -> Certificate:
    return issue(allocate([award()], by=BY, at=AT)[0], by=BY, at=AT)


def verdict(response: Any) -> str:
    return str(response.context["verdict"].word)


def test_the_qr_opens_a_page_that_says_genuine(client: Client, issued: Certificate) -> None:
    response = client.get(f"/verify/{issued.code}/")
    assert (response.status_code, verdict(response)) == (200, "genuine")
    page = response.content.decode()
    assert issued.number in page
    assert "田*赟" in page
    assert "田泽赟" not in page
    assert "no-store" in response["Cache-Control"]


def test_a_revocation_is_on_the_page_at_once(client: Client, issued: Certificate) -> None:
    change_status(issued, to=Status.REVOKED, reason="x", document="y", by=BY, at=LATER)
    assert verdict(client.get(f"/verify/{issued.code}/")) == "revoked"


def test_typing_what_stands_on_the_paper(client: Client, issued: Certificate) -> None:
    typed = {"number": issued.number, "name": "田泽赟", "short_code": short_code(issued.code)}
    assert verdict(client.post("/verify/", typed)) == "genuine"


def test_wrong_name_wrong_code_and_unknown_number_look_the_same(
    client: Client, issued: Certificate, settings: Any
) -> None:
    right = {"number": issued.number, "name": "田泽赟", "short_code": short_code(issued.code)}
    other = "990600-TE-2026-0002-" + forms.numbers.check_character("990600-TE-2026-0002")
    pages = []
    for wrong in ({"name": "田泽"}, {"short_code": "AAAAAA"}, {"number": other}):
        response = client.post("/verify/", right | wrong)
        assert (response.status_code, verdict(response)) == (404, "unknown")
        pages.append(_still(response.content.decode()))
    assert pages[0] == pages[1] == pages[2]


def _still(page: str) -> str:
    """The page without its clock and tokens."""
    return re.sub(r"\d\d:\d\d:\d\d|value=\"\w{64}\"|nonce-\w+", "", page)


def test_a_typing_slip_is_told_before_any_search(client: Client) -> None:
    slip = {"number": "990600-TE-2026-0001-A", "name": "田泽赟", "short_code": "ABCDEF"}
    response = client.post("/verify/", slip)
    assert response.status_code == 400
    assert "id_number" in response.content.decode()
    assert "990600-TE-2026-0001-A" in response.content.decode()


def test_dropping_the_file(client: Client, issued: Certificate) -> None:
    def drop(content: bytes) -> Any:
        pdf = SimpleUploadedFile("证书.pdf", content, "application/pdf")
        return client.post("/verify/", {"file": "1", "pdf": pdf})

    assert verdict(drop(read_pdf(issued))) == "genuine"
    assert drop(b"%PDF-1.4 hello").status_code == 404
    assert drop(b"").status_code == 400
    assert drop(b"x" * (forms.MAX_PDF + 1)).status_code == 400
    assert client.post("/verify/", {"file": "1"}).status_code == 400


def test_a_guesser_runs_out_of_budget_but_the_qr_still_works(
    client: Client, issued: Certificate, settings: Any
) -> None:
    settings.LAUREL_VERIFY_BUDGET_SOURCE = (2, 0.0)
    guess = {"number": issued.number, "name": "王伟", "short_code": "AAAAAA"}
    assert [client.post("/verify/", guess).status_code for _ in range(3)] == [404, 404, 429]
    assert verdict(client.get(f"/verify/{issued.code}/")) == "genuine"


@pytest.mark.parametrize("code", ["x", "A" * 26, "A" * 300, "%00", "..%2f"])
def test_an_unknown_code_is_a_sentence_with_404(client: Client, code: str) -> None:
    response = client.get(f"/verify/{code}/")
    assert response.status_code == 404


@pytest.mark.parametrize("address", ["/verify/", "/registry/"])
def test_pages_need_no_login(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


def test_the_register_lists_holders_page_by_page(client: Client) -> None:
    for certificate in allocate(awards(35), by=BY, at=AT):
        issue(certificate, by=BY, at=AT, make=lambda row: row.number.encode())
    first = client.get("/registry/").context["page"]
    second = client.get(f"/registry/?after={first.after}").context["page"]
    serials = [row.serial for row in first.rows + second.rows]
    assert serials == list(range(35, 0, -1))
    assert (len(first.rows), second.after) == (30, "")


def test_the_register_asks_the_same_number_of_questions_for_one_and_for_many(
    client: Client, django_assert_num_queries: Any
) -> None:
    certificates = allocate(awards(12), by=BY, at=AT)
    issue(certificates[0], by=BY, at=AT, make=lambda row: b"1")
    with django_assert_num_queries(1):
        client.get("/registry/")
    for certificate in certificates[1:]:
        issue(certificate, by=BY, at=AT, make=lambda row: b"2")
    with django_assert_num_queries(1):
        client.get("/registry/")


def test_the_register_finds_by_name_and_number(client: Client, issued: Certificate) -> None:
    def found(words: str) -> list[str]:
        return [row.number for row in client.get("/registry/", {"q": words}).context["page"].rows]

    assert found("田泽") == found(issued.number.lower()) == found("990600-te") == [issued.number]
    assert found("王伟") == []
    assert "王伟" in client.get("/registry/", {"q": "王伟"}).content.decode()


@pytest.mark.parametrize("after", ["x", "1-2-3", "9" * 30, "2026-", "-1", "２０２６-1"])
def test_a_broken_cursor_shows_the_first_page(
    client: Client, issued: Certificate, after: str
) -> None:
    page = client.get("/registry/", {"after": after}).context["page"]
    assert [row.number for row in page.rows] in ([issued.number], [])


def test_superseded_versions_and_unissued_numbers_are_not_listed(client: Client) -> None:
    one, two = allocate(awards(2), by=BY, at=AT)
    issue(one, by=BY, at=AT, make=lambda row: b"1")
    change_status(one, to=Status.SUPERSEDED, reason="x", document="y", by=BY, at=LATER)
    assert client.get("/registry/").context["page"].rows == []
    assert two.issued_at is None
