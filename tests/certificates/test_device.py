"""The file key in a PKCS#11 device: SoftHSM stands for the real one."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute, ObjectClass
from pkcs11.util.x509 import decode_x509_certificate

from certificates import authority, device, sign, verify
from certificates.finding import Finding
from tests.certificates.awards import AT
from tests.certificates.test_sign import unsigned

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "4711"
KEYS = {
    "elliptic": lambda: ec.generate_private_key(ec.SECP256R1()),
    "rsa": lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
}


def tool(*words: str) -> None:
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="session")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A device with one key of each kind, each with its certificate. One for a process: its library
    stays logged in, and a worker may come back to this file."""
    assert MODULE.exists(), "No PKCS#11 device to test with. Run: apt-get install softhsm2"
    folder = tmp_path_factory.mktemp("token")
    (folder / "conf").write_text(f"directories.tokendir = {folder}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "conf"))
        tool("--init-token", "--free", "--label", "laurel", "--pin", PIN, "--so-pin", PIN)
        for number, (label, make) in enumerate(KEYS.items(), start=1):
            _import(folder, label, make(), f"0{number}")
        yield f"pkcs11:token=laurel;object=%s?module-path={MODULE}"


def _import(folder: Path, label: str, key: Any, ident: str) -> None:
    file = folder / f"{label}.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    own = ["--token", "laurel", "--label", label, "--id", ident, "--pin", PIN]
    tool("--import", str(file), *own)
    certificate = authority.certify(f"Office {label}", key, None, None)
    facts = decode_x509_certificate(certificate.public_bytes(Encoding.DER))
    with (
        pkcs11.lib(str(MODULE))
        .get_token(token_label="laurel")
        .open(user_pin=PIN, rw=True) as session
    ):
        session.create_object(facts | {Attribute.LABEL: label, Attribute.TOKEN: True})
        assert list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))


@pytest.fixture
def statement(tmp_path: Path, settings: Any) -> Iterator[None]:
    secret = serialization.BestAvailableEncryption(PIN.encode())
    spoken = ed25519.Ed25519PrivateKey.generate()
    file = tmp_path / "statement.pem"
    file.write_bytes(spoken.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret))
    settings.LAUREL_STATEMENT_KEY_FILE = str(file)
    settings.LAUREL_SIGNING_PASSPHRASE = PIN
    authority.current.cache_clear()
    yield
    authority.current.cache_clear()


@pytest.mark.parametrize("kind", list(KEYS))
def test_a_key_that_never_leaves_the_device_signs(
    kind: str, token: str, statement: None, settings: Any
) -> None:
    settings.LAUREL_SIGNING_KEY_FILE = token % kind
    office = authority.current()
    assert isinstance(office.key, device.DeviceKey)
    assert f"Office {kind}" in office.certificate.subject.rfc4514_string()
    assert not office.demo
    content = sign.sign(unsigned(office), authority=office, at=AT)
    assert verify.inspected(content).finding is Finding.INTACT


def test_a_wrong_address_is_a_sentence(token: str, statement: None, settings: Any) -> None:
    wrong = [
        "pkcs11:token=laurel;object=elliptic",
        token % "nothing",
        (token % "rsa").replace("token=laurel", "token=other"),
    ]
    for address in wrong:
        settings.LAUREL_SIGNING_KEY_FILE = address
        authority.current.cache_clear()
        with pytest.raises(authority.NoAuthority):
            authority.current()
