"""The file key inside a PKCS#11 device: it signs there and never leaves.

``LAUREL_SIGNING_KEY_FILE = "pkcs11:token=NAME;object=LABEL?module-path=/path/to/module.so"``
(RFC 7512). The device also holds the certificate under the same label and the chain under others;
the PIN is ``LAUREL_SIGNING_PASSPHRASE``. RSA gives the same bytes every time; ECDSA devices draw
their nonces by lot, so that a certificate signed again after a crash differs from the lost one.
"""

import functools
import hashlib
import threading
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qs, unquote

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.utils.translation import gettext as _

SCHEME = "pkcs11:"


class NoDevice(RuntimeError):
    """The device cannot be used; ``str()`` says what to look at."""


@dataclass(frozen=True)
class Address:
    token: str
    label: str
    module: str

    @classmethod
    def read(cls, uri: str) -> Self:
        path, _mark, query = uri.removeprefix(SCHEME).partition("?")
        parts = dict(part.partition("=")[::2] for part in path.split(";"))
        try:
            module = parse_qs(query)["module-path"][0]
            return cls(unquote(parts["token"]), unquote(parts["object"]), module)
        except KeyError as problem:
            raise NoDevice(
                _("The address of the signing device lacks “%s”.") % problem.args[0]
            ) from problem


class DeviceKey:
    """Signs in the device; one at a time, as a session allows."""

    def __init__(self, handle: Any, *, elliptic: bool) -> None:
        self._handle, self._elliptic = handle, elliptic
        self._lock = threading.Lock()

    def sign(self, data: bytes) -> bytes:
        """ECDSA (DER) or RSA PKCS#1 v1.5, both with SHA-256."""
        from pkcs11 import Mechanism  # only where there is a device

        with self._lock:
            if not self._elliptic:
                return bytes(self._handle.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
            digest = hashlib.sha256(data).digest()
            raw = bytes(self._handle.sign(digest, mechanism=Mechanism.ECDSA))
        half = len(raw) // 2
        return encode_dss_signature(
            int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
        )


@functools.cache
def _session(module: str, token: str, pin: str) -> Any:
    """One for a process: a device lets a program log in once."""
    import pkcs11  # only where there is a device

    return pkcs11.lib(module).get_token(token_label=token).open(user_pin=pin)


def opened(uri: str, pin: str) -> tuple[DeviceKey, x509.Certificate, tuple[x509.Certificate, ...]]:
    """(key, its certificate, the others on the device). Raises :class:`NoDevice`."""
    import pkcs11  # only where there is a device
    from pkcs11 import Attribute, ObjectClass

    address = Address.read(uri)
    try:
        session = _session(address.module, address.token, pin)
        handle = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=address.label)
        found = [
            (each[Attribute.LABEL], x509.load_der_x509_certificate(each[Attribute.VALUE]))
            for each in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
        ]
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as problem:
        raise NoDevice(
            _("The signing device cannot be opened (%s). Check its address, module and PIN.")
            % (type(problem).__name__)
        ) from problem
    own = [certificate for label, certificate in found if label == address.label]
    if len(own) != 1:
        raise NoDevice(_("The device must hold one certificate with the label of the key."))
    others = tuple(certificate for label, certificate in found if label != address.label)
    elliptic = isinstance(own[0].public_key(), ec.EllipticCurvePublicKey)
    return DeviceKey(handle, elliptic=elliptic), own[0], others
