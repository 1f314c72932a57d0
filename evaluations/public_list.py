"""What the public sees of a list: a fixed set of fields, never any digit of an ID number."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils.timezone import get_default_timezone, localtime

from evaluations.models import Application, Call

# The allow-list of the notice (reliability: T37). A new field needs a reason of law.
FIELDS = ("position", "case", "name", "employer", "occupation", "track")


def entries_text(call: Call, cases: Sequence[Application]) -> str:
    """Canonical JSON of the entries, in list order. ``case`` is the public reference."""
    tracks = {track.id: track.label.zh for track in call.rules.tracks}
    entries = [
        {
            "position": case.list_position,
            "case": case.reference,
            "name": case.person.name,
            "employer": case.employer.name if case.employer else "",
            "occupation": case.occupation,
            "track": tracks[case.track],
        }
        for case in cases
    ]
    text = json.dumps(entries, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def entries(text: str) -> list[dict]:
    return json.loads(text)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def local_day(at: datetime) -> date:
    """The city's calendar day of a moment."""
    return localtime(at, get_default_timezone()).date()


def end_of_day(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), tzinfo=get_default_timezone())
