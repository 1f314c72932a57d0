"""How fast is the paper? CPU per certificate, as ratios to the naive way in the same run."""

import math
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from functools import partial
from html import escape
from io import BytesIO
from multiprocessing import get_context
from typing import Any

import django
from PIL import Image
from weasyprint import CSS, HTML

from certificates import assets, authority, engine, inspect_pdf, printing, qr, render, sign
from certificates import number as numbers
from certificates.designs import drawing
from certificates.facts import Award
from certificates.layout import Sheet, document, page

#: Name of a figure -> (at least, at most).
TARGETS = {
    "times_naive": (7.0, math.inf),
    "sign_ms": (0.0, 20.0),
    "verify_ms": (0.0, 25.0),
    "worker_mb": (0.0, 250.0),
}
AT = datetime(2026, 3, 22, 1, 0, tzinfo=UTC)
_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
#: Everyday characters and, one in eight, those of the second level of GB 2312.
_GIVEN = "".join(
    bytes((row, cell)).decode("gb2312")
    for rows, step in ((range(0xB0, 0xD7), 6), (range(0xD8, 0xF8), 34))
    for row in rows
    for cell in range(0xA1, 0xFF, step)
)


def sample(count: int) -> list[Sheet]:
    """Made-up holders with names of everyday characters and a picture each."""
    return [_sheet(index) for index in range(count)]


def _sheet(index: int) -> Sheet:
    dice = random.Random(index)
    award = Award(
        case=f"bench-{index}",
        programme_code="TE",
        city_code="990600",
        year=2026,
        holder_name=dice.choice(_FAMILY) + "".join(dice.choices(_GIVEN, k=2)),
        title="星湖市技术能手",
        field=dice.choice(("数控车工", "焊工", "钳工", "电工")),
        employer_name="星湖精工机械有限公司",
        document_number="星人社字〔2026〕12号",
        decided_on=date(2026, 3, 20),
        issued_on=date(2026, 3, 22),
        wording="经评审、公示，授予“{title}”称号，职业（工种）为{field}（{document}）。\n特发此证。",
        issuers=("星湖市人力资源和社会保障局",),
        photo=_picture(index),
    )
    number = numbers.compose(city_code="990600", programme_code="TE", year=2026, serial=index + 1)
    code = "".join(dice.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=numbers.CODE_LENGTH))
    return Sheet(award, number, code, f"https://laurel.example/verify/{code}/", record=b"{}")


def _picture(index: int) -> bytes:
    """Every holder has another picture: a shared one would flatter the caches."""
    image = Image.effect_noise((413, 579), 20 + index % 7).convert("RGB")
    out = BytesIO()
    image.save(out, "JPEG", quality=40)
    return out.getvalue()


def naive(sheet: Sheet) -> bytes:
    """``HTML(...).write_pdf()`` with the art as SVG: what one writes first."""
    design = sheet.design
    ground = drawing(design, sheet.award.issuers, bool(sheet.award.photo)).as_svg()
    found, size = qr.runs(sheet.qr_text)
    code = "".join(f"M{x} {y}h{n}v1h-{n}z" for x, y, n in found)
    left, top, side = design.qr
    extra = (
        "<style>.ground{position:absolute;left:0;top:0;width:297mm;height:210mm}</style>"
        f'<svg style="position:absolute;left:{left}mm;top:{top}mm;width:{side}mm;height:{side}mm" '
        f'viewBox="0 0 {size} {size}" xmlns="http://www.w3.org/2000/svg"><path d="{code}"/></svg>'
    )
    body = page(sheet, steps=dict.fromkeys(design.slots, 0))
    head, rest = body.split(">", 1)
    art = ground.replace("<svg ", '<svg class="ground" ', 1)
    html = document([f"{head}>{art}{extra}{rest}"], title=escape(design.heading))
    fetcher = engine.LockedFetcher(
        {sheet.photo_asset: assets.Asset(sheet.award.photo or b"", "image/jpeg")}
    )
    return HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[CSS(string=design.css)])


def cpu(work: Callable[[], Any]) -> float:
    """Milliseconds of processor time."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def signed(sheets: list[Sheet]) -> Iterator[bytes]:
    ours = authority.current()
    for pdf in render.render_many(sheets, signable=True, evidence=sign.evidence(ours)):
        yield sign.sign(pdf, authority=ours, at=AT)


def _rendered(sheets: list[Sheet]) -> list[bytes]:
    return list(render.render_many(sheets))


def _worker(bounds: tuple[int, int]) -> tuple[int, int]:
    """(files, peak memory in MB) of one worker process."""
    made = sum(1 for _pdf in signed([_sheet(index) for index in range(*bounds)]))
    return made, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run(*, count: int, workers: int = 2) -> dict[str, float]:
    """The figures; rounds of naive and ours are interleaved on a noisy machine."""
    sheets = sample(max(60, min(count, 120)))
    naive(sheets[0])
    list(signed(sheets[:2]))
    slow, fast = [], []
    for start in range(3):
        pair, part = sheets[start : start + 4 : 3], sheets[start * 20 : start * 20 + 20]
        slow.append(statistics.mean(cpu(partial(naive, sheet)) for sheet in pair))
        fast.append(cpu(partial(_rendered, part)) / 20)
    ours = authority.current()
    blank = list(render.render_many(sheets[:20], signable=True))
    files = [sign.sign(pdf, authority=ours, at=AT) for pdf in blank]
    figures = {
        "naive_ms": statistics.median(slow),
        "render_ms": statistics.median(fast),
        "times_naive": statistics.median(slow) / statistics.median(fast),
        "sign_ms": cpu(lambda: [sign.sign(pdf, authority=ours, at=AT) for pdf in blank]) / 20,
        "verify_ms": cpu(
            lambda: [inspect_pdf.look(pdf, {ours.fingerprint}, demo=True) for pdf in files]
        )
        / 20,
        "kib": statistics.mean(map(len, files)) / 1024,
    }
    return figures | _merged(count) | _issued(count, workers)


def _merged(count: int) -> dict[str, float]:
    start = time.perf_counter()
    printing.merged(sample(count))
    return {"merged_files": count, "merged_seconds": time.perf_counter() - start}


def _issued(count: int, workers: int) -> dict[str, float]:
    """Render and sign ``count`` on ``workers`` processes; wall time and the largest memory."""
    step = -(-count // workers)
    parts = [(start, min(start + step, count)) for start in range(0, count, step)]
    start = time.perf_counter()
    # Begun afresh: a copy of this process would answer for what the naive way has used here.
    afresh = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=afresh, initializer=django.setup) as pool:
        done = list(pool.map(_worker, parts))
    return {
        "issued": sum(made for made, _memory in done),
        "issued_seconds": time.perf_counter() - start,
        "worker_mb": max(memory for _made, memory in done),
    }
