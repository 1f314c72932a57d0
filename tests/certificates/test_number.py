import pytest

from certificates import number


def test_number_is_city_programme_year_serial_and_check() -> None:
    composed = number.compose(city_code="370600", programme_code="CT", year=2023, serial=37)
    assert composed == "370600-CT-2023-0037-" + number.check_character("370600-CT-2023-0037")
    assert number.well_formed(composed)


@pytest.mark.parametrize(
    ("body", "check"),
    [
        ("11100000000013338W011.11430000006122244L.20230000403.001", "U"),
        ("11100000000013338W032.11220000013544541J.2430599.001", "F"),
    ],
)
def test_check_character_agrees_with_published_licence_identifiers(body: str, check: str) -> None:
    assert number.check_character(body) == check


def test_every_single_wrong_character_and_swap_is_noticed() -> None:
    good = number.compose(city_code="990600", programme_code="TE", year=2026, serial=318)
    body, check = good[:-2], good[-1]
    for i, char in enumerate(body):
        for other in "0123456789":
            if char.isdigit() and other != char:
                assert number.check_character(body[:i] + other + body[i + 1 :]) != check
    for i in range(len(body) - 1):
        left, right = body[i], body[i + 1]
        if left != right and "-" not in (left, right):
            swapped = body[:i] + right + left + body[i + 2 :]
            assert number.check_character(swapped) != check


def test_typing_is_forgiven_where_it_is_unambiguous() -> None:
    assert number.normalised(" ９９０６００—te－2026 0001 ") == "990600-TE-20260001"
    assert number.normalised_code("abcd-ef0h 1jk8") == "ABCDEFOHIJKB"


def test_codes_carry_128_bits_and_differ() -> None:
    codes = {number.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {26}
    assert {number.normalised_code(code) for code in codes} == codes


def test_serials_beyond_9999_stay_well_formed() -> None:
    assert number.well_formed(
        number.compose(city_code="990600", programme_code="TE", year=2026, serial=12345)
    )
