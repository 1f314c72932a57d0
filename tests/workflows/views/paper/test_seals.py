"""The city's seals: uploaded by one office, released by the other, seen by those who watch."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates.models import Impression, SpecimenLeave
from evaluations.roles import Role
from journal.models import Entry
from tests import cast
from tests.certificates.seals import seal_png
from tests.visits import get, post, text
from tests.workflows.views.paper.issued import NOW

pytestmark = pytest.mark.django_db
KEY = "human_resources"
URL = f"/office/seals/{KEY}/"


@pytest.fixture
def officer():
    return cast.official("制证员", Role.CERTIFICATE_OFFICER)


@pytest.fixture
def keeper():
    return cast.official("用印人", Role.SEAL_KEEPER)


def upload(user, content=None):
    file = SimpleUploadedFile("seal.png", content or seal_png(), "image/png")
    return post(user, URL, {"act": "upload", "picture": file}, NOW, seen=0)


def release(user, row):
    data = {"act": "release", "version": row.version, "sha256": row.sha256}
    return post(user, URL, data, NOW, seen=0)


def test_one_office_uploads_and_the_other_releases(officer, keeper):
    second_officer = cast.official("制证员乙", Role.CERTIFICATE_OFFICER)
    assert upload(officer).status_code == 302
    row = Impression.objects.get()
    assert row.issuer == settings.CITY.issuer(KEY).name
    assert [release(user, row).status_code for user in (officer, second_officer)] == [422, 422]
    assert release(keeper, row).status_code == 302
    shown = text(get(keeper, URL, NOW))
    assert officer.name in shown
    assert keeper.name in shown
    said = Entry.objects.filter(subject_type="seal").order_by("pk")
    assert [(e.verb, e.role) for e in said] == [
        ("seal.upload", "certificate_officer"),
        ("seal.release", "seal_keeper"),
    ]


def test_picture_and_proof_are_for_those_who_watch(officer):
    upload(officer)
    watcher = cast.official("监督员", Role.AUDITOR)
    picture = get(watcher, f"{URL}1.png", NOW)
    assert (picture.content[:4], picture["Cache-Control"]) == (b"\x89PNG", "private, no-store")
    assert get(watcher, f"{URL}1.pdf", NOW).content[:5] == b"%PDF-"
    assert get(officer, f"{URL}2.png", NOW).status_code == 404
    assert get(officer, "/office/seals/nobody/", NOW).status_code == 404
    stranger = cast.official("他人", Role.FINANCE)
    pages = (reverse("seals"), URL, f"{URL}1.png", f"{URL}1.pdf")
    assert [get(stranger, page, NOW).status_code for page in pages] == [403] * 4
    assert upload(watcher).status_code == 403


def test_a_wrong_picture_is_refused_with_the_reason(officer):
    refused = upload(officer, b"<svg/>")
    assert refused.status_code == 422
    assert "SVG" in text(refused)
    assert not Impression.objects.exists()


def test_withdrawing_needs_a_reason_and_stays_visible(officer, keeper):
    upload(officer)
    row = Impression.objects.get()
    release(keeper, row)
    data = {"act": "withdraw", "version": row.version}
    assert post(keeper, URL, data | {"reason": ""}, NOW, seen=0).status_code == 422
    assert post(keeper, URL, data | {"reason": "机构更名"}, NOW, seen=0).status_code == 302
    assert "机构更名" in text(get(keeper, URL, NOW))


def test_a_specimen_is_allowed_in_writing(officer, keeper):
    data = {"act": "allow", "document": "星人社函〔2026〕3号"}
    assert post(officer, URL, data, NOW, seen=0).status_code == 403
    assert post(keeper, URL, data, NOW, seen=0).status_code == 302
    assert "星人社函〔2026〕3号" in text(get(keeper, reverse("seals"), NOW))
    assert post(keeper, URL, {"act": "disallow"}, NOW, seen=0).status_code == 302
    assert SpecimenLeave.objects.get().ended_at == NOW
