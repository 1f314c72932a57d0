"""The law inside the database: raw SQL is held to it like everybody else."""

from collections import defaultdict

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from evaluations import guards, soundness
from evaluations.desks import RULES
from evaluations.guards import _edition as edition
from evaluations.models import Application, Call, LateListing, Notice, Opinion
from evaluations.status import CallStatus, Status
from tests import cast

pytestmark = pytest.mark.django_db


def run(sql, *values):
    """Run one statement; what it is refused with, or "" when it passed (and is undone)."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            raise Undo
    except Undo:
        return ""
    except IntegrityError as error:
        return str(error)


class Undo(Exception):
    """Takes back a statement that passed."""


def execute(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == 1


def moves_of(model):
    found = defaultdict(set)
    for move in model._meta.get_field("status").get_all_transitions(model):
        found[str(move.source)].add(str(move.target))
    return dict(found)


def as_sets(moves):
    return {old: set(after) for old, after in moves.items()}


# --- the literal tables are the law ---------------------------------------------------------


def test_the_table_of_applications_is_the_law_of_moves():
    law = defaultdict(set)
    for pairs in soundness.law_of_moves().values():
        for old, new in pairs.items():
            law[old].add(new)
    assert as_sets(edition.MOVES) == dict(law) == moves_of(Application)


def test_the_table_of_calls_is_the_law_of_moves():
    assert as_sets(edition.CALL_MOVES) == moves_of(Call)


def test_the_second_persons_are_those_of_the_desks():
    second = {desk: rule.not_the_actor_of for desk, rule in RULES.items() if rule.not_the_actor_of}
    assert second == edition.SECOND_PERSON


@pytest.mark.parametrize("table", edition.FILLED_LATER)
def test_every_column_of_a_kept_row_is_named(table):
    (model,) = (
        m for m in apps.get_app_config("evaluations").get_models() if m._meta.db_table == table
    )
    fixed, once = edition.FILLED_LATER[table]
    assert sorted(fixed + once) == sorted(field.column for field in model._meta.concrete_fields)


# --- moves ----------------------------------------------------------------------------------


def walk_by_sql(table, pk, path):
    for status in path:
        execute(f"UPDATE {table} SET status = %s, version = version + 1 WHERE id = %s", status, pk)


def paths(moves):
    """status -> a way there from the draft, along the table."""
    found, todo = {"draft": ()}, ["draft"]
    while todo:
        old = todo.pop()
        for new in moves.get(old, ()):
            if new not in found:
                found[new] = (*found[old], new)
                todo.append(new)
    return found


def passing(table, pk, statuses, version):
    """The statuses to which raw SQL can bring the row, with this change of version."""
    sql = f"UPDATE {table} SET status = %s, version = version {version} WHERE id = %s"
    return {str(new) for new in statuses if not run(sql, new, pk)}


def check_every_pair(table, pk, statuses, moves):
    ways = paths(moves)
    assert set(ways) == {str(status) for status in statuses}
    for old, way in ways.items():
        with transaction.atomic():
            walk_by_sql(table, pk, way)
            allowed = set(moves.get(old, ()))
            assert passing(table, pk, statuses, "+ 1") == allowed | {old}, old
            for version in ("+ 0", "+ 2", "- 1"):
                stays = {old} if version == "+ 0" else set()
                assert passing(table, pk, statuses, version) == stays, (old, version)
            transaction.set_rollback(True)


def test_only_the_table_moves_an_application():
    city = cast.City()
    case = cast.draft(city, city.call())
    check_every_pair("evaluations_application", case.pk, Status, edition.MOVES)


def test_only_the_table_moves_a_call():
    city = cast.City()
    call = cast.desk_call(city, cast.city.programme.get("technical_expert"), 2026)
    Call.objects.filter(pk=call.pk).update(opened_at=cast.EARLY, opened_by=city.office)
    check_every_pair("evaluations_call", call.pk, CallStatus, edition.CALL_MOVES)


def test_nothing_begins_in_the_middle():
    city = cast.City()
    case = cast.draft(city, city.call())
    copied = ", ".join(
        field.column
        for field in Application._meta.concrete_fields
        if field.column not in {"id", "public_id", "reference", "status", "person_id"}
    )
    sql = (
        f"INSERT INTO evaluations_application (public_id, reference, status, person_id, {copied})"
        f" SELECT %s, 'NEW', %s, %s, {copied} FROM evaluations_application WHERE id = %s"
    )
    other = cast.applicant()
    results = {status: run(sql, "0" * 32, status, other.pk, case.pk) for status in Status}
    assert [status for status, refused in results.items() if not refused] == [Status.DRAFT]
    assert all("The law refuses" in refused for refused in results.values() if refused)


# --- what is kept ---------------------------------------------------------------------------


@pytest.fixture
def city():
    return cast.City()


@pytest.fixture
def case(city):
    """A case under notice: it has a filing, opinions, history, and its call a notice; and a line
    that says why somebody came onto the list late."""
    case = cast.walked(city, city.call(), Status.PUBLICISED)
    LateListing.objects.create(
        application=case, call=case.call, document="x", reason="x", listed_at=cast.POSTED,
        listed_by=city.office,
    )  # fmt: skip
    return case


TOUCH = {
    "evaluations_statuschange": ["reason = 'x'", "at = at", "version = version + 1"],
    "evaluations_callstatuschange": ["reason = 'x'", "at = at"],
    "evaluations_opinion": ["reason = 'x'", "verdict = 'decline'", "given_by_id = given_by_id"],
    "evaluations_filing": [
        "content = '{}'",
        "salt = ''",
        "number = number + 1",
        "opened_at = NULL, opened_by_id = NULL",
    ],
    "evaluations_placement": ["note = 'x'", "result = 'reserve'", "number = 7"],
    "evaluations_latelisting": ["reason = 'x'", "document = 'y'", "listed_at = listed_at"],
    "evaluations_notice": ["entries = '[]'", "ends_at = posted_at", "note = 'x'"],
}


@pytest.mark.parametrize("table", edition.KEPT)
def test_what_is_kept_cannot_be_changed_or_removed(case, table):
    statements = [f"UPDATE {table} SET {change}" for change in TOUCH[table]]
    statements.append(f"DELETE FROM {table}")
    if connection.vendor == "postgresql":
        statements.append(f"TRUNCATE {table} CASCADE")
    else:
        statements.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        statements.append(f"UPDATE OR REPLACE {table} SET id = id + 1")

    connection.check_constraints()  # PostgreSQL truncates nothing while foreign keys wait
    refusals = {statement: run(statement) for statement in statements}
    assert [s for s, refused in refusals.items() if "The law refuses" not in refused] == []


def test_the_orm_is_held_to_it_too(case):
    opinion = Opinion.objects.first()
    opinion.reason = "改过的意见"
    for attempt in (opinion.save, opinion.delete, Notice.objects.all().delete):
        with pytest.raises(IntegrityError, match="The law refuses"), transaction.atomic():
            attempt()


def test_a_filing_is_opened_once(city):
    case = cast.walked(city, city.call(), Status.FILED)
    opened = {"opened_at": cast.FILED, "opened_by": city.clerk}
    assert case.filings.update(**opened) == 1
    assert case.filings.update(**opened) == 1, "the same again changes nothing"
    with pytest.raises(IntegrityError, match="The law refuses"), transaction.atomic():
        case.filings.update(opened_at=cast.EXAMINED)


def test_a_notice_is_closed_once(city, case):
    notice = Notice.objects.get()
    notice.closed_at, notice.closed_by = cast.DECIDED, city.leader
    notice.save()
    with pytest.raises(IntegrityError, match="The law refuses"), transaction.atomic():
        Notice.objects.update(closed_at=None, closed_by=None)


def test_the_database_itself_wants_a_second_person(city, case):
    first = Opinion.objects.get(desk="qualification")
    values = {
        field.name: getattr(first, field.name)
        for field in Opinion._meta.concrete_fields
        if field.name != "id"
    }
    second = Opinion(**values | {"desk": "qualification_approval", "turn": 9})
    with pytest.raises(IntegrityError, match="The law refuses"), transaction.atomic():
        second.save()
    second.given_by = city.approver
    second.save()
    assert second.pk


# --- whether they stand ---------------------------------------------------------------------


def test_a_missing_guard_is_named_and_put_back():
    name = "evaluations_application_moves_by_law"
    assert guards.missing(connection) == set()
    assert guards.guards_stand(databases=["default"]) == []

    table = " ON evaluations_application" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{table}")
    assert guards.missing(connection) == {name}
    (error,) = guards.guards_stand(databases=["default"])
    assert (error.id, name in error.msg) == ("evaluations.E001", True)

    call_command("migrate", verbosity=0, skip_checks=True)
    assert guards.missing(connection) == set()


def test_before_its_migration_nothing_is_due(monkeypatch):
    guards.remove(connection)
    monkeypatch.setattr(guards, "EDITION", "9999_not_yet")
    assert guards.guards_stand(databases=["default"]) == []
    call_command("migrate", verbosity=0, skip_checks=True)
    assert len(guards.missing(connection)) > 10


def test_installing_twice_changes_nothing():
    guards.install(connection)
    guards.install(connection)
    assert guards.missing(connection) == set()


@pytest.mark.django_db(transaction=True)
def test_a_table_that_sqlite_makes_anew_gets_its_guards_again():
    """What a later migration does: on SQLite the triggers go with the old table."""
    old, new = Opinion._meta.get_field("ground"), models.TextField(blank=True)
    new.set_attributes_from_name("ground")
    with connection.schema_editor() as editor:
        editor.alter_field(Opinion, old, new)
    lost = {name for name in edition.guards("sqlite") if name.startswith("evaluations_opinion")}
    assert guards.missing(connection) == (lost if connection.vendor == "sqlite" else set())

    with connection.schema_editor() as editor:
        editor.alter_field(Opinion, new, old)
    call_command("migrate", verbosity=0, skip_checks=True)
    assert guards.missing(connection) == set()
