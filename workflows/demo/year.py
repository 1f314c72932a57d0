"""The year of the demo city: calls at every stage, so that every role finds work in its inbox."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from evaluations.desks import Desk, Verdict
from evaluations.models import Application, Holding, Person, User
from evaluations.pool import PANEL_DESKS
from evaluations.roles import Role
from evaluations.rules import NoTitleHeld, Programme, with_parameters
from workflows import desk, programme
from workflows.demo import accounts, cases, lists, panel, stage, titles
from workflows.demo.city import DemoCity, more_people
from workflows.demo.stage import Stage

Say = Callable[[str], None]

CONCLUDED_SIZE, OPEN_SIZE, LATER_SIZE = 34, 22, 8
CONCLUDED = 250  # days ago
EARLIER = 470  # days ago: so long that its titles draw a stipend today


@dataclass
class Year:
    """Plays the calls one after another. ``now``: the moment at which the curtain falls."""

    city: DemoCity
    dice: Random
    now: datetime
    say: Say
    documents: int = 10

    def play(self) -> None:
        self._fill_pool()
        titles.departments(self.city, at=self.now - timedelta(days=EARLIER))
        self.earlier(programme.get("chief_technician"))
        for each in programme.all_programmes():
            self.concluded(each)
        first, *others = programme.all_programmes()
        self.open_now(programme.get("technical_expert"))
        later = [*others, first]
        self.under_notice(later[0 % len(later)])
        self.awaiting_decision(later[1 % len(later)])
        self.awaiting_list(programme.get("chief_technician"))
        self.in_preparation(later[3 % len(later)])
        self.before_the_experts(programme.get("chief_technician"))
        self.before_the_departments(programme.get("chief_technician"))
        self.awaiting_certificates(programme.get("technical_expert"))
        accounts.ask(self.city, at=self.now - timedelta(days=2))

    # --- one call each ---------------------------------------------------------------------

    def earlier(self, each: Programme) -> None:
        """Last year's batch: its holders are reviewed, paid, and one wants to leave."""
        concluded, opens = (self.now - timedelta(days=days) for days in (CONCLUDED, EARLIER))
        batch = 9 if opens.year == concluded.year else 1
        scene = self._opened(each, days_ago=EARLIER, batch=batch)
        self.say(f"{scene.call.title}: 往年入选，管理期内")
        ready = self._list_made(scene)
        notice = lists.post_notice(scene)
        at = notice.ends_at + timedelta(days=2)
        decision = lists.decide(scene, at=at)
        self.documents += 1
        lists.promulgate(scene, decision, number=self.documents, at=at + timedelta(days=3))
        lists.issue(scene, at=at + timedelta(days=4))
        stage.conclude(scene, at=at + timedelta(days=30))
        titles.first_year(scene, at=self.now - timedelta(days=20))
        titles.pay(self.city, at=self.now - timedelta(days=3))
        self.say(f"{scene.call.title}: 管理期内 {len(ready)} 人")

    def concluded(self, each: Programme) -> None:
        """From filing to signed paper: with returns, refusals, an objection and a revocation."""
        scene = self._opened(each, days_ago=CONCLUDED, batch=1)
        self.say(f"{scene.call.title}: 全过程")
        examined = panel.through(scene, self._examined(scene, CONCLUDED_SIZE), day=20)
        ready = [case for case in examined if _at_list(case)]
        if titles.takes_intent(each):
            people = [person for person, _track in self._crowd(scene, 2)]
            ready = [*titles.on_intent(scene, people), *ready]
        stage.close(scene)
        listed = lists.propose(scene, ready[:-1] or ready)
        notice = lists.post_notice(scene)
        spared = {case.pk for case in ready[:2]}  # approved on intent, where the programme has them
        self._objections(scene, notice, [case for case in listed if case.pk not in spared])
        at = notice.ends_at + timedelta(days=2)
        decision = lists.decide(scene, at=at)
        self.documents += 1
        lists.promulgate(scene, decision, number=self.documents, at=at + timedelta(days=3))
        issued = lists.issue(scene, at=at + timedelta(days=4))
        issued += titles.after_intent(scene, at=at + timedelta(days=20))
        self.say(f"{scene.call.title}: 发证 {issued} 件")
        stage.conclude(scene, at=at + timedelta(days=30))
        document = f"星人才字〔{at.year}〕{self.documents + 20}号"
        titles.revoke(scene, titles.held(scene)[-1], at=at + timedelta(days=40), document=document)

    def open_now(self, each: Programme) -> None:
        """The window is open: files lie on every desk, and drafts wait at home."""
        scene = self._opened(each, days_ago=14, batch=2)
        self.say(f"{scene.call.title}: 正在受理")
        titles.extend_window(scene, day=9, days=3)
        accounts.given_back(scene, self.city.people[0])
        accounts.at_their_desks(scene, [person for person, _track in self._crowd(scene, 6)])
        for index, (person, track) in enumerate(self._crowd(scene, OPEN_SIZE)):
            with transaction.atomic():
                self._somewhere(scene, person, track, index)

    def under_notice(self, each: Programme) -> None:
        """The list is posted; one candidate is contested."""
        scene = self._opened(each, days_ago=stage.POSTED + 2, batch=3)
        self.say(f"{scene.call.title}: 公示中")
        ready = self._list_made(scene)
        notice = lists.post_notice(scene)
        lists.object_to(scene, notice, ready[-1], after=0.5)

    def awaiting_decision(self, each: Programme) -> None:
        """The notice is over; the deciders have the list."""
        scene = self._opened(each, days_ago=stage.POSTED + 25, batch=4)
        self.say(f"{scene.call.title}: 待审定")
        self._list_made(scene)
        lists.post_notice(scene)

    def awaiting_certificates(self, each: Programme) -> None:
        """The document is out; the certificates are still to be made."""
        scene = self._opened(each, days_ago=stage.POSTED + 31, batch=10)
        self.say(f"{scene.call.title}: 待制证")
        self._list_made(scene)
        notice = lists.post_notice(scene)
        at = notice.ends_at + timedelta(days=2)
        decision = lists.decide(scene, at=at)
        self.documents += 1
        lists.promulgate(scene, decision, number=self.documents, at=at + timedelta(days=3))

    def awaiting_list(self, each: Programme) -> None:
        """Every file has passed every desk; the office makes the list. The cut line runs between
        two people with the same score, and the call keeps a reserve list."""
        few = with_parameters(each, {"places.main": 4, "places.reserve": "yes"})
        scene = self._opened(few, days_ago=50, batch=5)
        self.say(f"{scene.call.title}: 待拟定名单")
        self._through(scene, LATER_SIZE, levels=(94, 91, 88, 85, 85, 80, 76, 72))
        stage.close(scene)

    def before_the_experts(self, each: Programme) -> None:
        """Experts score: some are done, some have begun, and the office waits for the rest."""
        scene = self._opened(each, days_ago=44, batch=7)
        self.say(f"{scene.call.title}: 专家评审中")
        for person, track in self._crowd(scene, LATER_SIZE):
            with transaction.atomic():
                case = cases.file(scene, cases.draft(scene, person, track))
                cases.advance(scene, case, until=PANEL_DESKS)
        stage.close(scene)
        with transaction.atomic():
            panel.at_work(scene, day=40, everybody=len(self._experts()))

    def before_the_departments(self, each: Programme) -> None:
        """The joint review runs: silent departments, an issue, a file on hold."""
        scene = self._opened(each, days_ago=46, batch=8)
        self.say(f"{scene.call.title}: 部门联审中")
        files = []
        for person, track in self._crowd(scene, LATER_SIZE):
            with transaction.atomic():
                case = cases.file(scene, cases.draft(scene, person, track))
                files.append(cases.advance(scene, case, until=PANEL_DESKS))
        stage.close(scene)
        done = panel.through(scene, files, day=34, until=(Desk.JOINT_REVIEW,))
        with transaction.atomic():
            waiting = [case for case in done if titles.at_joint_desk(case)]
            titles.half_answered(scene, waiting, day=44)

    def in_preparation(self, each: Programme) -> None:
        opens = self.now + timedelta(days=40)
        title = f"{opens.year}年度{each.title.zh}评选（筹备）"
        stage.prepare(self.city, self.dice, each, opens=opens, batch=6, title=title)

    # --- parts -----------------------------------------------------------------------------

    def _experts(self) -> list[User]:
        rows = User.objects.filter(grants__role=Role.EXPERT, grants__ended_at=None)
        return list(rows.distinct().order_by("pk"))

    def _fill_pool(self) -> None:
        at = self.now - timedelta(days=EARLIER + 2)
        panel.fill_pool(self.city, self.dice, users=self._experts(), at=at)

    def _opened(self, each: Programme, *, days_ago: float, batch: int) -> Stage:
        opens = self.now - timedelta(days=days_ago)
        title = f"{opens.year}年度{each.title.zh}评选" + ("" if batch == 1 else f"（第{batch}批）")
        scene = stage.prepare(self.city, self.dice, each, opens=opens, batch=batch, title=title)
        stage.open_call(scene)
        return scene

    def _crowd(self, scene: Stage, size: int) -> Iterator[tuple[Person, str]]:
        """People who have not applied in this programme, and the track each takes."""
        free = self._free(scene)
        if len(free) < size:
            more_people(self.city, self.dice, size - len(free))
            free = self._free(scene)
        tracks = [track.id for track in scene.call.rules.tracks]
        start = self.dice.randrange(len(free) - size + 1)
        for index, person in enumerate(free[start : start + size]):
            yield person, tracks[index % len(tracks)]

    def _free(self, scene: Stage) -> list[Person]:
        """Nobody applies twice in a programme, nor with a title that bars from it (X1, X2)."""
        before = Application.objects.filter(call__programme=scene.call.programme)
        out = set(before.values_list("person_id", flat=True))
        rules = scene.call.rules.conditions
        barring = {title for r in rules if isinstance(r, NoTitleHeld) for title in r.titles}
        holders = Holding.objects.filter(title_code__in=barring)
        out |= set(holders.values_list("person_id", flat=True))
        return [person for person in self.city.people[1:] if person.pk not in out]

    def _examined(self, scene: Stage, size: int) -> list[Application]:
        """A crowd with everything that happens to a crowd."""
        done = []
        for index, (person, track) in enumerate(self._crowd(scene, size)):
            with transaction.atomic():
                case = cases.file(scene, cases.draft(scene, person, track))
                done.append(self._fate(scene, case, index))
        return done

    def _fate(self, scene: Stage, case: Application, index: int) -> Application:
        match index % 12:
            case 1:
                case = cases.send_for_correction(scene, case, day=5)
                case = cases.correct(scene, case, day=7)
            case 4:
                return cases.withdraw(scene, case, day=5)
            case 6:
                return cases.decline(scene, case, at_desk=Desk.EMPLOYER, day=5)
            case 8:
                case = cases.advance(scene, case, until=Desk.FORMAL_CHECK)
                if desk.open_task(case).desk == Desk.FORMAL_CHECK:
                    case = cases.send_for_correction(scene, case, Verdict.SUPPLEMENT, day=20)
                    return cases.lapse(scene, case, day=40)
            case 10:
                return cases.decline(scene, case, at_desk=Desk.QUALIFICATION_APPROVAL, day=6)
        return cases.advance(scene, case, until=PANEL_DESKS, day=8)

    def _somewhere(self, scene: Stage, person: Person, track: str, index: int) -> None:
        """Each applicant of the open call stands somewhere else on the way."""
        case = cases.draft(scene, person, track, day=1)
        if index % 8 == 0:
            return
        case = cases.file(scene, case, day=2)
        match index % 8:
            case 1:
                return
            case 2:
                cases.send_for_correction(scene, case, day=11)
            case 3:
                cases.advance(scene, case, until=Desk.DISTRICT, day=4)
            case 4:
                cases.advance(scene, case, until=Desk.FORMAL_CHECK, day=4)
            case 5:
                cases.advance(scene, case, until=Desk.QUALIFICATION, day=3)
            case 6:
                cases.advance(scene, case, until=Desk.QUALIFICATION_APPROVAL, day=3)
            case 7:
                cases.decline(scene, case, at_desk=Desk.EMPLOYER, day=4)

    def _through(self, scene: Stage, size: int, levels: Sequence[int] = ()) -> list[Application]:
        ready = []
        for person, track in self._crowd(scene, size):
            with transaction.atomic():
                case = cases.file(scene, cases.draft(scene, person, track))
                ready.append(cases.advance(scene, case, until=PANEL_DESKS))
        return [
            case for case in panel.through(scene, ready, day=20, levels=levels) if _at_list(case)
        ]

    def _list_made(self, scene: Stage) -> list[Application]:
        ready = self._through(scene, LATER_SIZE)
        stage.close(scene)
        return lists.propose(scene, ready)

    def _objections(self, scene: Stage, notice, ready: list[Application]) -> None:
        for after, case, upheld in ((1.2, ready[0], False), (2.2, ready[1], True)):
            objection = lists.object_to(scene, notice, case, after=after)
            at = notice.posted_at + timedelta(days=after + 1.5)
            lists.examine_objection(scene, objection, upheld=upheld, at=at)


def _at_list(case: Application) -> bool:
    task = desk.open_task(case)
    return task is not None and task.desk == Desk.LIST
