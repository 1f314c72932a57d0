"""Is a route sound under the law? The product of both is walked, every state of it.

Pure: it takes the table of moves as data, so that a test can break the law on purpose.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from evaluations import route
from evaluations.desks import BACKWARD, FORWARD, RULES, Desk, Verdict
from evaluations.models import Application
from evaluations.rules import Programme, Step, Track
from evaluations.status import CORRECTABLE, FINAL, Status

# transition name -> {source: target}
Moves = Mapping[str, Mapping[str, str]]

# The stations that every way to a certificate must pass: notice to the public, then decision.
STATIONS = (Status.PUBLICISED, Status.APPROVED)

# What happens at the desks that no opinion leaves.
LIST_MOVES = (
    "propose", "reserve", "move_up", "list_late", "publicise", "approve", "certify", "contest", "not_select",
    "strike_off", "release", "lapse_intent",
)  # fmt: skip
OBJECTION_MOVES = ("clear", "strike_off")
CORRECTION_MOVES = ("file", "withdraw", "lapse")
AFTERWARDS_MOVES = ("readmit", "reopen", "revoke")


@dataclass(frozen=True)
class State:
    """A case in the product: its status and the desks whose word stands."""

    status: str
    passed: frozenset[str] = frozenset()


def law_of_moves() -> Moves:
    """The table as it stands on the model."""
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for move in Application._meta.get_field("status").get_all_transitions(Application):
        table[move.name][str(move.source)] = str(move.target)
    return table


def complaints(programme: Programme, moves: Moves | None = None) -> list[str]:
    """Everything unsound about a programme's routes; empty when they hold."""
    moves = moves or law_of_moves()
    found = []
    for track in programme.tracks:
        found += [f"{programme.id}/{track.id}: {c}" for c in _of_track(track, moves)]
    return list(dict.fromkeys(found))


def _of_track(track: Track, moves: Moves) -> Iterator[str]:
    static = list(_static(track, moves))
    yield from static
    if static:
        return
    for supervised in (False, True):
        for district in (False, True):
            chain = route.Chain(supervised=supervised, district=district)
            yield from _walk(route.steps_for(track, chain), moves)


def _static(track: Track, moves: Moves) -> Iterator[str]:
    """What can be seen without walking."""
    desks = [step.desk for step in track.route]
    if not desks:
        yield "the route is empty, so nobody would check an application"
    for desk in dict.fromkeys(desks):
        if desks.count(desk) > 1:
            yield f"the desk {desk!r} stands twice on the route"
        if desk not in RULES:
            yield f"there is no desk {desk!r} that gives opinions"
            continue
        yield from _desk(Desk(desk), desks, moves)


def _desk(desk: Desk, desks: list[str], moves: Moves) -> Iterator[str]:
    rule = RULES[desk]
    before = desks[: desks.index(desk)]
    if rule.not_the_actor_of and rule.not_the_actor_of not in before:
        yield f"{desk} is a second pair of eyes, but {rule.not_the_actor_of} does not come before"
    if Verdict.DOUBT in rule.verdicts and not _is_approved_later(desk, desks):
        yield f"{desk} can only propose to refuse, and no later desk decides on its proposal"
    for verdict, move in rule.verdicts.items():
        if move and Status.FILED not in moves.get(move, {}):
            yield f"the law refuses {move!r}, which {desk} does with the verdict {verdict}"


def _is_approved_later(desk: Desk, desks: list[str]) -> bool:
    later = desks[desks.index(desk) + 1 :]
    return any(d in RULES and RULES[Desk(d)].not_the_actor_of == desk for d in later)


def _walk(steps: tuple[Step, ...], moves: Moves) -> Iterator[str]:
    graph = _reachable(steps, moves)
    ways_out = _that_reach(graph, lambda state: state.status in FINAL | {Status.CERTIFIED})
    for state in graph:
        if state not in ways_out:
            yield f"dead end: nothing leads on from {_words(state)}"
    if not any(state.status == Status.CERTIFIED for state in graph):
        yield "no way leads to a certificate"
    for station in STATIONS:
        if _certified_without(graph, station):
            yield f"a certificate can be reached without the status {station.value!r}"


def _reachable(steps: tuple[Step, ...], moves: Moves) -> dict[State, set[State]]:
    graph: dict[State, set[State]] = {}
    todo = [State(Status.DRAFT)]
    while todo:
        state = todo.pop()
        if state not in graph:
            graph[state] = set(_next_states(state, steps, moves))
            todo += graph[state]
    return graph


def _next_states(state: State, steps: tuple[Step, ...], moves: Moves) -> Iterable[State]:
    said = [route.Said(desk, Verdict.PASS) for desk in state.passed]
    desk = route.next_desk(state.status, steps, said)
    if state.status in {Status.DRAFT} | CORRECTABLE:
        return _moved(state, CORRECTION_MOVES, moves)
    if desk == Desk.LIST:
        return _moved(state, LIST_MOVES, moves)
    if desk == Desk.OBJECTION:
        return _moved(state, OBJECTION_MOVES, moves)
    if desk is not None:
        return list(_after_opinions(state, desk, steps, moves))
    return _moved(state, AFTERWARDS_MOVES, moves)


def _moved(state: State, names: Iterable[str], moves: Moves) -> list[State]:
    targets = (moves.get(name, {}).get(state.status) for name in names)
    return [State(target, state.passed) for target in targets if target]


def _after_opinions(
    state: State, desk: Desk, steps: tuple[Step, ...], moves: Moves
) -> Iterator[State]:
    for verdict, move in RULES[desk].verdicts.items():
        target = moves[move][state.status] if move else state.status
        if verdict in FORWARD:
            yield State(target, state.passed | {desk.value})
        elif verdict in BACKWARD:
            for resume_at in route.resume_options(steps, desk, verdict):
                yield State(target, _without_from(steps, state.passed, resume_at))
        else:
            first = RULES[desk].not_the_actor_of or desk
            yield State(target, _without_from(steps, state.passed, first))


def _without_from(
    steps: tuple[Step, ...], passed: frozenset[str], resume_at: str
) -> frozenset[str]:
    order = [step.desk for step in steps]
    if resume_at not in order:
        return passed
    return passed - set(order[order.index(resume_at) :])


def _that_reach(graph: dict[State, set[State]], is_goal: Callable[[State], bool]) -> set[State]:
    back: dict[State, set[State]] = defaultdict(set)
    for state, following in graph.items():
        for other in following:
            back[other].add(state)
    found, todo = set(), [state for state in graph if is_goal(state)]
    while todo:
        state = todo.pop()
        if state not in found:
            found.add(state)
            todo += back[state]
    return found


def _certified_without(graph: dict[State, set[State]], station: Status) -> bool:
    seen, todo = set(), [State(Status.DRAFT)]
    while todo:
        state = todo.pop()
        if state in seen or state.status == station:
            continue
        if state.status == Status.CERTIFIED:
            return True
        seen.add(state)
        todo += graph[state]
    return False


def _words(state: State) -> str:
    passed = ", ".join(sorted(state.passed)) or "no desk"
    return f"the status {state.status!r} after {passed}"
