"""``manage.py bench_certificates``: speed of rendering, signing, checking and printing."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from certificates import bench


class Command(BaseCommand):
    help = "Measure the paper room and write var/bench/certificates.json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=200, help="certificates in the long runs")
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *, count: int, workers: int, **_options: Any) -> None:
        figures = bench.run(count=count, workers=workers)
        for name, value in figures.items():
            self.stdout.write(f"  {name:16} {value:10.2f}{_verdict(name, value)}")
        target = Path(settings.VAR_DIR) / "bench" / "certificates.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(figures, indent=1))


def _verdict(name: str, value: float) -> str:
    if name not in bench.TARGETS:
        return ""
    least, most = bench.TARGETS[name]
    aim = f">= {least:g}" if least else f"<= {most:g}"
    return f"  {aim}  {'met' if least <= value <= most else 'NOT met'}"
