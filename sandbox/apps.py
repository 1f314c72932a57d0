from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """What could hurt us, and where is it touched?"""

    name = "sandbox"
    verbose_name = "sandbox"
