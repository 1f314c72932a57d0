"""A sealed value opens in its own row, with its own key, and nowhere else."""

import base64
from random import Random

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluations.sealing import SealBroken, lookup, needs_resealing, reseal, seal, unseal
from tests.texts import text

HERE = "person:id_number:5b1c"
NUMBER = "990602199001010012"


def key(fill: int) -> str:
    return base64.b64encode(bytes([fill]) * 32).decode()


@pytest.fixture(autouse=True)
def keys(settings):
    settings.LAUREL_FIELD_KEYS = [key(1)]
    settings.LAUREL_LOOKUP_KEY = key(9)
    return settings


def refused_for(token: str, aad: str = HERE) -> str:
    with pytest.raises(SealBroken) as refused:
        unseal(token, aad=aad)
    return str(refused.value)


def test_a_sealed_value_opens_in_its_row():
    assert unseal(seal(NUMBER, aad=HERE), aad=HERE) == NUMBER


def test_a_token_shows_nothing_and_differs_each_time():
    tokens = {seal(NUMBER, aad=HERE) for _n in range(50)}
    assert len(tokens) == 50
    assert not [t for t in tokens if NUMBER in t or "19900101" in t or not t.isascii()]


def test_a_token_moved_to_another_row_stays_closed():
    sentence = refused_for(seal(NUMBER, aad=HERE), aad="person:id_number:5b1d")
    assert (NUMBER not in sentence, sentence == refused_for(seal("", aad=HERE), aad="x")) == (
        True,
        True,
    )


@pytest.mark.parametrize("place", ["person:phone:5b1c", "user:id_number:5b1c", HERE + " "])
def test_a_token_moved_to_another_column_or_table_stays_closed(place):
    refused_for(seal(NUMBER, aad=HERE), aad=place)


def test_every_changed_byte_is_found():
    token = seal(NUMBER, aad=HERE)
    head, body = token.rsplit(".", 1)
    box = base64.urlsafe_b64decode(body)
    for place in range(len(box)):
        changed = bytearray(box)
        changed[place] ^= 1
        refused_for(f"{head}.{base64.urlsafe_b64encode(changed).decode()}")


@pytest.mark.parametrize(
    "token", ["", NUMBER, "s1", "s1..", "s1.abcd.", "s1.abcd.????", "s2.abcd.QUFB", "s1.abcd.QUFB"]
)
def test_what_was_never_sealed_is_not_opened(token):
    assert refused_for(token) == refused_for("")


def test_an_old_key_still_opens_and_resealing_moves_to_the_new_one(keys):
    old = seal(NUMBER, aad=HERE)
    keys.LAUREL_FIELD_KEYS = [key(2), key(1)]
    assert (unseal(old, aad=HERE), needs_resealing(old)) == (NUMBER, True)
    new = reseal(old, aad=HERE)
    assert (needs_resealing(new), reseal(new, aad=HERE)) == (False, new)
    keys.LAUREL_FIELD_KEYS = [key(2)]
    assert unseal(new, aad=HERE) == NUMBER


def test_a_retired_key_is_named_when_it_is_missing(keys):
    old = seal(NUMBER, aad=HERE)
    keys.LAUREL_FIELD_KEYS = [key(2)]
    assert old.split(".")[1] in refused_for(old)


def test_resealing_does_not_move_a_value_to_another_row(keys):
    old = seal(NUMBER, aad=HERE)
    keys.LAUREL_FIELD_KEYS = [key(2), key(1)]
    with pytest.raises(SealBroken):
        reseal(old, aad="person:id_number:other")


def test_a_lookup_is_stable_keyed_and_tells_nothing(keys):
    digest = lookup(NUMBER)
    assert (digest, len(digest)) == (lookup(NUMBER), 64)
    assert digest != lookup("990602199001010013")
    keys.LAUREL_LOOKUP_KEY = key(8)
    assert digest != lookup(NUMBER)


def test_rotating_a_field_key_leaves_lookups_alone(keys):
    digest = lookup(NUMBER)
    keys.LAUREL_FIELD_KEYS = [key(2), key(1)]
    assert lookup(NUMBER) == digest


def test_nothing_has_no_digest():
    with pytest.raises(ValueError, match="empty"):
        lookup("")


def test_a_value_is_never_sealed_to_nowhere():
    with pytest.raises(ValueError, match="place"):
        seal(NUMBER, aad="")


@pytest.mark.parametrize("wrong", [[], [""], ["short"], [base64.b64encode(b"x" * 31).decode()]])
def test_an_unusable_field_key_is_answered_with_advice(keys, wrong):
    keys.LAUREL_FIELD_KEYS = wrong
    with pytest.raises(ImproperlyConfigured, match="Make a key with"):
        seal(NUMBER, aad=HERE)


@pytest.mark.parametrize("wrong", ["", "short", key(1)])
def test_an_unusable_lookup_key_is_answered_with_advice(keys, wrong):
    keys.LAUREL_LOOKUP_KEY = wrong
    with pytest.raises(ImproperlyConfigured, match="Make a key with"):
        lookup(NUMBER)


@settings(max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.text(min_size=1, max_size=40))
def test_any_text_comes_back_as_it_was(plain, place):
    assert unseal(seal(plain, aad=place), aad=place) == plain


def test_ten_thousand_texts_come_back_as_they_were():
    dice = Random(1)
    for _ in range(10_000):
        plain, place = text(dice, 0, 60), text(dice, 1, 40)
        assert unseal(seal(plain, aad=place), aad=place) == plain
