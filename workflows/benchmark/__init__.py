"""How fast are the pages? CPU time of the serving thread, as a ratio to bare views of the same run.

The figure that repeats on a shared machine is the ratio: bare Django views of the same kind (one
query, a list, a change) run before and after each block, and a block whose two bare runs differ by
more than a fifth says nothing and is run again.
"""

from collections.abc import Callable, Iterator
from math import log

import msgspec
from django.utils import timezone

from workflows import programme, seeding
from workflows.benchmark.bare import Limits
from workflows.benchmark.operations import Operation, operations
from workflows.benchmark.server import Server

type Say = Callable[[str], None]
PROGRAMME = "technical_expert"
_TRIES = 4
_TOLERANCE = 0.20


class Figure(msgspec.Struct, kw_only=True):
    """``cpu``: milliseconds of the serving thread, median. ``ratio``: to the bare view of ``kind``.

    ``steady`` False: even the last try had bare runs that differ by more than a fifth.
    """

    id: str
    name: str
    kind: str
    applications: int
    cpu: float
    bare: float
    ratio: float
    target: float
    queries: int
    most_queries: int
    kilobytes: float
    steady: bool

    @property
    def met(self) -> bool:
        return self.ratio <= self.target and self.queries <= self.most_queries


class Growth(msgspec.Struct, kw_only=True):
    """cpu ~ N^b between the smallest and the largest size."""

    id: str
    name: str
    b: float


class Result(msgspec.Struct, kw_only=True):
    sizes: list[int]
    figures: list[Figure]
    growth: list[Growth]
    seconds_per_10k: list[float]


def run(sizes: list[int], *, repeat: int, say: Say) -> Result:
    """Measure at each size, on the database at hand, which grows."""
    figures: list[Figure] = []
    speeds: list[float] = []
    present = 0
    for size in sorted(sizes):
        started = timezone.now()
        seeded = seeding.seed(
            programme.get(PROGRAMME), applications=size - present, reviewers=20,
            at=timezone.now(), say=lambda _said: None,
        )  # fmt: skip
        speeds.append(_per_10k(started, size - present))
        present = size
        say(f"{size} applications, {speeds[-1]:.0f} s per 10,000")
        for figure in _measured(seeded, size, repeat):
            figures.append(figure)
            say(line(figure))
    return Result(
        sizes=sorted(sizes), figures=figures, growth=list(growth(figures)), seconds_per_10k=speeds
    )


def _per_10k(started, count: int) -> float:
    seconds = (timezone.now() - started).total_seconds()
    return round(seconds * 10_000 / count, 1)


def _measured(seeded: seeding.Seeded, size: int, repeat: int) -> Iterator[Figure]:
    server, limits = Server(), Limits(seeded.call)
    for operation in operations(seeded, repeat=repeat):
        for attempt in range(_TRIES):
            before = limits.cpu(operation.kind)
            found = server.measure(operation, repeat=repeat)
            after = limits.cpu(operation.kind)
            steady = abs(after - before) <= _TOLERANCE * min(before, after)
            if steady or attempt == _TRIES - 1 or not operation.repeatable:
                break
        bare = (before + after) / 2
        yield Figure(
            id=operation.id, name=operation.name, kind=operation.kind, applications=size,
            cpu=round(found.cpu, 2), bare=round(bare, 2), ratio=round(found.cpu / bare, 2),
            target=operation.target, queries=found.queries, most_queries=operation.most_queries,
            kilobytes=round(found.kilobytes, 1), steady=steady,
        )  # fmt: skip


def growth(figures: list[Figure]) -> Iterator[Growth]:
    """The exponent of each operation, from the ratios: the machine's mood is not growth."""
    by_id: dict[str, list[Figure]] = {}
    for figure in figures:
        by_id.setdefault(figure.id, []).append(figure)
    for found in by_id.values():
        small, large = found[0], found[-1]
        if large.applications > small.applications:
            b = log(large.ratio / small.ratio) / log(large.applications / small.applications)
            yield Growth(id=small.id, name=small.name, b=round(b, 3))


def line(figure: Figure) -> str:
    verdict = "ok" if figure.met else "SLOW"
    mood = "" if figure.steady else "  (restless machine)"
    return (
        f"  {figure.id:<4}{figure.name:<34}{figure.cpu:7.2f} ms {figure.queries:3} q "
        f"{figure.kilobytes:6.1f} kB  {figure.ratio:5.2f} x {figure.kind} (≤ {figure.target:.2f}, "
        f"≤ {figure.most_queries} q)  {verdict}{mood}"
    )


__all__ = ["Figure", "Growth", "Operation", "Result", "growth", "line", "run"]
