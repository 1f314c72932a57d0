"""``manage.py bench``: the pages against bare Django views of the same run, on a database of its own."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone, translation

from workflows import benchmark


class Command(BaseCommand):
    help = (
        "Measure CPU, queries and growth of the pages; figures also as JSON under var/bench/. "
        "The figures to compare are the ratios."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sizes", default="1000,10000", help="applications, with commas")
        parser.add_argument("--repeat", type=int, default=15, help="requests an operation")
        parser.add_argument(
            "--certificates", type=int, default=200, help="a list to issue, such as 1000 or 5000"
        )
        parser.add_argument("--pages-only", action="store_true", help="leave the paper room out")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sizes = [int(size) for size in options["sizes"].split(",")]
        except ValueError:
            raise CommandError("Give sizes like 1000,10000.") from None
        if min(sizes) < 200 or len(set(sizes)) != len(sizes):
            raise CommandError("Give different sizes of 200 or more.")
        result = self._on_a_database_of_its_own(sizes, options["repeat"])
        self._keep(result)
        if not options["pages_only"] and "bench_certificates" in get_commands():
            call_command("bench_certificates", stdout=self.stdout)
            call_command("bench_issuing", count=options["certificates"], stdout=self.stdout)

    def _on_a_database_of_its_own(self, sizes: list[int], repeat: int) -> benchmark.Result:
        """What is measured here never mixes with what the city keeps."""
        folder = Path(settings.VAR_DIR) / "bench"
        folder.mkdir(parents=True, exist_ok=True)
        database = connection.settings_dict
        if connection.vendor == "sqlite":
            database["TEST"] |= {"NAME": str(folder / "bench.sqlite3")}
        kept = database["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            with translation.override("zh-hans"):
                return benchmark.run(sizes, repeat=repeat, say=self._say)
        finally:
            connection.creation.destroy_test_db(kept, verbosity=0)

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def _keep(self, result: benchmark.Result) -> None:
        for each in result.growth:
            self.stdout.write(f"  {each.id:<5}{each.name:<34} grows with N^{each.b:+.3f}")
        path = Path(settings.VAR_DIR) / "bench" / "pages.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        told = msgspec.to_builtins(result) | {"measured_at": timezone.now().isoformat()}
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        self.stdout.write(f"figures: {path}")
