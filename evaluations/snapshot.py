"""What is frozen when a case is filed, and what keeps it from being filed."""

import hashlib
import json
import unicodedata
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from evaluations import eligibility, joint, questionnaire, rules
from evaluations.calendar import add_months
from evaluations.errors import Complaint
from evaluations.models import Application, Contest, ContestResult, Filing, Organisation
from evaluations.models.evidence import DESK_FILE
from evaluations.public_list import local_day
from evaluations.status import Status


def facts(case: Application, *, at: datetime, joint_answers: bool = False) -> eligibility.Facts:
    """Everything the eligibility rules look at, as it stands now. Ages run to the cut-off date.

    ``joint_answers``: also what the departments of the joint review answered. Only for readers who
    may know it (``joint.may_read_answers``): never for what the applicant sees or files.
    """
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
        outside=joint.outside_facts(case) if joint_answers else {},
        exceptions=_exceptions(case),
    )


def _exceptions(case: Application) -> dict[str, str]:
    """Rule -> who granted the exception, and why: in the language of the moment."""
    rows = case.exceptions.select_related("granted_by")
    narrow = rows.only("rule", "reason", "granted_by__name", "granted_by__username")
    return {
        row.rule: _("%(name)s: %(reason)s") % {"name": row.granted_by, "reason": row.reason}
        for row in narrow
    }


def _employer_facts(employer: Organisation | None) -> eligibility.EmployerFacts | None:
    if employer is None:
        return None
    districts = {district.code for district in settings.CITY.districts}
    return eligibility.EmployerFacts(
        name=employer.name,
        kind=employer.kind,
        district=employer.district,
        in_city=employer.district in districts or employer.affiliation == employer.Affiliation.CITY,
        stationed=employer.affiliation == employer.Affiliation.STATIONED,
    )


def _titles_held(case: Application) -> tuple[eligibility.TitleHeld, ...]:
    """Titles this person got through earlier calls of the city."""
    earlier = Application.objects.filter(person=case.person, status=Status.CERTIFIED)
    rows = earlier.exclude(pk=case.pk).values_list("call__rules_text", "decision__effective_on")
    return tuple(_title_held(rules.read(text), since) for text, since in rows)


def _title_held(programme: rules.Programme, since: date | None) -> eligibility.TitleHeld:
    tenure = programme.tenure if since else None
    until = add_months(since, 12 * tenure.years) if since and tenure else None
    return eligibility.TitleHeld(code=programme.title_code, since=since, until=until)


def _contests(case: Application) -> dict[str, eligibility.ContestFacts]:
    """The registered contests the form names, with this person's rank where the list has it."""
    named = questionnaire.contests_named(case.call.rules, case.track, case.answers)
    registered = Contest.objects.filter(public_id__in=named)
    mine = ContestResult.objects.filter(
        contest__in=registered, id_lookup=case.person.id_lookup or ""
    )
    results = {result.contest_id: result for result in mine}
    return {str(row.public_id): _contest(row, results.get(row.pk)) for row in registered}


def _contest(row: Contest, result: ContestResult | None) -> eligibility.ContestFacts:
    return eligibility.ContestFacts(
        name=row.name,
        event=row.event,
        level=row.level,
        grade=row.grade,
        filing_document=row.filing_document,
        held_on=row.held_on,
        rank=result.rank if result else None,
        passed_line=result.passed_line if result else None,
    )


def findings(
    case: Application, *, at: datetime, joint_answers: bool = False
) -> tuple[eligibility.Finding, ...]:
    return _examined(case, facts(case, at=at, joint_answers=joint_answers))


def _examined(case: Application, known: eligibility.Facts) -> tuple[eligibility.Finding, ...]:
    return eligibility.examine(case.call.rules, known)


def complaints(
    case: Application, *, at: datetime, known: eligibility.Facts | None = None
) -> list[Complaint]:
    """Everything that keeps this working copy from being filed, all at once. ``known``: its facts,
    where they have been collected already."""
    known = known or facts(case, at=at)
    found = []
    if not case.person.complete:
        found.append(
            Complaint("person", _("Complete your name, ID number and mobile phone first."))
        )
    problems = questionnaire.problems(
        case.call.rules,
        case.track,
        case.answers,
        complete=True,
        uploads=known.uploads,
        contests=known.contests.keys(),
        on=local_day(at),
    )
    found += [Complaint(p.path, p.message, page=p.page) for p in problems]
    found += [
        Complaint(f"rules.{finding.rule_id}", finding.sentence)
        for finding in _examined(case, known)
        if finding.verdict == eligibility.Verdict.FAIL
    ]
    return found


def unsigned() -> Complaint:
    return Complaint(
        "signature", _("Type your full name under the commitment, as in your identity data.")
    )


def correctable_paths(case: Application) -> frozenset[str]:
    """Everything a desk can tick for correction."""
    fields = questionnaire.field_paths(case.call.rules, case.track)
    return frozenset(field.path for field in fields)


def _files(case: Application) -> list[dict[str, str]]:
    """The applicant's own files, as a filing names them."""
    rows = case.attachments.filter(removed_at=None).exclude(item__startswith=DESK_FILE)
    return [
        {"id": str(public_id), "item": item, "name": name, "sha256": sha256}
        for public_id, item, name, sha256 in rows.values_list("public_id", "item", "name", "sha256")
    ]


def content(case: Application, known: eligibility.Facts, *, signed_name: str) -> str:
    """Canonical JSON of what is filed: sorted keys, NFC. The ID number itself is not in it.
    ``known``: the facts of the case at the moment of filing."""
    person, employer = case.person, case.employer
    frozen = {
        "answers": case.answers,
        "track": case.track,
        "uploads": _files(case),
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
            {
                "rule": f.rule_id,
                "verdict": f.verdict.value,
                "sentence": f.sentence,
                "evidence": list(f.evidence),
            }
            for f in _examined(case, known)
        ],
        "commitment": {"text": case.call.rules.commitment.zh, "signed": signed_name},
    }
    text = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def open_rules(case: Application, filing: Filing) -> tuple[str, ...]:
    """Ids of the rules that a person has to answer on this filing; a recorded exception answers."""
    # What a department is asked later is not guessed at before (domain brief 2.2).
    asked_later = joint.rules_of(case)
    excepted = asked_later | set(case.exceptions.values_list("rule", flat=True))
    return tuple(
        finding["rule"]
        for finding in read(filing.content)["findings"]
        if finding["verdict"] == eligibility.Verdict.NEEDS_HUMAN and finding["rule"] not in excepted
    )


def read(text: str) -> dict:
    """The frozen content of a filing."""
    return json.loads(text)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
