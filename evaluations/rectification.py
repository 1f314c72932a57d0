"""What the paper of a title has to say of employer and field: as it was filed, and as corrected since.

A wrong name or ID number is corrected in the register of persons (``actions.identities``); these
two come from the filing, which is never changed. So a correction is the confirmed word of two
persons that stands beside it, and the last one holds.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations import snapshot
from evaluations.actions.filing import OFFICIAL_LANGUAGE
from evaluations.models import Application, Proposal, ProposalKind
from evaluations.questionnaire.summary import in_words
from evaluations.rules import Question
from evaluations.status import Status


class Fact(models.TextChoices):
    EMPLOYER = "employer", _("Employer")
    FIELD = "field", _("Occupation or field")


def facts_of(case: Application, filed: dict[str, Any] | None = None) -> dict[str, str]:
    """What is printed: fact -> words in the official language. A field only where one is printed.

    ``filed``: the last filing, where it has been read already.
    """
    found = as_filed(case, filed)
    if case.status == Status.APPROVED:
        return found  # nobody holds the title yet: nothing has been printed that could be wrong
    for proposal in confirmed(case):
        found |= {k: v for k, v in proposal.payload.items() if k in found}
    return found


def as_filed(case: Application, filed: dict[str, Any] | None = None) -> dict[str, str]:
    filed = filed or snapshot.read(case.filings.latest("number").content)
    found: dict[str, str] = {Fact.EMPLOYER: filed["employer"]["name"]}
    rules = case.call.rules
    question = next((i for i in rules.items() if i.id == rules.certificate.field), None)
    if isinstance(question, Question):
        answer = filed["answers"].get(question.id, "")
        found[Fact.FIELD] = in_words(question, answer, OFFICIAL_LANGUAGE)
    return found


def confirmed(case: Application) -> models.QuerySet[Proposal]:
    rows = Proposal.objects.filter(application=case, kind=ProposalKind.CORRECT)
    return rows.filter(outcome=Proposal.Outcome.CONFIRMED).order_by("decided_at", "pk")
