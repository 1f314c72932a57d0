from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """Whose move is it, in which programme?"""

    name = "workflows"
    verbose_name = "workflows"
