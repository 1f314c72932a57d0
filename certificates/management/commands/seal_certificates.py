"""``manage.py seal_certificates``: the second signature, from the city's seal platform."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates import seal_service


class Command(BaseCommand):
    help = "Have every issued file that lacks it sealed by the platform of LAUREL_SEAL_URL."

    def handle(self, **_options: Any) -> None:
        service = seal_service.configured()
        if service is None:
            raise CommandError("There is no seal platform. Set LAUREL_SEAL_URL.")
        try:
            sealed = seal_service.seal_waiting(service=service, by="operator", clock=timezone.now)
        except seal_service.SealFailed as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{service.name}: {sealed} sealed")
