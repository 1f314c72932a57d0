"""What somebody has before them who has just opened the page of a case."""

from evaluations.models import Application


def fresh(case: Application) -> Application:
    return Application.objects.select_related("call", "person", "employer").get(pk=case.pk)


def version(case: Application) -> int:
    """What the form on the page says it was made from."""
    return Application.objects.values_list("version", flat=True).get(pk=case.pk)


def unread(case: Application) -> bool:
    """Whether the page of a desk still offers to open the file: nobody has read this filing yet."""
    return case.filings.filter(opened_at=None, recalled_at=None).exists()
