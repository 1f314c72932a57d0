"""The form of a desk's opinion: only the verdicts the desk may give, each with what it does."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import EMPTY_VALUES
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations import desk_details, route, whereabouts
from evaluations.calendar import CalendarNotPublished
from evaluations.desks import RULES, Desk, Ground, Verdict
from evaluations.errors import Complaint
from evaluations.models import work_calendar
from evaluations.public_list import local_day
from evaluations.rules import Clock
from workflows.views.answer import ActForm
from workflows.views.desks import _case_file, _kind
from workflows.views.desks._marks import Marks

FORM_ID = "opinion"
_LONGEST = 2000
# Each of the two has a clock of its own in the call's rules.
_DUE = {Verdict.RETURN: "due_on", Verdict.SUPPLEMENT: "supplement_on"}
_ASKS_APPLICANT = frozenset(_DUE)


class OpinionForm(ActForm):
    """Parses; what is missing or not allowed is said by the law. ``file`` is the case as read."""

    def __init__(self, *args, file: _case_file.CaseFile, kind: _kind.Kind, at: datetime, **kwargs):
        super().__init__(*args, seen=file.case.version, **kwargs)
        self.file, self.kind, self.at = file, kind, at
        self.step = whereabouts.step_of(file.case, kind.desk)
        self.marks = Marks.of({}, {})
        self.rules_to_judge = file.open_rules() if desk_details.judges(kind.desk) else []
        self._add_verdict()
        self._add_correction()
        self._add_asked()

    # --- its fields ---

    def _add_verdict(self) -> None:
        case, desk, opinions = self.file.case, self.kind.desk, self.file.opinions
        choices = [
            (
                v.value,
                f"{_kind.verdict_words(desk, v)}\n{_kind.consequence(case, opinions, desk, v)}",
            )
            for v in self.kind.verdicts
            if self._is_possible(v)
        ]
        self.fields["verdict"] = forms.ChoiceField(
            label=_("Your opinion"), choices=choices, widget=forms.RadioSelect
        )
        if RULES[desk].names_a_ground:
            self.fields["ground"] = _Choice(
                label=_("Ground for not accepting"),
                choices=[("", _("Choose a ground")), *Ground.choices],
            )
        hint = _("Read by the applicant and by every later reader; not needed to pass the file on.")
        if desk == Desk.JOINT_REVIEW:
            hint = _(
                "Needed to pass a file with an issue: then only the office and the deciders read it. "
                "A refusal is read by the applicant."
            )
        self.fields["reason"] = _words_field(_("Reason"), hint)

    def _is_possible(self, verdict: Verdict) -> bool:
        """One-time means once; and nobody can send back where there is no earlier desk."""
        if verdict == Verdict.SUPPLEMENT:
            return all(o.verdict != Verdict.SUPPLEMENT for o in self.file.opinions)
        return verdict != Verdict.SEND_BACK or bool(self._earlier(verdict))

    def _earlier(self, verdict: Verdict) -> tuple[str, ...]:
        return route.resume_options(whereabouts.steps_of(self.file.case), self.kind.desk, verdict)

    def _add_correction(self) -> None:
        offered = dict(self.fields["verdict"].choices)
        if Verdict.RETURN in offered or Verdict.SUPPLEMENT in offered:
            labels = {path: self.file.path_label(path) for path in self.file.fields}
            self.marks = Marks.of(labels, self.data)
            for verdict, name in _DUE.items():
                if verdict in offered:
                    self.fields[name] = _Day(
                        label=_("To be corrected by"),
                        widget=forms.DateInput({"class": "width-10"}),
                    )
            self.fields["resume_at"] = _desks_field(
                _("After the correction, work goes on at"), self._earlier(Verdict.RETURN)
            )
        if Verdict.SEND_BACK in offered:
            self.fields["back_to"] = _desks_field(
                _("Send back to"), self._earlier(Verdict.SEND_BACK)
            )

    def _add_asked(self) -> None:
        for ask in desk_details.asks(self.kind.desk, self.step):
            self.fields[f"d-{ask.id}"] = _asked_field(ask)
        for rule in self.rules_to_judge:
            self.fields[f"met-{rule['id']}"] = _Choice(
                label=f"{rule['id']} {rule['text']}",
                help_text=rule["sentence"],
                choices=[("yes", _("met")), ("no", _("not met"))],
                widget=forms.RadioSelect({"class": "choices-inline"}),
            )
            self.fields[f"note-{rule['id']}"] = _words_field(
                _("What your answer on %s rests on") % rule["id"], rows=2
            )

    # --- for the template ---

    def count_days(self) -> None:
        """Propose the dates by which an answer is due, and show their days. Only a form that is
        shown needs this: an opinion that is taken asks no calendar."""
        due = {n: c for n, c in self._clocks().items() if n in self.fields}
        calendar = work_calendar() if due else None
        for name, clock in due.items():
            try:
                days = calendar.publicity_days(local_day(self.at), clock)
            except CalendarNotPublished as refusal:
                self[name].help_text = str(refusal)
                continue
            self.initial.setdefault(name, days[-1])
            self[name].help_text = _counted(days)

    def _clocks(self) -> dict[str, Clock]:
        rules = self.file.case.call.rules
        return {
            _DUE[Verdict.RETURN]: rules.correction,
            _DUE[Verdict.SUPPLEMENT]: rules.supplement,
        }

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("d-")]

    @property
    def judged(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"met-{r['id']}"], self[f"note-{r['id']}"]) for r in self.rules_to_judge]

    # --- what it says to the law ---

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        for sentence in self.marks.too_long():
            self.add_error(None, sentence)
        if verdict and self.marks.typed and verdict not in _ASKS_APPLICANT:
            self.add_error(
                "verdict",
                _("You have marked fields to be corrected. Return the file, or empty the marks."),
            )
        due = _DUE.get(verdict, "")
        if due and cleaned.get(due) is None and due not in self.errors:
            self.add_error(due, _("Set the date by which it has to be corrected."))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What ``opining.give_opinion`` is told."""
        given = self.cleaned_data
        verdict = Verdict(given["verdict"])
        asks_applicant = verdict in _ASKS_APPLICANT
        resume = "resume_at" if asks_applicant else "back_to"
        return {
            "verdict": verdict,
            "seen": given["seen"],
            "key": given["key"],
            "reason": given["reason"],
            "ground": given.get("ground", "") if verdict == Verdict.DECLINE else "",
            "resume_at": given.get(resume, "") if verdict != Verdict.PASS else "",
            "remarks": self.marks.remarks if asks_applicant else (),
            "due_at": _end_of(given[_DUE[verdict]]) if asks_applicant else None,
            "detail": self._detail(),
        }

    def _detail(self) -> dict[str, Any]:
        given = self.cleaned_data
        detail = {
            name.removeprefix("d-"): _plain(given[name])
            for name in self.fields
            if name.startswith("d-") and given.get(name) not in (None, "")
        }
        judged = {
            rule["id"]: {"met": given[f"met-{rule['id']}"], "note": given[f"note-{rule['id']}"]}
            for rule in self.rules_to_judge
            if given[f"met-{rule['id']}"]
        }
        kept = self.file.attachments.values() if self.file.takes_proofs else ()
        proofs = [str(p.public_id) for p in kept if self._is_proof(p)]
        more = {"judged": judged, "proofs": proofs}
        return detail | {name: value for name, value in more.items() if value}

    def _is_proof(self, attachment: Any) -> bool:
        return attachment.item == f"desk.{self.kind.desk}" and not attachment.removed_at

    def name_of(self, complaint: Complaint) -> str | None:
        """The field a complaint of the law belongs to; None: the whole form."""
        kind, _dot, rest = complaint.path.partition(".")
        found = {"detail": f"d-{rest}", "judged": f"met-{rest}", "reason": "reason"}.get(kind, "")
        return found if found in self.fields else None


class _Asked:
    """Needed for some opinions only, so never called optional; what is missing the law says."""

    def validate(self, value: Any) -> None:
        if value not in EMPTY_VALUES:
            super().validate(value)


class _Words(_Asked, forms.CharField): ...


class _Number(_Asked, forms.IntegerField): ...


class _Day(_Asked, forms.DateField): ...


class _Choice(_Asked, forms.ChoiceField): ...


def _words_field(label: str, hint: str = "", rows: int = 4) -> forms.CharField:
    widget = forms.Textarea({"rows": rows, "form": FORM_ID})
    if rows > 2:
        widget.attrs["maxlength"] = _LONGEST
    return _Words(label=label, help_text=hint, max_length=_LONGEST, widget=widget)


def _desks_field(label: str, desks: tuple[str, ...]) -> forms.ChoiceField:
    choices = [(desk, Desk(desk).label) for desk in desks]
    return _Choice(label=label, choices=choices)


def _asked_field(ask: desk_details.Ask) -> forms.Field:
    words = {"label": ask.label, "help_text": ask.hint}
    match ask.kind:
        case "number":
            return _Number(widget=forms.NumberInput({"class": "width-4"}), **words)
        case "date":
            return _Day(widget=forms.DateInput({"class": "width-10"}), **words)
        case "choice":
            choices = [(value, label) for value, label in ask.choices]
            return _Choice(choices=choices, widget=forms.RadioSelect, **words)
        case "long_text":
            return _Words(widget=forms.Textarea({"rows": 3}), max_length=500, **words)
        case _:
            return _Words(max_length=200, **words)


def _counted(days: tuple[date, ...]) -> str:
    """The days one by one, so that nobody has to count holidays."""
    listed = ", ".join(f"{day:%m-%d}" for day in days)
    return _("%(n)d days, counted from tomorrow: %(days)s.") % {"n": len(days), "days": listed}


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=timezone.get_current_timezone())


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
