"""The machine-readable record inside the PDF: a signed credential and the licence metadata.

The credential is an Open Badges 3.0 achievement in the W3C Verifiable Credentials 2.0 data model,
secured as a JWT with Ed25519, so that any wallet or script can check it without our software.
"""

import json
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.jwk import OKPKey

from certificates import conf, licence
from certificates.authority import Authority
from certificates.layout import plain_wording
from certificates.models import Certificate
from certificates.render import midnight

ALGORITHM = "Ed25519"
CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


def record(certificate: Certificate, *, authority: Authority) -> bytes:
    """Canonical JSON: same facts and key, same bytes."""
    award = certificate.award
    content = {
        "licence": licence.metadata(
            award,
            number=certificate.number,
            version=certificate.version,
            code=certificate.code,
        ),
        "credential": token(credential(certificate), authority=authority),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode()


def credential(certificate: Certificate) -> dict[str, Any]:
    award = certificate.award
    address = conf.verify_url(certificate.code)
    claims: dict[str, Any] = {
        "@context": CONTEXT,
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.title,
        "issuer": {"id": conf.site_url(), "type": ["Profile"], "name": award.issuers[0]},
        "validFrom": midnight(award.issued_on),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": award.holder_name,
                    "identityType": "name",
                }
            ],
            "achievement": {
                "id": f"{address}#achievement",
                "type": ["Achievement"],
                "achievementType": "Award",
                "name": award.title,
                "description": plain_wording(award),
                "fieldOfStudy": award.field,
                "criteria": {"narrative": award.document_number},
            },
        },
        "credentialStatus": {
            "id": f"{status_list_url()}#{certificate.pk}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "message",
            "statusSize": 4,
            "statusListIndex": str(certificate.pk),
            "statusListCredential": status_list_url(),
        },
    }
    if award.tenure_until:
        claims["validUntil"] = midnight(award.tenure_until)
    return claims


def status_list_url() -> str:
    return f"{conf.site_url()}/verify/status-list.jwt"


def token(claims: dict[str, Any], *, authority: Authority, kind: str = "vc+jwt") -> str:
    header = {"alg": ALGORITHM, "typ": kind, "kid": authority.statement_id}
    return jwt.encode(header, claims, key(authority), algorithms=[ALGORITHM])


@lru_cache(maxsize=4)
def key(authority: Authority) -> OKPKey:
    pem = authority.statement_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return OKPKey.import_key(pem)


def read_token(text: str, *, authority: Authority) -> dict[str, Any]:
    """The claims of a token that we signed; raises ``joserfc.errors.JoseError`` otherwise."""
    return jwt.decode(text, key(authority), algorithms=[ALGORITHM]).claims
