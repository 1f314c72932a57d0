"""``manage.py check_invariants``: is everything true that must be true of the rows?"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from workflows import invariants


class Command(BaseCommand):
    help = "Ask every invariant of law, desks, record and paper; exit 1 and name the rows at fault."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", help="only say what is asked")

    def handle(self, **options: Any) -> None:
        if options["list"]:
            for invariant in invariants.ALL:
                self.stdout.write(f"{invariant.name}: {invariant.sentence}")
            return
        found = list(invariants.broken())
        for broken in found:
            self.stdout.write(
                f"{broken.invariant.name}: not true that: {broken.invariant.sentence}"
            )
            for row in broken.rows:
                self.stdout.write(f"  {row}")
            if broken.more:
                self.stdout.write("  ...")
        total = len(invariants.ALL)
        self.stdout.write(f"check_invariants: {total - len(found)} of {total} hold")
        if found:
            sys.exit(1)
