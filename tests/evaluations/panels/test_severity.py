"""Strictness beside the result: exact figures."""

from decimal import Decimal

from evaluations.severity import Severity, report


def d(*values: str) -> list[Decimal]:
    return [Decimal(value) for value in values]


def test_the_strictest_comes_first_with_exact_figures():
    totals = {
        "1-001": dict(zip(("01", "02", "03"), d("80", "90", "70"), strict=True)),
        "1-002": dict(zip(("01", "02"), d("60", "80.5"), strict=True)),
    }
    assert report(totals) == (
        Severity("03", 1, *d("70.00", "80.00", "-10.00", "0.00")),
        Severity("01", 2, *d("70.00", "75.13", "-5.13", "10.00")),
        Severity("02", 2, *d("85.25", "75.13", "10.13", "4.75")),
    )


def test_nobody_is_strict_where_nothing_was_scored():
    assert report({}) == ()
