"""``manage.py eligibility PROGRAMME FILE.xlsx``: a table of persons, examined rule by rule."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from workflows.eligibility_table import Tally, examine_workbook
from workflows.programme import UnknownProgramme, get


class Command(BaseCommand):
    help = (
        "Examines every person of an Excel table by a programme's eligibility rules and writes "
        "verdicts and sentences beside them. Columns: docs/eligibility.md"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", help="id of a programme, for example technical_expert")
        parser.add_argument("file", type=Path, help="a table in .xlsx format")
        parser.add_argument("--cut-off", type=date.fromisoformat, help="for rows without a date")
        parser.add_argument("--in-place", action="store_true", help="write into the same file")
        parser.add_argument("--language", default="zh-hans", help="of the sentences: zh-hans, en")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            programme = get(options["programme"])
        except UnknownProgramme as error:
            raise CommandError(error.args[0]) from error
        values, target = _load(path, data_only=True), _load(path, data_only=False)
        with translation.override(options["language"]):
            tally = examine_workbook(programme, values, target, cut_off=options["cut_off"])
            goal = path if options["in_place"] else path.with_suffix(".verdicts.xlsx")
            target.save(goal)
            self._report(tally, goal)
        if tally.mismatches:
            raise CommandError(_("Not as expected: %s") % "; ".join(tally.mismatches))

    def _report(self, tally: Tally, goal: Path) -> None:
        counted = ", ".join(f"{name} {count}" for name, count in tally.verdicts.items())
        self.stdout.write(f"{goal}: {tally.rows} · {counted}")
        for problem in tally.problems:
            self.stderr.write(problem)
        if tally.unread:
            self.stderr.write(_("Columns not understood: %s") % ", ".join(tally.unread))


def _load(path: Path, *, data_only: bool) -> Workbook:
    try:
        return load_workbook(path, data_only=data_only)
    except FileNotFoundError as error:
        raise CommandError(_("There is no file %s.") % path) from error
    except (InvalidFileException, BadZipFile, KeyError, OSError) as error:
        raise CommandError(_("%s is not a table in .xlsx format.") % path) from error
