from pathlib import Path

import pytest

from config import databases


def test_without_an_address_it_is_sqlite_in_the_folder() -> None:
    found = databases.configure("", folder=Path("/srv/laurel"))
    assert (found["NAME"], found["OPTIONS"]) == (
        "/srv/laurel/laurel.sqlite3",
        databases.SQLITE_OPTIONS,
    )


def test_postgresql_gets_an_end_for_every_wait() -> None:
    found = databases.configure("postgres://u:p@db.example:5433/laurel", folder=Path())
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", 5433, "laurel")
    assert found["OPTIONS"] == databases.POSTGRES_OPTIONS
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (60, True)


def test_the_address_may_say_more() -> None:
    found = databases.configure("postgres://u@db/laurel?sslmode=require", folder=Path())
    assert found["OPTIONS"] == databases.POSTGRES_OPTIONS | {"sslmode": "require"}


@pytest.mark.parametrize("url", ["mysql://u@db/laurel", "nonsense", "oracle://x"])
def test_another_engine_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"not supported|No support|scheme"):
        databases.configure(url, folder=Path())


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite://:memory:", "sqlite:///var/laurel.sqlite3", "postgres://db"]
)
def test_a_database_that_would_be_lost_or_is_not_named_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not absolute|does not name"):
        databases.configure(url, folder=Path())
