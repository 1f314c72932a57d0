"""The law of moves inside the database, third edition: reserve lists, cancelled calls.

As 0007_guards_of_titles, with its own table of an application's moves: somebody of the reserve list
may move up, a candidate may be released at his own request, a cancelled call ends what was under
way. A notice says whether it adds names to the ones before; a line of the minutes of a list stays as
written, and a replacement is filled in once.
"""

from importlib import import_module

from django.db import migrations

_first = import_module("evaluations.migrations.0005_guards")
_second = import_module("evaluations.migrations.0007_guards_of_titles")

MOVES = {
    "draft": ("filed", "withdrawn", "lapsed", "called_off"),
    "filed": (
        "draft", "returned", "supplement_due", "withdrawn", "not_recommended", "not_accepted",
        "not_qualified", "not_selected", "proposed", "reserve", "called_off",
    ),
    "returned": ("filed", "withdrawn", "lapsed", "called_off"),
    "supplement_due": ("filed", "withdrawn", "lapsed", "called_off"),
    "proposed": ("publicised", "not_selected", "struck_off", "withdrawn"),
    "reserve": ("publicised", "not_selected", "withdrawn"),
    "publicised": ("contested", "approved", "struck_off", "withdrawn"),
    "contested": ("publicised", "struck_off"),
    "approved": ("certified", "struck_off", "lapsed", "withdrawn"),
    "certified": ("revoked",),
    "not_accepted": ("filed",),
    "not_qualified": ("filed",),
    "not_selected": ("filed",),
    "lapsed": ("draft",),
}  # fmt: skip
CALL_MOVES = _second.CALL_MOVES
SECOND_PERSON = _second.SECOND_PERSON
KEPT = _second.KEPT | {"evaluations_placement": ("application_id",)}
FILLED_LATER = _second.FILLED_LATER | {
    "evaluations_notice": (
        (*_second.FILLED_LATER["evaluations_notice"][0], "supplementary"),
        _second.FILLED_LATER["evaluations_notice"][1],
    ),
    "evaluations_placement": (
        (
            "id", "application_id", "call_id", "bucket", "basis", "figure", "basis_place", "place",
            "result", "because", "facts", "number", "note",
        ),
        ("replaces_id", "moved_up_at", "moved_up_by_id"),
    ),
}  # fmt: skip
HOLDING_MOVES = _second.HOLDING_MOVES
SEALED = _second.SEALED


def _update_breach(table, vendor):
    fixed, once = FILLED_LATER[table]
    differs = _first._differs(vendor)
    return " OR ".join(
        [f"NEW.{column} {differs} OLD.{column}" for column in fixed]
        + [f"(OLD.{c} IS NOT NULL AND NEW.{c} {differs} OLD.{c})" for c in once]
    )


def guards(vendor):
    """name -> (table, event, "ROW" or "STATEMENT", breach)."""
    found = _second.guards(vendor)
    found |= _second._of_status("evaluations_application", MOVES, "draft")
    whole = ("DELETE OR TRUNCATE", "STATEMENT") if vendor == "postgresql" else ("DELETE", "ROW")
    for table in ("evaluations_notice", "evaluations_placement"):
        found[f"{table}_stays"] = (table, "UPDATE", "ROW", _update_breach(table, vendor))
        found[f"{table}_stays_whole"] = (table, *whole, "1 = 1")
    if vendor == "sqlite":
        # REPLACE deletes a row without firing its DELETE trigger.
        same = "EXISTS (SELECT 1 FROM evaluations_placement WHERE id = NEW.id OR application_id = NEW.application_id)"
        found["evaluations_placement_joins"] = ("evaluations_placement", "INSERT", "ROW", same)
    return found


def install(connection):
    """Create the guards; harmless when they stand already."""
    remove(connection)
    with connection.cursor() as cursor:
        for name, guard in guards(connection.vendor).items():
            for statement in _first._statements(connection.vendor, name, *guard):
                cursor.execute(statement)


def remove(connection):
    with connection.cursor() as cursor:
        for name, (table, *_) in guards(connection.vendor).items():
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def second_edition(connection):
    remove(connection)
    _second.install(connection)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0010_lists")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: install(schema_editor.connection),
            lambda apps, schema_editor: second_edition(schema_editor.connection),
        )
    ]
