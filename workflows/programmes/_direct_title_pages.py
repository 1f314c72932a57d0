"""What the direct title track asks."""

from msgspec.structs import replace

from evaluations.rules import Page, Question, Table, Text, Upload
from workflows.programmes import _questions as ask
from workflows.programmes import _tables as table
from workflows.programmes import _uploads as upload
from workflows.programmes._pages import HONOURS, PROOF, STORY
from workflows.programmes._words import YEARS, YUAN, choices

CARD, RECOGNITION = ("by_card",), ("by_recognition",)

LEVELS = choices(
    ("associate", "高级工程师（副高级）", "Senior engineer (associate)"),
    ("professor", "正高级工程师", "Senior engineer (professor)"),
)

OPENED = (*LEVELS, *choices(("none", "不开放", "None")))  # what a basis may open

# Bases that may open a level: code -> Chinese and English words.
CARDS = {
    "province_card": ("省人才卡", "Provincial talent card"),
    "postdoc_out": ("出站博士后", "Postdoctoral researcher out of station"),
    "postdoc_in": ("在站博士后", "Postdoctoral researcher in station"),
    "city_card": ("市人才卡（A至D类）", "Municipal talent card (classes A to D)"),
    "city_card_e": ("市人才卡（E类）", "Municipal talent card (class E)"),
    "doctor_short_supply": ("紧缺专业博士", "Doctor in a short-supply field"),
}

TARGET = Page(
    id="target",
    title=Text("申报层级与依据", "Level and basis"),
    items=(
        Question(
            id="level",
            label=Text("申报职称", "Title applied for"),
            kind="choice",
            choices=LEVELS,
        ),
        Question(id="specialty", label=Text("申报专业", "Specialty"), max_length=60),
        Question(
            id="basis",
            label=Text("直通依据", "Basis of the direct track"),
            kind="choice",
            choices=choices(*((code, zh, en) for code, (zh, en) in CARDS.items())),
            tracks=CARD,
        ),
        Question(
            id="recognition",
            label=Text("认定类别", "Recognition"),
            kind="choice",
            choices=choices(("outstanding_engineer", "卓越工程师", "Outstanding engineer")),
            tracks=RECOGNITION,
        ),
        Question(
            id="basis_number",
            label=Text("卡号、证书编号或认定文号", "Number of the card, certificate or document"),
            max_length=60,
            identifying=True,
        ),
        Upload(
            id="basis_document",
            label=Text("人才卡、博士后证书或认定文件", "Card, certificate or recognition document"),
        ),
    ),
)

WORK = Page(
    id="work",
    title=Text("工作情况", "Your work"),
    items=(
        *ask.ABOUT,
        ask.EMPLOYMENT_STATUS,
        ask.DEPARTMENT,
        ask.POST,
        ask.POST_KIND,
        ask.LINE_YEARS,
        Question(
            id="city_years",
            label=Text(
                "连续在本市企业工作年限", "Years in enterprises of the city without a break"
            ),
            kind="number",
            unit=YEARS,
            maximum=60,
            tracks=RECOGNITION,
        ),
        Question(
            id="annual_wage",
            label=Text("上年度税后工资收入", "After-tax wages last year"),
            kind="number",
            unit=YUAN,
            required=False,
            tracks=RECOGNITION,
        ),
        replace(upload.LINE_YEARS_PROOF, tracks=RECOGNITION),
    ),
)

PRESENT_TITLES = Table(
    id="present_titles",
    label=Text("现有职称", "Present titles"),
    row_label=Text("职称", "title"),
    hint=Text("没有职称的不填，不影响申报。", "Leave empty if you have none; none is needed."),
    maximum=5,
    columns=(
        Question(id="name", label=Text("职称", "Title"), max_length=60),
        Question(id="specialty", label=Text("专业", "Specialty"), max_length=60),
        Question(id="date", label=Text("取得日期", "Obtained on"), kind="date"),
    ),
)

APPRAISALS = Table(
    id="appraisals",
    label=Text("年度考核", "Annual appraisals"),
    row_label=Text("年度考核结果", "appraisal"),
    hint=Text("填写近三年以上。", "The last three years or more."),
    minimum=1,
    unique=("year",),
    columns=(
        Question(id="year", label=Text("年度", "Year"), kind="year"),
        Question(
            id="result",
            label=Text("考核结果", "Result"),
            kind="choice",
            choices=choices(
                ("excellent", "优秀", "Excellent"),
                ("qualified", "合格（称职）", "Qualified"),
                ("basic", "基本合格（基本称职）", "Basically qualified"),
                ("unqualified", "不合格（不称职）", "Unqualified"),
                ("none", "未考核", "Not appraised"),
            ),
        ),
    ),
)

CONTINUING_EDUCATION = Table(
    id="continuing_education",
    label=Text("继续教育", "Continuing education"),
    row_label=Text("年度学时", "year"),
    hint=Text("填写近五年每年学时。", "The hours of each of the last five years."),
    unique=("year",),
    tracks=RECOGNITION,
    columns=(
        Question(id="year", label=Text("年度", "Year"), kind="year"),
        Question(id="general", label=Text("公需科目学时", "General hours"), kind="number"),
        Question(
            id="professional", label=Text("专业科目学时", "Professional hours"), kind="number"
        ),
    ),
)

PAGES = (
    TARGET,
    WORK,
    Page(
        id="history",
        title=Text("职称、考核与继续教育", "Titles, appraisals and continuing education"),
        items=(PRESENT_TITLES, APPRAISALS, CONTINUING_EDUCATION),
    ),
    Page(
        id="achievements",
        title=Text("业绩成果", "Achievements"),
        items=(
            replace(table.INNOVATION_TABLE, minimum=1),
            upload.RESULTS_PROOF,
            Upload(
                id="report",
                label=Text("代表性技术报告", "A technical report of your own"),
                formats=("pdf",),
                required=False,
            ),
        ),
    ),
    HONOURS,
    STORY,
    replace(
        PROOF,
        items=(
            *PROOF.items,
            Upload(
                id="signed_commitment",
                label=Text("手写签名的诚信承诺书", "The commitment signed by hand"),
                # Without the handwritten signature the file is refused [S44].
                hint=Text("须本人手写签名后扫描上传。", "Sign by hand, then scan."),
            ),
        ),
    ),
)
