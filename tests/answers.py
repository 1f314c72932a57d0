"""Complete, truthful-looking answers for every programme and track: fictitious throughout."""

_ABOUT = {
    "ethnic_group": "汉族",
    "political_status": "masses",
    "education": "college",
    "working_since": "2010-07-01",
    "employment_status": "employee",
    "department": "精加工车间三班",
    "post": "数控车工",
    "post_kind": "line_skilled",
    "occupation": "车工",
    "penalty": "no",
}

ANSWERS: dict[tuple[str, str], dict] = {
    ("technical_expert", "by_contest"): _ABOUT
    | {"contest": "registered", "contest_rank": 1, "honours": []},
    ("technical_expert", "by_selection"): _ABOUT
    | {
        "line_years": 15,
        "skill_grades": [
            {
                "occupation": "车工",
                "grade": "technician",
                "number": "Y000099020000012300001",
                "issuer": "星湖市职业技能鉴定指导中心",
                "date": "2020-06-01",
            }
        ],
        "contests": [],
        "innovations": [
            {
                "kind": "innovation",
                "name": "薄壁套筒专用夹具",
                "role": "主持",
                "benefit": "320000",
                "effect": "废品率由百分之八降到百分之一。",
                "date": "2024-09-01",
            }
        ],
        "apprentices": [],
        "honours": [],
        "story": "十五年在一线从事数控车削，主持夹具革新三项，带出技师两名。",
    },
}

UPLOADS: dict[tuple[str, str], tuple[str, ...]] = {
    ("technical_expert", "by_contest"): (
        "photo",
        "id_copy",
        "contract",
        "contest_filing",
        "contest_result",
    ),
    ("technical_expert", "by_selection"): (
        "photo",
        "id_copy",
        "contract",
        "skill_certificate",
        "line_years_proof",
    ),
}
