"""The single acts of a play, through the verbs of the law. Each gives back the case as it left it."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from evaluations import questionnaire
from evaluations.actions import applying, filing, opining
from evaluations.desks import RULES, Desk, Verdict
from evaluations.models import Application, Call, Contest, Filing, Opinion, User
from evaluations.rules import Upload
from evaluations.uploads import CleanFile, accept_upload
from workflows import desk, synthetic
from workflows.rehearsal import replica
from workflows.rehearsal.replica import Player
from workflows.synthetic import desk_answers, opened

_SAMPLES: dict[tuple[str, bool], CleanFile] = {}


def draft(call: Call, player: Player, event: Contest, dice: Random, *, at: datetime) -> Application:
    """A complete draft with every file the form asks for."""
    by = player.person.user
    case = applying.start(
        call=call, person=player.person, track=player.track, by=by, at=at, employer=player.employer
    )
    given = replica.answers(call, player, event, dice)
    applying.save_answers(application_id=case.pk, answers=given, by=by, seen=None, at=at)
    visible = questionnaire.visible_items(call.rules, player.track, given)
    files = [(item.id, _sample(item)) for item in visible if isinstance(item, Upload)]
    applying.attach_all(application_id=case.pk, files=files, by=by, at=at)
    return opened.fresh(case)


def _sample(item: Upload) -> CleanFile:
    """A small file that has passed the gate; one a kind is enough."""
    key = (item.id, item.photo)
    if key not in _SAMPLES:
        data = synthetic.picture(7) if item.photo else synthetic.scan(f"SAMPLE {item.id}")
        name = "sample.jpg" if item.photo else "sample.pdf"
        _SAMPLES[key] = accept_upload(
            data, name=name, max_bytes=item.max_mb * 2**20, photo=item.photo
        )
    return _SAMPLES[key]


def _do[T](case: Application, act: Callable[[], T], *, by: User | None, at: datetime) -> T:
    return desk.perform(case, act, by=by, at=at)


def file(case: Application, *, at: datetime) -> Application:
    by = case.person.user

    def act() -> Filing:
        return filing.file(application_id=case.pk, by=by, seen=opened.version(case), at=at,
                           signed_name=case.person.name)  # fmt: skip

    return _do(case, act, by=by, at=at).application


def correct(case: Application, *, at: datetime) -> Application:
    """The applicant changes what was ticked and files again."""
    value = case.answers.get("post")
    if isinstance(value, str) and value:
        applying.save_answers(
            application_id=case.pk, answers={"post": f"{value[:40]}（更正）"},
            by=case.person.user, seen=None, at=at,
        )  # fmt: skip
    return file(case, at=at)


def withdraw(case: Application, *, at: datetime) -> Application:
    by = case.person.user

    def act() -> Application:
        return filing.withdraw(
            application_id=case.pk, by=by, seen=opened.version(case), at=at, reason="调离"
        )

    return _do(case, act, by=by, at=at)


def lapse(case: Application, *, at: datetime) -> Application | None:
    return _do(case, lambda: filing.lapse(application_id=case.pk, at=at), by=None, at=at)


def opine(
    case: Application, where: str, verdict: Verdict, *, by: User, at: datetime
) -> Application:
    """Read the file and give the desk's word; a district whose quota is used up has but one."""
    if where == Desk.DISTRICT and desk_answers.beyond_quota(case):
        verdict = Verdict.DECLINE
    if opened.unread(case):
        _do(case, lambda: opining.open_file(application_id=case.pk, desk=where, by=by, at=at),
            by=by, at=at)  # fmt: skip
    if verdict == Verdict.PASS:
        desk_answers.prepare(case, where, by=by, at=at)
    said = _words(case, where, verdict, at=at)

    def act() -> Opinion:
        return opining.give_opinion(
            application_id=case.pk, desk=where, verdict=verdict, by=by,
            seen=opened.version(case), at=at, **said,
        )  # fmt: skip

    return _do(case, act, by=by, at=at).application


def _words(case: Application, where: str, verdict: Verdict, *, at: datetime) -> dict:
    if verdict == Verdict.PASS:
        return {"detail": desk_answers.passing(case, where, at=at)}
    said: dict = {"reason": "演练：材料与原件不一致"}
    if verdict in {Verdict.RETURN, Verdict.SUPPLEMENT}:
        said["remarks"] = [{"path": _asked_again(case), "remark": "请核对"}]
    if verdict == Verdict.DECLINE and RULES[Desk(where)].names_a_ground:
        said["ground"] = "conditions"
    return said


def _asked_again(case: Application) -> str:
    """A field that every correction of the play ticks."""
    fields = questionnaire.field_paths(case.call.rules, case.track)
    paths = [field.path for field in fields]
    return "answers.post" if "answers.post" in paths else paths[0]
