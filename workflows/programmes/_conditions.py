"""Rules that several programmes share, by the ids X1 to X14 of the list of exclusions.

X7-age and X7-student are parts of one rule X7. X8 and X9 (retired persons, trades not admitted)
belong to 工匠, X14 (central firms) to national awards: none of them binds a programme here.
"""

from evaluations.rules import AgeAtLeast, AnswerIs, EmployedInCity, FactIs, NoTitleHeld, Text
from workflows.programmes import _sources as source
from workflows.programmes._uploads import EMPLOYMENT_PROOF
from workflows.programmes._words import REPORTS

EMPLOYED = EmployedInCity(
    id="employed_in_city",
    text=Text(
        "用人单位在本市注册，或为中央、省驻本市单位；劳动（聘用）关系由合同和社会保险缴费记录共同证明，只有其一的由审核人员认定。",
        "The employer is registered in the city or stationed there; employment is shown by contract and social insurance together; with only one of them an officer decides.",
    ),
    source=source.DOUBLE_HUNDRED,
    proof=EMPLOYMENT_PROOF,
    all_proofs=True,
)

AGE_16 = AgeAtLeast(
    id="X7-age",
    text=Text("截止日期前年满16周岁。", "At least 16 years old on the cut-off date."),
    source=source.ZAOZHUANG,
    years=16,
)

NOT_STUDENT = AnswerIs(
    id="X7-student",
    text=Text("全日制在校学生不得申报。", "Full-time students cannot apply."),
    source=source.ZAOZHUANG,
    question="employment_status",
    values=("employee", "teacher", "dispatched", "freelancer", "retired", "civil_servant"),
)

NOT_CIVIL_SERVANT = AnswerIs(
    id="X6",
    text=Text(
        "企业、事业单位、社会组织人员和自由职业者可申报；公务员、参公管理人员和全日制在校学生不得申报，退休人员由审核人员认定。",
        "For staff of companies, institutions and social organisations and for freelancers; not for civil servants, staff managed as such or full-time students; an officer decides on retired persons.",
    ),
    source=f"{source.EXPERTS_2012}；{source.GUIZHOU}",
    question="employment_status",
    values=("employee", "teacher", "dispatched", "freelancer"),
    human=("retired",),
)

ON_THE_LINE = AnswerIs(
    id="X5",
    text=Text(
        "在一线岗位工作；不再从事技术技能工作的领导和管理岗位人员不得申报。",
        "Works on the front line; leaders and managers who no longer do skilled work cannot apply.",
    ),
    source=f"{source.EXPERTS_2012}；{source.QILU_2023}",
    question="post_kind",
    values=("line_skilled", "line_technical", "team_leader"),
)

NO_PENALTY = AnswerIs(
    id="X11-declared",
    text=Text(
        "处于党纪、政务处分影响期或刑事处罚期的不得申报。",
        "Nobody under a disciplinary or criminal penalty still in effect can apply.",
    ),
    source=source.TITLE_RULE,
    question="penalty",
    values=("no",),
)

NO_OTHER_PROJECT = AnswerIs(
    id="X4",
    text=Text(
        "已入选国家级、泰山系列工程或本年度申报泰山系列工程的不得申报；其他省级工程支持期内的原则上不申报。",
        "Not open to those in a national or Taishan project or applying for one this year; in principle not to those in the support period of another provincial project.",
    ),
    source=source.QILU_2023,
    question="projects",
    values=("none",),
    human=("supported",),
)

INTEGRITY = FactIs(
    id="X12-record",
    text=Text(
        "近三年无申报弄虚作假记录；任何环节查实弄虚作假的，一票否决。",
        "No record of a fraudulent application in the last three years; proven fraud excludes at any stage.",
    ),
    source=source.TITLE_RULE,
    fact="integrity",
    label=Text("申报诚信记录", "Integrity record"),
    values=("no_issue",),
    human=("not_my_scope",),
    choices=REPORTS,
)

EMPLOYER_CONDUCT = FactIs(
    id="X13-employer",
    text=Text(
        "用人单位近三年无重大劳动用工、安全生产、生态环境、税收和信用问题。",
        "The employer had no major labour, safety, environmental, tax or credit problem in the last three years.",
    ),
    source=f"{source.TITLE_RULE}；{source.ENTERPRISES}",
    fact="employer_conduct",
    label=Text("用人单位守法诚信情况", "Conduct of the employer"),
    values=("no_issue",),
    human=("not_my_scope",),
    choices=REPORTS,
)


def not_held(*titles: str, zh: str, en: str, source: str) -> NoTitleHeld:
    """X1: whoever already holds the same or a higher title cannot apply again."""
    return NoTitleHeld(
        id="X1", text=Text(zh, en), source=source, titles=titles, declared_in="honours"
    )


def not_in_tenure(rule: str, *titles: str, zh: str, en: str, source: str) -> NoTitleHeld:
    """X1, X2: nobody applies while the management period of one of these titles runs."""
    return NoTitleHeld(
        id=rule, text=Text(zh, en), source=source, titles=titles, declared_in="honours",
        in_force_only=True,
    )  # fmt: skip


HIGHER_SKILL_TITLE = not_in_tenure(
    "X2",
    "chief_technician_city",
    "chief_technician_province",
    "outstanding_technician_city",
    "outstanding_technician_province",
    zh="更高技能称号管理期内的不再申报。",
    en="Nobody applies during the management period of a higher title of skill.",
    source=source.TAIAN,
)


# Departments of a joint review: code -> their words, and the exclusion that their answer decides.
DEPARTMENTS = {
    "discipline": ("X11-discipline", "纪检监察机关", "Discipline inspection"),
    "public_security": ("X11-public_security", "公安机关", "Public security"),
    "court": ("X12-court", "人民法院（失信被执行人）", "Court (defaulters)"),
    "credit": ("X12-credit", "社会信用主管部门", "Credit supervision"),
    "tax": ("X13-tax", "税务部门", "Tax"),
    "market": ("X13-market", "市场监管部门", "Market regulation"),
    "ecology": ("X13-ecology", "生态环境部门", "Ecology and environment"),
    "emergency": ("X13-emergency", "应急管理部门", "Emergency management"),
    "labour": ("X13-labour", "劳动监察机构", "Labour inspection"),
}


def joint_facts(departments: tuple[str, ...]) -> tuple[FactIs, ...]:
    """What each department of the joint review answers: the fact has the department's code."""
    return tuple(_department_fact(code) for code in departments)


def _department_fact(code: str) -> FactIs:
    rule, zh, en = DEPARTMENTS[code]
    return FactIs(
        id=rule,
        text=Text(f"部门联审：{zh}无意见。", f"Joint review: no issue from {en}."),
        source=source.ENTERPRISES,
        fact=code,
        label=Text(zh, en),
        values=("no_issue",),
        human=("not_my_scope",),
        choices=REPORTS,
    )
