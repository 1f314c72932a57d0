"""The list of a play: proposed, posted, contested, decided, promulgated, numbered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.timezone import localtime

from certificates.fonts import Unprintable
from evaluations import listing
from evaluations.actions import call as calls
from evaluations.actions import lists, objections, proposing, publicity
from evaluations.desks import CallDesk, Desk
from evaluations.errors import Refused
from evaluations.models import Application, Call, Notice, User
from evaluations.roles import Role
from workflows import desk, promulgation
from workflows.rehearsal.play import Play, Span
from workflows.synthetic import opened

DOCUMENT = "演练文号1号"


@dataclass
class ListPlay:
    """What happens to the list when the last file is done."""

    play: Play
    days: dict[str, Span] = field(default_factory=dict)

    @property
    def call(self) -> Call:
        return Call.objects.get(pk=self.play.call.pk)

    def perform(self, at: datetime) -> bool:
        """Whether the certificates were reached; what stopped it is among the play's refusals."""
        for step, act in self._steps():
            try:
                at = act(at)
            except (Refused, Unprintable) as refusal:
                self.play.refusals[step, str(refusal)] += 1
                return False
        return True

    def _steps(self) -> list[tuple[str, Callable[[datetime], datetime]]]:
        return [
            ("list", self._propose),
            ("notice", self._post),
            ("objection", self._object),
            ("decision", self._decide),
            ("promulgation", self._promulgate),
            ("certificates", self._certify),
        ]

    def _by(self, verb: str, role: Role, step: CallDesk, at: datetime) -> User:
        return self.play.seats.for_call(self.call, verb, role, at=at, desk=step.value)

    def _do[T](self, act: Callable[[], T], *, by: User, at: datetime) -> T:
        self.play.acts += 1
        return desk.perform(self.call, act, by=by, at=at)

    def _propose(self, at: datetime) -> datetime:
        at = self.play.clock.next_day(at, 3)
        by = self._by("propose", Role.REVIEW_OFFICE, CallDesk.PROPOSED_LIST, at)
        waiting = [
            case for case in self.call.applications.order_by("pk")
            if (task := desk.open_task(case)) and task.desk == Desk.LIST
        ]  # fmt: skip
        ranked = listing.ranked(self.call, waiting)
        order = proposing.in_order(ranked[:-1] or ranked)

        def act() -> None:
            proposing.propose(
                call_id=self.call.pk, order=order, notes=dict.fromkeys(ranked, "演练"),
                by=by, seen=self.call.version, at=at,
            )  # fmt: skip

        self._do(act, by=by, at=at)
        return self._day("list", at, at)

    def _post(self, at: datetime) -> datetime:
        at = self.play.clock.next_day(at)
        by = self._by("post_notice", Role.REVIEW_OFFICE, CallDesk.NOTICE, at)
        notice: Notice = self._do(
            lambda: publicity.post_notice(
                call_id=self.call.pk, by=by, seen=self.call.version, at=at
            ),
            by=by, at=at,
        )  # fmt: skip
        self._day("notice", at, notice.ends_at)
        return at

    def _object(self, at: datetime) -> datetime:
        """Two objections: one dismissed, one upheld, examined by somebody who never checked."""
        notice = self.call.notices.latest("edition")
        listed = list(self.call.applications.filter(status="publicised").order_by("list_position"))
        for after, case, upheld in ((1.0, listed[0], False), (1.5, listed[-1], len(listed) > 2)):
            asked = at + timedelta(days=after)
            self._examined(notice, case, asked=asked, upheld=upheld)
            if len(listed) == 1:
                break
        return notice.ends_at

    def _examined(
        self, notice: Notice, case: Application, *, asked: datetime, upheld: bool
    ) -> None:
        received = desk.perform(
            case,
            lambda: objections.receive(
                notice=notice, application=opened.fresh(case), name="常演练", unit="",
                phone="13900000000", facts="演练异议", at=asked,
            ),
            by=None, at=asked,
        )  # fmt: skip
        at = self.play.clock.next_day(asked)
        seats = self.play.seats
        by = seats.taker(opened.fresh(case), Desk.OBJECTION, at=at, verb="handle_objection")
        key = {"objection_id": received.pk, "by": by, "at": at}

        def examine() -> None:
            objections.take(**key)
            objections.judge_admissibility(**key, admissible=True, reason="演练")
            objections.decide_objection(
                **key, outcome="upheld" if upheld else "dismissed", finding="演练",
                strike_off=upheld,
            )  # fmt: skip

        desk.perform(case, examine, by=by, at=at)
        seats.done(by, Desk.OBJECTION, "city", at=at)
        self._day("objection", asked, at)

    def _decide(self, at: datetime) -> datetime:
        at = self.play.clock.next_day(at)
        by = self._by("decide", Role(self.call.rules.decided_by), CallDesk.DECISION, at)

        def act() -> None:
            lists.decide(
                call_id=self.call.pk, meeting="演练会议", decided_on=localtime(at).date(),
                by=by, seen=self.call.version, at=at,
            )  # fmt: skip

        self._do(act, by=by, at=at)
        return self._day("decision", at, at)

    def _promulgate(self, at: datetime) -> datetime:
        at = self.play.clock.next_day(at, 3)
        by = self._by("promulgate", Role.REVIEW_OFFICE, CallDesk.PROMULGATION, at)
        promulgation.promulgate(
            decision=self.call.decisions.get(), document_number=DOCUMENT,
            effective_on=localtime(at).date(), by=by, seen=self.call.version, at=at,
        )  # fmt: skip
        return self._day("promulgation", at, at)

    def _certify(self, at: datetime) -> datetime:
        """The law's side only: the play prints no paper, its texts were checked with the numbers."""
        at = self.play.clock.next_day(at)
        by = self._by("certify", Role.CERTIFICATE_OFFICER, CallDesk.CERTIFICATES, at)
        for case in lists.approved_in_order(self.call.decisions.get()):
            desk.perform(
                case,
                lambda case=case: lists.certify(
                    application_id=case.pk, number=DOCUMENT, by=by, at=at
                ),
                by=by, at=at,
            )  # fmt: skip
        office = self._by("conclude", Role.REVIEW_OFFICE, CallDesk.CERTIFICATES, at)
        self._do(
            lambda: calls.conclude(
                call_id=self.call.pk, by=office, seen=self.call.version, at=at
            ),
            by=office, at=at,
        )  # fmt: skip
        return self._day("certificates", at, at)

    def _day(self, step: str, first: datetime, last: datetime) -> datetime:
        self.days.setdefault(step, Span(first, last)).reach(first, last)
        return last
