"""The keys that speak for the office: one for files, one for statements; never in the database.

Files are signed with an X.509 key (ECDSA P-256 or RSA) that PDF readers know; statements (the
JSON record, the offline code, the status list) with Ed25519, whose signatures are 64 bytes long
and always the same. A demo makes its own authority, which says DEMO in every name.
"""

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates import conf, device

FileKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
DEMO_NAME = "DEMO Laurel signing authority (not valid)"


class NoAuthority(RuntimeError):
    """Production without keys: nothing may be signed. ``str()`` says what to set."""


@dataclass(frozen=True, eq=False)
class Authority:
    """``certificate`` belongs to ``key``; ``chain`` leads to the root, ``revocations`` are CRLs."""

    key: FileKey | device.DeviceKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    revocations: tuple[x509.CertificateRevocationList, ...]
    statement_key: ed25519.Ed25519PrivateKey
    demo: bool

    @property
    def root(self) -> x509.Certificate:
        return self.chain[-1] if self.chain else self.certificate

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def statement_public(self) -> bytes:
        return self.statement_key.public_key().public_bytes_raw()

    @property
    def statement_id(self) -> str:
        """Eight bytes of the key's digest: names the key in a QR and in a JWT header."""
        return hashlib.sha256(self.statement_public).hexdigest()[:16]


@functools.cache
def current() -> Authority:
    """The authority of this installation. Raises :class:`NoAuthority`."""
    file = getattr(settings, "LAUREL_SIGNING_KEY_FILE", "")
    if file:
        return _for_this_place(_named(file, Path(settings.LAUREL_STATEMENT_KEY_FILE)))
    if getattr(settings, "PRODUCTION", False):
        raise NoAuthority(
            _(
                "There is no signing key. Set LAUREL_SIGNING_KEY_FILE (PKCS#12) and"
                " LAUREL_STATEMENT_KEY_FILE, or nothing can be issued."
            )
        )
    return demo(conf.demo_authority())


def _named(file: str, statement: Path) -> Authority:
    if file.startswith(device.SCHEME):
        return _from_device(file, statement)
    return _from_files(Path(file), statement)


def _for_this_place(authority: Authority) -> Authority:
    if authority.demo and getattr(settings, "PRODUCTION", False):
        raise NoAuthority(
            _(
                "The signing key says DEMO in its name, and nobody would accept it. Name the real key."
            )
        )
    return authority


def _passphrase() -> bytes:
    return str(getattr(settings, "LAUREL_SIGNING_PASSPHRASE", "")).encode()


def _from_device(uri: str, statement: Path) -> Authority:
    try:
        key, certificate, others = device.opened(uri, _passphrase().decode())
    except device.NoDevice as problem:
        raise NoAuthority(str(problem)) from problem
    return _assembled(key, certificate, others, _spoken(statement))


def _from_files(signing: Path, statement: Path) -> Authority:
    try:
        bundle = pkcs12.load_pkcs12(signing.read_bytes(), _passphrase())
    except (OSError, ValueError, TypeError) as problem:
        raise NoAuthority(_CANNOT_OPEN % problem) from problem
    if bundle.cert is None or not isinstance(bundle.key, FileKey):
        raise NoAuthority(
            _("The signing key file must hold an ECDSA or RSA key and its certificate.")
        )
    chain = tuple(extra.certificate for extra in bundle.additional_certs)
    return _assembled(bundle.key, bundle.cert.certificate, chain, _spoken(statement))


_CANNOT_OPEN = gettext_lazy(
    "The signing key cannot be opened (%s). Check the files and LAUREL_SIGNING_PASSPHRASE."
)


def _spoken(statement: Path) -> ed25519.Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(statement.read_bytes(), _passphrase())
    except (OSError, ValueError, TypeError) as problem:
        raise NoAuthority(_CANNOT_OPEN % problem) from problem
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise NoAuthority(_("LAUREL_STATEMENT_KEY_FILE must hold an Ed25519 key."))
    return key


def _assembled(
    key: FileKey | device.DeviceKey,
    certificate: x509.Certificate,
    chain: tuple[x509.Certificate, ...],
    spoken: ed25519.Ed25519PrivateKey,
) -> Authority:
    return Authority(
        key=key,
        certificate=certificate,
        chain=chain,
        revocations=tuple(_revocations()),
        statement_key=spoken,
        demo="DEMO" in certificate.subject.rfc4514_string(),
    )


def _revocations() -> Iterator[x509.CertificateRevocationList]:
    for path in getattr(settings, "LAUREL_SIGNING_CRL_FILES", []):
        try:
            yield x509.load_der_x509_crl(Path(path).read_bytes())
        except (OSError, ValueError) as problem:
            raise NoAuthority(
                _("%(file)s in LAUREL_SIGNING_CRL_FILES is no revocation list in DER form.")
                % {"file": path}
            ) from problem


def demo(folder: Path) -> Authority:
    """A throw-away authority, made once per installation and kept as encrypted files."""
    bundle, statement, crl = (folder / n for n in ("signing.p12", "statement.pem", "root.crl"))
    secret = hashlib.sha256(settings.SECRET_KEY.encode()).hexdigest().encode()
    if not (bundle.exists() and statement.exists() and crl.exists()):
        _make_demo(folder, secret)
    loaded = pkcs12.load_pkcs12(bundle.read_bytes(), secret)
    spoken = serialization.load_pem_private_key(statement.read_bytes(), secret)
    assert loaded.cert
    assert isinstance(loaded.key, FileKey)
    assert isinstance(spoken, ed25519.Ed25519PrivateKey)
    return Authority(
        key=loaded.key,
        certificate=loaded.cert.certificate,
        chain=tuple(extra.certificate for extra in loaded.additional_certs),
        revocations=(x509.load_der_x509_crl(crl.read_bytes()),),
        statement_key=spoken,
        demo=True,
    )


def _make_demo(folder: Path, secret: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _i in range(2))
    root = certify("DEMO Laurel root (not valid)", root_key, None, None)
    certificate = certify(DEMO_NAME, key, root_key, root)
    protect = serialization.BestAvailableEncryption(secret)
    bundle = pkcs12.serialize_key_and_certificates(b"demo", key, certificate, [root], protect)
    spoken = ed25519.Ed25519PrivateKey.generate()
    files = {
        "root.crl": empty_list(root, root_key).public_bytes(Encoding.DER),
        "statement.pem": spoken.private_bytes(
            Encoding.PEM, serialization.PrivateFormat.PKCS8, protect
        ),
        "signing.p12": bundle,
    }
    for name, content in files.items():
        temporary = folder / f".{name}"
        temporary.write_bytes(content)
        temporary.chmod(0o600)
        temporary.replace(folder / name)


def certify(
    name: str,
    key: FileKey,
    issuer_key: FileKey | None,
    issuer: x509.Certificate | None,
) -> x509.Certificate:
    """A ten-year certificate of ``key``; self-signed root when there is no issuer."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    usage = {"digital_signature": issuer is not None, "content_commitment": issuer is not None}
    others = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36500))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(**usage, **others, key_cert_sign=issuer is None, crl_sign=issuer is None),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return builder.sign(issuer_key or key, hashes.SHA256())


def empty_list(root: x509.Certificate, key: FileKey) -> x509.CertificateRevocationList:
    start = datetime(2020, 1, 1, tzinfo=UTC)
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(start)
        .next_update(start + timedelta(days=36500))
        .add_extension(x509.CRLNumber(1), critical=False)
        .sign(key, hashes.SHA256())
    )


def trusted_fingerprints() -> frozenset[str]:
    """SHA-256 of every certificate whose signatures are ours: the current and the retired ones.

    A demo certificate is never trusted by a production installation, whatever is configured.
    """
    listed = frozenset(getattr(settings, "LAUREL_TRUSTED_SIGNERS", ()))
    try:
        authority = current()
    except NoAuthority:
        return listed
    refused = authority.demo and getattr(settings, "PRODUCTION", False)
    return listed if refused else listed | {authority.fingerprint}
