"""``manage.py bench_issuing``: a promulgated list through the queue, two workers and the printer."""

import json
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from workflows.benchmark import issuing

_STEPS = {"prepare": issuing.prepare, "print": issuing.print_all}


class Command(BaseCommand):
    help = "Issue and print a list of made-up certificates; figures under var/bench/issuing.json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=200, help="such as 1000 or 5000")
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--step", choices=_STEPS, help="one step inside; used by the command")

    def handle(self, *, count: int, workers: int, step: str | None, **_options: Any) -> None:
        if not 1 <= count <= 20_000:
            raise CommandError("Give --count from 1 to 20000.")
        if step:
            with translation.override("zh-hans"):
                self.stdout.write(json.dumps(_STEPS[step](count)))
            return
        found = issuing.run(count, workers=workers)
        self._tell(found)
        target = Path(settings.VAR_DIR) / "bench" / "issuing.json"
        target.write_text(json.dumps(msgspec.to_builtins(found), indent=1))
        self.stdout.write(f"figures: {target}")

    def _tell(self, found: issuing.Issued) -> None:
        told = msgspec.to_builtins(found)
        memory = {f"memory {name}": value for name, value in told.pop("memory").items()}
        for name, value in (told | memory).items():
            self.stdout.write(f"  {name:20}{value:10.2f}")
        for aim in issuing.aims(found):
            met = "met" if aim.met else "NOT met"
            self.stdout.write(f"  {aim.name:24}{aim.value:8.1f}  <= {aim.most:6.0f}  {met}")
