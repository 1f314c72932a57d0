"""Two worlds that differ only in who applies: every page of an expert is the same, byte by byte."""

import re

import pytest
from django.urls import reverse
from msgspec.structs import replace

from evaluations import blind_copies, blindness
from evaluations.actions import panel
from evaluations.models import Attachment, BlindPage, Filing, Organisation, Person, Review
from evaluations.uploads.covering import covered
from evaluations.uploads.files import Kind
from evaluations.uploads.raster import rasters
from tests.cast.copies import order_copies
from tests.evaluations.panels.stage import DRAWN, RUBRIC, SCORED, stage
from tests.evaluations.uploads.test_blind_files import paper

pytestmark = pytest.mark.django_db

HERE = ("林一帆", "星湖精密机械有限公司", "13900000000")
THERE = ("欧阳慕远", "云门汽车零部件股份有限公司", "13711112222")
TOLD = {
    "department": "精加工车间三班",
    "post": "数控车工（星湖精密机械 林一帆 班组）",
    "story": "林一帆十五年在星湖精密机械有限公司从事数控车削。",
    "innovations": [
        {
            "kind": "innovation",
            "name": "林 一帆薄壁套筒夹具",
            "role": "主持",
            "benefit": "320000",
            "effect": "星湖精密机械有限公司废品率由百分之八降到百分之一，电话13900000000。",
            "date": "2024-09-01",
        }
    ],
}
# What differs between any two answers of one server.
TOKENS = re.compile(
    rb'(name="csrfmiddlewaretoken" value="[^"]+")|(nonce="[^"]+")|(name="key" value="[^"]+")'
)
HEADERS = (
    "Content-Type",
    "Content-Disposition",
    "Content-Length",
    "Content-Security-Policy",
    "Cache-Control",
    "ETag",
    "Location",
)


# What stands in the documents: words of one width, as two names of three letters have.
ON_PAPER = ("HHHH", "NNNN")


def drawn(name: str):
    (page,) = rasters(paper(f"Awarded to {name} in 2024"), Kind.PDF, name)
    return page


def play(**rubric):
    made = stage(experts=3, **rubric)
    made.city.employer.name = HERE[1]
    made.city.employer.save()
    for _n in range(2):
        order_copies(made.file(answers=TOLD), at=DRAWN, pages=[drawn(ON_PAPER[0])])
    made.draw()
    made.assign()
    return made


def pages(review):
    file = reverse("expert_file", args=[review.token])
    yield reverse("expert")
    yield file
    yield reverse("expert_recuse", args=[review.token])
    yield reverse("undertaking", args=[review.member.pk])
    yield reverse("inbox")
    yield f"{reverse('inbox')}?q=%E6%9E%97"  # the beginning of the name in one world
    yield f"{reverse('inbox')}?q={review.panel_case.application.reference}"
    yield reverse("desk", args=[review.panel_case.application.public_id])
    yield reverse("expert_attachment", args=[review.token, Attachment.objects.first().public_id])
    for copy in blind_copies.of(review.panel_case.application, "1-001"):
        if copy.row is not None:
            here = [review.token, copy.row.token]
            yield reverse("expert_copy", args=here)
            yield reverse("expert_copy_page", args=[*here, 1])
            yield reverse("expert_copy_pdf", args=here)
            yield reverse("blind_copy", args=[copy.row.token])
            yield reverse("blind_picture", args=[copy.row.token, 1])
    yield reverse("call_panels", args=[review.panel_case.panel.call.public_id])
    yield reverse("panel_scores", args=[review.panel_case.panel.public_id])


def seen(client, review):
    found = {}
    for copy in blind_copies.of(review.panel_case.application, "1-001"):
        if copy.row is not None:
            client.post(reverse("expert_open_copy", args=[review.token, copy.row.token]))
    for address in pages(review):
        answer = client.get(address)
        body = TOKENS.sub(b"", b"".join(answer) if answer.streaming else answer.content)
        shown = {name: TOKENS.sub(b"", answer[name].encode()) for name in HEADERS if name in answer}
        shown.pop("Content-Security-Policy", None)
        found[address] = (answer.status_code, shown, body)
    for word in ("save", "submit"):
        # The texts of errors, too.
        answer = client.post(
            reverse("expert_file", args=[review.token]),
            {"do": word, "seen": review.version, "key": "x", "marks.skill": "999"},
        )
        found[word] = (answer.status_code, {}, TOKENS.sub(b"", answer.content))
    return found


def rename() -> None:
    """The other world: only who applies, and where he works, is another."""
    Person.objects.filter(name=HERE[0]).update(name=THERE[0], phone=THERE[2])
    Organisation.objects.filter(name=HERE[1]).update(name=THERE[1], uscc="91990602MA000000ZZ")
    for filing in Filing.objects.all():
        text = filing.content
        for here, there in zip(
            (*HERE, "林 一帆", "星湖精密机械"), (*THERE, "欧阳 慕远", "云门汽车零部件"), strict=True
        ):
            text = text.replace(here, there)
        # The guards keep a filing as it was: the other world is made beside them.
        filing.content = text.replace("精加工车间三班", "总装一线")
        filing.opened_at = None
        blank = Filing(**{f.attname: getattr(filing, f.attname) for f in Filing._meta.fields})
        blank.pk, blank.number, blank.opened_by_id = None, filing.number + 1, None
        blank.save()
    Attachment.objects.update(name="欧阳慕远-合同.pdf")
    other = drawn(ON_PAPER[1])
    for page in BlindPage.objects.all():
        for file, data in ((page.file, other.jpeg), (page.shown, covered(other.jpeg, other.boxes))):
            with file.storage.open(file.name, "wb") as stored:
                stored.write(data)


def test_every_page_is_the_same_in_both_worlds(visit):
    play()
    review = Review.objects.select_related(
        "member__expert__user", "panel_case__application", "panel_case__panel__call"
    ).first()
    client = visit(review.member.expert.user)
    here = seen(client, review)
    rename()
    there = seen(client, review)
    assert here == there
    assert here[reverse("expert_file", args=[review.token])][0] == 200
    looked_at = [address for address in here if "/copies/" in address]
    assert len(looked_at) >= 6
    assert {here[address][0] for address in looked_at} == {200}
    assert drawn(ON_PAPER[0]).jpeg != drawn(ON_PAPER[1]).jpeg, "the documents do differ"


def test_the_comparison_notices_a_leak(visit):
    play(rubric=replace(RUBRIC, blind=False))
    review = Review.objects.select_related(
        "member__expert__user", "panel_case__application", "panel_case__panel__call"
    ).first()
    client = visit(review.member.expert.user)
    here = seen(client, review)
    rename()
    assert seen(client, review) != here


def test_no_name_number_or_address_stands_on_the_page(visit):
    play()
    review = Review.objects.first()
    page = visit(review.member.expert.user).get(reverse("expert_file", args=[review.token]))
    text = page.content.decode()
    hidden = (
        *HERE,
        "星湖精密机械",
        "林 一帆",
        "精加工车间",
        "十五年",
        "990602",
        "contract.pdf",
        "Y0000",
    )
    assert [word for word in hidden if word in text] == []
    assert review.panel_case.application.reference not in text
    assert text.count(blindness.BLOT) == 5


def test_a_rubric_that_is_not_blind_shows_who_it_is_and_the_files(visit):
    play(rubric=replace(RUBRIC, blind=False))
    review = Review.objects.first()
    client = visit(review.member.expert.user)
    page = client.get(reverse("expert_file", args=[review.token])).content.decode()
    assert [word for word in (*HERE[:2], "contract.pdf") if word not in page] == []
    kept = Attachment.objects.filter(
        application=review.panel_case.application, item="contract"
    ).get()
    answer = client.get(reverse("expert_attachment", args=[review.token, kept.public_id]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 contract"


def test_what_is_not_this_experts_is_not_there(visit):
    made = play()
    mine = Review.objects.select_related("member__expert__user").first()
    other = Review.objects.exclude(member=mine.member).first()
    client = visit(mine.member.expert.user)
    unknown = reverse("expert_file", args=["00000000-0000-4000-8000-000000000000"])
    answers = [
        client.get(reverse("expert_file", args=[other.token])),
        client.get(unknown),
        visit(made.office).get(reverse("expert_file", args=[mine.token])),
        visit(made.city.stranger).get(reverse("expert_file", args=[mine.token])),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    tokens = (str(other.token), "00000000-0000-4000-8000-000000000000")
    bodies = {
        TOKENS.sub(b"", answer.content).replace(token.encode(), b"")
        for answer, token in zip(answers, tokens, strict=False)
    }
    assert len(bodies) == 1


def test_a_recused_file_is_gone_from_list_and_figures(visit):
    play()
    review = Review.objects.select_related("member__expert__user").first()
    client = visit(review.member.expert.user)
    before = client.get(reverse("expert")).content.decode()
    assert "0 / 2" in before
    client.post(
        reverse("expert_recuse", args=[review.token]),
        {"reason": "曾共同获奖", "seen": review.version, "key": str(review.token)},
    )
    after = client.get(reverse("expert")).content.decode()
    assert "0 / 1" in after
    assert review.panel_case.code not in after
    assert client.get(reverse("expert_file", args=[review.token])).status_code == 404


def test_nothing_opens_before_the_undertaking(visit):
    made = stage(experts=3)
    made.file()
    planned = made.plan()
    panel.draw(draw_id=planned.pk, witness="7", by=made.office, at=SCORED)
    made.assign()
    review = Review.objects.select_related("member__expert__user").first()
    client = visit(review.member.expert.user)
    home = client.get(reverse("expert")).content.decode()
    assert review.panel_case.code not in home
    assert client.get(reverse("expert_file", args=[review.token])).status_code == 404
    client.post(reverse("undertaking", args=[review.member.pk]))
    assert client.get(reverse("expert_file", args=[review.token])).status_code == 200


def test_the_comparison_notices_a_name_that_is_not_covered(visit):
    made = stage(experts=3)
    for _n in range(2):
        order_copies(made.file(answers=TOLD), at=DRAWN, pages=[replace_boxes(drawn(ON_PAPER[0]))])
    made.draw()
    made.assign()
    review = Review.objects.select_related(
        "member__expert__user", "panel_case__application", "panel_case__panel__call"
    ).first()
    client = visit(review.member.expert.user)
    here = seen(client, review)
    for page in BlindPage.objects.all():
        with page.file.storage.open(page.file.name, "wb") as stored:
            stored.write(drawn(ON_PAPER[1]).jpeg)
    assert seen(client, review) != here


def replace_boxes(page):
    """The same page with nothing found on it."""
    return type(page)(page.jpeg, page.width, page.height, page.worded, ())
