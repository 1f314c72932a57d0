from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """Whose move is it, in which programme?"""

    name = "workflows"
    verbose_name = "workflows"

    def ready(self) -> None:
        from workflows import checks  # noqa: F401  (registers the system checks)
        from workflows.forms.missing import say_what_to_do

        say_what_to_do()
