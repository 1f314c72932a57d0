"""Typed attachments that several programmes ask for. Formats and sizes: PDF or picture, 10 MB [S-qd]."""

from evaluations.rules import Text, Upload

PHOTO = Upload(
    id="photo",
    label=Text("近期免冠证件照", "Recent identity photo"),
    hint=Text(
        "用于申报表和证书，JPEG或PNG格式。", "For the form and the certificate; JPEG or PNG."
    ),
    formats=("jpeg", "png"),
    max_mb=5,
    photo=True,
)
ID_COPY = Upload(
    id="id_copy",
    label=Text("居民身份证正反面", "Both sides of the resident ID card"),
    hint=Text("仅供审核人员核对，不公开。", "For the checking officers only; never published."),
    max_files=2,
    identifying=True,
)
CONTRACT = Upload(
    id="contract",
    label=Text("劳动（聘用）合同", "Labour or appointment contract"),
    hint=Text(
        "合同和社会保险缴费证明一并提供；自由职业者由代理机构出具证明。",
        "The contract and the social insurance record; freelancers: a statement of the agency.",
    ),
    required=False,
)
SOCIAL_INSURANCE = Upload(
    id="social_insurance",
    label=Text("社会保险缴费证明", "Social insurance record"),
    required=False,
)
SKILL_CERTIFICATE = Upload(
    id="skill_certificate",
    label=Text("职业技能等级（资格）证书", "Skill certificates"),
    max_files=5,
)
CONTEST_FILING = Upload(
    id="contest_filing",
    label=Text("竞赛部署文件", "Filing document of the contest"),
    formats=("pdf",),
    hint=Text("加盖公章的PDF。", "A stamped PDF."),
)
CONTEST_RESULT = Upload(
    id="contest_result",
    label=Text("竞赛结果文件", "Result document of the contest"),
    formats=("pdf",),
    hint=Text("加盖公章的PDF，本人姓名和名次可查。", "A stamped PDF that names you and your rank."),
)
AWARDS = Upload(
    id="award_certificates",
    label=Text("获奖证书、荣誉证书", "Award and honour certificates"),
    required=False,
    max_files=10,
)
RESULTS_PROOF = Upload(
    id="results_proof",
    label=Text("成果和效益证明", "Proof of results and benefit"),
    hint=Text("由单位或财务部门盖章确认。", "Stamped by the employer or its finance department."),
    required=False,
    max_files=10,
)
APPRENTICE_AGREEMENTS = Upload(
    id="apprentice_agreements",
    label=Text("师徒协议", "Apprenticeship agreements"),
    required=False,
    max_files=10,
)
LINE_YEARS_PROOF = Upload(
    id="line_years_proof",
    label=Text("一线岗位年限证明", "Proof of the years on the front line"),
    hint=Text("由单位出具并盖章。", "Issued and stamped by the employer."),
)
EMPLOYMENT_PROOF = ("contract", "social_insurance")
