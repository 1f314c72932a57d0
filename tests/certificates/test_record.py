import base64
import io
import json
from datetime import date

import pikepdf
import pytest
from joserfc.errors import JoseError

from certificates import authority, licence, record
from certificates.issue import allocate, issue, read_pdf
from certificates.models import Certificate
from tests.certificates.awards import AT, BY, award
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def certificate() -> Certificate:
    facts = award(tenure_from=date(2026, 1, 1), tenure_until=date(2029, 12, 31))
    return allocate([facts], by=BY, at=AT)[0]


def test_the_file_carries_its_record(certificate: Certificate) -> None:
    issued = issue(certificate, by=BY, at=AT)
    with pikepdf.open(io.BytesIO(read_pdf(issued))) as pdf:
        attached = json.loads(pdf.attachments["certificate.json"].get_file().read_bytes())
        assert pdf.Root.AF[0].AFRelationship == "/Data"
    claims = record.read_token(attached["credential"], authority=authority.current())
    assert claims == record.credential(issued)
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert claims["credentialSubject"]["achievement"]["name"] == "星湖市技术能手"
    assert claims["validUntil"] == "2029-12-31T00:00:00+08:00"
    assert attached["licence"]["证照编号"] == issued.number
    assert "占位" in attached["licence"]["说明"]


def test_the_same_facts_give_the_same_record(certificate: Certificate) -> None:
    ours = authority.current()
    assert record.record(certificate, authority=ours) == record.record(certificate, authority=ours)


def test_a_changed_credential_is_not_ours(certificate: Certificate) -> None:
    ours = authority.current()
    head, body, signature = record.token(record.credential(certificate), authority=ours).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["name"] = "首席技师"
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    with pytest.raises(JoseError):
        record.read_token(f"{head}.{forged}.{signature}", authority=ours)
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    with pytest.raises(JoseError):
        record.read_token(f"{unsigned}.{forged}.", authority=ours)


def test_licence_identifiers_of_two_published_licences() -> None:
    first = licence.identifier(
        type_code="11100000000013338W011",
        issuer_code="11430000006122244L",
        serial="20230000403",
        version=1,
    )
    second = licence.identifier(
        type_code="11100000000013338W032",
        issuer_code="11220000013544541J",
        serial="2430599",
        version=1,
    )
    assert first.endswith(".001.U")
    assert second.endswith(".001.F")
    assert first.startswith("1.2.156.3005.2.11100000000013338W011.")


def test_a_version_names_the_one_it_replaces() -> None:
    def data(version: int) -> dict[str, str]:
        return licence.metadata(award(), number="990600-TE-2026-0001-V", version=version, code="")

    assert "原证照标识" not in data(1)
    assert data(3)["原证照标识"] == data(2)["证照标识"]
