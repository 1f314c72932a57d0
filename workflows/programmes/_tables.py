"""Repeat tables that several programmes ask. Each has a column ``date`` that rules can count by."""

from evaluations.rules import Question, Table, Text, When
from workflows.programmes._words import LEVELS, SKILL_GRADES, TITLES, choices

_PROOF_HINT = Text("须与佐证材料一致。", "Must agree with the evidence.")


def _date(zh: str, en: str, *, required: bool = True, future: bool = False) -> Question:
    return Question(id="date", label=Text(zh, en), kind="date", required=required, future=future)


SKILL_GRADE_TABLE = Table(
    id="skill_grades",
    label=Text("职业技能等级", "Vocational skill grades"),
    row_label=Text("职业技能等级证书", "skill certificate"),
    hint=Text(
        "岗位等级“首席技师”由企业评聘，与市级称号“市首席技师”不是一回事；称号请填在“荣誉与称号”。",
        "The skill grade “chief technician” is given by enterprises and is not the municipal title; enter titles under “Honours and titles”.",
    ),
    maximum=10,
    unique=("number",),
    columns=(
        Question(id="occupation", label=Text("职业（工种）", "Occupation"), max_length=60),
        Question(id="grade", label=Text("等级", "Grade"), kind="choice", choices=SKILL_GRADES),
        Question(
            id="number",
            label=Text("证书编号", "Certificate number"),
            max_length=30,
            identifying=True,
        ),
        Question(id="issuer", label=Text("发证机构", "Issued by"), max_length=80),
        _date("取得日期", "Obtained on"),
    ),
)

HONOUR_TABLE = Table(
    id="honours",
    label=Text("荣誉与称号", "Honours and titles"),
    row_label=Text("荣誉或称号", "honour or title"),
    hint=Text(
        "如实填写已获得的全部称号；没有可不填。",
        "All titles you already hold, truthfully; leave empty if there are none.",
    ),
    ordered=(("date", "until"),),
    columns=(
        Question(id="title", label=Text("荣誉或称号", "Title"), kind="choice", choices=TITLES),
        Question(
            id="name",
            label=Text("名称", "Name"),
            max_length=80,
            when=When("title", ("other",)),
        ),
        Question(id="awarded_by", label=Text("授予单位", "Awarded by"), max_length=80),
        Question(id="level", label=Text("级别", "Level"), kind="choice", choices=LEVELS),
        _date("授予日期", "Awarded on"),
        Question(
            id="until",
            label=Text("管理期截止日期", "Management period ends on"),
            kind="date",
            required=False,
            future=True,
            hint=Text("没有管理期的不填。", "Leave empty if there is none."),
        ),
    ),
)

CONTEST_TABLE = Table(
    id="contests",
    label=Text("竞赛成绩", "Contest results"),
    row_label=Text("竞赛成绩", "contest result"),
    hint=Text(
        "先在竞赛登记库中查找；查不到的填写竞赛名称，由主管部门核实登记。",
        "Look in the contest registry first; if it is not there, name the contest and the office will check it.",
    ),
    columns=(
        Question(
            id="registered",
            label=Text("是否在竞赛登记库中", "In the contest registry"),
            kind="yes_no",
        ),
        Question(
            id="contest",
            label=Text("竞赛及赛项", "Contest and event"),
            kind="contest",
            when=When("registered", ("yes",)),
        ),
        Question(
            id="name",
            label=Text("竞赛名称及赛项", "Name of the contest and event"),
            max_length=120,
            when=When("registered", ("no",)),
        ),
        Question(
            id="level",
            label=Text("级别", "Level"),
            kind="choice",
            choices=LEVELS[:3],
            when=When("registered", ("no",)),
        ),
        Question(
            id="rank",
            label=Text("名次", "Rank"),
            kind="number",
            minimum=1,
            maximum=1000,
        ),
        _date("获奖日期", "Date of the award"),
    ),
)

INNOVATION_TABLE = Table(
    id="innovations",
    label=Text("技术革新与攻关成果", "Innovations and solved problems"),
    row_label=Text("成果", "result"),
    columns=(
        Question(
            id="kind",
            label=Text("类别", "Kind"),
            kind="choice",
            choices=choices(
                ("method", "先进操作法", "Operating method"),
                ("signature_skill", "绝招绝技", "Signature skill"),
                ("innovation", "技术革新", "Technical innovation"),
                ("problem", "解决关键技术难题或隐患", "Key technical problem or hazard solved"),
                ("patent", "专利", "Patent"),
                ("standard", "标准制定", "Standard"),
            ),
        ),
        Question(id="name", label=Text("名称", "Name"), max_length=80),
        Question(
            id="role",
            label=Text("本人作用", "Your own part"),
            max_length=200,
            hint=Text(
                "主持、主要完成人（排名）或参与。", "Leader, main contributor (rank) or member."
            ),
        ),
        Question(
            id="benefit",
            label=Text("效益（元）", "Benefit (yuan)"),
            kind="money",
            required=False,
        ),
        Question(
            id="effect",
            label=Text("解决的问题与效果", "Problem and effect"),
            kind="long_text",
            max_length=500,
            hint=_PROOF_HINT,
        ),
        _date("完成日期", "Completed on"),
    ),
)

APPRENTICE_TABLE = Table(
    id="apprentices",
    label=Text("传技带徒", "Apprentices"),
    row_label=Text("徒弟", "apprentice"),
    ordered=(("date", "until"),),
    columns=(
        Question(id="name", label=Text("徒弟姓名", "Name"), max_length=50, identifying=True),
        _date("开始日期", "Since"),
        Question(
            id="until",
            label=Text("结束日期", "Until"),
            kind="date",
            required=False,
            future=True,
        ),
        Question(
            id="grade",
            label=Text("徒弟现有等级", "Apprentice's grade now"),
            kind="choice",
            choices=SKILL_GRADES,
            required=False,
        ),
        Question(
            id="result",
            label=Text("徒弟取得的成绩", "What the apprentice achieved"),
            max_length=200,
            required=False,
        ),
    ),
)
