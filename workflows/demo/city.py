"""Accounts, employers and offices of the demo city. User name = role, password ``demo``."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password

from evaluations.models import (
    CalendarDay,
    CalendarYear,
    Contest,
    ContestResult,
    Organisation,
    Person,
    RoleGrant,
    User,
    work_calendar,
)
from evaluations.roles import Role, Scope
from workflows import synthetic

PASSWORD = "demo"  # noqa: S105 - printed on the screen; production refuses to run the demo
APPLICANTS, EMPLOYERS, EXPERTS = 99, 26, 12

_UNITS = (
    "星湖精密机械有限公司",
    "星湖重型装备集团有限公司",
    "望山新材料股份有限公司",
    "云门汽车零部件有限公司",
    "临川生物制药有限公司",
    "星湖港务有限公司",
    "湖心电子科技有限公司",
    "星湖热电有限公司",
    "东岭化工有限公司",
    "星湖船舶工业有限公司",
    "青石建筑安装有限公司",
    "白鹭食品有限公司",
    "星湖职业技术学院",
)
_OFFICIALS: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("office", "苏评审", (Role.REVIEW_OFFICE,)),
    ("office2", "许评审", (Role.REVIEW_OFFICE,)),
    ("checker", "何资审", (Role.CITY_ACCEPTANCE, Role.CITY_QUALIFICATION)),
    ("checker2", "吕资审", (Role.CITY_QUALIFICATION,)),
    ("expert", "施评委", (Role.EXPERT,)),
    ("expert2", "张评委", (Role.EXPERT,)),
    ("chair", "孔主任", (Role.PANEL_CHAIR, Role.EXPERT)),
    ("leader", "曹组长", (Role.LEADING_GROUP, Role.PARTY_GROUP, Role.CITY_GOVERNMENT)),
    ("hr", "严制证", (Role.CERTIFICATE_OFFICER,)),
    ("seal", "喻用印", (Role.SEAL_KEEPER,)),
    ("finance", "沈财务", (Role.FINANCE,)),
    ("observer", "水监督", (Role.SUPERVISION,)),
    ("auditor", "华审计", (Role.AUDITOR,)),
    ("admin", "金系统", (Role.SYSADMIN,)),
)


@dataclass
class DemoCity:
    """Who acts in the play."""

    officials: dict[str, User] = field(default_factory=dict)
    districts: dict[str, User] = field(default_factory=dict)
    employers: list[Organisation] = field(default_factory=list)
    heads: dict[int, User] = field(default_factory=dict)  # organisation id -> its head
    supervisor: User | None = None
    people: list[Person] = field(default_factory=list)
    contests: list[Contest] = field(default_factory=list)


def build(dice: Random, at: datetime) -> DemoCity:
    """Everybody and everything that exists before the first call."""
    city = DemoCity()
    password = make_password(PASSWORD)
    for username, name, _roles in _OFFICIALS:
        city.officials[username] = _user(username, name, password)
    admin = city.officials["admin"]
    for username, _name, roles in _OFFICIALS:
        for role in roles:
            _grant(city.officials[username], role, admin, at)
    _districts(city, admin, password, at)
    _employers(city, admin, password, at)
    _people(city, dice, password)
    _contests(city, admin, at)
    _calendar(admin, at)
    return city


def _user(username: str, name: str, password: str) -> User:
    return User.objects.create(username=username, name=name, password=password)


def _grant(user: User, role: Role, by: User, at: datetime, **reach) -> None:
    scope = reach.pop("scope", Scope.CITY)
    RoleGrant.objects.create(
        user=user, role=role, scope=scope, granted_at=at, granted_by=by, **reach
    )


def _districts(city: DemoCity, admin: User, password: str, at: datetime) -> None:
    for index, district in enumerate(settings.CITY.districts):
        username = "district" if index == 0 else district.code
        user = _user(username, f"{district.name}人社局", password)
        _grant(user, Role.DISTRICT_OFFICER, admin, at, scope=Scope.DISTRICT, district=district.code)
        city.districts[district.code] = user


def _employers(city: DemoCity, admin: User, password: str, at: datetime) -> None:
    department = Organisation.objects.create(
        name="星湖市教育局",
        uscc=synthetic.credit_code(9_000_001),
        kind=Organisation.Kind.DEPARTMENT,
        affiliation=Organisation.Affiliation.CITY,
    )
    city.supervisor = _user("supervisor_dept", "市教育局人事科", password)
    reach = {"scope": Scope.ORGANISATION, "organisation": department}
    _grant(city.supervisor, Role.SUPERVISING_DEPARTMENT, admin, at, **reach)
    for index in range(EMPLOYERS):
        unit = _employer(index, department)
        username = "employer" if index == 0 else f"employer{index:02}"
        head = _user(username, f"{unit.name}人事", password)
        reach = {"scope": Scope.ORGANISATION, "organisation": unit}
        _grant(head, Role.EMPLOYER_HEAD, admin, at, **reach)
        city.employers.append(unit)
        city.heads[unit.pk] = head


def _employer(index: int, department: Organisation) -> Organisation:
    districts = settings.CITY.districts
    name = _UNITS[index % len(_UNITS)]
    school = "学院" in name
    if index >= len(_UNITS):
        name = name.replace("有限公司", "第二分公司") if not school else "星湖技师学院"
    return Organisation.objects.create(
        name=name,
        uscc=synthetic.credit_code(index + 1),
        kind=Organisation.Kind.INSTITUTION if school else Organisation.Kind.PRIVATE,
        affiliation=(
            Organisation.Affiliation.CITY if school else Organisation.Affiliation.DISTRICT
        ),
        district=districts[index % len(districts)].code,
        supervisor=department if school else None,
    )


def _people(city: DemoCity, dice: Random, password: str) -> None:
    for index in range(APPLICANTS + 1):
        username = "applicant" if index == 0 else f"applicant{index:02}"
        name = "林一帆" if index == 0 else synthetic.name(dice)
        city.people.append(_person(username, name, index, dice, password))
    for index in range(1, EXPERTS + 1):
        user = _user(f"expert{index + 2:02}", synthetic.name(dice), password)
        _grant(user, Role.EXPERT, city.officials["admin"], user.date_joined)


def more_people(city: DemoCity, dice: Random, count: int) -> None:
    """Further applicants without a printed account."""
    password = city.people[0].user.password
    start = len(city.people)
    for index in range(start, start + count):
        person = _person(f"worker{index:03}", synthetic.name(dice), index, dice, password)
        city.people.append(person)


def _person(username: str, name: str, serial: int, dice: Random, password: str) -> Person:
    user = _user(username, name, password)
    person = Person(user=user, name=name, phone=synthetic.phone(dice))
    birth = date(1972, 1, 1) + timedelta(days=dice.randrange(365 * 28))
    person.set_id_number(synthetic.id_number(birth, serial))
    person.save()
    return person


def _contests(city: DemoCity, admin: User, at: datetime) -> None:
    for index, event in enumerate(
        ("数控车工", "焊工", "电工", "钳工", "工业机器人操作", "汽车维修")
    ):
        city.contests.append(
            Contest.objects.create(
                name=f"{at.year - 1}年星湖市职业技能竞赛",
                event=event,
                level=Contest.Level.CITY,
                grade=Contest.Grade.CLASS_1,
                organiser="星湖市人力资源和社会保障局",
                filing_document=f"星人社函〔{at.year - 1}〕{index + 8}号",
                held_on=(at - timedelta(days=120 + index)).date(),
                registered_at=at,
                registered_by=admin,
            )
        )


def record_result(contest: Contest, person: Person, rank: int) -> None:
    """The official result list names this person."""
    ContestResult.objects.get_or_create(
        contest=contest,
        id_lookup=person.id_lookup,
        defaults={"rank": rank, "name": person.name},
    )


def _calendar(admin: User, at: datetime) -> None:
    """Years that no published calendar covers yet get an entry that says it is a demo."""
    known = work_calendar()
    for year in range(at.year, at.year + 3):
        if known.knows(year):
            continue
        entry = CalendarYear.objects.create(
            year=year,
            complete=True,
            source=f"【演示】{year}年放假安排，正式使用前请按国务院办公厅通知录入",
            entered_at=at,
            entered_by=admin,
        )
        for month, day, note in ((1, 1, "元旦"), (5, 1, "劳动节"), (10, 1, "国庆节")):
            CalendarDay.objects.create(
                notice=entry, date=date(year, month, day), is_working=False, note=note
            )
