"""The law of moves inside the database, second edition: onto a list that is already made (补入).

As 0003_guards; besides, a case that is examined again after a recheck may come under public notice,
and the line that says why stays as written.
"""

from importlib import import_module

from django.db import migrations

_first = import_module("evaluations.migrations.0003_guards")

MOVES = _first.MOVES | {"filed": (*_first.MOVES["filed"], "publicised")}
CALL_MOVES = _first.CALL_MOVES
HOLDING_MOVES = _first.HOLDING_MOVES
SECOND_PERSON = _first.SECOND_PERSON
KEPT = _first.KEPT | {"evaluations_latelisting": ("application_id",)}
FILLED_LATER = _first.FILLED_LATER
SEALED = _first.SEALED
_TABLE = "evaluations_latelisting"


def guards(vendor):
    """name -> (table, event, "ROW" or "STATEMENT", breach)."""
    found = _first.guards(vendor)
    for name, (event, breach) in _first._moves("evaluations_application", "draft", MOVES).items():
        found[f"evaluations_application_{name}"] = ("evaluations_application", event, "ROW", breach)
    whole = ("DELETE OR TRUNCATE", "STATEMENT") if vendor == "postgresql" else ("DELETE", "ROW")
    found[f"{_TABLE}_stays"] = (_TABLE, "UPDATE", "ROW", "1 = 1")
    found[f"{_TABLE}_stays_whole"] = (_TABLE, *whole, "1 = 1")
    if vendor == "sqlite":
        # REPLACE deletes a row without firing its DELETE trigger.
        same = (
            f"EXISTS (SELECT 1 FROM {_TABLE} WHERE id = NEW.id"
            " OR application_id = NEW.application_id OR replaces_id = NEW.replaces_id)"
        )
        found[f"{_TABLE}_joins"] = (_TABLE, "INSERT", "ROW", same)
    return found


def install(connection):
    """Create the guards; harmless when they stand already."""
    _first.install(connection, guards)


def remove(connection):
    _first.remove(connection, guards)


def first_edition(connection):
    remove(connection)
    _first.install(connection)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0004_late_listings")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: install(schema_editor.connection),
            lambda apps, schema_editor: first_edition(schema_editor.connection),
        )
    ]
