"""The law of moves inside the database: it binds imports, shells and raw SQL too, not only our Python.

* An application, a call and a title begin with their first status; a status changes only along
  its table below, each change with the next version; a version never runs backwards.
* A change of status, an opinion, a filing, a public notice and a line of the minutes of a list
  are kept as they were written; so is what two persons decided, a department's answer, a closed
  inquiry, an amendment and a list sent to finance.
* The approver of a qualification check is not its preparer.

A refusal surfaces as `django.db.IntegrityError` on both engines. The tables are literal data, so
that this migration means the same for ever; tests/evaluations/test_guards.py compares them with
the law as it stands. When the law changes, write a further migration with a table of its own and
let `evaluations.guards` name that one.

On SQLite a migration that alters one of these tables makes a new one, and the triggers are lost
with the old: `evaluations.guards` puts them back after every `migrate`.
"""

from django.db import migrations

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
}
CALL_MOVES = {
    "draft": ("open", "cancelled"),
    "open": ("closed", "cancelled"),
    "closed": ("reviewing", "proposed", "cancelled"),
    "reviewing": ("proposed", "cancelled"),
    "proposed": ("publicised",),
    "publicised": ("decided",),
    "decided": ("promulgated",),
    "promulgated": ("concluded",),
}
HOLDING_MOVES = {
    "active": ("suspended", "expired", "terminated", "revoked"),
    "suspended": ("active", "expired", "terminated", "revoked"),
    "expired": ("revoked",),
    "terminated": ("revoked",),
}
# table -> its first status, its moves
STATUS = {
    "evaluations_application": ("draft", MOVES),
    "evaluations_call": ("draft", CALL_MOVES),
    "evaluations_holding": ("active", HOLDING_MOVES),
}
# The desk of the second pair of eyes -> the desk of the first.
SECOND_PERSON = {"qualification_approval": "qualification"}

# table -> what identifies a row besides its id
KEPT = {
    "evaluations_statuschange": ("application_id", "version"),
    "evaluations_callstatuschange": ("call_id", "version"),
    "evaluations_opinion": ("application_id", "desk", "turn"),
    "evaluations_filing": ("application_id", "number"),
    "evaluations_notice": ("call_id", "edition"),
    "evaluations_placement": ("application_id",),
}
# table -> (columns that never change, columns that are filled in once); no other table of KEPT
# takes any update.
FILLED_LATER = {
    "evaluations_filing": (
        (
            "id", "application_id", "number", "content", "content_hash", "salt", "rules_hash",
            "filed_at", "filed_by_id",
        ),
        ("opened_at", "opened_by_id", "recalled_at", "recalled_by_id"),
    ),
    "evaluations_notice": (
        (
            "id", "public_id", "call_id", "edition", "entries", "entries_hash", "days", "ends_at",
            "note", "posted_at", "posted_by_id", "supplementary",
        ),
        ("closed_at", "closed_by_id"),
    ),
    "evaluations_placement": (
        (
            "id", "application_id", "call_id", "bucket", "basis", "figure", "basis_place", "place",
            "result", "because", "facts", "number", "note",
        ),
        ("replaces_id", "moved_up_at", "moved_up_by_id"),
    ),
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


def _moves(table, first, moves):
    """name -> (event, breach) of one table with a status."""
    listed = ", ".join(f"'{old}>{new}'" for old, after in moves.items() for new in after)
    return {
        f"starts_as_{first}": (
            "INSERT",
            f"NEW.status <> '{first}' OR EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)",
        ),
        "moves_by_law": (
            "UPDATE",
            "NOT (NEW.status = OLD.status AND NEW.version IN (OLD.version, OLD.version + 1)"
            " OR NEW.version = OLD.version + 1"
            f" AND OLD.status || '>' || NEW.status IN ({listed}))",
        ),
    }


def _differs(vendor):
    return "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"


def _update_breach(table, vendor):
    if table not in FILLED_LATER:
        return "1 = 1"
    fixed, once = FILLED_LATER[table]
    differs = _differs(vendor)
    return " OR ".join(
        [f"NEW.{column} {differs} OLD.{column}" for column in fixed]
        + [f"(OLD.{c} IS NOT NULL AND NEW.{c} {differs} OLD.{c})" for c in once]
    )


def _insert_breach(table, vendor):
    """On SQLite, REPLACE deletes a row without firing its DELETE trigger: this one stops it."""
    breaches = []
    if vendor == "sqlite":
        same = " AND ".join(f"{column} = NEW.{column}" for column in KEPT[table])
        breaches.append(f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({same}))")
    if table == "evaluations_opinion":
        breaches += [
            f"NEW.desk = '{second}' AND NEW.given_by_id = (SELECT given_by_id FROM {table}"
            f" WHERE application_id = NEW.application_id AND desk = '{first}'"
            " ORDER BY id DESC LIMIT 1)"
            for second, first in SECOND_PERSON.items()
        ]
    return " OR ".join(f"({breach})" for breach in breaches)


def guards(vendor):
    """name -> (table, event, "ROW" or "STATEMENT", breach)."""
    found = {}
    for table, (first, moves) in STATUS.items():
        for name, (event, breach) in _moves(table, first, moves).items():
            found[f"{table}_{name}"] = (table, event, "ROW", breach)
    whole = ("DELETE OR TRUNCATE", "STATEMENT") if vendor == "postgresql" else ("DELETE", "ROW")
    for table in KEPT:
        found[f"{table}_stays"] = (table, "UPDATE", "ROW", _update_breach(table, vendor))
        found[f"{table}_stays_whole"] = (table, *whole, "1 = 1")
        if breach := _insert_breach(table, vendor):
            found[f"{table}_joins"] = (table, "INSERT", "ROW", breach)
    for table, sealed in SEALED.items():
        found[f"{table}_sealed"] = (table, "UPDATE", "ROW", sealed)
        found[f"{table}_sealed_whole"] = (table, *whole, "1 = 1")
        if vendor == "sqlite":
            # REPLACE deletes a row without firing its DELETE trigger.
            breach = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
            found[f"{table}_sealed_joins"] = (table, "INSERT", "ROW", breach)
    return found


def _statements(vendor, name, table, event, level, breach):
    words = f"The law refuses: {event} on {table} ({name})"
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {breach} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        ]
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {breach} THEN RAISE EXCEPTION '{words}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
        f"FOR EACH {level} EXECUTE FUNCTION {name}()",
    ]


def install(connection, guards=guards):
    """Create the guards; harmless when they stand already. A later edition gives its own."""
    remove(connection, guards)
    with connection.cursor() as cursor:
        for name, guard in guards(connection.vendor).items():
            for statement in _statements(connection.vendor, name, *guard):
                cursor.execute(statement)


def remove(connection, guards=guards):
    with connection.cursor() as cursor:
        for name, (table, *_) in guards(connection.vendor).items():
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0002_panel_guards")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: install(schema_editor.connection),
            lambda apps, schema_editor: remove(schema_editor.connection),
        )
    ]
