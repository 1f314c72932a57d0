"""Questions that several programmes ask. Name, ID number, birth and phone live in the profile."""

from evaluations.rules import Question, Text
from workflows.programmes._words import (
    EDUCATION,
    EMPLOYMENT,
    POLITICAL_STATUS,
    POST_KINDS,
    YEARS,
    choices,
)

ETHNIC_GROUP = Question(id="ethnic_group", label=Text("民族", "Ethnic group"), max_length=20)
POLITICAL = Question(
    id="political_status",
    label=Text("政治面貌", "Political status"),
    kind="choice",
    choices=POLITICAL_STATUS,
)
HIGHEST_EDUCATION = Question(
    id="education",
    label=Text("最高学历", "Highest education"),
    kind="choice",
    choices=EDUCATION,
)
WORKING_SINCE = Question(
    id="working_since", label=Text("参加工作时间", "First employed on"), kind="date"
)
EMPLOYMENT_STATUS = Question(
    id="employment_status",
    label=Text("人员身份", "Employment status"),
    kind="choice",
    choices=EMPLOYMENT,
)
DEPARTMENT = Question(
    id="department",
    label=Text("部门（车间、班组）", "Department, workshop or team"),
    required=False,
    max_length=60,
    identifying=True,
)
POST = Question(id="post", label=Text("岗位", "Post"), max_length=60)
POST_KIND = Question(
    id="post_kind", label=Text("岗位类别", "Kind of post"), kind="choice", choices=POST_KINDS
)
OCCUPATION = Question(
    id="occupation",
    label=Text("职业（工种）", "Occupation (trade)"),
    hint=Text(
        "按《国家职业分类大典》填写，与职业技能等级证书一致。",
        "As in the national classification of occupations and on the skill certificate.",
    ),
    max_length=60,
)
LINE_YEARS = Question(
    id="line_years",
    label=Text("从事一线岗位年限", "Years on the front line"),
    kind="number",
    unit=YEARS,
    maximum=60,
    hint=Text(
        "计算到本次申报的截止日期，满一年计一年。", "Completed years up to the cut-off date."
    ),
)
STORY = Question(
    id="story",
    label=Text("主要事迹", "Main achievements"),
    kind="long_text",
    max_length=2000,
    hint=Text(
        "用数字和事实说明：做了什么、本人作用、产生的效益。不超过2000字。",
        "Facts and figures: what was done, your own part, the benefit. At most 2,000 characters.",
    ),
    identifying=True,
)
PENALTY = Question(
    id="penalty",
    label=Text(
        "是否处于党纪、政务处分影响期或刑事处罚期",
        "Under a disciplinary or criminal penalty still in effect",
    ),
    kind="yes_no",
)
PROJECTS = Question(
    id="projects",
    label=Text("入选或申报其他人才工程", "Other talent projects"),
    kind="choice",
    choices=choices(
        ("none", "没有", "None"),
        ("higher", "已入选国家级或泰山系列工程", "Selected for a national or Taishan project"),
        (
            "supported",
            "其他省级工程支持期内",
            "In the support period of another provincial project",
        ),
        ("applying", "本年度申报泰山系列工程", "Applying for a Taishan project this year"),
    ),
)
ABOUT = (ETHNIC_GROUP, POLITICAL, HIGHEST_EDUCATION, WORKING_SINCE)
