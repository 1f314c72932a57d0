"""A call whose certificates are issued."""

from evaluations.models import Call, Holding
from evaluations.rules import Programme
from tests import cast
from tests.clock import at
from tests.remembered import remembered
from workflows import issuing

NOW = at("2026-05-09 09:00")


@remembered
def issued_call(city: cast.City, n: int = 1, rules: Programme | None = None) -> Call:
    call = city.call(rules=rules)
    cases = [cast.to_the_list(city, cast.draft(city, call)) for _ in range(n)]
    cast.publicise(city, cast.propose(city, cast.close(call), cases))
    cast.promulgate(city, cast.fresh_call(call), cast.decide(city, call))
    call = cast.fresh_call(call)
    issuing.start(call, by=city.printer, at=NOW)
    return cast.fresh_call(call)


def title(call: Call, subject: str = "") -> Holding:
    """The title of the only holder, or of the case that the certificate names."""
    rows = Holding.objects.filter(application__call=call)
    wanted = subject.removeprefix("application:")
    return rows.get(application__public_id=wanted) if wanted else rows.get()
