import dataclasses
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from certificates import authority, payload, qr, statuslist
from certificates.issue import allocate, change_status, issue, read_pdf
from certificates.models import Certificate, Status
from certificates.offline import laurel_verify
from tests.certificates.awards import AT, BY, LATER, award
from tests.certificates.test_render import pages
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def issued() -> Certificate:
    facts = award(offline_code=True, tenure_from=date(2026, 1, 1), tenure_until=date(2029, 12, 31))
    return issue(allocate([facts], by=BY, at=AT)[0], by=BY, at=AT)


def code_of(certificate: Certificate) -> str:
    return payload.url(certificate, authority=authority.current())


def test_the_printed_code_carries_the_statement(issued: Certificate, tmp_path: Path) -> None:
    (image,) = pages(read_pdf(issued), tmp_path, dpi=200)
    (text,) = qr.read(image)
    assert text == code_of(issued)
    assert payload.read(text, public_key=authority.current().statement_public) == payload.Statement(
        number=issued.number,
        name="田*赟",
        title="星湖市技术能手",
        issued_on=date(2026, 3, 22),
        until=date(2029, 12, 31),
        index=issued.pk,
    )


def test_every_changed_character_breaks_the_statement(issued: Certificate) -> None:
    text, key = code_of(issued), authority.current().statement_public
    start = text.index("/V/") + 3
    stranger = laurel_verify.Ed25519PublicKey.from_public_bytes(key)
    assert laurel_verify.statement(text, stranger)[1] == issued.number
    for i in range(start, len(text)):
        other = "B" if text[i] == "A" else "A"
        with pytest.raises(payload.NotOurs):
            payload.read(text[:i] + other + text[i + 1 :], public_key=key)
        # The one-file verifier says the same of every damaged code.
        with pytest.raises((ValueError, TypeError, IndexError, laurel_verify.InvalidSignature)):
            laurel_verify.statement(text[:i] + other + text[i + 1 :], stranger)
    with pytest.raises(payload.NotOurs):
        payload.read(text, public_key=bytes(32))


def test_the_address_answers_from_the_register(client: Client, issued: Certificate) -> None:
    path = code_of(issued)[code_of(issued).index("/V/") :]
    assert client.get(path).context["verdict"].word == "genuine"
    change_status(issued, to=Status.REVOKED, reason="x", document="y", by=BY, at=LATER)
    assert client.get(path).context["verdict"].word == "revoked"
    assert client.get("/V/AAAA").status_code == 404


@pytest.fixture
def verifier(client: Client, issued: Certificate, tmp_path: Path) -> Any:
    """The one file, run as a stranger would run it, with what was fetched beforehand."""
    keys = tmp_path / "keys.json"
    keys.write_bytes(client.get("/verify/keys.json").content)
    listed = tmp_path / "list.jwt"
    listed.write_bytes(client.get("/verify/status-list.jwt").content)
    script = Path(laurel_verify.__file__)

    def run(code: str, *, listing: Path | None = listed, key_file: Path = keys) -> int:
        command = [sys.executable, "-I", str(script), code, "--keys", str(key_file)]
        if listing:
            command += ["--list", str(listing)]
        done = subprocess.run(command, check=False, capture_output=True, timeout=60)
        return done.returncode

    return run


def test_the_one_file_verifier_works_without_us(
    verifier: Any, issued: Certificate, tmp_path: Path
) -> None:
    code = code_of(issued)
    assert verifier(code) == 0
    assert verifier(code, listing=None) == 2
    assert verifier(code[:-9] + "AAAAAAAAA") == 1
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"statement_key": "00" * 32}))
    assert verifier(code, key_file=other) == 1


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.REVOKED, Status.EXPIRED])
def test_the_list_tells_what_was_decided(issued: Certificate, status: str) -> None:
    change_status(issued, to=status, reason="x", document="y", by=BY, at=LATER)
    ours = authority.current()
    token = statuslist.signed(statuslist.current(), authority=ours, at=LATER)
    keys = json.dumps({"statement_key": ours.statement_public.hex()})
    code, sentence = laurel_verify.check(code_of(issued), keys, token, LATER.timestamp())
    assert code == 1
    assert "Signed by the office, but" in sentence


def test_an_old_or_foreign_list_proves_nothing(issued: Certificate) -> None:
    ours = authority.current()
    keys = json.dumps({"statement_key": ours.statement_public.hex()})
    token = statuslist.signed(statuslist.current(), authority=ours, at=AT)
    late = (AT + timedelta(hours=2)).timestamp()
    thief = dataclasses.replace(ours, statement_key=authority.ed25519.Ed25519PrivateKey.generate())
    foreign = statuslist.signed(statuslist.current(), authority=thief, at=AT)
    code = code_of(issued)
    assert laurel_verify.check(code, keys, token, AT.timestamp())[0] == 0
    assert laurel_verify.check(code, keys, token, late)[0] == 2
    assert laurel_verify.check(code, keys, foreign, AT.timestamp())[0] == 2


def test_the_list_hides_who_exists() -> None:
    cells = statuslist.packed([(0, "valid"), (1, "revoked"), (2, "superseded")])
    assert len(cells) == statuslist.SMALLEST
    assert cells[:3] == bytes([0x02, 0x4F, 0xFF])
