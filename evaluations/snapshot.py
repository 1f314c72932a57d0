"""What is frozen when a case is filed, and what keeps it from being filed."""

import hashlib
import json
import unicodedata
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from evaluations import eligibility, questionnaire
from evaluations.errors import Complaint
from evaluations.models import Application, Contest, ContestResult
from evaluations.public_list import local_day
from evaluations.rules import Upload
from evaluations.status import Status


def facts(case: Application, *, at: datetime) -> eligibility.Facts:
    """Everything the eligibility rules look at, as it stands now. Ages run to the cut-off date."""
    person, employer = case.person, case.employer
    return eligibility.Facts(
        answers=case.answers,
        track=case.track,
        cut_off=case.call.cut_off,
        filed_on=local_day(at),
        birth_date=person.birth_date,
        sex=person.sex,
        titles_held=_titles_held(case),
        employer=_employer_facts(employer),
        contests=_contests(case),
        uploads=frozenset(case.attachments.filter(removed_at=None).values_list("item", flat=True)),
        exceptions={
            e.rule: _("%(name)s: %(reason)s") % {"name": e.granted_by, "reason": e.reason}
            for e in case.exceptions.select_related("granted_by")
        },
    )


def _employer_facts(employer) -> eligibility.EmployerFacts | None:
    if employer is None:
        return None
    return eligibility.EmployerFacts(
        name=employer.name,
        in_city=bool(employer.district)
        and employer.district in {d.code for d in settings.CITY.districts},
        stationed=employer.affiliation == employer.Affiliation.STATIONED,
        kind=employer.kind,
    )


def _titles_held(case: Application) -> tuple[eligibility.TitleHeld, ...]:
    """Titles this person got through earlier calls of the city."""
    earlier = Application.objects.filter(person=case.person, status=Status.CERTIFIED)
    rows = earlier.exclude(pk=case.pk).select_related("call", "decision")
    return tuple(
        eligibility.TitleHeld(
            code=f"{row.call.programme}_city",
            since=row.decision.effective_on,
            until=_tenure_end(row),
        )
        for row in rows
    )


def _tenure_end(row: Application):
    tenure = row.call.rules.tenure
    start = row.decision.effective_on
    return start.replace(year=start.year + tenure.years) if tenure else None


def _contests(case: Application) -> dict[str, eligibility.ContestFacts]:
    """The registered contests the form names, with this person's rank where the list has it."""
    registered = Contest.objects.filter(public_id__in=questionnaire.contest_ids(case.answers))
    ranks = dict(
        ContestResult.objects.filter(
            contest__in=registered, id_lookup=case.person.id_lookup, passed_line=True
        ).values_list("contest_id", "rank")
    )
    return {
        str(row.public_id): eligibility.ContestFacts(
            name=str(row),
            level=row.level,
            grade=row.grade,
            filing_document=row.filing_document,
            rank=ranks.get(row.pk),
        )
        for row in registered
    }


def findings(case: Application, *, at: datetime) -> tuple[eligibility.Finding, ...]:
    return eligibility.examine(case.call.rules, facts(case, at=at))


def complaints(case: Application, *, at: datetime) -> list[Complaint]:
    """Everything that keeps this working copy from being filed, all at once."""
    rules = case.call.rules
    found = []
    if not case.person.complete:
        found.append(
            Complaint("person", _("Complete your name, ID number and mobile phone first."))
        )
    for problem in questionnaire.problems(rules, case.track, case.answers, complete=True):
        found.append(Complaint(problem.path, problem.message))
    found += _missing_uploads(case)
    for finding in findings(case, at=at):
        if finding.verdict == eligibility.Verdict.FAIL:
            found.append(Complaint(f"rules.{finding.rule_id}", finding.sentence))
    return found


def _missing_uploads(case: Application) -> list[Complaint]:
    present = set(case.attachments.filter(removed_at=None).values_list("item", flat=True))
    return [
        Complaint(f"uploads.{item.id}", _("Upload: %(what)s.") % {"what": item.label.zh})
        for item in questionnaire.visible_items(case.call.rules, case.track, case.answers)
        if isinstance(item, Upload) and item.required and item.id not in present
    ]


def unsigned() -> Complaint:
    return Complaint(
        "signature", _("Type your full name under the commitment, as in your identity data.")
    )


def correctable_paths(case: Application) -> frozenset[str]:
    return frozenset(questionnaire.field_paths(case.call.rules, case.track))


def content(case: Application, *, at: datetime, signed_name: str) -> str:
    """Canonical JSON of what is filed: sorted keys, NFC. The ID number itself is not in it."""
    person, employer = case.person, case.employer
    frozen = {
        "answers": case.answers,
        "track": case.track,
        "uploads": [
            {"id": str(a.public_id), "item": a.item, "name": a.name, "sha256": a.sha256}
            for a in case.attachments.filter(removed_at=None)
        ],
        "person": {
            "name": person.name,
            "sex": person.sex,
            "birth_date": person.birth_date.isoformat(),
            "id_lookup": person.id_lookup,
            "phone": person.phone,
        },
        "employer": {
            "name": employer.name,
            "uscc": employer.uscc,
            "kind": employer.kind,
            "affiliation": employer.affiliation,
            "district": employer.district,
            "supervisor": employer.supervisor.name if employer.supervisor else "",
        },
        "cut_off": case.call.cut_off.isoformat(),
        "findings": [
            {"rule": f.rule_id, "verdict": f.verdict.value, "sentence": f.sentence}
            for f in findings(case, at=at)
        ],
        "commitment": {"text": case.call.rules.commitment.zh, "signed": signed_name},
    }
    text = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def read(text: str) -> dict:
    """The frozen content of a filing."""
    return json.loads(text)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
