"""How strict is each expert? Shown beside the result, never part of it. Exact, pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from evaluations.scoring import rounded

_CONTEXT = Context(prec=40)


@dataclass(frozen=True)
class Severity:
    """``mean``: of this scorer's totals; ``overall``: of everybody's totals of the same files;
    ``difference``: mean - overall, negative for a strict scorer; ``spread``: standard deviation of
    the scorer's totals (of these files, not of a sample), 0.00 for one file."""

    scorer: str
    files: int
    mean: Decimal
    overall: Decimal
    difference: Decimal
    spread: Decimal


def report(totals: Mapping[str, Mapping[str, Decimal]]) -> tuple[Severity, ...]:
    """``totals``: file -> scorer -> final total. One row a scorer, the strictest first."""
    scorers = {scorer for marks in totals.values() for scorer in marks}
    rows = [_of(scorer, totals) for scorer in sorted(scorers)]
    return tuple(sorted(rows, key=lambda row: (row.difference, row.scorer)))


def _of(scorer: str, totals: Mapping[str, Mapping[str, Decimal]]) -> Severity:
    files = [marks for marks in totals.values() if scorer in marks]
    own = [Fraction(marks[scorer]) for marks in files]
    mean = _mean(own)
    overall = _mean(_mean(Fraction(mark) for mark in marks.values()) for marks in files)
    return Severity(
        scorer=scorer,
        files=len(files),
        mean=rounded(mean),
        overall=rounded(overall),
        difference=rounded(mean - overall),
        spread=_root(_mean((mark - mean) ** 2 for mark in own)),
    )


def _mean(values: Iterable[Fraction]) -> Fraction:
    found = list(values)
    return sum(found, Fraction()) / len(found)


def _root(variance: Fraction) -> Decimal:
    exact = _CONTEXT.divide(Decimal(variance.numerator), Decimal(variance.denominator))
    return rounded(exact.sqrt(_CONTEXT))
