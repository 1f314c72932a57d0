"""Work for the accounts printed on the screen, and what people ask of a second person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from evaluations.actions import employers, granting, identities
from evaluations.desks import Desk
from evaluations.models import Application, Organisation, Person
from evaluations.roles import Role, Scope
from evaluations.uploads import accept_upload
from workflows import synthetic
from workflows.demo import cases
from workflows.demo.city import DemoCity
from workflows.demo.stage import Stage


def given_back(scene: Stage, person: Person) -> None:
    """The account "applicant" finds an application that the city's formal check gave back."""
    with transaction.atomic():
        case = _filed(scene, person, scene.city.employers[0], day=2)
        case = cases.advance(scene, case, until=Desk.FORMAL_CHECK, day=4)
        cases.send_for_correction(scene, case, day=12)


def at_their_desks(scene: Stage, people: Sequence[Person]) -> None:
    """Files with the employer, with the department that supervises a school, with the district, and
    two at the formal check: one of them has been corrected, so that there is a difference to see."""
    unit = scene.city.employers[0]
    school = next(each for each in scene.city.employers if each.supervisor_id)
    stops = (
        (unit, None), (unit, None), (school, Desk.SUPERVISOR), (unit, Desk.DISTRICT),
        (unit, Desk.FORMAL_CHECK), (unit, Desk.FORMAL_CHECK),
    )  # fmt: skip
    for person, (employer, until) in zip(people, stops, strict=True):
        with transaction.atomic():
            case = _filed(scene, person, employer, day=4)
            if until:
                case = cases.advance(scene, case, until=until, day=6)
            if person is people[-1]:
                case = cases.send_for_correction(scene, case, day=10)
                cases.correct(scene, case, day=12)


def _filed(scene: Stage, person: Person, employer: Organisation, *, day: float) -> Application:
    track = scene.call.rules.tracks[-1].id
    case = cases.draft(scene, person, track, day=day - 1, employer=employer)
    return cases.file(scene, case, day=day)


def ask(city: DemoCity, *, at: datetime) -> None:
    """One request of each kind waits for the office, the district and the administrator."""
    letter = accept_upload(synthetic.scan("SAMPLE letter"), name="letter.pdf", max_bytes=2**20)
    employers.ask(
        name="星湖智能装备有限公司", uscc=synthetic.credit_code(9_200_001), kind="private",
        affiliation="district", district=city.employers[0].district, letter=letter,
        by=city.people[3].user, at=at,
    )  # fmt: skip
    person = city.people[4]
    identities.ask(
        person=person, name=f"{person.name}辉", id_number="",
        reason="登记时漏录一字，以身份证为准", by=person.user, at=at,
    )  # fmt: skip
    granting.propose_role(
        user=city.officials["finance"], role=Role.SUPERVISION, scope=Scope.CITY,
        by=city.officials["office"], at=at, reason="派驻监督，任期一年",
    )  # fmt: skip
