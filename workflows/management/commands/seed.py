"""``manage.py seed --applications N``: a synthetic call for benchmarks and rehearsals."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from workflows import programme, seeding


class Command(BaseCommand):
    help = "Adds an open call with N synthetic applications in every state before the list."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--applications", type=int, required=True)
        parser.add_argument("--reviewers", type=int, default=6, help="officers at the city's desks")
        parser.add_argument("--programme", default="technical_expert")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["applications"]
        if not 1 <= wanted <= 6_000_000:
            raise CommandError("Seed 1 to 6,000,000 applications.")
        started = time.monotonic()
        try:
            rules = programme.get(options["programme"])
            with translation.override("zh-hans"):
                made = seeding.seed(
                    rules, applications=wanted, reviewers=options["reviewers"],
                    at=timezone.now(), say=self.stdout.write,
                )  # fmt: skip
        except programme.UnknownProgramme as error:
            raise CommandError(error.args[0]) from error
        except seeding.NotHere as error:
            raise CommandError(str(error)) from error
        seconds = time.monotonic() - started
        self.stdout.write(
            f"seed: {made.applications} applications in {seconds:.0f} s "
            f"({seconds * 10_000 / made.applications:.1f} s per 10,000); call {made.call.public_id}, "
            f"office {made.office.username}"
        )
