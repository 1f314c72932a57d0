import hashlib
import io
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from django.test import Client

from certificates import authority, sign, verify
from certificates.authority import Authority, NoAuthority
from certificates.finding import Finding, Look
from certificates.layout import Sheet
from certificates.render import render_many
from tests.certificates.awards import AT, CODE, NUMBER, URL, award, photo
from tests.certificates.verapdf import failures


def unsigned(signer: Authority) -> bytes:
    facts = award(photo=photo(), design="appointment")  # the least ink: what is signed is all one
    sheet = Sheet(facts, NUMBER, CODE, URL, record=b'{"x": 1}')
    return next(render_many([sheet], signable=True, evidence=sign.evidence(signer)))


@pytest.fixture(scope="module")
def signed() -> bytes:
    signer = authority.current()
    return sign.sign(unsigned(signer), authority=signer, at=AT)


def test_signing_again_gives_the_same_bytes(signed: bytes) -> None:
    signer = authority.current()
    assert sign.sign(unsigned(signer), authority=signer, at=AT) == signed


def test_the_signature_is_found_whole(signed: bytes) -> None:
    assert verify.inspected(signed) == Look(Finding.INTACT)


def test_signed_file_is_pdf_a_3a_and_pdf_ua_1(signed: bytes, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(signed)
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        del pdf.Root.Metadata
        pdf.save(bad)
    assert failures([good]) == [("3a", True, ""), ("ua1", True, "")]
    assert [compliant for _flavour, compliant, _rules in failures([bad])] == [False, False]


def test_certified_against_any_change_with_chain_and_revocations_inside(signed: bytes) -> None:
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        reference = pdf.Root.Perms.DocMDP.Reference[0]
        assert reference.TransformParams.P == 1
        assert (len(pdf.Root.DSS.Certs), len(pdf.Root.DSS.CRLs)) == (2, 1)
        assert pdf.Root.Perms.DocMDP.SubFilter == "/ETSI.CAdES.detached"


def test_a_second_reader_agrees(signed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed)
    done = subprocess.run(
        ["pdfsig", "-nocert", file], check=False, capture_output=True, text=True, timeout=60
    )
    assert "Signature is Valid." in done.stdout
    assert "Total document signed" in done.stdout


def test_the_demo_authority_says_so_in_every_name() -> None:
    demo = authority.current()
    assert demo.demo
    for certificate in (demo.certificate, *demo.chain):
        assert "DEMO" in certificate.subject.rfc4514_string()


def test_rsa_by_settings_from_encrypted_files(tmp_path: Path, settings: Any) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = authority.certify("Office", key, None, None)
    secret = serialization.BestAvailableEncryption(b"open sesame")
    bundle = pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, secret)
    (tmp_path / "office.p12").write_bytes(bundle)
    spoken = ed25519.Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, secret
    )
    (tmp_path / "statement.pem").write_bytes(spoken)
    settings.LAUREL_SIGNING_KEY_FILE = str(tmp_path / "office.p12")
    settings.LAUREL_STATEMENT_KEY_FILE = str(tmp_path / "statement.pem")
    settings.LAUREL_SIGNING_PASSPHRASE = "open sesame"
    authority.current.cache_clear()
    try:
        office = authority.current()
        assert not office.demo
        content = sign.sign(unsigned(office), authority=office, at=AT)
        assert verify.inspected(content).finding is Finding.INTACT
        settings.LAUREL_SIGNING_PASSPHRASE = "wrong"
        authority.current.cache_clear()
        with pytest.raises(NoAuthority):
            authority.current()
    finally:
        authority.current.cache_clear()


def test_production_does_not_sign_with_a_key_that_says_demo(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = authority.certify("DEMO Office", key, None, None)
    secret = serialization.BestAvailableEncryption(b"x")
    bundle = pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, secret)
    (tmp_path / "demo.p12").write_bytes(bundle)
    spoken = authority.current().statement_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, secret
    )
    (tmp_path / "statement.pem").write_bytes(spoken)
    settings.LAUREL_SIGNING_KEY_FILE = str(tmp_path / "demo.p12")
    settings.LAUREL_STATEMENT_KEY_FILE = str(tmp_path / "statement.pem")
    settings.LAUREL_SIGNING_PASSPHRASE = "x"
    settings.PRODUCTION = True
    authority.current.cache_clear()
    try:
        with pytest.raises(NoAuthority, match="DEMO"):
            authority.current()
        answer = client.get("/verify/keys.json")
        assert (answer.status_code, "DEMO" in answer.json()["error"]) == (503, True)
        # Not even when somebody lists it among the retired keys.
        settings.LAUREL_TRUSTED_SIGNERS = [certificate.fingerprint(hashes.SHA256()).hex()]
        assert authority.trusted_fingerprints() == frozenset(settings.LAUREL_TRUSTED_SIGNERS)
        ours = authority._assembled(
            key, certificate, (), authority._spoken(tmp_path / "statement.pem")
        )
        content = sign.sign(unsigned(ours), authority=ours, at=AT)
        assert verify.inspected(content) == Look(Finding.FOREIGN)
    finally:
        authority.current.cache_clear()


def test_demo_keys_are_never_readable_without_the_secret_key(settings: Any) -> None:
    folder = authority.conf.demo_authority()
    authority.current()
    assert b"PRIVATE KEY" in (folder / "statement.pem").read_bytes()
    assert b"ENCRYPTED" in (folder / "statement.pem").read_bytes()
    assert (folder / "signing.p12").stat().st_mode & 0o077 == 0


def test_a_retired_key_stays_trusted_by_its_fingerprint(signed: bytes, settings: Any) -> None:
    fingerprint = authority.current().fingerprint
    settings.LAUREL_TRUSTED_SIGNERS = [fingerprint]
    assert authority.trusted_fingerprints() == {fingerprint}
    assert isinstance(authority.current().certificate, x509.Certificate)
    assert hashlib.sha256(signed).hexdigest() != fingerprint
