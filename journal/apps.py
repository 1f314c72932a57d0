from django.apps import AppConfig


class JournalConfig(AppConfig):
    """What happened, provably?"""

    name = "journal"
    verbose_name = "journal"
