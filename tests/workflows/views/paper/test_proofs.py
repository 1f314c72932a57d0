"""A layout is released by the seal keeper and the certificate officer together."""

import pytest
from django.urls import reverse

from certificates import proof
from certificates.models import Proof
from evaluations.errors import NotPermitted
from evaluations.roles import Role
from tests import cast
from tests.visits import get, post, text
from tests.workflows.views.paper.issued import NOW
from tests.worlds import world
from workflows import paper

pytestmark = pytest.mark.django_db
URL = "/office/layouts/notice/"


@world
def officer():
    return cast.official("制证员", Role.CERTIFICATE_OFFICER)


@world
def keeper():
    return cast.official("用印人", Role.SEAL_KEEPER)


def release(user, sha256):
    return post(user, URL, {"sha256": sha256}, NOW, seen=0)


def test_two_persons_of_the_two_offices_release_it(officer, keeper):
    second_officer = cast.official("制证员乙", Role.CERTIFICATE_OFFICER)
    assert post(officer, URL, {}, NOW, seen=0).status_code == 302
    digest = Proof.objects.get().sha256

    assert get(officer, reverse("proof_file", args=["notice"]), NOW).content[:5] == b"%PDF-"
    assert release(officer, "0" * 64).status_code == 422
    assert release(officer, digest).status_code == 302
    assert release(officer, digest).status_code == 422
    assert release(second_officer, digest).status_code == 422
    assert Proof.objects.get().second_at is None
    assert release(keeper, digest).status_code == 302

    made = Proof.objects.get()
    assert (made.first_by, made.second_by) == (f"user:{officer.pk}", f"user:{keeper.pk}")
    shown = text(get(keeper, URL, NOW))
    assert officer.name in shown
    assert keeper.name in shown
    assert officer.name not in text(get(keeper, reverse("proofs"), NOW))


def test_nobody_else_makes_or_releases_one(officer, monkeypatch):
    monkeypatch.setattr(proof, "pdf", lambda _design: b"%PDF-")
    made = paper.make_proof("notice", by=officer, at=NOW)
    for role in (Role.REVIEW_OFFICE, Role.AUDITOR, Role.SYSADMIN):
        somebody = cast.official("某", role)
        with pytest.raises(NotPermitted):
            paper.make_proof("notice", by=somebody, at=NOW)
        with pytest.raises(NotPermitted):
            paper.release_proof(made, sha256=made.sha256, by=somebody, at=NOW)
    assert get(cast.user("路人"), URL, NOW).status_code == 403
    assert get(officer, "/office/layouts/none/", NOW).status_code == 404
