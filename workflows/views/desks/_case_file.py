"""A filed case as an officer reads it at a desk: word for word what was filed, and what was said.

Built from few queries, whatever the length of the file. Who may see it was asked before.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations import desk_details, joint, permissions, questionnaire, snapshot, whereabouts
from evaluations.desks import Desk, Ground, Verdict
from evaluations.identity import mask_phone
from evaluations.models import Application, Attachment, Filing, Opinion, User
from evaluations.models.evidence import DESK_FILE
from evaluations.questionnaire import Field
from evaluations.roles import Role
from workflows.views.applicant import reading
from workflows.views.applicant.way import holder
from workflows.views.desks._opinion_words import detail_words, resume_words

_NO_MARKS: Mapping[str, Any] = {}
_PICTURES = {"image/jpeg": "image", "image/png": "image", "application/pdf": "pdf"}


@dataclass(frozen=True)
class CaseFile:
    """``desk``: where the file lies, "" when nowhere. ``filings``: the last two, newest first."""

    case: Application
    reader: User
    desk: str
    filings: Sequence[Filing]

    @classmethod
    def of(cls, case: Application, *, reader: User, desk: str) -> "CaseFile":
        return cls(case, reader, desk, list(case.filings.order_by("-number")[:2]))

    @property
    def filing(self) -> Filing:
        return self.filings[0]

    @cached_property
    def content(self) -> dict[str, Any]:
        return snapshot.read(self.filing.content)

    @cached_property
    def attachments(self) -> dict[str, Attachment]:
        """Public id -> every file that was ever kept in this case."""
        rows = self.case.attachments.select_related("uploaded_by")
        return {str(row.public_id): row for row in rows}

    @cached_property
    def opinions(self) -> list[Opinion]:
        rows = self.case.opinions.select_related("given_by", "organisation", "correction", "filing")
        return list(rows)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Everything that can be ticked for correction, by path."""
        found = questionnaire.field_paths(self.case.call.rules, self.case.track)
        return {field.path: field for field in found}

    @cached_property
    def has_it(self) -> bool:
        """Whether the reader sits at the desk where the file lies."""
        return bool(self.desk) and bool(permissions.grant_for(self.reader, self.desk, self.case))

    @property
    def track_label(self) -> str:
        return whereabouts.track_of(self.case).label.say(get_language() or "")

    # --- who it is ---

    def person(self) -> list[dict[str, str]]:
        """The ID number is masked for everybody; the telephone for all but the desk in charge."""
        filed, employer = self.content["person"], self.content["employer"]
        phone = filed["phone"] if self.has_it else mask_phone(filed["phone"])
        sexes = {"F": _("female"), "M": _("male")}
        return [
            {"label": _("Name"), "value": filed["name"]},
            {"label": _("Sex"), "value": sexes.get(filed["sex"], "")},
            {"label": _("Date of birth"), "value": filed["birth_date"]},
            {"label": _("ID number"), "value": self.case.person.masked_id},
            {"label": _("Mobile phone"), "value": phone},
            {"label": _("Employer"), "value": employer["name"]},
            {"label": _("Unified social credit code"), "value": employer["uscc"]},
            {"label": _("Chain of recommendation"), "value": " → ".join(self._chain())},
        ]

    def _chain(self) -> list[str]:
        return [str(Desk(step.desk).label) for step in whereabouts.steps_of(self.case)]

    # --- what was filed ---

    def pages(self, marks: Mapping[str, Any] = _NO_MARKS) -> list[dict[str, Any]]:
        """Pages of groups: neighbouring lines together, each table and each attachment alone.
        ``marks``: path -> the flag and box of that item, as HTML."""
        answers = self.content["answers"]
        summary = questionnaire.summary(
            self.case.call.rules,
            self.case.track,
            answers,
            get_language() or "",
            contests=reading.named_in(self.case, answers),
        )
        return [
            {"id": page.id, "title": page.title, "groups": self._groups(page.entries, marks)}
            for page in summary
        ]

    def _groups(self, entries: Sequence[Any], marks: Mapping[str, Any]) -> list[dict[str, Any]]:
        groups: list[dict[str, Any]] = []
        for entry in entries:
            path = f"{'uploads' if entry.kind == 'files' else 'answers'}.{entry.item}"
            shown = {"entry": entry, "anchor": anchor(path), "mark": marks.get(path)}
            if entry.kind == "files":
                shown["kept"] = self._filed_files.get(entry.item, [])
            if entry.kind == "line" and groups and groups[-1]["kind"] == "line":
                groups[-1]["items"].append(shown)
            else:
                groups.append({"kind": entry.kind, "items": [shown]})
        return groups

    @cached_property
    def _filed_files(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for upload in self.content["uploads"]:
            if row := self.attachments.get(upload["id"]):
                found[upload["item"]].append(self.shown(row))
        return found

    def shown(self, row: Attachment) -> dict[str, Any]:
        """For parts/attachments.html."""
        return {
            "name": row.name,
            "kind": _PICTURES.get(row.content_type, "other"),
            "size": row.size,
            "url": reverse("desk_file", args=[self.case.public_id, row.public_id]),
            "at": row.uploaded_at,
        }

    @property
    def takes_proofs(self) -> bool:
        """Whether the form of this desk asks for something that can be proved."""
        step = whereabouts.step_of(self.case, self.desk)
        ranked = self.desk == Desk.DISTRICT
        return not ranked and bool(desk_details.asks(self.desk, step))

    def kept_proofs(self) -> list[dict[str, Any]]:
        """Files this desk has uploaded and not yet sent with an opinion, or with an earlier one."""
        rows = self.attachments.values()
        item = f"{DESK_FILE}{self.desk}"
        return [self.shown(row) for row in rows if row.item == item and not row.removed_at]

    def changes(self) -> list[Any]:
        """What differs from the filing before."""
        if len(self.filings) < 2:
            return []
        before = snapshot.read(self.filings[1].content)
        return reading.changes_between(self.case, before, self.content)

    # --- the rules ---

    @cached_property
    def exceptions(self) -> dict[str, Any]:
        """Recorded exceptions by rule; asked for only where a rule is not plainly met."""
        doubtful = any(f["verdict"] != "pass" for f in self.content["findings"])
        rows = self.case.exceptions.select_related("granted_by") if doubtful else []
        return {row.rule: row for row in rows}

    @cached_property
    def rules(self) -> list[dict[str, Any]]:
        """The findings as frozen with the filing."""
        conditions = {c.id: c for c in self.case.call.rules.conditions}
        language = get_language() or ""
        since = self._found_by_departments()
        return [
            {
                "id": found["rule"],
                "text": conditions[found["rule"]].text.say(language),
                "source": conditions[found["rule"]].source,
                "verdict": found["verdict"].upper(),
                "sentence": found["sentence"],
                "evidence": [self._evidence(path) for path in found.get("evidence", [])],
                "exception": self.exceptions.get(found["rule"]),
            }
            for found in (f | since.get(f["rule"], {}) for f in self.content["findings"])
        ]

    def _found_by_departments(self) -> dict[str, dict[str, Any]]:
        """Rule -> what the joint review has found since, for those who may know it."""
        rules = joint.rules_of(self.case)
        if not rules or not joint.may_read_answers(self.reader, self.case):
            return {}
        if not joint.outside_facts(self.case):
            return {}
        live = snapshot.findings(self.case, at=self.filing.filed_at, joint_answers=True)
        return {
            found.rule_id: {"verdict": found.verdict.value, "sentence": found.sentence}
            for found in live
            if found.rule_id in rules
        }

    def open_rules(self) -> list[dict[str, Any]]:
        """The rules that need a person's answer; a department's are asked of the department."""
        asked = joint.rules_of(self.case)
        waiting = [r for r in self.rules if r["verdict"] == "NEEDS_HUMAN" and not r["exception"]]
        return [rule for rule in waiting if rule["id"] not in asked]

    def doubtful_rules(self) -> list[dict[str, Any]]:
        return [rule for rule in self.rules if rule["verdict"] != "PASS"]

    def met_rules(self) -> list[dict[str, Any]]:
        return [rule for rule in self.rules if rule["verdict"] == "PASS"]

    def _evidence(self, path: str) -> dict[str, str]:
        field = self.fields.get(path)
        if field is not None:
            return {"label": field.label.say(get_language() or ""), "anchor": anchor(path)}
        words = {
            "profile": _("identity data"),
            "employer": _("the employer"),
            "registry": _("the city's own registers"),
            "outside": _("to be asked elsewhere"),
            "exceptions": _("a recorded exception"),
        }
        return {"label": words.get(path.partition(".")[0], path), "anchor": ""}

    # --- what was said ---

    def said(self) -> list[dict[str, Any]]:
        """Every opinion, newest first."""
        return [self.opinion_words(opinion) for opinion in reversed(self.opinions)]

    def opinion_words(self, opinion: Opinion) -> dict[str, Any]:
        correction = getattr(opinion, "correction", None)
        return {
            "desk": Desk(opinion.desk).label,
            "verdict": Verdict(opinion.verdict),
            "tone": _TONES[Verdict(opinion.verdict)],
            "who": opinion.given_by.name,
            "role": Role(opinion.role).label,
            "organisation": opinion.organisation,
            "at": opinion.given_at,
            "ground": Ground(opinion.ground).label if opinion.ground else "",
            "reason": self._reason(opinion),
            "remarks": self._remarks(correction.remarks) if correction else [],
            "due": correction.due_at if correction else None,
            "detail": detail_words(self.case, opinion),
            "proofs": self._proofs_in(opinion),
            "rules_hash": opinion.rules_hash[:12],
            "filing": opinion.filing.number,
            "resume": resume_words(opinion),
        }

    def _reason(self, opinion: Opinion) -> str:
        # Why a file passed in spite of an issue tells what the issue was (domain brief 2.2).
        kept_in = opinion.desk == Desk.JOINT_REVIEW and opinion.verdict == Verdict.PASS
        if kept_in and not joint.may_read_answers(self.reader, self.case):
            return ""
        return opinion.reason

    def _remarks(self, remarks: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
        return [
            {"label": self.path_label(remark["path"]), "text": remark["remark"]}
            for remark in remarks
        ]

    def path_label(self, path: str) -> str:
        field = self.fields.get(path)
        return field.label.say(get_language() or "") if field else path

    def _proofs_in(self, opinion: Opinion) -> list[dict[str, Any]]:
        ids = opinion.detail.get("proofs") or []
        return [self.shown(self.attachments[i]) for i in ids if i in self.attachments]

    def holder(self) -> str:
        return holder(self.case, self.desk) if self.desk else ""


_TONES = {
    Verdict.PASS: ("laurel", "approved"),
    Verdict.DOUBT: ("gold", "question"),
    Verdict.RETURN: ("gold", "return"),
    Verdict.SEND_BACK: ("gold", "return"),
    Verdict.SUPPLEMENT: ("gold", "supplement"),
    Verdict.DECLINE: ("cinnabar", "not-accepted"),
}


def anchor(path: str) -> str:
    """The id of an item on the desk page."""
    return "at-" + path.replace(".", "-")
