"""``manage.py eligibility PROGRAMME FILE.xlsx``: a table of persons, examined rule by rule."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from evaluations.models import Call
from evaluations.rules import Programme
from workflows.eligibility_table import Tally, examine_workbook
from workflows.eligibility_table.template import template
from workflows.programme import UnknownProgramme, get


class Command(BaseCommand):
    help = (
        "Examines every person of an Excel table by a programme's eligibility rules and writes "
        "verdicts and sentences beside them. --template writes an empty table to fill in. "
        "Columns: docs/eligibility.md"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", help="id of a programme, for example technical_expert")
        parser.add_argument("file", type=Path, nargs="?", help="a table in .xlsx format")
        parser.add_argument("--template", type=Path, metavar="FILE", help="write an empty table")
        parser.add_argument("--cut-off", type=date.fromisoformat, help="for rows without a date")
        parser.add_argument("--in-place", action="store_true", help="write into the same file")
        parser.add_argument("--language", default="zh-hans", help="of the sentences: zh-hans, en")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            programme = get(options["programme"])
        except UnknownProgramme as error:
            raise CommandError(error.args[0]) from error
        with translation.override(options["language"]):
            if options["template"]:
                self._template(programme, options["template"])
            elif options["file"] is None:
                raise CommandError(_("Name a table, or a file for an empty one with --template."))
            else:
                self._examine(programme, options["file"], options)

    def _template(self, programme: Programme, path: Path) -> None:
        template(programme).save(path)
        self.stdout.write(str(path))

    def _examine(self, programme: Programme, path: Path, options: dict[str, Any]) -> None:
        values, target = _load(path, data_only=True), _load(path, data_only=False)
        cut_off = options["cut_off"] or self._cut_off_of_last_call(programme)
        tally = examine_workbook(programme, values, target, cut_off=cut_off)
        goal = path if options["in_place"] else path.with_suffix(".verdicts.xlsx")
        target.save(goal)
        self._report(tally, goal)
        if not tally.rows:
            raise CommandError(_("No person was found in %s.") % path)
        if tally.mismatches:
            raise CommandError(
                _("%(differ)d of %(compared)d expected verdicts differ.")
                % {"differ": len(tally.mismatches), "compared": tally.compared}
            )

    def _cut_off_of_last_call(self, programme: Programme) -> date | None:
        """Where the table names no date: the one of the programme's newest call."""
        try:
            rows = Call.objects.filter(programme=programme.id).order_by("-opens_at", "-pk")
            return rows.values_list("cut_off", flat=True).first()
        except DatabaseError:
            return None  # a table can be examined without a city

    def _report(self, tally: Tally, goal: Path) -> None:
        counted = ", ".join(f"{name} {count}" for name, count in tally.verdicts.items())
        self.stdout.write(f"{goal}: {tally.rows} · {counted}")
        if tally.compared:
            words = {"n": tally.compared, "agree": tally.compared - len(tally.mismatches)}
            self.stdout.write(_("Expected verdicts: %(n)d compared, %(agree)d agree.") % words)
        for line in (*tally.problems, *tally.notes, *tally.mismatches):
            self.stderr.write(line)
        if tally.documents_unsaid:
            self.stderr.write(_("The table has no column for documents: they are taken as seen."))
        if tally.unread:
            self.stderr.write(_("Columns not understood: %s") % ", ".join(tally.unread))
        if tally.unknown_rules:
            sentence = _("This programme has no such rule, so it was not compared: %s")
            self.stderr.write(sentence % ", ".join(tally.unknown_rules))


def _load(path: Path, *, data_only: bool) -> Workbook:
    try:
        return load_workbook(path, data_only=data_only)
    except FileNotFoundError as error:
        raise CommandError(_("There is no file %s.") % path) from error
    except (InvalidFileException, BadZipFile, KeyError, OSError, ValueError) as error:
        raise CommandError(_("%s is not a table in .xlsx format.") % path) from error
