"""``manage.py check_desks``: do the open desks agree with the law?"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from workflows import desk


class Command(BaseCommand):
    help = (
        "Compare every open desk with the one the law names; exit 1 and name the cases that differ."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rebuild", action="store_true", help="put each of them on the desk the law names"
        )

    def handle(self, *, rebuild: bool, **options: Any) -> None:
        differing = list(desk.disagreeing())
        for subject, sentence in differing:
            self.stdout.write(sentence)
            if rebuild:
                desk.rebuild(subject)
        found = len(differing)
        if found and rebuild:
            self.stdout.write(f"check_desks: {found} rebuilt from the record of the law")
        elif found:
            self.stdout.write(f"check_desks: {found} cases differ; --rebuild mends them")
            sys.exit(1)
        else:
            self.stdout.write("check_desks: every open desk is the one the law names")
