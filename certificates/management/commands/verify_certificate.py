"""``manage.py verify_certificate FILE.pdf``: verdict in words and as an exit status."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from certificates.verify import Answer, Verdict, by_file


class Command(BaseCommand):
    help = "Check a certificate file. Exit status: 0 genuine and in force, 1 not, 2 cannot tell."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the PDF to check")

    def handle(self, *, file: Path, **_options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as problem:
            self.stderr.write(f"{file}: {problem.strerror}")
            raise SystemExit(2) from problem
        answer = by_file(content)
        self._say(answer)
        if answer.verdict is Verdict.CANNOT_TELL:
            raise SystemExit(2)
        if not answer.verdict.holds:
            raise SystemExit(1)

    def _say(self, answer: Answer) -> None:
        self.stdout.write(f"{answer.verdict.title}: {answer.verdict.sentence}")
        if answer.note:
            self.stdout.write(f"  {answer.note}")
        if answer.shown:
            shown = answer.shown
            for line in (shown.number, shown.name, shown.title, "、".join(shown.issuers)):
                self.stdout.write(f"  {line}")
