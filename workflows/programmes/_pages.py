"""Whole pages and texts that several programmes have in common."""

from msgspec.structs import replace

from evaluations.rules import Page, Text
from workflows.programmes import _questions as ask
from workflows.programmes import _tables as table
from workflows.programmes import _uploads as upload

POST = Page(
    id="post",
    title=Text("基本情况与岗位", "You and your post"),
    items=(
        *ask.ABOUT,
        ask.EMPLOYMENT_STATUS,
        ask.DEPARTMENT,
        ask.POST,
        ask.POST_KIND,
        ask.OCCUPATION,
        ask.LINE_YEARS,
    ),
)

ACHIEVED = Page(
    id="achievements",
    title=Text("业绩成果", "Achievements"),
    items=(
        table.CONTEST_TABLE,
        table.INNOVATION_TABLE,
        table.APPRENTICE_TABLE,
        upload.RESULTS_PROOF,
        upload.APPRENTICE_AGREEMENTS,
    ),
)

STORY = Page(id="story", title=Text("主要事迹", "Main achievements"), items=(ask.STORY,))

SKILLS = Page(
    id="skills",
    title=Text("技能等级", "Skill grades"),
    items=(
        replace(table.SKILL_GRADE_TABLE, minimum=1),
        upload.SKILL_CERTIFICATE,
        upload.LINE_YEARS_PROOF,
    ),
)

HONOURS = Page(
    id="honours",
    title=Text("荣誉与称号", "Honours and titles"),
    items=(table.HONOUR_TABLE, upload.AWARDS),
)

PROOF = Page(
    id="proof",
    title=Text("身份与劳动关系", "Identity and employment"),
    items=(
        ask.PENALTY,
        upload.PHOTO,
        upload.ID_COPY,
        upload.CONTRACT,
        upload.SOCIAL_INSURANCE,
    ),
)

COMMITMENT = Text(
    "本人承诺：所填内容和所附材料真实、完整、有效，如有虚假，自愿取消申报资格和已获称号，并承担相应责任。本人同意审核单位为本次评选核查相关信息，并按规定公示。",
    "I declare that all entries and documents are true, complete and valid. If any is false I accept losing my application and the title, and the consequences. I agree to checks and publicity for this evaluation.",
)
