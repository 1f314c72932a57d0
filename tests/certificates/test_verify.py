from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from certificates import verify
from certificates.issue import allocate, change_status, issue, read_pdf, reissue
from certificates.masking import masked
from certificates.models import Certificate, Status
from certificates.number import short_code
from certificates.shown import Shown
from certificates.verify import (
    MISREAD,
    MISTYPED,
    Answer,
    Verdict,
    by_code,
    by_file,
    by_typing,
)
from tests.certificates.awards import AT, BY, LATER, award
from tests.worlds import world

pytestmark = pytest.mark.django_db

WORDS = {
    Status.SUSPENDED: Verdict.SUSPENDED,
    Status.REVOKED: Verdict.REVOKED,
    Status.EXPIRED: Verdict.EXPIRED,
    Status.SUPERSEDED: Verdict.SUPERSEDED,
}


@world
def issued() -> Certificate:
    return issue(allocate([award()], by=BY, at=AT)[0], by=BY, at=AT)


def test_the_qr_tells_genuine_and_shows_what_to_compare(issued: Certificate) -> None:
    answer = by_code(issued.code.lower())
    assert answer == Answer(
        Verdict.GENUINE,
        Shown(
            number=issued.number,
            name="田*赟",
            title="星湖市技术能手",
            field="数控车工",
            issuers=("星湖市人力资源和社会保障局",),
            issued_on=date(2026, 3, 22),
            document="星人社字〔2026〕12号",
            tenure="",
            since=None,
        ),
    )


@pytest.mark.parametrize("status", WORDS)
def test_the_register_answers_at_once_after_a_decision(issued: Certificate, status: str) -> None:
    change_status(issued, to=status, reason="x", document="y", by=BY, at=LATER)
    answer = by_code(issued.code)
    assert answer.verdict is WORDS[Status(status)]
    assert answer.shown is not None
    assert answer.shown.since == LATER.date()


def test_number_name_and_code_have_to_agree(issued: Certificate) -> None:
    right = {"number": issued.number, "name": "田泽赟", "short_code": short_code(issued.code)}
    assert by_typing(**right).verdict is Verdict.GENUINE
    for wrong in ({"number": issued.number[:-1] + "?"}, {"name": "田泽"}, {"short_code": "AAAAAA"}):
        assert by_typing(**(right | wrong)) == Answer(Verdict.UNKNOWN, note=MISTYPED)


def test_an_unknown_number_costs_what_a_wrong_name_costs(
    issued: Certificate, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    compared: list[bool] = []
    real = verify._same
    monkeypatch.setattr(verify, "_same", lambda a, b: compared.append(True) or real(a, b))
    known = {"number": issued.number, "name": "田泽云", "short_code": short_code(issued.code)}
    wrong_code = known | {"name": issued.holder_name, "short_code": "AAAAAA"}
    for typed in (known, wrong_code, known | {"number": "990600-TE-2026-0002-H"}):
        compared.clear()
        with django_assert_num_queries(1):
            assert by_typing(**typed) == Answer(Verdict.UNKNOWN, note=MISTYPED)
        assert len(compared) == 2


def test_the_stored_file_is_recognised_and_any_other_byte_is_not(issued: Certificate) -> None:
    content = read_pdf(issued)
    assert by_file(content).verdict is Verdict.GENUINE
    assert by_file(content + b"\n").verdict is not Verdict.GENUINE


def test_an_allocated_number_is_not_yet_a_certificate() -> None:
    (intended,) = allocate([award()], by=BY, at=AT)
    assert by_code(intended.code) == Answer(Verdict.UNKNOWN, note=MISREAD)


@pytest.mark.parametrize("code", ["", "A", "A" * 26, "A" * 400, "' OR 1=1 --", "../..", "\x00"])
def test_everything_unknown_gets_the_same_answer(issued: Certificate, code: str) -> None:
    assert by_code(code) == Answer(Verdict.UNKNOWN, note=MISREAD)


def test_a_register_that_cannot_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_args: object, **_kwargs: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(Certificate.objects, "filter", down)
    assert by_code("A" * 26) == Answer(Verdict.CANNOT_TELL)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王", "王"), ("王伟", "王*"), ("田泽赟", "田*赟"), ("买买提·艾力", "买****力"), ("", "")],
)
def test_names_are_masked_in_the_middle(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_the_command_answers_with_an_exit_status(
    issued: Certificate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(read_pdf(issued))
    call_command("verify_certificate", str(file))
    assert issued.number in capsys.readouterr().out
    file.write_bytes(b"%PDF-1.7 not ours")
    with pytest.raises(SystemExit) as unknown:
        call_command("verify_certificate", str(file))
    with pytest.raises(SystemExit) as absent:
        call_command("verify_certificate", str(file.with_name("absent.pdf")))
    assert (unknown.value.code, absent.value.code) == (1, 2)


@pytest.mark.parametrize("standing", [Status.VALID, Status.SUSPENDED, Status.EXPIRED])
def test_the_next_version_stands_as_the_old_one_stood_and_is_named_to_who_holds_it(
    issued: Certificate, standing: Status
) -> None:
    if standing != Status.VALID:
        change_status(issued, to=standing, reason="x", document="y", by=BY, at=LATER)
    given = {"reason": "遗失", "document": "星人社补〔2026〕1号", "by": BY, "at": LATER}
    new = reissue(issued, cause="lost", **given)

    waiting = by_code(issued.code)
    new = issue(new, by=BY, at=LATER)
    old, fresh = by_code(issued.code), by_code(new.code)

    assert (waiting.verdict, waiting.shown and waiting.shown.current) == (Verdict.SUPERSEDED, "")
    assert (old.verdict, fresh.verdict) == (Verdict.SUPERSEDED, verify.BY_STATUS[standing])
    assert old.shown is not None
    assert old.shown.current == f"{issued.number}/2 · 2026-03-22 · {standing.label}"
    assert fresh.shown is not None
    assert fresh.shown.current == ""
    assert new.code not in str(old)
