"""Until when may this person file in this call?"""

from datetime import datetime

from evaluations.models import Call, Person
from evaluations.status import CALL_BEFORE_LIST


def is_open_for(call: Call, person: Person, *, at: datetime) -> bool:
    """Whether this person may file now: the window is open, or a late entry was admitted."""
    return call.window_is_open(at) or late_entry_runs(call, person, at=at)


def late_entry_runs(call: Call, person: Person, *, at: datetime) -> bool:
    """Whether two persons admitted this one after the window, and the time set still runs."""
    return late_until(call, person, at=at) is not None


def late_until(call: Call, person: Person, *, at: datetime) -> datetime | None:
    """Until when this person may still file after the window; None without a late entry."""
    if call.status not in CALL_BEFORE_LIST or at < call.closes_at:
        return None
    rows = call.late_entries.filter(person=person, until__gte=at)
    return rows.values_list("until", flat=True).first()
