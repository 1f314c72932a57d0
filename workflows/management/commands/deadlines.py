"""``manage.py deadlines``: what time itself does. Run it every minute, or let it loop."""

import logging
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from workflows import deadlines

log = logging.getLogger("laurel.workflows")

EVERY_SECONDS = 60


class Command(BaseCommand):
    help = "Close windows, lapse unanswered corrections, remind and list what is overdue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="run every minute, until stopped")

    def handle(self, *, loop: bool, **options: Any) -> None:
        if not loop:
            sys.exit(1 if self._run().problems else 0)
        while True:
            try:
                self._run()
            except Exception:
                # A database that restarts must not stop the clock; the next minute makes up for it.
                log.exception("The clock could not run; it goes on in a minute.")
            time.sleep(EVERY_SECONDS)
            close_old_connections()

    def _run(self) -> deadlines.Done:
        done = deadlines.run(timezone.now())
        self.stdout.write(str(done))
        for subject in done.problems:
            self.stderr.write(f"not done: {subject}")
        return done
