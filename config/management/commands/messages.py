"""Collect the sentences of the interface and give them their Chinese."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import messages


class Command(BaseCommand):
    help = "Collect the sentences of the interface into the Chinese catalogue."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help='JSON: {"English": "中文"}')
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when it is not complete"
        )

    def handle(self, *, files: list[Path], check: bool, **options: Any) -> None:
        try:
            words, contradictions = messages.collect_words(files)
            found = messages.extract()
        except (ValueError, RuntimeError) as error:
            raise CommandError(str(error)) from error
        kept = messages.read()
        messages.fill(found, words=words, kept=kept)
        for sentence in contradictions:
            self.stderr.write(f"two translations of {sentence}")
        missing = messages.untranslated(found)
        if check:
            self._refuse_stale(found, kept, missing)
        else:
            messages.catalogue_path().parent.mkdir(parents=True, exist_ok=True)
            found.save(str(messages.catalogue_path()))
        self.stdout.write(f"{len(found)} sentences, {len(missing)} without Chinese")
        for sentence in missing:
            self.stdout.write(f"  {sentence!r}")

    def _refuse_stale(self, found: Any, kept: Any, missing: list[str]) -> None:
        strangers = {messages.key(entry) for entry in found} ^ {messages.key(e) for e in kept}
        if missing or strangers:
            wrong = sorted({*missing, *(english for english, *_ in strangers)})
            listed = "\n".join(f"  {sentence!r}" for sentence in wrong)
            raise CommandError(
                f"The Chinese catalogue does not match the source. Run make messages:\n{listed}"
            )
