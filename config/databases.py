"""The two databases Laurel runs on, with the options without which it is not safe."""

from pathlib import Path
from typing import Any

import dj_database_url

ADVICE = (
    "Give postgres://USER:PASSWORD@HOST:5432/NAME or sqlite:////absolute/path/laurel.sqlite3, "
    "or leave it out for SQLite in the folder of LAUREL_VAR_DIR."
)

# IMMEDIATE: without it concurrent writers die of "database is locked" instead of waiting their
# turn. FULL: an acknowledged filing survives a power cut also in WAL mode.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"),
}

# A request that waits longer than this for a lock, a statement or the network is answered with
# a sentence instead of holding a worker for ever. tcp_user_timeout is in milliseconds.
POSTGRES_OPTIONS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 15000,
    "options": (
        "-c lock_timeout=5s -c statement_timeout=60s -c idle_in_transaction_session_timeout=120s"
    ),
}


def configure(url: str, *, folder: Path) -> dict[str, Any]:
    """One entry of DATABASES; ValueError when the address names neither engine."""
    parsed: dict[str, Any] = dict(dj_database_url.parse(url or _default_url(folder)))
    if parsed["ENGINE"].endswith(".sqlite3"):
        return _sqlite(parsed)
    if parsed["ENGINE"].endswith(".postgresql"):
        return _postgresql(parsed)
    raise ValueError(f"{parsed['ENGINE']} is not supported")


def _default_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'laurel.sqlite3'}"


def _sqlite(parsed: dict[str, Any]) -> dict[str, Any]:
    if not Path(parsed["NAME"]).is_absolute():
        # In memory, or wherever the server happened to be started: both lose the city's cases.
        raise ValueError("the path of the file is not absolute")
    return parsed | {"OPTIONS": SQLITE_OPTIONS | parsed.get("OPTIONS", {})}


def _postgresql(parsed: dict[str, Any]) -> dict[str, Any]:
    if not parsed["NAME"]:
        raise ValueError("the address does not name the database")
    return parsed | {
        "OPTIONS": POSTGRES_OPTIONS | parsed.get("OPTIONS", {}),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
