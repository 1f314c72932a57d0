"""Traps that other systems fell into, each a test named after it: panels, votes, who sees what.

The numbers are those of the list that the tests were written from; the others stand in
test_peer_traps.py.
"""

import re
from dataclasses import fields
from decimal import Decimal

import pytest
from django.urls import get_resolver, reverse

from evaluations import conflicts, scoring, visibility
from evaluations.actions import assigning, filing, reviewing
from evaluations.errors import Incomplete, NotPermitted, Refused
from evaluations.models import Review
from evaluations.roles import Role
from evaluations.scoring import Mark
from evaluations.status import Status
from tests import cast, visits
from tests.clock import at
from tests.evaluations.panels.stage import DRAWN, SCORED, stage
from workflows import desk

pytestmark = pytest.mark.django_db

NOW = at("2026-03-06 10:00")
# What differs between any two pages: tokens, ids, and the words that were searched for.
_SECRETS = re.compile(r'name="csrf\w+" value="\w+"|[0-9a-f-]{36}|TE26-[\w-]+|q=[\w%-]*')


def test_05_what_was_not_given_is_not_a_zero():
    """Hypha averages "n/a" as 0."""
    marks = [Mark("a", 80), Mark("b", None), Mark("c", 90)]
    found = scoring.panel_score(marks)
    assert (found.value, found.counted, found.waiting) == (Decimal("85.00"), ("a", "c"), ("b",))
    assert scoring.panel_score([Mark("a", None)]) is None
    ranked = scoring.rank([scoring.Entry("x", None), scoring.Entry("y", 1)])
    assert [(each.key, each.place) for each in ranked] == [("y", 1), ("x", None)]


def test_06_a_draft_is_no_review():
    """Hypha counts drafts: a panel seems complete, and half-typed marks decide."""
    play = stage(experts=3, route=("employer", "panel"))
    play.file()
    play.draw()
    reviews = play.assign()
    for review in reviews[:2]:
        play.score(review)
    last = Review.objects.select_related("member__expert__user").get(pk=reviews[2].pk)
    reviewing.save_draft(
        review_id=last.pk, marks={"skill": "1", "teaching": "1"}, comment="",
        by=last.member.expert.user, at=SCORED,
    )  # fmt: skip
    with pytest.raises(Refused):
        play.close()
    play.score(last)
    assert len(play.close()) == 1
    assert scoring.panel_score([Mark("a", 80), Mark("b", 1, final=False)]).value == 80


def test_08_what_is_hidden_neither_counts_nor_sorts_nor_answers(client):
    """pretalx#611, HotCRP, openreview#351: a count, a search or an error text told what was hidden."""
    city = cast.City()
    case = cast.file(cast.draft(city, city.call()))
    other = cast.organisation("湖心电子科技有限公司")
    rival = cast.official("别家单位", Role.EMPLOYER_HEAD, organisation=other)
    assert visibility.visible_to(rival).count() == 0

    def page(url: str) -> str:
        found = visits.text(visits.get(rival, url, NOW))
        return _SECRETS.sub("", found)

    # A reference that exists elsewhere, and one that exists nowhere, give the same page.
    assert page(f"/inbox/?q={case.reference}") == page("/inbox/?q=TE26-ZZZZ-ZZZZ")
    for name in ("desk", "application"):
        hidden = reverse(name, args=[case.public_id])
        unknown = reverse(name, args=["00000000-0000-4000-8000-000000000000"])
        answers = [visits.get(rival, url, NOW).status_code for url in (hidden, unknown)]
        assert answers == [404, 404]
        assert page(hidden) == page(unknown)


def test_09_a_later_round_is_as_blind_as_the_first():
    """pkp#11374, openreview#79: the second round and the interface forgot to hide the name."""
    play = stage(experts=4, route=("employer", "panel"))
    person = cast.applicant("林一帆")
    unit = play.city.employer.name
    # What would show if only the head of the form were blind: free text, and a hidden field.
    told = {
        "story": f"{person.name}十五年在{unit}从事数控车削，电话{person.phone}。",
        "post": f"数控车工（{unit} {person.name} 班组）",
        "department": "精加工车间三班",
    }
    play.file(person=person, answers=told)
    play.draw(count=3, reserves=1)
    first = play.assign()[0]
    for review in _after_a_recusal(play, first):
        user = review.member.expert.user
        for url in (reverse("expert"), reverse("expert_file", args=[review.token])):
            shown = visits.get(user, url, SCORED)
            assert shown.status_code == 200, url
            page = visits.text(shown)
            for hidden in (person.name, unit, person.phone, person.masked_id, told["department"]):
                assert hidden not in page, (url, hidden)
            assert visits.id_numbers(page) == []


def _after_a_recusal(play, review) -> list[Review]:
    """The files of the second round: one expert stepped back, another one came."""
    assigning.recuse(review_id=review.pk, reason="曾为师徒", by=review.member.expert.user, at=DRAWN)
    rows = Review.objects.filter(panel_case__panel=play.panel, ended_at=None)
    return list(rows.select_related("member__expert__user"))


def test_10_nobody_acts_as_somebody_else():
    """hotcrp#426: acting as another user, a chair's own conflicts were not asked.

    There is no acting as somebody else; and whoever applies is refused at every desk of the own
    case, also in an office that reaches it.
    """
    names = {
        pattern.name or "" for pattern in get_resolver().url_patterns if hasattr(pattern, "name")
    }
    assert not [name for name in names if re.search(r"impersonat|act_as|sudo|hijack", name)]
    city = cast.City()
    person = cast.applicant("孟单位")
    cast.grant(person.user, Role.EMPLOYER_HEAD, organisation=city.employer)
    case = cast.file(cast.draft(city, city.call(year=2027), person=person))
    with pytest.raises(NotPermitted):
        cast.opine(city, case, by=person.user)
    play = stage(experts=0, route=("employer", "panel"))
    judged = play.file()
    expert = play.expert()
    own = conflicts.interests([expert])[expert.pk]
    stakes = conflicts.stakes([judged])[judged.pk]
    # A second account of the same person is the same person: the ID number tells.
    again = type(own)(**{f.name: getattr(own, f.name) for f in fields(own)} | {
        "id_lookup": judged.person.id_lookup
    })  # fmt: skip
    assert [each.kind for each in conflicts.between(again, stakes)] == ["own"]


def test_15_a_withdrawn_case_keeps_no_votes_and_no_place():
    """HotCRP 3.4: a withdrawn paper still counted in limits and in what reviewers had to do."""
    play = stage(experts=3, route=("employer", "panel"))
    gone, stays = play.file(), play.file()
    play.draw()
    play.assign()
    by = gone.person.user
    desk.perform(
        gone,
        lambda: filing.withdraw(
            application_id=gone.pk, by=by, seen=cast.fresh(gone).version, at=SCORED
        ),
        by=by, at=SCORED,
    )  # fmt: skip
    for review in Review.objects.filter(panel_case__application=stays).select_related(
        "member__expert__user"
    ):
        play.score(review)
    assert [opinion.application_id for opinion in play.close()] == [stays.pk]
    assert not cast.fresh(gone).opinions.filter(desk="panel").exists()
    # The person may apply again: the withdrawn case holds no place of theirs.
    again = cast.draft(play.city, play.call, person=gone.person, moment=cast.FILED)
    assert again.status == Status.DRAFT


def test_16_whoever_declined_is_not_asked_again_first():
    """datatracker#4505: the reviewer with the least work is the one who has just declined."""
    play = stage(experts=4, route=("employer", "panel"))
    case = play.file()
    play.draw(count=4)
    declined = play.assign()[0]
    instead = assigning.recuse(
        review_id=declined.pk, reason="曾为师徒", by=declined.member.expert.user, at=DRAWN
    )
    assert instead.member_id != declined.member_id
    assert play.assign() == []
    experts = Review.objects.filter(panel_case__application=case, ended_at=None)
    assert declined.member_id not in experts.values_list("member", flat=True)
    with pytest.raises((NotPermitted, Incomplete)):
        play.score(Review.objects.select_related("member__expert__user").get(pk=declined.pk))


def test_17_no_address_that_somebody_may_leave_unconfirmed_decides_a_conflict():
    """openreview#301: a second, unconfirmed e-mail address hid the conflict.

    Conflicts rest on account, ID number, employer, names and acts; no e-mail is asked at all.
    """
    play = stage(experts=1, route=("employer", "panel"))
    case = play.file()
    expert = play.experts[0]
    known = {
        field.name for kind in (conflicts.Interests, conflicts.Stakes) for field in fields(kind)
    }
    assert not [name for name in known if "mail" in name]

    def found():
        stakes = conflicts.stakes([case])[case.pk]
        return conflicts.between(conflicts.interests([expert])[expert.pk], stakes)

    cast.grant(expert.user, Role.EMPLOYER_CLERK, organisation=play.city.employer)
    before = found()
    expert.user.email = case.person.user.email = "same@example.org"
    expert.user.save()
    case.person.user.save()
    assert [each.kind for each in before] == ["speaks"]
    assert found() == before
