from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EvaluationsConfig(AppConfig):
    """What is true in law?"""

    name = "evaluations"
    verbose_name = "evaluations"

    def ready(self) -> None:
        # Models are not there before the registry is full.
        from evaluations import guards, panel_guards

        post_migrate.connect(guards.put_back, sender=self)
        post_migrate.connect(panel_guards.put_back, sender=self)
