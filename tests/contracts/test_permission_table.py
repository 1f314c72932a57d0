"""The whole table: where the case stands x who asks x what for -> yes, or a sentence why not.

permission_table.txt and call_permission_table.txt are written down to be read: a lawyer checks
them line by line, and a change of the law shows as a change of these lines. After such a change
write them anew with LAUREL_WRITE_TABLES=1 in the environment, and read the difference.
"""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from evaluations import call_permissions, permissions, whereabouts
from evaluations.desks import Desk
from evaluations.status import CallStatus, Status
from tests.contracts import permission_cast as played

pytestmark = pytest.mark.django_db  # so that the database is there for the fixture

HERE = Path(__file__).parent
YES = "yes"

# How the table writes a sentence. What stands between braces differs from case to case.
SAYS = {
    "hidden": "This application does not exist, or is not yours to see.",
    "closed": "This account has been closed.",
    "theirs": "Only the applicant can do this.",
    "own": "This is your own application. Somebody else at this desk has to decide it.",
    "filed": "The application has been filed. It can be changed only after it is returned to you.",
    "late": "Applications closed on {}. It is now {} by the server’s clock.",
    "overdue": "The time for correction ended on {}.",
    "unfiled": "Only a filed application can be recalled.",
    "opened": "The next desk opened the file on {}. Ask it to return the file, or withdraw.",
    "on-list": "The list has been proposed. Ask the office in writing to strike you off.",
    "over": "The application is closed.",
    "not-here": "The file no longer lies at this desk.",
    "no-seat": "Your role does not cover this desk for this application.",
    "same-eyes": "You prepared this opinion. A second person has to approve it.",
    "unrefused": "A recheck can be requested only against a refusal.",
    "asked": "A recheck has already been requested for this application.",
    "checked": "You checked this application before. Somebody else has to examine the objection.",
    "no-words": "No opinions are given at this desk.",
    "contested": "An objection to this candidate is being examined. It has to be decided first.",
    "off-list": "Nobody can be taken off here: {}.",
    "examined": "The examination of this application is over.",
    "office": "Only the review office can do this.",
    "body": "Only this body decides here: {}.",
    "printer": "Only the certificate officer can do this.",
    "step": "The call is not at this step now. Reload the page to see where it stands.",
    "running": "The window is still open. It closes by itself.",
}

# station -> who -> verb -> (Chinese, English); both empty when allowed
Answers = dict[str, dict[str, dict[str, tuple[str, str]]]]


def both(ask: Callable[[], str]) -> tuple[str, str]:
    with translation.override("zh-hans"):
        chinese = ask()
    with translation.override("en"):
        return chinese, ask()


def asked_of(case, at, user) -> dict[str, tuple[str, str]]:
    lies = whereabouts.desk_of(case)
    desks = {"decide_recheck": Desk.RECHECK, "open_file": lies, "give_opinion": lies}
    return {
        verb: both(
            lambda verb=verb: permissions.refusal(
                user, verb, case, at=at, desk=desks.get(verb, "") or Desk.EMPLOYER
            )
        )
        for verb in permissions.VERBS
    }


def asked_of_call(call, at, user) -> dict[str, tuple[str, str]]:
    return {
        verb: both(
            lambda verb=verb: call_permissions.refusal(
                user, verb, None if verb == "create" else call, at=at
            )
        )
        for verb in call_permissions.VERBS
    }


def play() -> tuple[Answers, Answers]:
    city = played.SupervisedCity()
    cast = played.people(city, elsewhere=city.call(year=2024))
    cases: Answers = {}
    for station in played.stations(city):
        applicant = station.case.person.user
        who = {"applicant": applicant,
               "applicant with every role": played.everything(applicant, city)}  # fmt: skip
        cases[station.name] = {
            name: asked_of(station.case, station.at, user) for name, user in (who | cast).items()
        }
    calls: Answers = {
        station.name: {
            name: asked_of_call(station.call, station.at, user) for name, user in cast.items()
        }
        for station in played.call_stations(city)
    }
    return cases, calls


@pytest.fixture(scope="module")
def answers(no_world_stands, django_db_blocker, tmp_path_factory) -> tuple[Answers, Answers]:
    """Every status is walked to once, everybody asks for everything, and all is rolled back."""
    folder = tmp_path_factory.mktemp("permission")
    folders = {"MEDIA_ROOT": folder, "LAUREL_CERTIFICATE_DIR": folder}
    with (
        django_db_blocker.unblock(),
        override_settings(**folders),
        translation.override("zh-hans"),
        transaction.atomic(),
    ):
        try:
            return play()
        finally:
            transaction.set_rollback(True)


@pytest.fixture
def cases(answers) -> Answers:
    return answers[0]


@pytest.fixture
def calls(answers) -> Answers:
    return answers[1]


# --- writing the table ----------------------------------------------------------------------


@cache
def code(sentence: str) -> str:
    if not sentence:
        return YES
    straight = sentence.replace("'", "’")
    return next(
        (code for code, words in SAYS.items() if pattern(words).fullmatch(straight)),
        f"?? {sentence}",
    )


@cache
def pattern(words: str) -> re.Pattern[str]:
    return re.compile(re.escape(words).replace(r"\{\}", ".+"))


def table(answers: Answers, verbs: Iterable[str]) -> str:
    return "\n\n".join(block(name, rows, list(verbs)) for name, rows in answers.items()) + "\n"


def block(name: str, rows: dict[str, dict[str, tuple[str, str]]], verbs: list[str]) -> str:
    """One station: a line for everybody who is answered alike."""
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for who, told in rows.items():
        alike[tuple(code(told[verb][1]) for verb in verbs)].append(who)
    widths = [max(len(verb), *(len(row[i]) for row in alike)) for i, verb in enumerate(verbs)]
    lines = [f"## {name}", line(verbs, widths, "")]
    lines += [line(row, widths, "; ".join(who)) for row, who in alike.items()]
    return "\n".join(lines)


def line(cells: Iterable[str], widths: list[int], who: str) -> str:
    row = "  ".join(f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True))
    return f"{row}  {who}".rstrip()


def legend(answers: Answers) -> str:
    used = {
        code(t[1]) for rows in answers.values() for told in rows.values() for t in told.values()
    }
    width = max(map(len, SAYS))
    return "\n".join(f"{c:{width}}  {words}" for c, words in SAYS.items() if c in used) + "\n\n\n"


def compare(file: Path, text: str) -> None:
    if os.environ.get("LAUREL_WRITE_TABLES"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text


# --- the tables -----------------------------------------------------------------------------


def test_the_table_of_cases(cases):
    compare(HERE / "permission_table.txt", legend(cases) + table(cases, permissions.VERBS))


def test_the_table_of_calls(calls):
    compare(
        HERE / "call_permission_table.txt", legend(calls) + table(calls, call_permissions.VERBS)
    )


def test_every_no_is_a_sentence_in_both_languages(cases, calls):
    told = {
        sentences
        for answers in (cases, calls)
        for rows in answers.values()
        for verbs in rows.values()
        for sentences in verbs.values()
        if any(sentences)
    }
    han = re.compile(r"[\u4e00-\u9fff]")
    wrong = [
        (chinese, english)
        for chinese, english in told
        if not (han.search(chinese) and english and not han.search(english))
        or not chinese.endswith(("。", "！", "？"))
        or "%(" in chinese + english
    ]
    assert wrong == []
    assert len(told) > 15


# --- what must hold in every block, whatever the table says -----------------------------------


def allowed(answers: Answers, who: str) -> set[str]:
    return {verb for rows in answers.values() for verb, told in rows[who].items() if not told[1]}


APPLICANTS_OWN = {"edit", "file", "recall", "withdraw", "request_recheck"}
NOBODYS = ["stranger", "closed account", "ended grant", "another applicant",
           "system administrator", "expert"]  # fmt: skip


@pytest.mark.parametrize("who", NOBODYS)
def test_no_authority_no_act(cases, calls, who):
    assert (allowed(cases, who), allowed(calls, who)) == (set(), set())


@pytest.mark.parametrize("who", ["auditor", "leading group", "office of another call"])
def test_reads_at_most(cases, who):
    assert allowed(cases, who) <= {"read"}


def test_nobody_acts_for_the_applicant(cases):
    others = {who for rows in cases.values() for who in rows} - {
        "applicant",
        "applicant with every role",
    }
    assert {who: allowed(cases, who) & APPLICANTS_OWN for who in others} == dict.fromkeys(
        others, set()
    )


def test_nobody_decides_about_himself(cases):
    """Four eyes: an account that holds every role cannot pass its own application on."""
    assert allowed(cases, "applicant with every role") == APPLICANTS_OWN | {"read"}


def test_a_draft_is_the_applicants_alone(cases):
    readers = {who for who, told in cases["draft"].items() if not told["read"][1]}
    assert readers == {"applicant", "applicant with every role"}


def test_every_right_is_somebodys(cases, calls):
    """A verb that nobody may do anywhere would prove nothing."""
    assert {verb for who in next(iter(cases.values())) for verb in allowed(cases, who)} == set(
        permissions.VERBS
    )
    assert {verb for who in next(iter(calls.values())) for verb in allowed(calls, who)} == set(
        call_permissions.VERBS
    )


def test_every_status_is_in_the_tables(cases, calls):
    assert {name.partition(",")[0] for name in cases} == {status.value for status in Status}
    assert {name.partition(",")[0] for name in calls} == {status.value for status in CallStatus}
