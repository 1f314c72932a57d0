from typing import Any

import pytest
from django.db import IntegrityError, transaction

from certificates import proof
from certificates.allocate import allocate
from certificates.designs import DESIGNS
from certificates.models import Proof
from certificates.proof import NotReleased, make, release
from tests.certificates.awards import AT, BY, LATER, award
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def sheet() -> Proof:
    """What is on it is looked at below."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proof, "pdf", lambda _design: b"%PDF-")
        return make("honour", by=BY, at=AT)


@pytest.mark.parametrize("key", DESIGNS)
def test_every_design_takes_every_extreme_name(key: str) -> None:
    assert proof.pdf(DESIGNS[key]).startswith(b"%PDF")


def test_two_different_people_release_what_they_saw(sheet: Proof, settings: Any) -> None:
    settings.PRODUCTION = True
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
    sheet: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "pdf", lambda _design: b"other")
    with pytest.raises(NotReleased):
        make("honour", by=BY, at=LATER)


def test_the_database_knows_that_two_is_not_one(sheet: Proof) -> None:
    one = {"first_by": BY, "first_at": AT, "second_by": BY, "second_at": LATER}
    with pytest.raises(IntegrityError), transaction.atomic():
        Proof.objects.filter(pk=sheet.pk).update(**one)
