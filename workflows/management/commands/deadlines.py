"""``manage.py deadlines``: what time itself does. Run it every minute, or let it loop."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from workflows import deadlines

EVERY_SECONDS = 60


class Command(BaseCommand):
    help = "Close windows, lapse unanswered corrections, remind and list what is overdue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="run every minute, until stopped")

    def handle(self, *, loop: bool, **options: Any) -> None:
        done = self._run()
        while loop:
            time.sleep(EVERY_SECONDS)
            close_old_connections()
            done = self._run()
        if done.problems:
            sys.exit(1)

    def _run(self) -> deadlines.Done:
        done = deadlines.run(timezone.now())
        self.stdout.write(str(done))
        for subject in done.problems:
            self.stderr.write(f"not done: {subject}")
        return done
