"""``manage.py rehearse CALL``: play a call with synthetic applicants; nothing stays."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from evaluations.models import Call
from workflows import rehearsal
from workflows.rehearsal import words
from workflows.rehearsal.report import Report
from workflows.rehearsal.traceless import census


class Command(BaseCommand):
    help = (
        "Plays the whole way of a call on a virtual clock in a transaction that is rolled back. "
        "Exit status 1 when a real call would stand still."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("call", help="public id of the call, or PROGRAMME-YEAR[-BATCH]")
        parser.add_argument("--applicants", type=int, default=rehearsal.USUAL)
        parser.add_argument("--expected", type=int, default=0, help="scales the load to so many")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--language", default="zh-hans", help="of the report: zh-hans, en")
        parser.add_argument(
            "--prove", action="store_true", help="count every table before and after"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        call = _find(options["call"])
        plan = rehearsal.Plan(options["applicants"], options["expected"], options["seed"])
        if not rehearsal.FEWEST <= plan.applicants <= rehearsal.MOST:
            raise CommandError(f"Play {rehearsal.FEWEST} to {rehearsal.MOST} applicants.")
        before = census() if options["prove"] else {}
        with translation.override(options["language"]):
            report = rehearsal.rehearse(call, plan=plan, at=timezone.now())
            self._tell(call, report)
        if options["prove"]:
            self._prove(before)
        if any(finding.stops for finding in report.findings):
            raise CommandError("The call would stand still: see above.")

    def _tell(self, call: Call, report: Report) -> None:
        self.stdout.write(f"{call.title}: {report.applicants} / {report.acts} / {report.seconds} s")
        for finding in report.findings:
            self.stdout.write(f"{'!' if finding.stops else '·'} {words.sentence(finding)}")
        for span in report.calendar:
            latest = f"  (≤ {span.latest})" if span.latest else ""
            self.stdout.write(f"  {span.first} – {span.last}{latest}  {words.step(span.step)}")
        for load in report.loads:
            self.stdout.write(
                f"  {report.scaled(load.files):>5}  {words.step(load.desk)} · "
                f"{words.place(load.place)} · {load.who or '—'}"
            )

    def _prove(self, before: dict[str, int | str]) -> None:
        after = census()
        changed = [name for name in after if after[name] != before.get(name)]
        if changed:
            raise CommandError(f"Something was left behind, or others wrote: {', '.join(changed)}")
        self.stdout.write(f"nothing left behind: {len(after) - 1} tables and the record as before")


def _find(name: str) -> Call:
    try:
        found = Call.objects.filter(public_id=UUID(name))
    except ValueError:
        programme, _dash, rest = name.partition("-")
        year, _dash, batch = rest.partition("-")
        if not year.isdecimal() or (batch and not batch.isdecimal()):
            raise CommandError("Name a call like technical_expert-2026 or by its id.") from None
        found = Call.objects.filter(programme=programme, year=int(year), batch=int(batch or 1))
    call = found.first()
    if call is None:
        raise CommandError(f"There is no call {name}.")
    return call
