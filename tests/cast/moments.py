"""When things happen in the cast's year, unless a test says otherwise."""

from tests.clock import at

EARLY = at("2026-01-05 09:00")
# When things happen, unless a test says otherwise.
DRAFTED = at("2026-03-02 10:00")
FILED = at("2026-03-03 10:00")
EXAMINED = at("2026-03-05 10:00")
CLOSED = at("2026-04-01 00:01")
PROPOSED = at("2026-04-20 09:00")
POSTED = at("2026-04-21 09:00")
OBJECTED = at("2026-04-23 09:00")
DECIDED = at("2026-05-06 09:00")
PROMULGATED = at("2026-05-08 09:00")
