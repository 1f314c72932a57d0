"""Draw the way of every programme into docs/diagrams, or check that the drawings are up to date."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workflows import diagram, programme


class Command(BaseCommand):
    help = "Draws docs/diagrams/<programme>.<language>.svg from the routes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when stale")

    def handle(self, *args, check: bool, **options) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "diagrams"
        folder.mkdir(parents=True, exist_ok=True)
        stale = [path for path, text in drawings(folder) if not check_or_write(path, text, check)]
        if stale:
            names = ", ".join(path.name for path in stale)
            raise CommandError(f"Out of date: {names}. Run “manage.py diagrams” and commit.")


def drawings(folder: Path):
    """(path, text) of every drawing, in both languages."""
    for each in programme.all_programmes():
        for language, short in (("zh-hans", "zh"), ("en", "en")):
            yield folder / f"{each.id}.{short}.svg", diagram.svg(each, language)


def check_or_write(path: Path, text: str, check: bool) -> bool:
    """True when the drawing is (now) up to date."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return True
    if not check:
        path.write_text(text, encoding="utf-8")
    return not check
