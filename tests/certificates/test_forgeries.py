import functools
import io
import random
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates import authority, produce, sign
from certificates.issue import allocate, issue, read_pdf
from certificates.models import Certificate
from certificates.render import render_many
from certificates.verify import Verdict, by_file
from tests.certificates.awards import AT, BY, award, photo
from tests.certificates.forgeries import FORGERIES, Genuine
from tests.worlds import world

pytestmark = pytest.mark.django_db
VARIANTS = 20

#: Where our signature is still found and has been broken, the word is "changed".
CHANGED_WORDS = {Verdict.CHANGED, Verdict.UNKNOWN}
MUST_SAY_CHANGED = {
    "trailing bytes",
    "trailing newline",
    "name painted over",
    "line drawn on top",
    "everything hidden",
    "annotation added: FreeText",
    "annotation added: Stamp",
    "later revision that says nothing",
    "saved again",
    "saved with another record attached",
    "our certificate with a foreign key",
}
MUST_SAY_NOT_OURS = {
    "signature stripped",
    "signature value stripped",
    "printed to a new file",
    "only the first revision",
    "signed with a foreign key of the same name",
    "signed with a key named like the city",
    "another text signed with a foreign key",
    "no pdf at all",
    "a pdf of our number only",
}


@world
def issued() -> list[Certificate]:
    alike = {"photo": photo(), "design": "appointment"}  # the least ink: a thousand files are read
    facts = [award(**alike), award(case="other", holder_name="王晓明", **alike)]
    return [issue(each, by=BY, at=AT) for each in allocate(facts, by=BY, at=AT)]


@pytest.fixture
def genuine(issued: list[Certificate], tmp_path: Path) -> Genuine:
    first, second = issued
    signer = authority.current()
    page = produce.sheet(first, authority=signer)
    unsigned = next(render_many([page], signable=True, evidence=sign.evidence(signer)))
    return Genuine(read_pdf(first), read_pdf(second), unsigned, signer, tmp_path)


def test_there_are_at_least_sixty_classes() -> None:
    assert len(FORGERIES) >= 60


def test_every_forgery_is_refused_with_the_right_word(genuine: Genuine) -> None:
    assert by_file(genuine.file).verdict is Verdict.GENUINE
    wrong = []
    # Some variants are the same file; nobody asks about it twice.
    verdict_on = functools.cache(lambda content: by_file(content).verdict)
    for name, forge in FORGERIES.items():
        for variant in range(VARIANTS):
            false = forge(genuine, random.Random(f"{name}/{variant}"))
            verdict = verdict_on(false)
            if false == genuine.file or verdict not in words(name):
                wrong.append((name, variant, verdict.word))
    assert wrong == []


def words(name: str) -> set[Verdict]:
    if name in MUST_SAY_CHANGED:
        return {Verdict.CHANGED}
    return {Verdict.UNKNOWN} if name in MUST_SAY_NOT_OURS else CHANGED_WORDS


def pyhanko_accepts(content: bytes, signer: authority.Authority) -> bool:
    """The library's own opinion with the root as its trust anchor."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        root = sign._asn1(signer.root)
        context = ValidationContext(trust_roots=[root], allow_fetching=False)
        return any(
            validate_pdf_signature(found, signer_validation_context=context).bottom_line
            for found in reader.embedded_signatures
        )
    except Exception:
        return False


def test_pyhanko_accepts_the_genuine_and_sees_most_forgeries(genuine: Genuine) -> None:
    assert pyhanko_accepts(genuine.file, genuine.signer)
    missed = {
        name
        for name, forge in FORGERIES.items()
        if pyhanko_accepts(forge(genuine, random.Random(f"{name}/0")), genuine.signer)
    }
    # The signed revision is whole, so the library is content with what stands behind it.
    assert missed <= {
        "trailing bytes",
        "trailing newline",
        "trailing comment",
        "leading bytes",
        "later revision that says nothing",
    }


def test_a_demo_signature_is_not_ours_in_production(
    genuine: Genuine, settings: pytest.FixtureRequest
) -> None:
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    assert by_file(genuine.file).verdict is Verdict.UNKNOWN


def test_production_without_a_key_refuses_to_sign(settings: pytest.FixtureRequest) -> None:
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    authority.current.cache_clear()
    with pytest.raises(authority.NoAuthority):
        authority.current()
    authority.current.cache_clear()
