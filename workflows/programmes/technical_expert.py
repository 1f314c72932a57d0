"""市技术能手, the Municipal Technical Expert: by contest or by selection.

About 100 a year [S00]; in 2020 and 2021 contests conferred 120 of them [S07]. The city's own
rules were not found: ranks, grades and clocks are comparators that the office confirms per call.
"""

from msgspec.structs import replace

from evaluations.rules import (
    AnswerIs,
    AnyOf,
    Bucket,
    CertificateText,
    Clock,
    ContestLine,
    ContestRank,
    Page,
    Parameter,
    Places,
    Programme,
    Question,
    RowsAtLeast,
    SkillGradeAtLeast,
    Step,
    Text,
    Track,
)
from workflows.programmes import _conditions as shared
from workflows.programmes import _questions as ask
from workflows.programmes import _sources as source
from workflows.programmes import _uploads as upload
from workflows.programmes._pages import ACHIEVED, COMMITMENT, HONOURS, PROOF, SKILLS, STORY
from workflows.programmes._paper import paper_terms
from workflows.programmes._parameters import (
    choice,
    desk_clocks,
    number,
    office_clocks,
    reserve_list,
)
from workflows.programmes._words import PLACES, SKILL_GRADES, YEARS

CONTEST, SELECTION = ("by_contest",), ("by_selection",)

TRACKS = (
    Track(
        id="by_contest",
        label=Text("竞赛授予", "By contest"),
        intro=Text(
            "在列入名次表的职业技能竞赛中取得规定名次的在职职工、教师，核实后授予，不占评选名额。",
            "For employees and teachers with a qualifying rank in a listed contest. Verified, not scored; no quota.",
        ),
        route=(
            Step(desk="employer", clock=Clock(10)),
            Step(desk="qualification", clock=Clock(10)),
            Step(desk="qualification_approval", clock=Clock(5)),
        ),
    ),
    Track(
        id="by_selection",
        label=Text("评选推荐", "By selection"),
        intro=Text(
            "技师以上、业绩突出的一线技能人才，由单位推荐，经区市和市级审核。",
            "For technicians and above with outstanding results on the front line, recommended by the employer and checked by district and city.",
        ),
        route=(
            Step(desk="employer", clock=Clock(10), collective=True),
            Step(desk="supervisor", clock=Clock(5), applies="supervised"),
            Step(desk="district", clock=Clock(10), applies="district", ranked=True),
            Step(desk="formal_check", clock=Clock(5)),
            Step(desk="qualification", clock=Clock(10)),
            Step(desk="qualification_approval", clock=Clock(5)),
        ),
        list_bucket="selection",
    ),
)

PAGES = (
    Page(
        id="post",
        title=Text("基本情况与岗位", "You and your post"),
        items=(
            *ask.ABOUT,
            ask.EMPLOYMENT_STATUS,
            ask.DEPARTMENT,
            ask.POST,
            ask.POST_KIND,
            ask.OCCUPATION,
            replace(ask.LINE_YEARS, tracks=SELECTION),
        ),
    ),
    Page(
        id="contest",
        title=Text("竞赛成绩", "Contest result"),
        intro=Text(
            "竞赛须已登记部署文件和结果文件；查不到竞赛时，请联系评审办登记。",
            "The contest must be registered with its filing and result documents; if it is not listed, ask the office to register it.",
        ),
        tracks=CONTEST,
        items=(
            Question(id="contest", label=Text("竞赛及赛项", "Contest and event"), kind="contest"),
            Question(
                id="contest_rank",
                label=Text("名次", "Rank"),
                kind="number",
                minimum=1,
                maximum=1000,
                hint=Text(
                    "个人名次，以结果文件为准。", "Your own rank, as in the result document."
                ),
            ),
            upload.CONTEST_FILING,
            upload.CONTEST_RESULT,
        ),
    ),
    replace(SKILLS, tracks=SELECTION),
    replace(
        ACHIEVED,
        intro=Text(
            "竞赛成绩、技术革新、传技带徒至少填写一项。",
            "At least one contest result, innovation or apprentice.",
        ),
        tracks=SELECTION,
    ),
    HONOURS,
    replace(STORY, tracks=SELECTION),
    PROOF,
)

CONDITIONS = (
    shared.AGE_16,
    shared.NOT_STUDENT,
    AnswerIs(
        id="in_service",
        text=Text(
            "须为本市在职职工或教师；自由职业者由审核人员认定。",
            "An employee or teacher in service; freelancers are decided by an officer.",
        ),
        source=f"{source.ZAOZHUANG}；{source.DEZHOU_CONTESTS}",
        question="employment_status",
        values=("employee", "teacher", "dispatched"),
        human=("freelancer",),
    ),
    shared.EMPLOYED,
    shared.not_held(
        "technical_expert_city",
        "technical_expert_province",
        "technical_expert_nation",
        "skills_award_nation",
        zh="已获得市级及以上技术能手称号的，不再重复授予。",
        en="Holders of the municipal or a higher title of Technical Expert cannot receive it again.",
        source=f"{source.ZAOZHUANG}；{source.ANHUI}",
    ),
    shared.HIGHER_SKILL_TITLE,
    ContestRank(
        id="contest_rank",
        text=Text(
            "在规定时间内举办的省级、市级职业技能竞赛中取得名次表所列名次，成绩达到合格线。",
            "A rank listed in the table, with a score above the pass line, in a contest held within the time set.",
        ),
        source=f"{source.ZAOZHUANG}；{source.DEZHOU_CONTESTS}",
        tracks=CONTEST,
        question="contest",
        rank="contest_rank",
        within_years=2,
        table=(
            ContestLine(id="provincial_1", level="provincial", grade="class_1", max_rank=1),
            ContestLine(id="provincial_2", level="provincial", grade="class_2", max_rank=2),
            ContestLine(id="city_1", level="city", grade="class_1", max_rank=2),
            ContestLine(id="city_2", level="city", grade="class_2", max_rank=1),
            ContestLine(id="city_joint", level="city", grade="joint", max_rank=1),
        ),
    ),
    SkillGradeAtLeast(
        id="skill_grade",
        text=Text(
            "具有技师及以上职业技能等级；业绩特别突出的高级工可破格。",
            "Skill grade of technician or above; an outstanding senior worker by exception.",
        ),
        source=source.TAIAN,
        tracks=SELECTION,
        table="skill_grades",
        grade="technician",
        lower_with_exception="senior",
        proof=("skill_certificate",),
    ),
    replace(shared.ON_THE_LINE, tracks=SELECTION),
    AnyOf(
        id="achievements",
        text=Text(
            "近年在竞赛、技术革新或传技带徒方面有一项以上成果。",
            "At least one recent result in contests, innovation or training apprentices.",
        ),
        source=source.TAIAN,
        tracks=SELECTION,
        of=(
            RowsAtLeast(
                id="results",
                text=Text(
                    "近四年的竞赛或革新成果", "Contests or innovations of the last four years"
                ),
                source=source.DEZHOU,
                tables=("contests", "innovations"),
                within_years=4,
            ),
            RowsAtLeast(
                id="trained",
                text=Text("传技带徒", "Apprentices trained"),
                source=source.DEZHOU,
                tables=("apprentices",),
            ),
        ),
    ),
    shared.NO_PENALTY,
    shared.INTEGRITY,
    shared.EMPLOYER_CONDUCT,
)


def _rank(line: str, zh: str, en: str, value: int, origin: str) -> Parameter:
    path = f"conditions.contest_rank.table.{line}.max_rank"
    return number(
        f"rank.{line}", f"{zh}：最低名次", f"{en}: lowest rank", value, path, source=origin
    )


LIMITS = Places(
    buckets=(
        Bucket(id="selection", label=Text("评选推荐", "By selection"), places=60, tracks=SELECTION),
    ),
)

CERTIFICATE = CertificateText(
    title=Text("荣誉证书", "Certificate of Honour"),
    wording="经审核、公示，决定授予“{title}”称号，职业（工种）为{field}（{document}）。\n特发此证，以资鼓励。",
    issuers=("human_resources",),
    field="occupation",
)

PARAMETERS = (
    number("age_least", "最低年龄", "Least age", 16, "conditions.X7-age.years",
           source=source.ZAOZHUANG, unit=YEARS, minimum=16),
    _rank("provincial_1", "省级一类竞赛", "Provincial contest, class 1", 1, source.ZAOZHUANG),
    _rank("provincial_2", "省级二类竞赛", "Provincial contest, class 2", 2, source.ZAOZHUANG),
    _rank("city_1", "市级一类竞赛", "Municipal contest, class 1", 2, source.DEZHOU_CONTESTS),
    _rank("city_2", "市级二类竞赛", "Municipal contest, class 2", 1, source.DEZHOU_CONTESTS),
    _rank("city_joint", "市级联合竞赛", "Municipal joint contest", 1, source.ZAOZHUANG),
    number("contest_years", "竞赛举办年限", "Contests of the last years", 2,
           "conditions.contest_rank.within_years", source=source.UNKNOWN, standing="default",
           unit=YEARS, maximum=10),
    choice("skill_grade", "最低技能等级", "Least skill grade", "technician",
           "conditions.skill_grade.grade", source=source.TAIAN, choices=SKILL_GRADES),
    choice("skill_grade_exception", "破格技能等级", "Skill grade by exception", "senior",
           "conditions.skill_grade.lower_with_exception", source=source.TAIAN,
           choices=SKILL_GRADES),
    number("result_years", "成果年限", "Results of the last years", 4,
           "conditions.achievements.of.results.within_years", source=source.DEZHOU, unit=YEARS,
           maximum=20),
    number("result_count", "成果最少项数", "Least number of results", 1,
           "conditions.achievements.of.results.minimum", source=source.UNKNOWN, standing="default"),
    number("apprentice_count", "徒弟最少人数", "Least number of apprentices", 1,
           "conditions.achievements.of.trained.minimum", source=source.UNKNOWN, standing="default"),
    number("places", "评选名额", "Places by selection", 60, "places.buckets.selection.places",
           source=f"{source.PLAN}：全年约100名，其余由竞赛授予", standing="default", unit=PLACES),
    reserve_list(LIMITS, origin=source.UNKNOWN),
    *paper_terms(CERTIFICATE),
    *desk_clocks(TRACKS),
    *office_clocks(publicity=5, supplement=5, correction=5, objection=10,
                   publicity_source=source.TALENT_CARD),
)  # fmt: skip

PROGRAMME = Programme(
    id="technical_expert",
    code="TE",
    edition="2026-1",
    title=Text("市技术能手", "Municipal Technical Expert"),
    awarded_title="技术能手",
    title_code="technical_expert_city",
    purpose=Text(
        "表彰技艺精湛、业绩突出的技能人才，激励更多劳动者走技能成才之路。",
        "Honours skilled workers of outstanding ability and results, often young.",
    ),
    legal_basis=(source.PLAN,),
    tracks=TRACKS,
    pages=PAGES,
    conditions=CONDITIONS,
    parameters=PARAMETERS,
    commitment=COMMITMENT,
    publicity=Clock(5),
    supplement=Clock(5),
    correction=Clock(5),
    objection_handling=Clock(10),
    places=LIMITS,
    certificate=CERTIFICATE,
    decided_by="party_group",
)
