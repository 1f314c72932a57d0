"""Who is told what: with the act, once, in their own language, and never before it is public."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.db import transaction
from django.utils import translation

from evaluations.desks import Verdict
from evaluations.errors import Refused
from evaluations.status import Status
from tests import cast, visits
from tests.clock import at
from workflows import desk, message_words, notices
from workflows.models import Message

NOW = at("2026-03-09 09:00")


def kinds(case) -> list[str]:
    rows = Message.objects.filter(application=case).order_by("pk")
    assert {row.recipient for row in rows} <= {case.person.user}
    return [row.kind for row in rows]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "last"),
    [
        (Status.FILED, "filed"),
        (Status.RETURNED, "returned"),
        (Status.SUPPLEMENT_DUE, "supplement"),
        (Status.NOT_RECOMMENDED, "refused"),
        (Status.NOT_ACCEPTED, "refused"),
        (Status.LAPSED, "lapsed"),
        (Status.PROPOSED, "progress"),  # nobody learns of a list before it is published
        (Status.PUBLICISED, "listed"),
        (Status.CONTESTED, "contested"),
        (Status.APPROVED, "listed"),  # decided, and not yet promulgated
    ],
)
def test_the_applicant_is_told_what_is_public_and_no_more(status, last) -> None:
    city = cast.City()
    case = cast.walked(city, city.call(), status)
    assert kinds(case)[-1] == last


@pytest.mark.django_db
def test_whoever_missed_the_list_is_told_when_it_is_published() -> None:
    city = cast.City()
    call = city.call()
    case = cast.walked(city, call, Status.NOT_SELECTED)
    assert "refused" not in kinds(case)

    cast.publicise(city, call)

    assert kinds(case)[-1] == "refused"


@pytest.mark.django_db
def test_a_promulgated_decision_is_told() -> None:
    city = cast.City()
    call = city.call()
    case = cast.walked(city, call, Status.APPROVED)
    cast.promulgate(city, call, call.decisions.get())
    assert kinds(case)[-1] == "approved"


@pytest.mark.django_db
def test_every_desk_the_file_comes_to_is_told() -> None:
    city = cast.City()
    case = cast.opine(city, cast.file(cast.draft(city, city.call())))
    message = Message.objects.latest("pk")
    assert (message.kind, message.data, message.version) == (
        "progress",
        {"desk": "district"},
        case.version,
    )


@pytest.mark.django_db
def test_a_refused_act_tells_nobody() -> None:
    city = cast.City()
    case = cast.file(cast.draft(city, city.call()))
    before = kinds(case)
    with pytest.raises(Refused):
        cast.opine(city, case, Verdict.RETURN, remarks=[])
    assert kinds(case) == before


@pytest.mark.django_db
def test_the_same_act_is_told_once() -> None:
    city = cast.City()
    case = cast.walked(city, city.call(), Status.RETURNED)
    before = kinds(case)
    notices.acted(case, at=cast.EXAMINED, change=case.changes.last())
    assert kinds(case) == before


@pytest.mark.django_db
def test_a_mail_follows_the_commit_and_names_no_person(django_capture_on_commit_callbacks) -> None:
    city = cast.City()
    person = cast.applicant("慕容秋水")
    person.user.email = "applicant@example.org"
    person.user.save()
    case = cast.draft(city, city.call(), person=person)

    with django_capture_on_commit_callbacks() as waiting:
        case = cast.file(case)
        assert mail.outbox == []
    for send in waiting:
        send()

    (sent,) = mail.outbox
    assert sent.to == ["applicant@example.org"]
    assert case.reference in sent.subject
    assert "慕容" not in sent.subject + sent.body
    assert Message.objects.get(application=case).mailed_at is not None


@pytest.mark.django_db(transaction=True)
def test_no_mail_is_sent_when_the_move_failed() -> None:
    """Peers' trap 11."""
    city = cast.City()
    person = cast.applicant()
    person.user.email = "applicant@example.org"
    person.user.save()
    case = cast.draft(city, city.call(), person=person)

    def file_and_fail() -> None:
        with transaction.atomic():
            cast.file(case)
            raise RuntimeError("a later step fails")

    with pytest.raises(RuntimeError):
        file_and_fail()
    assert mail.outbox == []
    assert Message.objects.count() == 0


@pytest.mark.django_db
def test_a_worker_that_runs_twice_sends_once() -> None:
    city = cast.City()
    person = cast.applicant()
    person.user.email = "applicant@example.org"
    person.user.save()
    case = cast.file(cast.draft(city, city.call(), person=person))
    ids = list(Message.objects.filter(application=case).values_list("pk", flat=True))
    notices.mail.func(ids)
    notices.mail.func(ids)
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_every_kind_has_words_in_both_languages() -> None:
    city = cast.City()
    case = cast.file(cast.draft(city, city.call()))
    data = {"due": NOW.isoformat(), "status": "not_accepted", "desk": "district", "n": 3}
    for kind in Message.Kind:
        message = Message(kind=kind, application=case, data=data, recipient=case.person.user)
        said = {}
        for language in ("zh-hans", "en"):
            with translation.override(language):
                said[language] = message_words.of(message)
        assert said["en"].text
        assert "%(" not in said["en"].text + said["zh-hans"].text
        assert said["en"].subject.endswith(case.reference)


@pytest.mark.django_db
def test_messages_are_read_by_their_recipient_alone() -> None:
    city = cast.City()
    case = cast.walked(city, city.call(), Status.RETURNED)
    applicant = case.person.user

    page = visits.get(applicant, "/messages/", NOW)
    assert len(page.context["rows"]) == 2
    assert visits.get(city.clerk, "/messages/", NOW).context["rows"] == []

    up_to = {"up_to": str(page.context["up_to"])}
    visits.post(city.clerk, "/messages/read/", up_to, NOW)
    assert Message.objects.filter(recipient=applicant, read_at=None).count() == 2
    visits.post(applicant, "/messages/read/", up_to, NOW)
    assert Message.objects.filter(recipient=applicant, read_at=None).count() == 0


@pytest.mark.django_db
def test_reading_messages_marks_nothing_by_itself() -> None:
    city = cast.City()
    case = cast.file(cast.draft(city, city.call()))
    visits.get(case.person.user, "/messages/", NOW)
    assert Message.objects.filter(read_at=None).count() == Message.objects.count()


@pytest.mark.django_db
def test_a_list_of_messages_is_paged(monkeypatch) -> None:
    monkeypatch.setattr("workflows.views.messages.PAGE", 2)
    city = cast.City()
    person = city.clerk
    for n in range(3):
        notices.tell(person, Message.Kind.ARRIVALS, at=NOW, n=n)
    first = visits.get(person, "/messages/", NOW)
    second = visits.get(person, f"/messages/{first.context['next_url']}", NOW)
    assert [len(p.context["rows"]) for p in (first, second)] == [2, 1]
    assert second.context["next_url"] == ""


@pytest.mark.django_db
def test_a_case_outside_any_act_tells_nothing() -> None:
    city = cast.City()
    case = cast.draft(city, city.call())
    desk.perform(case, lambda: None, by=None, at=NOW)
    assert kinds(case) == []


@pytest.mark.django_db
def test_a_mail_that_failed_is_tried_again_once_an_hour(django_capture_on_commit_callbacks) -> None:
    person = cast.user("甲", email="applicant@example.org")
    told = notices.tell(person, Message.Kind.REMINDER, at=at("2026-03-03 09:00"), n=1)

    assert notices.try_again(at("2026-03-03 09:05")) == 0  # the worker may still come to it
    with django_capture_on_commit_callbacks(execute=True):
        assert notices.try_again(at("2026-03-03 09:15")) == 1
    assert [message.to for message in mail.outbox] == [["applicant@example.org"]]

    Message.objects.filter(pk=told.pk).update(mailed_at=None)
    assert notices.try_again(at("2026-03-03 09:16")) == 0
    assert notices.try_again(at("2026-03-03 10:16")) == 1
    assert notices.try_again(at("2026-03-09 10:16")) == 0  # given up: the site has told it


@pytest.mark.django_db
def test_an_address_that_is_refused_keeps_nobody_else_from_being_told(monkeypatch, caplog) -> None:
    people = [cast.user(name, email=f"{name}@example.org") for name in "ab"]
    when = at("2026-03-03 09:00")
    ids = [notices.tell(each, Message.Kind.REMINDER, at=when, n=1).pk for each in people]
    honest = notices._send

    def send(message: Message) -> None:
        if message.recipient == people[0]:
            raise SMTPRecipientsRefused({})
        honest(message)

    monkeypatch.setattr(notices, "_send", send)
    notices.mail.func(ids)
    assert [message.to for message in mail.outbox] == [["b@example.org"]]
    assert "user:" in caplog.text
