from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from journal.export import export
from journal.verify import verify


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.description = _("Check the tamper-evident record, or write it to a file.")
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("verify", help=_("Walk the record and name the first broken entry."))
        writing = acts.add_parser("export", help=_("Write the record, one JSON object a line."))
        writing.add_argument("file", type=Path)

    def handle(self, *, act: str, **options: Any) -> None:
        try:
            self.stdout.write(self.verify() if act == "verify" else self.export(options["file"]))
        except DatabaseError as problem:
            sentence = _("The record cannot be read: %(problem)s. Has “migrate” been run?")
            raise CommandError(sentence % {"problem": problem}) from problem

    def verify(self) -> str:
        verdict = verify()
        if not verdict.ok:
            raise CommandError(verdict.sentence)
        return verdict.sentence

    def export(self, path: Path) -> str:
        try:
            count = export(path)
        except OSError as problem:
            sentence = _(
                "The record cannot be written to %(path)s: %(problem)s. Choose another file."
            )
            raise CommandError(sentence % {"path": path, "problem": problem.strerror}) from problem
        return _("%(count)d entries written to %(path)s.") % {"count": count, "path": path}
