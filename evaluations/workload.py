"""Who scores which file? Balanced, replayable, never across a conflict. Pure."""

import hashlib
from collections.abc import Collection, Mapping

type Load = dict[int, int]


def assign(
    free: Mapping[int, Collection[int]],
    wanted: Mapping[int, int],
    *,
    load: Mapping[int, int],
    lot: str,
) -> dict[int, tuple[int, ...]]:
    """Case -> experts, as many as ``wanted`` says or as are free.

    ``free``: case -> experts who may score it and do not yet; ``load``: expert -> files in hand.
    Cases with the fewest free experts choose first; each takes those with the fewest files; what
    is still equal is decided by the lot. Without conflicts, loads differ by one at most.
    """
    loads: Load = dict(load)
    found: dict[int, tuple[int, ...]] = {}
    for case in sorted(free, key=lambda case: (len(free[case]), _lot(lot, case, 0))):
        ranked = sorted(
            free[case], key=lambda expert: (loads.get(expert, 0), _lot(lot, case, expert))
        )
        chosen = ranked[: wanted.get(case, 0)]
        for expert in chosen:
            loads[expert] = loads.get(expert, 0) + 1
        found[case] = tuple(sorted(chosen))
    return found


def _lot(lot: str, case: int, expert: int) -> bytes:
    return hashlib.sha256(f"{lot}|{case}|{expert}".encode()).digest()
