from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """What did we put on paper?"""

    name = "certificates"
    verbose_name = "certificates"
