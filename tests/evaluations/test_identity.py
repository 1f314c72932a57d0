"""Numbers are refused with a sentence, and shown with next to nothing left."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from evaluations import identity
from evaluations.errors import Refused
from evaluations.identity import NumberRefused, check_credit_code, check_resident_id

TODAY = date(2026, 11, 23)


def resident(region: str = "990602", birth: str = "19900101", order: str = "001") -> str:
    body = f"{region}{birth}{order}"
    return body + ric.calc_check_digit(body + "0")


def credit(body: str = "91990602MA3ABCD12") -> str:
    return body + uscc.calc_check_digit(body)


def refused_as(check, *args, **kwargs) -> str:
    with pytest.raises(NumberRefused) as refused:
        check(*args, **kwargs)
    assert str(refused.value).endswith((".", "?", "。", "？"))
    return refused.value.code


birth_dates = st.dates(date(1900, 1, 1), TODAY).map("{:%Y%m%d}".format)
residents = st.builds(
    resident,
    st.from_regex("[1-9][0-9]{5}", fullmatch=True),
    birth_dates,
    st.from_regex("[0-9]{3}", fullmatch=True),
)
credits = st.from_regex(r"[1-9ANY][0-9][0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", fullmatch=True).map(credit)


@pytest.mark.parametrize(
    "number",
    [
        resident(),
        resident(order="008"),  # ends in X
        # Born before the code of the district existed: stdnum's validate refuses this person.
        resident("370602", "19600101"),
        resident("830000"),  # residence permit for Taiwan residents
    ],
)
def test_a_right_number_passes(number):
    assert check_resident_id(number, on=TODAY) == number


def test_some_right_number_ends_in_x():
    assert resident(order="008")[-1] == "X"


def test_typing_habits_are_forgiven():
    number = resident(order="008")
    full_width = number.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"})
    spaced = f" {number[:6]} {number[6:14]}-{number[14:]}\u3000"
    assert [check_resident_id(text) for text in (number.lower(), full_width, spaced)] == [
        number
    ] * 3


def wrong_check(number: str) -> str:
    return number[:-1] + ("1" if number[-1] != "1" else "2")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("990602900101001", "old_length"),
        (resident()[:-1], "length"),
        (resident() + "1", "length"),
        ("99060219900101O012", "characters"),
        ("X90602199001010012", "characters"),
        ("99060219900101００¹X", "check"),
        (wrong_check(resident()), "check"),
        (resident(birth="19900230"), "date"),
        (resident(birth="19901301"), "date"),
        (resident(birth="19000229"), "date"),
        (resident(birth="18991231"), "date"),
        (resident(birth="00000000"), "date"),
        (resident(birth="20261124"), "future"),
        ("９９０６０２１９９００２３０００１１", "date"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(typed, code):
    assert refused_as(check_resident_id, typed, on=TODAY) == code


def test_without_a_day_of_entry_nothing_is_in_the_future():
    number = resident(birth="20261124")
    assert check_resident_id(number) == number


def test_a_refused_number_is_a_refusal_of_the_law():
    assert issubclass(NumberRefused, Refused)


@given(residents)
def test_every_built_number_passes_and_gives_its_parts_back(number):
    assert check_resident_id(number, on=TODAY) == number
    assert identity.birth_date(number) == date(
        int(number[6:10]), int(number[10:12]), int(number[12:14])
    )
    assert identity.sex(number) == ("M" if int(number[16]) % 2 else "F")


@given(residents, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number, place, shift):
    wrong = str((int(number[place]) + shift) % 10)
    typed = number[:place] + wrong + number[place + 1 :]
    assert refused_as(check_resident_id, typed, on=TODAY) in {"check", "date", "future"}


@given(residents, st.integers(0, 15))
def test_two_swapped_neighbours_are_always_found(number, place):
    typed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if typed != number:
        assert refused_as(check_resident_id, typed, on=TODAY) in {"check", "date", "future"}


@given(st.text(max_size=25))
def test_any_text_is_a_number_or_a_sentence(text):
    try:
        found = check_resident_id(text, on=TODAY)
    except NumberRefused as refused:
        found = str(refused)
    assert re.fullmatch("[0-9]{17}[0-9X]", found) or found.endswith((".", "。"))


@pytest.mark.parametrize(
    "code", [credit(), credit("N2990602MA3ABCD12"), credit("A1990602MA3ABCD12")]
)
def test_a_right_credit_code_passes(code):
    assert check_credit_code(f" {code[:8].lower()} {code[8:]}") == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        (credit()[:-1], "length"),
        ("9I990602MA3ABCD12X", "letters"),
        ("91990602MAOABCD12X", "letters"),
        ("9199A602MA3ABCD12X", "characters"),
        ("91990602MA3ABCD1*X", "characters"),
        (wrong_check(credit()), "check"),
    ],
)
def test_a_wrong_credit_code_says_what_is_wrong(typed, code):
    assert refused_as(check_credit_code, typed) == code


def test_a_confused_letter_names_the_character_that_was_meant():
    with pytest.raises(NumberRefused) as refused:
        check_credit_code("91990602MAOABCD12X")
    sentence = str(refused.value)
    assert ("O" in sentence, "0" in sentence) == (True, True)


@given(credits)
def test_every_built_credit_code_passes(code):
    assert check_credit_code(code) == code


@given(credits, st.integers(8, 16))
def test_one_wrong_character_of_a_credit_code_is_always_found(code, place):
    wrong = "8" if code[place] != "8" else "9"
    assert refused_as(check_credit_code, code[:place] + wrong + code[place + 1 :]) == "check"


def test_officers_see_two_characters_at_each_end():
    assert identity.mask_id("99060219900101123X") == "99**************3X"


def test_a_mask_never_shows_a_number_of_unknown_form():
    assert identity.mask_id("990602900101001") == "*" * 18


@given(residents)
def test_the_mask_hides_county_and_birth_date(number):
    masked = identity.mask_id(number)
    assert (len(masked), masked[2:16]) == (18, "*" * 14)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王晓明", "王*明"),
        ("王明", "王*"),
        ("欧阳晓明", "欧**明"),
        ("阿依古丽·买买提", "阿******提"),
        ("王", "*"),
        ("", ""),
        (" 王晓明 ", "王*明"),
        ("王𠮷明", "王*明"),
        ("葛\U000e0100晓明", "葛\U000e0100*明"),
    ],
)
def test_names_keep_their_ends(name, masked):
    assert identity.mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800005678", "138****5678"),
        ("138 0000-5678", "138****5678"),
        ("+86 138 0000 5678", "138****5678"),
        ("008613800005678", "138****5678"),
        ("１３８００００５６７８", "138****5678"),
        ("0535-6600123", "*********23"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_phones_keep_too_little_to_call(phone, masked):
    assert identity.mask_phone(phone) == masked
