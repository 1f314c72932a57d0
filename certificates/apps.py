from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """What did we put on paper?"""

    name = "certificates"
    verbose_name = "certificates"

    def ready(self) -> None:
        from certificates import checks  # noqa: F401  (registers the system checks)
