from django.apps import AppConfig


class Config(AppConfig):
    name = "config"
    verbose_name = "Settings and start-up"

    def ready(self) -> None:
        # Registering is the import's whole purpose.
        from config import checks, middleware  # noqa: F401
