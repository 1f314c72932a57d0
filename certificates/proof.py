"""Before a layout is used, two people look at it with the names that break layouts."""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cache

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from certificates import conf, locked, printing
from certificates import number as numbers
from certificates.designs import DESIGNS, Design
from certificates.facts import Award
from certificates.fonts import Unprintable
from certificates.layout import Sheet
from certificates.models import Proof
from journal.record import record

#: Two to twenty-five characters, middle dots, rare characters, Latin: what real lists contain.
EXTREME_NAMES = (
    "丁一",
    "田泽赟",
    "欧阳靖轩",
    "𬭎𫟹㛃䶮",
    "𠅤𰻝",
    "龘靐齉",
    "买买提·艾力",
    "阿卜杜热合曼·麦麦提依明",
    "古丽巴哈尔·阿卜杜克热木·吐尔逊买买提江",
    "一二三四五六七八九十一二三四五六七八九十一二三四五",
    "Li Na",
    "Alexandra-Marie Wolfeschlegelstein",
)
_WORDING = "经评审、公示，决定授予“{title}”称号，专业领域为{field}，期限{tenure}（{document}）。\n特发此证。"
_ISSUERS = (
    ("示例市人力资源和社会保障局",),
    ("中共示例市委人才工作领导小组", "示例市人力资源和社会保障局"),
    ("中共示例市委人才工作领导小组", "示例市人力资源和社会保障局", "示例市总工会"),
)


class NotReleased(Unprintable):
    """A layout that two people have not yet released."""


def sheets(design: Design) -> list[Sheet]:
    """The pages of the proof: extreme names, one to three issuers, short and long titles, half of
    them beside a photo."""
    code = "A" * numbers.CODE_LENGTH
    return [
        Sheet(_award(design, index, name), _number(index), code, conf.verify_url(code))
        for index, name in enumerate(EXTREME_NAMES, start=1)
    ]


def _number(index: int) -> str:
    return numbers.compose(city_code="000000", programme_code="PROOF", year=2000, serial=index)


def _award(design: Design, index: int, name: str) -> Award:
    long = index % 2 == 0
    return Award(
        case=f"proof-{index}",
        programme_code="PROOF",
        city_code="000000",
        year=2000,
        holder_name=name,
        title="示例市有突出贡献的中青年专家" if long else "样张",
        field="新一代信息技术与智能制造装备融合应用" if long else "车工",
        employer_name="示例单位",
        document_number="示例字〔2000〕123号",
        decided_on=date(2000, 10, 20),
        issued_on=date(2000, 12, 30),
        wording=_WORDING,
        issuers=_ISSUERS[index % 3],
        design=design.key,
        photo=_portrait() if design.photo and index % 4 in {1, 2} else None,
        tenure_from=date(2000, 1, 1),
        tenure_until=date(2003, 12, 31),
    )


@cache
def _portrait() -> bytes:
    """Nobody: a head on grey, at the size that the upload stores."""
    image = Image.new("RGB", (413, 579), "#b9c2cc")
    draw = ImageDraw.Draw(image)
    draw.ellipse((70, 390, 343, 800), fill="#6c7885")
    draw.ellipse((120, 120, 293, 350), fill="#8e99a5")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, dpi=(300, 300))
    return out.getvalue()


def pdf(design: Design) -> bytes:
    """The proof as one file; the same layout gives the same bytes."""
    return printing.merged(sheets(design))


def seal_pdf(issuer: str, png: bytes) -> bytes:
    """Every layout with an issuer's seal: alone, and as the first of three."""
    return locked.ours(
        "joined", [printing.merged(_sealed(d, issuer, png)) for d in DESIGNS.values()]
    )


def _sealed(design: Design, issuer: str, png: bytes) -> list[Sheet]:
    code = "A" * numbers.CODE_LENGTH
    return [
        Sheet(
            replace(_award(design, index, "田泽赟"), issuers=(issuer, *_ISSUERS[2][1:index])),
            _number(index),
            code,
            conf.verify_url(code),
            seals=(png,),
        )
        for index in (1, 3)
    ]


@transaction.atomic
def make(key: str, *, by: str, at: datetime) -> Proof:
    """Print the proof of a design's present version; an existing one stays as it is."""
    design = DESIGNS[key]
    digest = hashlib.sha256(pdf(design)).hexdigest()
    proof, fresh = Proof.objects.get_or_create(
        design=design.name, defaults={"sha256": digest, "made_at": at, "made_by": by}
    )
    if not fresh and proof.sha256 != digest:
        raise NotReleased(_("The layout was changed after its proof. Give it a new version."))
    return proof


@transaction.atomic
def release(proof: Proof, *, sha256: str, by: str, at: datetime) -> Proof:
    """One of two people says: this is right. ``sha256`` is the proof that the person looked at."""
    row = Proof.objects.select_for_update().get(pk=proof.pk)
    if sha256 != row.sha256:
        raise NotReleased(_("You looked at another proof. Open the present one."))
    if by in (row.first_by, row.second_by):
        raise NotReleased(_("You have already released this proof. A second person has to look."))
    if row.second_by:
        raise NotReleased(_("This proof was already released by two people."))
    turn = "second" if row.first_by else "first"
    setattr(row, f"{turn}_by", by)
    setattr(row, f"{turn}_at", at)
    row.save()
    record(
        verb="certificate.release_layout",
        subject=f"layout:{row.design}",
        actor=by,
        at=at,
        detail={"sha256": row.sha256, "turn": turn},
    )
    return row


def require_released(keys: Iterable[str]) -> None:
    """In production no number is given for a layout that was not released."""
    if not getattr(settings, "PRODUCTION", False):
        return
    for name in sorted({DESIGNS[key].name for key in keys if key in DESIGNS}):
        if not Proof.objects.filter(design=name, second_at__isnull=False).exists():
            raise NotReleased(
                _("The layout “%s” has not been released by two people yet. Show them its proof.")
                % name
            )
