"""The first administrator of an installation, and the way back in when none is left."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone, translation

from evaluations.actions import accounts
from evaluations.errors import Refused


class Command(BaseCommand):
    help = (
        "Open an administrator's account and print the code with which its owner sets a password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="4 to 60 letters or digits")
        parser.add_argument("name", help="the person's name")

    def handle(self, *args: Any, username: str, name: str, **options: Any) -> None:
        with translation.override("en"):
            try:
                _user, code = accounts.open_first(name=name, username=username, at=timezone.now())
            except Refused as refusal:
                raise CommandError(str(refusal)) from None
        address = f"{settings.LAUREL_SITE_URL}{reverse('enter_code')}"
        self.stdout.write(f"Open {address} within seven days and enter the code {code}")
        self.stdout.write("Roles of weight need two persons: open two administrators.")
