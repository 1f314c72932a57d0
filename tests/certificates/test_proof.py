from typing import Any

import pytest
from django.db import IntegrityError, transaction

from certificates import proof
from certificates.allocate import allocate
from certificates.designs import DESIGNS
from certificates.models import Proof
from certificates.proof import NotReleased, make, release
from tests.certificates.awards import AT, BY, LATER, award

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", DESIGNS)
def test_every_design_takes_every_extreme_name(key: str) -> None:
    assert proof.pdf(DESIGNS[key]).startswith(b"%PDF")


def test_two_different_people_release_what_they_saw(settings: Any) -> None:
    settings.PRODUCTION = True
    sheet = make("honour", by=BY, at=AT)
    with pytest.raises(NotReleased):
        allocate([award()], by=BY, at=AT)
    first = release(sheet, sha256=sheet.sha256, by="user:1", at=AT)
    with pytest.raises(NotReleased):
        release(first, sha256=sheet.sha256, by="user:1", at=LATER)
    with pytest.raises(NotReleased):
        release(first, sha256="0" * 64, by="user:2", at=LATER)
    with pytest.raises(NotReleased):
        allocate([award()], by=BY, at=AT)
    release(first, sha256=sheet.sha256, by="user:2", at=LATER)
    assert len(allocate([award()], by=BY, at=AT)) == 1


def test_a_layout_that_changed_after_its_proof_needs_a_new_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make("honour", by=BY, at=AT)
    monkeypatch.setattr(proof, "pdf", lambda _design: b"other")
    with pytest.raises(NotReleased):
        make("honour", by=BY, at=LATER)


def test_the_database_knows_that_two_is_not_one() -> None:
    sheet = make("honour", by=BY, at=AT)
    one = {"first_by": BY, "first_at": AT, "second_by": BY, "second_at": LATER}
    with pytest.raises(IntegrityError), transaction.atomic():
        Proof.objects.filter(pk=sheet.pk).update(**one)
