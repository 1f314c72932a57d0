"""The law of moves inside the database, second edition: late entries, lapsed approvals, titles.

As 0005_guards, with its own tables: a draft that lapsed may be opened again for one late entry, an
approval on intent may lapse, a title moves along its own table. Besides: what two persons decided,
a department's answer, a closed inquiry, an amendment and a list sent to finance stay as written.
"""

from importlib import import_module

from django.db import migrations

_first = import_module("evaluations.migrations.0005_guards")

MOVES = {
    "draft": ("filed", "withdrawn", "lapsed"),
    "filed": (
        "draft", "returned", "supplement_due", "withdrawn", "not_recommended", "not_accepted",
        "not_qualified", "not_selected", "proposed",
    ),
    "returned": ("filed", "withdrawn", "lapsed"),
    "supplement_due": ("filed", "withdrawn", "lapsed"),
    "proposed": ("publicised", "not_selected", "struck_off"),
    "publicised": ("contested", "approved", "struck_off"),
    "contested": ("publicised", "struck_off"),
    "approved": ("certified", "struck_off", "lapsed"),
    "certified": ("revoked",),
    "not_accepted": ("filed",),
    "not_qualified": ("filed",),
    "not_selected": ("filed",),
    "lapsed": ("draft",),
}  # fmt: skip
CALL_MOVES = _first.CALL_MOVES
SECOND_PERSON = _first.SECOND_PERSON
KEPT = _first.KEPT
FILLED_LATER = _first.FILLED_LATER
HOLDING_MOVES = {
    "active": ("suspended", "expired", "terminated", "revoked"),
    "suspended": ("active", "expired", "terminated", "revoked"),
    "expired": ("revoked",),
    "terminated": ("revoked",),
}
# table -> from when on a row is not changed any more; none of them is ever deleted.
SEALED = {
    "evaluations_amendment": "1 = 1",
    "evaluations_holdingchange": "1 = 1",
    "evaluations_inquiry": "OLD.closed_at IS NOT NULL",
    "evaluations_jointrequest": "OLD.answered_at IS NOT NULL",
    "evaluations_proposal": "OLD.decided_at IS NOT NULL",
    "evaluations_stipendlist": "1 = 1",
}


def _of_status(table, moves, first):
    found = {}
    for name, (event, breach) in _first._moves(table, moves).items():
        name = name.replace("draft", first)
        breach = breach.replace("NEW.status <> 'draft'", f"NEW.status <> '{first}'")
        found[f"{table}_{name}"] = (table, event, "ROW", breach)
    return found


def guards(vendor):
    """name -> (table, event, "ROW" or "STATEMENT", breach)."""
    found = _first.guards(vendor)
    found |= _of_status("evaluations_application", MOVES, "draft")
    found |= _of_status("evaluations_holding", HOLDING_MOVES, "active")
    whole = ("DELETE OR TRUNCATE", "STATEMENT") if vendor == "postgresql" else ("DELETE", "ROW")
    for table, sealed in SEALED.items():
        found[f"{table}_sealed"] = (table, "UPDATE", "ROW", sealed)
        found[f"{table}_sealed_whole"] = (table, *whole, "1 = 1")
        if vendor == "sqlite":
            # REPLACE deletes a row without firing its DELETE trigger.
            breach = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
            found[f"{table}_sealed_joins"] = (table, "INSERT", "ROW", breach)
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


def first_edition(connection):
    remove(connection)
    _first.install(connection)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0006_after_the_decision")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: install(schema_editor.connection),
            lambda apps, schema_editor: first_edition(schema_editor.connection),
        )
    ]
