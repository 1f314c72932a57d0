from datetime import date

from certificates.facts import Award, canonical, commitment
from tests.certificates.awards import award


def test_facts_survive_the_register_unchanged() -> None:
    original = award(photo=b"x", tenure_from=date(2026, 1, 1), tenure_until=date(2029, 12, 31))
    facts = original.as_json()
    assert facts["photo"] == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    assert Award.from_json(facts, photo=b"x") == original


def test_canonical_bytes_do_not_depend_on_order() -> None:
    assert canonical({"b": "二", "a": 1}) == '{"a":1,"b":"二"}'.encode()


def test_commitment_needs_the_secret_code() -> None:
    facts = award().as_json()
    assert commitment(facts, code="A" * 26) == commitment(
        dict(reversed(facts.items())), code="A" * 26
    )
    assert commitment(facts, code="A" * 26) != commitment(facts, code="B" * 26)
