"""The doubles of a walked case: all its rows once more, with another person, in bulk."""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import models
from django.db.models import F

from evaluations import snapshot
from evaluations.actions.applying import _LETTERS
from evaluations.models import Application, Attachment, Filing, Person, StatusChange, User
from journal.models import Entry
from journal.record import Act, commitment, record_many
from workflows.models import DeskTask
from workflows.seeding.prototypes import Prototype, unsaved_person

type Row = models.Model
type Key = tuple[type[Row], int]

# A double stands at another moment than its prototype: up to so many minutes earlier.
_SPREAD = 60 * 24 * 25


class Template:
    """The rows of one prototype, parents first, and its entries in the record."""

    def __init__(self, prototype: Prototype) -> None:
        cases = Application.objects.select_related("person", "call")
        self.case, self.share = cases.get(pk=prototype.case.pk), prototype.share
        self.rows: list[Row] = list(_rows(self.case))
        entries = Entry.objects.filter(
            subject_type="application", subject_id=str(self.case.public_id)
        )
        changes = {row.version: row.after for row in self.rows if isinstance(row, StatusChange)}
        self.first_version = min(changes, default=self.case.version + 1) - 1
        # The status with each further version; "" where it stays.
        self.moves = [
            changes.get(version, "")
            for version in range(self.first_version + 1, self.case.version + 1)
        ]
        self.acts = [json.loads(body) for body in
                     entries.order_by("seq").values_list("body", flat=True)]  # fmt: skip


def _rows(case: Application) -> Iterator[Row]:
    """Everything that hangs on the case, each row after those it points at."""
    waiting: list[Row] = [case]
    found: dict[Key, Row] = {}
    while waiting:
        row = waiting.pop()
        found[type(row), row.pk] = row
        for relation in row._meta.related_objects:
            if relation.many_to_many or relation.related_model is type(row):
                continue
            name = relation.field.name
            waiting += [
                child
                for child in relation.related_model.objects.filter(**{name: row}).order_by("pk")
                if (type(child), child.pk) not in found
            ]
    return iter(_parents_first(found))


def _parents_first(found: dict[Key, Row]) -> list[Row]:
    done: dict[Key, Row] = {}

    def put(key: Key) -> None:
        if key in done:
            return
        row = found[key]
        for field in _links(type(row)):
            parent = (field.related_model, getattr(row, field.attname))
            if parent in found and parent != key:
                put(parent)
        done[key] = row

    # Histories are read in the order of their ids, so the copies keep the order of the originals.
    for key in sorted(found, key=lambda key: key[1]):
        put(key)
    return list(done.values())


def _links(model: type[Row]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if field.many_to_one or field.one_to_one]


class Double:
    """One copy in the making. ``ids``: prototype's row -> the copy's row."""

    def __init__(self, template: Template, person: Person, shift: timedelta, dice: Random) -> None:
        self.template, self.person, self.shift, self.dice = template, person, shift, dice
        self.copies: dict[Key, Row] = {}

    def copy(self, row: Row) -> Row:
        values = {
            field.attname: self._value(row, field)
            for field in row._meta.concrete_fields
            if not field.primary_key and not field.generated
        }
        self._own(row, values)
        copied = type(row)(**values)
        self.copies[type(row), row.pk] = copied
        return copied

    def _value(self, row: Row, field: models.Field) -> Any:
        value = getattr(row, field.attname)
        if value is None:
            return None
        if isinstance(field, models.DateTimeField):
            return value - self.shift
        if isinstance(field, models.UUIDField) and field.unique:
            return uuid.UUID(int=self.dice.getrandbits(128), version=4)
        if field.many_to_one or field.one_to_one:
            return self._linked(field.related_model, value)
        return value

    def _linked(self, model: type[Row], pk: int) -> int:
        case = self.template.case
        if model is User and pk == case.person.user_id:
            return self.person.user_id
        if model is Person and pk == case.person_id:
            return self.person.pk
        copied = self.copies.get((model, pk))
        return copied.pk if copied is not None else pk

    def _own(self, row: Row, values: dict[str, Any]) -> None:
        """What a column of this table must say besides."""
        match row:
            case Application():
                code = "".join(self.dice.choices(_LETTERS, k=10))
                values["reference"] = f"{row.reference[:4]}-{code[:5]}-{code[5:]}"
                # A case begins as a draft, here as everywhere; ``_replay`` moves it on.
                del values["status"]
                values["version"] = self.template.first_version
            case Filing():
                values["content"] = self._content(row)
                values["content_hash"] = snapshot.digest(values["content"])
            case DeskTask() if row.place.startswith("applicant:"):
                values["place"] = f"applicant:{self.person.user_id}"
            case _:
                pass

    def _content(self, filing: Filing) -> str:
        """The filing in the name of the copy's person, in the same spelling."""
        told = snapshot.read(filing.content)
        person = self.person
        told["person"] |= {
            "name": person.name, "sex": person.sex, "phone": person.phone,
            "birth_date": person.birth_date.isoformat(), "id_lookup": person.id_lookup,
        }  # fmt: skip
        told["commitment"]["signed"] = person.name
        names = {
            str(row.public_id): str(self.copies[Attachment, row.pk].public_id)
            for row in self.template.rows
            if isinstance(row, Attachment)
        }
        for upload in told["uploads"]:
            upload["id"] = names.get(upload["id"], upload["id"])
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def case(self) -> Application:
        copied = self.copies[Application, self.template.case.pk]
        assert isinstance(copied, Application)
        return copied

    def acts(self) -> Iterator[Act]:
        """The entries of the record, retold of this copy."""
        case = self.case
        theirs = f"user:{self.template.case.person.user_id}"
        for told in self.template.acts:
            fields = {name: value for name, value in told.items() if name != "format"}
            fields["subject"] = case.subject
            fields["at"] = datetime.fromisoformat(told["at"]) - self.shift
            if told["actor"] == theirs:
                fields["actor"] = f"user:{self.person.user_id}"
            if told["verb"] == "file":
                fields["commitment"] = self._committed(told["detail"]["filing"])
            yield Act(**fields)

    def _committed(self, number: int) -> str:
        filing = next(
            row for row in self.copies.values() if isinstance(row, Filing) and row.number == number
        )
        return commitment(filing.content.encode(), bytes.fromhex(filing.salt))[1]


def double(templates: Sequence[Template], *, count: int, first: int, dice: Random) -> None:
    """``count`` further applications; the first of them is the ``first``-th of the call."""
    shares = [each.share for each in templates]
    people = _people(templates[0].case.call.batch, first, count, dice)
    doubles = [
        Double(template, person, timedelta(minutes=dice.randrange(_SPREAD)), dice)
        for template, person in zip(dice.choices(templates, shares, k=count), people, strict=True)
    ]
    _write(doubles)
    record_many(act for each in doubles for act in each.acts())


def _people(batch: int, first: int, count: int, dice: Random) -> list[Person]:
    users = [
        User(username=f"seed{batch}-{number:07}", name="", password="!")  # noqa: S106 - no password fits
        for number in range(first, first + count)
    ]
    people = [unsaved_person(user, batch, first + index, dice) for index, user in enumerate(users)]
    User.objects.bulk_create(users, batch_size=500)
    for person, user in zip(people, users, strict=True):
        person.user = user
    return Person.objects.bulk_create(people, batch_size=500)


def _write(doubles: Sequence[Double]) -> None:
    """Table by table, so that whatever a row points at has its key."""
    for model in _order(doubles):
        # Rows of one table point at rows of other tables only, never at each other.
        rows = [
            each.copy(row) for each in doubles for row in each.template.rows if type(row) is model
        ]
        model.objects.bulk_create(rows, batch_size=500)
        if model is Application:
            _replay(doubles)


def _replay(doubles: Sequence[Double]) -> None:
    """Version by version to where the prototypes stand: the database refuses any other way."""
    for step in range(max(len(each.template.moves) for each in doubles)):
        movers: dict[str, list[int]] = defaultdict(list)
        for each in doubles:
            if step < len(each.template.moves):
                movers[each.template.moves[step]].append(each.case.pk)
        for status, ids in movers.items():
            rows = Application.objects.filter(pk__in=ids)
            if status:
                rows.update(version=F("version") + 1, status=status)
            else:
                rows.update(version=F("version") + 1)


def _order(doubles: Sequence[Double]) -> list[type[Row]]:
    """Tables in an order that fits every template: parents first."""
    wanted: dict[type[Row], set[type[Row]]] = defaultdict(set)
    for template in {id(each.template): each.template for each in doubles}.values():
        for row in template.rows:
            wanted[type(row)]
    for model in list(wanted):
        wanted[model] |= {
            field.related_model
            for field in _links(model)
            if field.related_model in wanted and field.related_model is not model
        }
    order: list[type[Row]] = []
    while len(order) < len(wanted):
        ready = [m for m in wanted if m not in order and wanted[m] <= set(order)]
        assert ready, "the tables of a case point at each other in a circle"
        order += ready
    # A filing names the uploads it was filed with.
    if Attachment in order and Filing in order:
        order.remove(Attachment)
        order.insert(order.index(Filing), Attachment)
    return order
