"""Times as an officer would write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """`at("2026-05-06 09:00")` or `at("2026-05-06")` (midnight), in the city's time zone."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def on(text: str) -> date:
    return date.fromisoformat(text)
