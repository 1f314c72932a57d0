"""Work for the accounts printed on the screen, and what people ask of a second person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from evaluations.actions import employers, granting, identities
from evaluations.desks import Desk
from evaluations.models import Person
from evaluations.roles import Role
from evaluations.uploads import accept_upload
from workflows import synthetic
from workflows.demo import cases
from workflows.demo.city import DemoCity
from workflows.demo.stage import Stage


def at_their_desks(scene: Stage, people: Sequence[Person]) -> None:
    """A file each with the employer, with the department that supervises a school, with the district."""
    unit = scene.city.employers[0]
    school = next(each for each in scene.city.employers if each.supervisor_id)
    stops = ((unit, None), (unit, None), (school, Desk.SUPERVISOR), (unit, Desk.DISTRICT))
    track = scene.call.rules.tracks[-1].id
    for person, (employer, until) in zip(people, stops, strict=True):
        with transaction.atomic():
            case = cases.draft(scene, person, track, day=3, employer=employer)
            case = cases.file(scene, case, day=4)
            if until:
                cases.advance(scene, case, until=until, day=6)


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
        user=city.officials["finance"], role=Role.SUPERVISION, by=city.officials["office"], at=at,
        reason="派驻监督，任期一年",
    )  # fmt: skip
