"""Copies for blind readers: ordered once, covered and released by name, opened on the record."""

import io
import json
import uuid
from functools import partial

import pikepdf
import pytest
from msgspec.structs import replace
from PIL import Image

from evaluations import blind_copies, blindness
from evaluations.actions import assigning, blinding, reviewing
from evaluations.errors import NotFound, NotPermitted, Refused, Stale
from evaluations.models import BlindBox, BlindCopy, BlindOpening, Review
from evaluations.roles import Role
from journal.models import Entry
from tests import cast
from tests.cast.copies import order_copies, page, release_copies
from tests.evaluations.panels.stage import DRAWN, RUBRIC, SCORED, stage

pytestmark = pytest.mark.django_db

BOX = (100, 200, 500, 400)


@pytest.fixture
def play():
    made = stage(experts=3, route=("employer", "panel"))
    made.case = made.file()
    made.draw()
    return made


def give_out(play) -> list[Review]:
    return assigning.assign(panel_id=play.panel.pk, by=play.office, at=DRAWN)


def verbs(copy: BlindCopy) -> list[tuple[str, str]]:
    rows = Entry.objects.filter(subject_id=str(copy.token)).order_by("seq")
    return [(row.verb, row.actor) for row in rows]


def black(data: bytes, x: int, y: int) -> bool:
    with Image.open(io.BytesIO(data)) as made:
        return max(made.convert("RGB").getpixel((x, y))) < 10


def test_a_copy_is_ordered_of_every_filed_document_but_not_of_photo_and_id_card(play):
    """At the moment when the file reaches the experts' desk; doing it again orders nothing."""
    ordered = BlindCopy.objects.filter(attachment__application=play.case)
    filed = {file.item for file in play.case.attachments.all()}
    assert {copy.attachment.item for copy in ordered} == filed - {"photo", "id_copy"}
    assert {"photo", "id_copy", "contract"} <= filed
    assert blinding.order(application_id=play.case.pk, at=SCORED) == []


def test_a_programme_that_is_not_blind_has_no_copies():
    play = stage(experts=3, route=("employer", "panel"), rubric=replace(RUBRIC, blind=False))
    case = play.file()
    assert blinding.order(application_id=case.pk, at=DRAWN) == []
    assert blind_copies.waiting([case]) == {}
    play.draw()
    assert len(give_out(play)) == 3


def test_a_file_is_not_given_out_before_its_last_copy_is_decided_on(play):
    assert give_out(play) == []
    first, *others = order_copies(play.case, at=DRAWN)
    assert give_out(play) == []
    for copy in others:
        blinding.release(copy_id=copy.pk, by=play.office, at=DRAWN)
    assert (give_out(play), blind_copies.waiting([play.case])) == ([], {play.case.pk: 1})
    blinding.withhold(copy_id=first.pk, reason="与评分无关", by=play.office, at=DRAWN)
    assert len(give_out(play)) == 3
    assert blind_copies.waiting([play.case]) == {}


def test_other_files_do_not_wait_for_the_one_that_is_not_ready(play):
    ready = play.file()
    release_copies(ready, by=play.office, at=DRAWN)
    assert {review.panel_case.application_id for review in give_out(play)} == {ready.pk}


def test_what_is_found_and_added_is_black_and_what_is_taken_off_is_not(play):
    copy = order_copies(play.case, at=DRAWN, pages=[page((0, 0, 250, 250))])[0]
    sheet = copy.pages.get()
    assert black(sheet.read(), 8, 8)
    assert not black(sheet.read(), 40, 40)
    added = blinding.cover(page_id=sheet.pk, sides=(500, 500, 1000, 1000), by=play.office, at=DRAWN)
    assert black(copy.pages.get().read(), 40, 40)
    found = BlindBox.objects.get(page=sheet, added_at=None)
    blinding.uncover(box_id=found.pk, by=play.office, at=DRAWN)
    assert not black(copy.pages.get().read(), 8, 8)
    with sheet.file.open("rb") as drawn:
        assert not black(drawn.read(), 40, 40), "the page as drawn is never touched"
    released = blinding.release(copy_id=copy.pk, by=play.office, at=SCORED)
    assert (released.released_by, released.released_at) == (play.office, SCORED)
    assert verbs(copy) == [
        ("blind_copy.make", "clock"),
        *[(f"blind_copy.{verb}", f"user:{play.office.pk}") for verb in ("cover", "uncover", "release")],
    ]  # fmt: skip
    entry = Entry.objects.get(verb="blind_copy.release", subject_id=str(copy.token))
    assert json.loads(entry.body)["detail"] == {
        "pages": 1,
        "found": 0,
        "added": 1,
        "removed": 1,
        "digest": released.digest,
    }
    added = BlindBox.objects.get(pk=added.pk)
    assert (added.added_by, added.removed_by) == (play.office, None)


@pytest.mark.parametrize(
    "sides", [(5, 5, 5, 9), (5, 9, 9, 9), (9, 0, 5, 5), (0, 0, 1001, 5), (-1, 0, 5, 5)]
)
def test_a_box_beside_the_page_is_refused(play, sides):
    sheet = order_copies(play.case, at=DRAWN)[0].pages.get()
    with pytest.raises(Refused, match="has to lie on the page"):
        blinding.cover(page_id=sheet.pk, sides=sides, by=play.office, at=DRAWN)


def test_a_released_copy_is_changed_only_after_it_was_taken_back(play):
    copy = order_copies(play.case, at=DRAWN, pages=[page(BOX)])[0]
    blinding.release(copy_id=copy.pk, by=play.office, at=DRAWN)
    sheet, box = copy.pages.get(), BlindBox.objects.get(page__copy=copy)
    for act in (
        lambda: blinding.cover(page_id=sheet.pk, sides=BOX, by=play.office, at=DRAWN),
        lambda: blinding.uncover(box_id=box.pk, by=play.office, at=DRAWN),
    ):
        with pytest.raises(Refused, match="Take the release back first"):
            act()


def test_nobody_releases_what_changed_under_his_eyes_or_is_not_made(play):
    copy = order_copies(play.case, at=DRAWN)[0]
    sheet = copy.pages.get()
    blinding.cover(page_id=sheet.pk, sides=BOX, by=play.office, at=DRAWN)
    with pytest.raises(Stale):
        blinding.release(copy_id=copy.pk, by=play.office, at=DRAWN, seen=copy.version)
    other = play.file()
    unmade = BlindCopy.objects.filter(attachment__application=other).first()
    with pytest.raises(Refused, match="not made yet"):
        blinding.release(copy_id=unmade.pk, by=play.office, at=DRAWN)


def outsiders(play):
    """Everybody who may not prepare what is scored, and why."""
    yield cast.official("监督", Role.SUPERVISION), "Only the review office"
    yield play.city.checker, "Only the review office"
    yield play.experts[0].user, "Only the review office"
    expert = play.experts[1].user
    cast.grant(expert, Role.REVIEW_OFFICE)
    yield expert, "You are an expert of this call"
    clerk = cast.official("单位兼职", Role.REVIEW_OFFICE)
    cast.grant(clerk, Role.EMPLOYER_CLERK, organisation=play.city.employer)
    yield clerk, "You have an interest"
    applicant = play.case.person.user
    cast.grant(applicant, Role.REVIEW_OFFICE)
    yield applicant, "You have an interest"


def test_neither_an_expert_nor_anybody_with_an_interest_prepares_a_copy(play):
    copy = order_copies(play.case, at=DRAWN, pages=[page(BOX)])[0]
    sheet, box = copy.pages.get(), BlindBox.objects.get(page__copy=copy)
    refused = []
    for user, why in outsiders(play):
        asked = {"by": type(user).objects.get(pk=user.pk), "at": DRAWN}
        for act in (
            partial(blinding.cover, page_id=sheet.pk, sides=BOX, **asked),
            partial(blinding.uncover, box_id=box.pk, **asked),
            partial(blinding.release, copy_id=copy.pk, **asked),
            partial(blinding.withhold, copy_id=copy.pk, reason="否", **asked),
            partial(blinding.take_back, copy_id=copy.pk, reason="否", **asked),
            partial(blinding.try_again, copy_id=copy.pk, **asked),
        ):
            with pytest.raises(NotPermitted, match=why):
                act()
        refused.append(user)
    assert len(refused) == 6
    assert BlindCopy.objects.get(pk=copy.pk).version == copy.version


def test_an_officer_who_handled_the_file_may_prepare_it(play):
    copy = order_copies(play.case, at=DRAWN)[0]
    handler = play.case.opinions.first().given_by
    handler.grants.update(ended_at=DRAWN, ended_by=play.office)
    cast.grant(handler, Role.REVIEW_OFFICE)
    moved = type(handler).objects.get(pk=handler.pk)
    assert blinding.release(copy_id=copy.pk, by=moved, at=DRAWN).released_by == moved


# --- what experts get -----------------------------------------------------------------------


@pytest.fixture
def review(play):
    release_copies(play.case, by=play.office, at=DRAWN)
    return give_out(play)[0]


def shown(review):
    case = review.panel_case
    return blind_copies.of(case.application, case.code)


def test_names_are_neutral_and_the_same_for_every_expert(play, review):
    code = review.panel_case.code
    names = [copy.name for copy in shown(review)]
    assert names == [f"{code}-{n:02}.pdf" for n in range(1, len(names) + 1)]
    assert names == [copy.name for copy in shown(Review.objects.exclude(pk=review.pk).first())]


def test_an_opening_is_written_down_once_and_only_for_whose_file_it_is(play, review):
    copy = shown(review)[0].row
    asked = {"review_id": review.pk, "copy_id": copy.pk, "at": SCORED}
    with pytest.raises(NotPermitted):
        blinding.open_copy(**asked, by=play.office)
    by = review.member.expert.user
    assert blindness.copy_of(review, copy.token, "en").first
    blinding.open_copy(**asked, by=by)
    blinding.open_copy(**asked, by=by)
    assert not blindness.copy_of(review, copy.token, "en").first
    assert BlindOpening.objects.get().opened_by == by
    entries = Entry.objects.filter(verb="review.open_copy", subject_id=str(review.token))
    assert [entry.actor for entry in entries] == [f"user:{by.pk}"]


def test_a_copy_of_another_file_is_not_opened_through_ones_own(play, review):
    other = play.file()
    foreign = release_copies(other, by=play.office, at=DRAWN)[0]
    assert blindness.copy_of(review, foreign.token, "en") is None
    with pytest.raises(NotFound):
        blinding.open_copy(
            review_id=review.pk, copy_id=foreign.pk, by=review.member.expert.user, at=SCORED
        )


def test_what_is_taken_back_is_shown_to_nobody_and_nothing_more_is_scored(play, review):
    copy = shown(review)[0].row
    by = review.member.expert.user
    blinding.open_copy(review_id=review.pk, copy_id=copy.pk, by=by, at=SCORED)
    blinding.take_back(copy_id=copy.pk, reason="漏盖印章", by=play.office, at=SCORED)
    assert blindness.copy_of(review, copy.token, "en") is None
    assert [each.state for each in shown(review)].count("preparing") == 1
    with pytest.raises(Refused, match="being prepared again"):
        play.score(review)
    reviewing.save_draft(review_id=review.pk, marks={"skill": "5"}, comment="", by=by, at=SCORED)
    blinding.release(copy_id=copy.pk, by=play.office, at=SCORED)
    assert play.score(review).submitted_at == SCORED


def test_the_served_pdf_is_pictures_and_nothing_else_and_always_the_same(play, review):
    copy = shown(review)[0].row
    first, second = blind_copies.as_pdf(copy), blind_copies.as_pdf(copy)
    assert first == second
    with pikepdf.open(io.BytesIO(first)) as pdf:
        assert (len(pdf.pages), "/Info" in pdf.trailer, "/Metadata" in pdf.Root) == (
            1,
            False,
            False,
        )
        assert pdf.pages[0].Resources.XObject.Page.read_raw_bytes() == copy.pages.get().read()


def test_a_correction_with_another_file_needs_another_copy(play):
    old = release_copies(play.case, by=play.office, at=DRAWN)
    file = old[0].attachment
    assert blind_copies.waiting([play.case]) == {}
    newer = type(file).objects.get(pk=file.pk)
    newer.pk, newer.public_id = None, uuid.uuid4()
    newer.save()
    last = play.case.filings.latest("number")
    again = type(last)(**{f.attname: getattr(last, f.attname) for f in last._meta.fields})
    again.pk, again.number = None, last.number + 1
    again.content = last.content.replace(str(file.public_id), str(newer.public_id))
    again.opened_at = again.opened_by_id = None
    again.save()
    assert blind_copies.waiting([play.case]) == {play.case.pk: 1}
    (ordered,) = blinding.order(application_id=play.case.pk, at=SCORED)
    assert ordered.attachment_id == newer.pk
