"""What the Double-Hundred Plan asks: three classes, persons or teams, three kinds of engagement."""

from msgspec.structs import replace

from evaluations.rules import Page, Question, Table, Text, Upload, When
from workflows.programmes import _questions as ask
from workflows.programmes import _tables as table
from workflows.programmes import _uploads as upload
from workflows.programmes._double_hundred_engagement import (
    ENGAGEMENT,
    SCHOLAR,
    TALENT,
    UNIVERSITY,
    VENTURE,
)
from workflows.programmes._pages import HONOURS, PROOF
from workflows.programmes._words import choices

SUBJECT = Page(
    id="subject",
    title=Text("申报主体", "Who applies"),
    items=(
        Question(
            id="subject",
            label=Text("申报主体", "Subject"),
            kind="choice",
            choices=choices(("person", "个人", "A person"), ("team", "团队", "A team")),
            hint=Text(
                "团队由带头人申报，成员填入下表。",
                "The leader applies for a team and lists its members below.",
            ),
        ),
        Table(
            id="team_members",
            label=Text("团队核心成员", "Core members of the team"),
            row_label=Text("成员", "member"),
            minimum=2,
            maximum=10,
            when=When("subject", ("team",)),
            columns=(
                Question(id="name", label=Text("姓名", "Name"), max_length=50, identifying=True),
                Question(
                    id="employer",
                    label=Text("工作单位", "Employer"),
                    max_length=80,
                    identifying=True,
                ),
                Question(id="role", label=Text("团队分工", "Role"), max_length=100),
            ),
        ),
        Question(
            id="talent_field",
            label=Text("拔尖人才领域", "Field"),
            kind="choice",
            choices=choices(
                ("skills", "技术技能", "Technical skills"),
                ("medical", "医疗卫生", "Medicine"),
                ("agriculture", "农业农村", "Agriculture"),
                ("social_work", "社会工作", "Social work"),
                ("statistics", "基层统计", "Grass-roots statistics"),
                ("other", "其他", "Other"),
            ),
            tracks=TALENT,
        ),
        Question(
            id="field",
            label=Text("研究方向或专业领域", "Field of research or work"),
            max_length=60,
        ),
    ),
)

BACKGROUND = Page(
    id="background",
    title=Text("基本情况", "Your background"),
    items=(
        *ask.ABOUT,
        ask.EMPLOYMENT_STATUS,
        ask.POST,
        Question(
            id="scholar_work",
            label=Text(
                "是否在一线从事科研、教学、临床或创作",
                "Front-line research, teaching, clinical or creative work",
            ),
            kind="yes_no",
            tracks=SCHOLAR + UNIVERSITY,
        ),
        Question(
            id="title_rank",
            label=Text("专业技术职称", "Professional title"),
            kind="choice",
            choices=choices(
                ("none", "无", "None"),
                ("junior", "初级", "Junior"),
                ("middle", "中级", "Middle"),
                ("associate", "副高级", "Senior (associate)"),
                ("professor", "正高级", "Senior (professor)"),
            ),
        ),
        Question(
            id="talent_class",
            label=Text("高层次人才分类认定", "Talent class"),
            kind="choice",
            choices=choices(
                ("A", "A类", "Class A"),
                ("B", "B类", "Class B"),
                ("C", "C类", "Class C"),
                ("D", "D类", "Class D"),
                ("E", "E类", "Class E"),
                ("none", "未认定", "None"),
            ),
        ),
        replace(table.SKILL_GRADE_TABLE, tracks=TALENT),
        Upload(
            id="degree",
            label=Text("学位、职称证书", "Degree and title certificates"),
            max_files=5,
        ),
    ),
)

RESULTS = Table(
    id="results",
    label=Text("代表性成果", "Representative results"),
    row_label=Text("成果", "result"),
    minimum=1,
    maximum=10,
    columns=(
        Question(
            id="kind",
            label=Text("类别", "Kind"),
            kind="choice",
            choices=choices(
                ("project", "科研项目", "Research project"),
                ("paper", "论文著作", "Paper or book"),
                ("patent", "专利、软件著作权等知识产权", "Intellectual property"),
                ("award", "科技奖励", "Science and technology award"),
                ("transfer", "成果转化、产业化", "Transfer or industrialisation"),
                ("service", "技术技能、临床、社会服务实绩", "Practical achievement"),
            ),
        ),
        Question(id="name", label=Text("名称", "Name"), max_length=120),
        Question(
            id="role",
            label=Text("本人作用与排名", "Your part and rank"),
            max_length=100,
        ),
        Question(
            id="effect",
            label=Text("水平与效果", "Level and effect"),
            kind="long_text",
            max_length=500,
        ),
        Question(id="date", label=Text("取得日期", "Date"), kind="date"),
    ),
)

PAGES = (
    SUBJECT,
    BACKGROUND,
    ENGAGEMENT,
    VENTURE,
    Page(
        id="achievements",
        title=Text("代表性成果", "Representative results"),
        items=(RESULTS, upload.RESULTS_PROOF),
    ),
    Page(
        id="plan",
        title=Text("工作计划", "Work plan"),
        items=(
            Question(
                id="goals",
                label=Text("管理期目标任务", "Goals of the management period"),
                kind="long_text",
                max_length=3000,
                hint=Text(
                    "入选后据此签订任务书。",
                    "The task book is signed on these goals.",
                ),
            ),
            Upload(
                id="support",
                label=Text("单位支持条件承诺", "Support promised by the employer"),
            ),
        ),
    ),
    replace(HONOURS, items=(*HONOURS.items, ask.PROJECTS)),
    PROOF,
)
