from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """What is true in law?"""

    name = "evaluations"
    verbose_name = "evaluations"
