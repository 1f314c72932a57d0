"""Nobody types a honour twice: the next application is filled in from the last one, and only what is empty."""

import pytest

from evaluations.actions import applying, reusing
from evaluations.errors import NotFound, NotPermitted, Refused
from evaluations.models import Application, Attachment
from journal.models import Entry
from tests import cast
from tests.cast.moments import DRAFTED
from tests.clock import at

pytestmark = pytest.mark.django_db
LATER = at("2026-03-30 10:00")


@pytest.fixture
def city() -> cast.City:
    return cast.City()


@pytest.fixture
def filed(city) -> Application:
    return cast.file(cast.draft(city, city.call()))


def another(city, filed: Application, **more) -> Application:
    given = {"track": "by_selection", "employer": None} | more
    call = city.call(year=2027)
    return applying.start(call=call, person=filed.person, by=filed.person.user, at=LATER, **given)


def take(case: Application, filed: Application, by=None) -> reusing.Taken:
    return reusing.take_over(
        application_id=case.pk, filing_id=filed.filings.get().pk, by=by or case.person.user,
        at=LATER,
    )  # fmt: skip


def test_answers_files_and_employer_come_over_but_no_declaration(city, filed):
    case = another(city, filed)
    assert [f.application_id for f in reusing.offered(case)] == [filed.pk]
    taken = take(case, filed)

    case = cast.fresh(case)
    for name in ("skill_grades", "story", "occupation"):
        assert case.answers[name] == filed.answers[name] != ""
    assert case.employer == filed.employer
    assert "penalty" in filed.answers
    assert not case.answers.get("penalty")
    mine = case.attachments.values_list("item", "sha256")
    assert sorted(mine) == sorted(filed.attachments.values_list("item", "sha256"))
    assert (taken.answers, taken.files) == (len(case.answers), filed.attachments.count())
    assert Entry.objects.latest("seq").verb == "take_over"
    assert reusing.offered(case) == []


def test_what_was_typed_is_not_replaced_and_doing_it_twice_adds_nothing(city, filed):
    case = another(city, filed)
    mine = {"honours": [], "story": "今年的新事迹"}
    applying.save_answers(
        application_id=case.pk, answers=mine, by=case.person.user, seen=None, at=LATER
    )
    take(case, filed)
    assert cast.fresh(case).answers["story"] == "今年的新事迹"
    assert take(case, filed) == reusing.Taken(0, 0)


def test_removing_a_taken_file_leaves_the_earlier_filing_whole(city, filed):
    case = another(city, filed)
    take(case, filed)
    row = case.attachments.first()
    applying.remove_attachment(attachment_id=row.pk, by=case.person.user, at=LATER)
    earlier = Attachment.objects.get(application=filed, item=row.item)
    with earlier.file.open("rb") as kept:
        assert len(kept.read()) == earlier.size
    assert earlier.removed_at is None


def test_nobody_takes_from_somebody_else(city, filed):
    other = cast.draft(city, city.call(year=2028))
    assert reusing.sources(other) == []
    with pytest.raises(NotFound):
        take(other, filed)
    with pytest.raises(NotPermitted):
        take(another(city, filed, track="by_contest"), filed, by=other.person.user)


def test_a_filed_application_is_not_filled_in_any_more(city, filed):
    again = cast.file(cast.draft(city, city.call(year=2027), person=filed.person, moment=DRAFTED))
    with pytest.raises((Refused, NotPermitted)):
        take(again, filed)
