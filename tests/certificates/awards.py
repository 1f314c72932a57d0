"""Sample facts. Everybody here is invented."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw

from certificates.facts import Award

AT = datetime(2026, 3, 22, 1, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=3)
BY = "user:7"
NUMBER = "990600-TE-2026-0001-J"
CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
URL = f"https://laurel.example/verify/{CODE}/"

WORDING = (
    "经评审、公示，决定授予“{title}”称号，"
    "职业（工种）为{field}（{document}）。\n特发此证，以资鼓励。"
)


def award(**changes: Any) -> Award:
    facts: dict[str, Any] = {
        "case": "case-1",
        "programme_code": "TE",
        "city_code": "990600",
        "year": 2026,
        "holder_name": "田泽赟",
        "title": "星湖市技术能手",
        "field": "数控车工",
        "employer_name": "星湖精工机械有限公司",
        "document_number": "星人社字〔2026〕12号",
        "decided_on": date(2026, 3, 20),
        "issued_on": date(2026, 3, 22),
        "wording": WORDING,
        "issuers": ("星湖市人力资源和社会保障局",),
        "rules_edition": "2026-1",
        "city_name": "星湖市",
    }
    return Award(**(facts | changes))


def awards(count: int, **changes: Any) -> list[Award]:
    return [
        award(case=f"case-{i}", holder_name=f"测试{_HAN[i % len(_HAN)]}", **changes)
        for i in range(1, count + 1)
    ]


_HAN = "一丁万丈三上下不与专且世丘丙业丛东丝丞两严"


def photo() -> bytes:
    """A drawn head on blue, 413 × 579, as the upload path stores pictures."""
    image = Image.new("RGB", (413, 579), "#6f9fd8")
    draw = ImageDraw.Draw(image)
    draw.ellipse((70, 380, 343, 800), fill="#2f3a4a")
    draw.ellipse((120, 120, 293, 350), fill="#e8c29c")
    draw.pieslice((112, 95, 301, 330), 180, 360, fill="#221c1a")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88, dpi=(300, 300))
    return out.getvalue()
